"""Does every column of a file say something, once there is something to say?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.cases.catalogue import change_budget
from firebreak.console.cases.models import Case
from firebreak.console.cases.spending import offer
from firebreak.console.export.cells import for_csv
from firebreak.console.export.listing import Asked
from firebreak.console.export.lists import LISTS
from firebreak.console.learn.cost.services import note_expense, note_hours, set_rate, undo_outlay
from firebreak.console.listen.handling import close
from firebreak.console.listen.models import Watch
from firebreak.console.media.models import Enquiry, Journalist
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import log_progress
from tests.cast import Cast
from tests.records import post
from tests.stock import stock
from tests.told import told

ANGRY = "明泉的濾芯裡有玻璃碎片，小孩嘴巴割傷流血，客服態度超爛，氣死我了"


def rows_of(seat: Seat, name: str) -> list[dict[str, str]]:
    listing = LISTS[name](Asked(seat, {"view": "all"}))
    columns = [str(one) for one in listing.columns]
    return [dict(zip(columns, map(for_csv, row), strict=True)) for row in listing.rows()]


@pytest.fixture
def stocked(seat: Seat, cast: Cast, at: datetime) -> dict[str, Any]:
    """A brand of which everything is known that a file has a column for."""
    fields = {
        "title": "開箱",
        "channel": "Food",
        "url": "https://news.example/1",
        "author": {"id": "u1", "name": "住戶", "followers": 12},
        "engagement": {"likes": 1, "comments": 2, "shares": 3, "views": 4},
    }
    texts = (f"{ANGRY}{mark}" for mark in ("", "！", "！！"))
    heard = told(cast, at - timedelta(minutes=5), *texts, **fields)
    close(seat=seat, seen={heard[0].pk: 0})
    Watch.objects.all().delete()
    found = stock(cast.brand, at=at)
    log_progress(seat=seat, incident=found["incident"], text="我們已停售", kind="outward")
    Story.objects.update(urgent_count=1)
    taken = {"acknowledged_by": cast.alice, "acknowledged_at": at, "closed_at": at}
    Alert.objects.update(observed=9, expected=2.5, high=4, **taken)
    change_budget(seat=seat, incident=found["incident"], by=5_000)
    offer(seat=seat, case=found["case"], code="A-1", amount=500, key="a refund")
    person = {
        "phone": "0912345678",
        "mail": "lin@example.org",
        "matter": "B2611-07",
        "injured": True,
        "holder": cast.bob,
    }
    Case.objects.update(**person, spoken_at=at, closed_at=at, answer="satisfied")
    Incident.objects.update(owner=cast.alice, relapsed_at=at, phase="respond")
    asked_by_the_press(found, cast, at)
    hours_and_costs(seat, found["incident"])
    return found


def asked_by_the_press(found: dict[str, Any], cast: Cast, at: datetime) -> None:
    Journalist.objects.update(beat="消費", notes="先打電話", spoken_at=at)
    answered = {"state": "answered", "answer": found["statement"], "answer_version": 1, "ended_at": at}
    Enquiry.objects.update(holder=cast.bob, reason="多等一天", **answered)


def hours_and_costs(seat: Seat, incident: Incident) -> None:
    set_rate(seat=seat, role="", per_hour=600)
    day = localdate(seat.at)
    noted = {"seat": seat, "incident": incident, "day": day}
    hours = {"person": seat.person.pk, "kind": "answer", "minutes": 30, "is_estimate": True}
    spent = note_hours(key="1", what="回電", **noted, **hours)
    note_expense(key="2", kind="lab", amount=9_000, **noted)
    undo_outlay(seat=seat, incident=incident, outlay=spent.pk)


def test_no_column_of_a_stocked_list_is_empty(seat: Seat, stocked: dict[str, Any]) -> None:
    for name in LISTS:
        rows = rows_of(seat, name)
        assert [(name, column) for column in rows[0] if not any(row[column] for row in rows)] == []


@pytest.mark.parametrize(
    ("tone", "felt", "expected"),
    [
        ("negative", {"joy": 0.2, "anger": 0.1}, ("憤怒", "0.1")),  # who complains is not joyful
        ("positive", {"joy": 0.2, "anger": 0.3}, ("喜悅", "0.2")),
        ("neutral", {"joy": 0.2, "anger": 0.3}, ("憤怒", "0.3")),
        ("neutral", {}, ("", "")),
    ],
)
def test_the_strongest_emotion_that_goes_with_the_tone_is_written_with_its_strength(
    tone: str, felt: dict[str, float], expected: tuple[str, str], seat: Seat, cast: Cast, at: datetime
) -> None:
    post(cast.brand, at=at, sentiment=tone, detail={"emotions": felt})

    (row,) = rows_of(seat, "mentions")

    assert (row["最強的情感"], row["該情感的強度"]) == expected
