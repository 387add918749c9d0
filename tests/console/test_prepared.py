"""What is asked with SQL that was made once says the same as what is asked anew."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.govern.tallies import Tally
from firebreak.console.home.board import TALLIES
from firebreak.console.listen import inbox
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.waiting import count_waiting, forget_counts
from firebreak.console.prepared import MARK, distance
from firebreak.console.shell import WAITS
from firebreak.core.respond.workdays import day_of
from tests.cast import Cast
from tests.records import risk

DAY = timedelta(days=1)


@pytest.fixture
def seat(cast: Cast, stage: dict[str, Any]) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=clock.now())


@pytest.mark.parametrize("tally", [WAITS, TALLIES], ids=["navigation", "board"])
@pytest.mark.parametrize("days", [-400, -31, -8, -2, 0, 2, 40])
def test_a_tally_counts_what_counting_each_kind_anew_counts(seat: Seat, tally: Tally, days: int) -> None:
    at = seat.at + days * DAY

    found = tally.of(seat.brand, at=at)

    assert found == {name: rows.filter(brand=seat.brand).count() for name, rows in tally.kinds(at).items()}


def test_what_is_counted_is_there_and_is_the_brands_own(seat: Seat, cast: Cast) -> None:
    found = WAITS.of(seat.brand, at=seat.at)

    assert found["stories"] > 0 and found["incidents"] > 0
    assert set(WAITS.of(cast.others_brand, at=seat.at).values()) == {0}


def test_a_tally_follows_what_happens(seat: Seat) -> None:
    before = WAITS.of(seat.brand, at=seat.at)["alerts"]
    open_ones = Alert.objects.filter(brand=seat.brand).unanswered(at=seat.at)
    put_off = open_ones.order_by("pk").first()
    assert put_off is not None

    put_off.snoozed_until = seat.at + DAY
    put_off.save(update_fields=["snoozed_until"])

    assert WAITS.of(seat.brand, at=seat.at)["alerts"] == before - 1
    assert WAITS.of(seat.brand, at=seat.at + DAY)["alerts"] == before


@pytest.mark.parametrize("days", [-1, 0, 1, 6, 7, 8, 30])
def test_the_number_beside_mentions_is_that_of_their_list(seat: Seat, days: int) -> None:
    later = Seat(brand=seat.brand, person=seat.person, role=seat.role, at=seat.at + days * DAY)
    forget_counts()

    number = count_waiting(later)

    assert number == inbox.posts_of(later, inbox.Wanted()).count()
    assert bool(number) is (days < 7)


def test_what_somebody_holds_who_is_gone_is_counted_as_waiting(seat: Seat, cast: Cast) -> None:
    before, post = count_waiting(seat), inbox.posts_of(seat, inbox.Wanted()).first()
    for holder, count in ((cast.bob, before - 1), (cast.carol, before)):  # Carol may hold nothing
        Handling.objects.update_or_create(brand=seat.brand, post=post, defaults={"holder": holder})
        forget_counts()

        assert count_waiting(seat) == count


def test_an_old_one_that_wakes_is_counted_as_waiting(seat: Seat) -> None:
    later = Seat(brand=seat.brand, person=seat.person, role=seat.role, at=seat.at + 10 * DAY)
    post = inbox.posts_of(seat, inbox.Wanted()).first()
    assert post is not None

    Handling.objects.create(brand=seat.brand, post=post, asleep_until=later.at - DAY)
    forget_counts()

    assert count_waiting(later) == inbox.posts_of(later, inbox.Wanted()).count() == 1


@pytest.mark.parametrize(("hour", "days", "due"), [(0, 0, 1), (7, 0, 1), (8, 0, 1), (23, 0, 1), (23, 1, 0), (0, -1, 1)])
def test_a_risk_is_due_from_the_first_minute_of_its_day(hour: int, days: int, due: int, cast: Cast) -> None:
    at = datetime(2026, 11, 20, hour, 1, tzinfo=ZoneInfo("Asia/Taipei"))
    risk(cast.brand, by=cast.alice, at=at, review_on=date(2026, 11, 20) + days * DAY)

    assert WAITS.of(cast.brand, at=at)["risks"] == due


def test_only_a_time_near_the_mark_moves_with_the_time_asked() -> None:
    assert distance(MARK - DAY) == -DAY
    assert distance(str(MARK + DAY)[:-6]) == DAY
    assert distance(day_of(MARK)) == distance(str(day_of(MARK))) == 0 * DAY
    assert distance(str(day_of(MARK) - DAY)) == -DAY
    assert [distance(one) for one in (7, "S1", "2026-11-23", timezone.now(), None, True)] == [None] * 6
