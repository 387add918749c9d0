"""R2.36 part: is a brand told of a sensitive day a week before, and may it add dates of its own?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.calendar import MOST, add_date, days_ahead, drop_date
from firebreak.console.alert.dates import OwnDate
from firebreak.console.govern.models import Entry
from firebreak.console.home.brief import BriefPage
from firebreak.console.home.letters import message_of
from firebreak.console.home.models import Letter
from firebreak.core.errors import BadInput
from tests.cast import Cast
from tests.records import brief

DAY = timedelta(days=1)
MORNING = datetime(2027, 2, 21, 0, 30, tzinfo=UTC)  # 08:30 in Taipei, seven days before the 28th


def own(seat: Seat, *, name: str = "前年的召回", days: int = 3, yearly: bool = False) -> OwnDate:
    return add_date(seat=seat, name=name, day=seat.at.date() + days * DAY, yearly=yearly)


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (7, True), (8, False)])
def test_the_brief_tells_of_a_day_from_a_week_before_until_it_is_over(cast: Cast, days: int, told: bool) -> None:
    row = brief(cast.brand, at=MORNING + (7 - days) * DAY)

    assert ("peace_memorial" in [one.day.code for one in BriefPage(row).days]) is told


def test_what_day_it_is_goes_by_the_clock_of_taipei(cast: Cast) -> None:
    late = datetime(2027, 2, 20, 16, 30, tzinfo=UTC)  # 00:30 of the 21st in Taipei

    assert [one.left for one in days_ahead(cast.brand, at=late) if one.day.code == "peace_memorial"] == [7]


def test_the_mail_names_a_known_day_and_of_an_own_one_its_date_alone(cast: Cast) -> None:
    seat = take_seat(cast.alice, cast.brand.slug, at=MORNING)
    own(seat)
    letter = Letter(brief=brief(cast.brand, at=MORNING), person=cast.alice)

    found = message_of(letter, at=MORNING)

    for words in (found.text, found.html):
        assert "二二八和平紀念日" in words
        assert "02/24" in words
        assert "召回" not in words


def test_a_brief_of_before_tells_of_none_and_a_date_that_was_dropped_is_named_no_more(seat: Seat) -> None:
    row = own(seat)
    told = brief(seat.brand, at=seat.at)
    with_it = [one.name for one in BriefPage(told).days]
    drop_date(seat=seat, row=row)

    assert row.name in with_it
    assert row.name not in [one.name for one in BriefPage(told).days]
    del told.facts["days"]
    assert BriefPage(told).days == []


def test_a_date_is_added_seen_and_removed(client: Client, seat: Seat, cast: Cast) -> None:
    client.force_login(cast.alice)
    page, new = (reverse(name, args=[cast.brand.slug]) for name in ("settings_calendar", "add_own_date"))

    client.post(new, {"name": "開庭", "day": (seat.at + 3 * DAY).date().isoformat(), "yearly": ""})
    row = OwnDate.objects.get(brand=cast.brand)
    shown = client.get(page).content.decode()
    client.post(reverse("drop_own_date", args=[cast.brand.slug, row.pk]))

    assert "開庭" in shown
    assert "3 天後" in shown
    assert "九二一大地震（1999）" in shown
    assert not OwnDate.objects.exists()
    actions = Entry.objects.filter(action__contains="sensitive_date").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["add_sensitive_date", "drop_sensitive_date"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "舊事", "day": "2020-01-01"}, "這一天已經過了"),
        ({"name": " ", "day": "2099-01-01"}, "alert"),
        ({"name": "開庭", "day": "2027-02-30"}, "alert"),
        ({"name": "開庭", "day": ""}, "alert"),
    ],
)
def test_a_date_that_makes_no_sense_is_told_beside_its_field(
    client: Client, cast: Cast, given: dict[str, str], said: str
) -> None:
    client.force_login(cast.alice)

    answer = client.post(reverse("add_own_date", args=[cast.brand.slug]), given)

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not OwnDate.objects.exists()


def test_a_yearly_date_may_have_begun_long_ago(seat: Seat) -> None:
    add_date(seat=seat, name="大火", day=date(2011, 3, 6), yearly=True)

    assert [one.on.month for one in days_ahead(seat.brand, at=seat.at) if one.own] == [3]


def test_there_is_room_for_so_many_dates(seat: Seat) -> None:
    rows = [
        OwnDate(brand=seat.brand, name=f"{n}", day=seat.at.date(), person=seat.person, at=seat.at) for n in range(MOST)
    ]
    OwnDate.objects.bulk_create(rows)

    with pytest.raises(BadInput):
        own(seat)


def test_in_english_known_days_have_their_english_names(cast: Cast) -> None:
    with translation.override("en"):
        names = [one.name for one in days_ahead(cast.brand, at=MORNING)]

    assert "Peace Memorial Day (228)" in names


def test_who_watches_reads_the_calendar_and_adds_nothing(client: Client, cast: Cast, seat: Seat) -> None:
    row = own(seat)
    client.force_login(cast.carol)
    add, drop = reverse("add_own_date", args=["spring"]), reverse("drop_own_date", args=["spring", row.pk])

    assert client.get(reverse("settings_calendar", args=["spring"])).status_code == 200
    assert [client.post(one, {"name": "x", "day": "2099-01-01"}).status_code for one in (add, drop)] == [403, 403]
    client.force_login(cast.mallory)
    assert [client.post(one).status_code for one in (add, drop)] == [404, 404]
    assert client.get(reverse("settings_calendar", args=["spring"])).status_code == 404
