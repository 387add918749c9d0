"""Does a deadline that still runs after an incident was closed go onto its timeline when it runs out, at little cost?"""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Brand
from firebreak.console.respond.law.saying import say_of_law
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.plan.packs import merge_plan
from firebreak.console.respond.plan.steps import settle_step
from firebreak.core.respond.statute import Word
from firebreak.run.pipeline import Event, judge
from firebreak.run.resting import to_look_at
from tests.cast import Cast
from tests.posts import MINUTE
from tests.records import incident

DAY = timedelta(days=1)


def closed(brand: Brand, *, at: datetime, severity: str = "S2") -> Incident:
    """An incident that was closed at `at`, a day after it began, and in which nobody ever did anything."""
    made = incident(brand, at=at - DAY, severity=severity, phase="closed")
    Moment.objects.create(incident=made, at=at, kind="phase", facts={"was": "watch", "now": "closed"})
    return made


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=at)


def told(events: list[Event]) -> list[str]:
    return [one.facts["clock"] for one in events if one.type == "clock"]


def looks(brand: Brand, *ats: datetime) -> list[list[str]]:
    return [told(judge(brand, at=at, numbers=())) for at in ats]


def test_a_limit_of_the_law_that_runs_out_after_the_close_is_told_once(cast: Cast, seat: Seat) -> None:
    made = closed(cast.brand, at=seat.at, severity="S4")
    say_of_law(seat=seat, incident=made, code="complaint", word=Word.APPLIES, when=seat.at)

    found = looks(cast.brand, *(seat.at + days * DAY for days in (1, 14, 16, 17, 40)))

    assert found == [[], [], ["law:complaint"], [], []]
    assert made.moments.get(kind="breach").facts == {"clock": "law:complaint"}


def test_one_that_begins_long_after_the_close_is_told_too(cast: Cast, seat: Seat) -> None:
    made = closed(cast.brand, at=seat.at, severity="S4")
    before = looks(cast.brand, seat.at, seat.at + DAY)
    later = take_seat(cast.alice, cast.brand.slug, at=seat.at + 30 * DAY)
    say_of_law(seat=later, incident=made, code="complaint", word=Word.APPLIES, when=later.at)

    assert [*before, *looks(cast.brand, later.at, later.at + 16 * DAY)] == [[], [], [], ["law:complaint"]]


def test_a_review_that_is_not_done_in_time_is_told_and_what_was_to_be_done_before_the_close_is_not(
    cast: Cast, at: datetime
) -> None:
    closed(cast.brand, at=at)

    assert looks(cast.brand, at + MINUTE, at + 20 * DAY) == [[], ["review"]]


def test_a_review_that_is_done_is_not_told(cast: Cast, seat: Seat) -> None:
    made = incident(cast.brand, at=seat.at - DAY)
    merge_plan(seat=seat, incident=made, code="defect")
    Incident.objects.filter(pk=made.pk).update(phase="closed")
    Moment.objects.create(incident=made, at=seat.at, kind="phase", facts={"was": "watch", "now": "closed"})
    settle_step(seat=seat, incident=Incident.objects.get(pk=made.pk), code="review", was="open", to="done")

    assert looks(cast.brand, seat.at + 20 * DAY) == [[]]


def test_of_many_closed_incidents_none_is_looked_at_that_rests(cast: Cast, at: datetime) -> None:
    made = [closed(cast.brand, at=at) for _ in range(6)]
    judge(cast.brand, at=at + MINUTE, numbers=())
    Moment.objects.create(incident=made[0], at=at + 2 * MINUTE, kind="progress", text="已公告")

    with CaptureQueriesContext(connection) as asked:
        found = [to_look_at(cast.brand, at=at + days * DAY) for days in (1, 30)]

    assert [[one.incident.pk for one in some] for some in found] == [[made[0].pk], [one.pk for one in made]]
    assert len(asked) == 4
