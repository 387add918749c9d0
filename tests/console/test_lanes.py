"""Do prevention, response and recovery stand on the board with numbers of their own?"""

from datetime import datetime, timedelta

from firebreak.console.access import Seat
from firebreak.console.home.board import Board
from firebreak.console.home.lanes import Lane
from firebreak.console.home.period import period_of
from firebreak.console.listen.models import Watch
from firebreak.console.respond.models import Moment
from tests.records import MINUTE, alert, feed, incident

DAY = timedelta(days=1)


def lane(seat: Seat, code: str) -> Lane:
    return next(one for one in Board(seat, period_of("24h")).lanes if one.code == code)


def test_r2_14_prevention_counts_what_listens(seat: Seat, at: datetime) -> None:
    """R2.14: all three lanes have live data."""
    Watch.objects.create(brand=seat.brand, name="明泉", kind="brand", any=["明泉"])
    feed(seat.brand, at=at)
    assert (lane(seat, "prevent").value, lane(seat, "prevent").warns) == (1, False)

    feed(seat.brand, at=at, name="Silent", last_ok_at=at - DAY)

    assert (lane(seat, "prevent").value, lane(seat, "prevent").warns) == (1, True)


def test_r2_14_response_counts_what_is_being_answered(seat: Seat, at: datetime) -> None:
    """R2.14: incidents before their remedy, with the alerts that wait."""
    incident(seat.brand, at=at)
    incident(seat.brand, at=at, phase="watch")
    assert (lane(seat, "respond").value, lane(seat, "respond").warns) == (1, False)

    alert(seat.brand, at=at - MINUTE)

    assert lane(seat, "respond").warns


def test_r2_14_recovery_counts_what_is_watched_what_came_back_and_what_was_closed(seat: Seat, at: datetime) -> None:
    """R2.14: remedy and watch, beside what ended."""
    incident(seat.brand, at=at - DAY, phase="remedy")
    ended = incident(seat.brand, at=at - 5 * DAY, phase="closed")
    Moment.objects.create(incident=ended, at=at - DAY, kind="phase", facts={"was": "watch", "now": "closed"})
    older = incident(seat.brand, at=at - 90 * DAY, phase="closed")
    Moment.objects.create(incident=older, at=at - 80 * DAY, kind="phase", facts={"was": "watch", "now": "closed"})

    found = lane(seat, "recover")

    assert (found.value, found.warns) == (1, False)
    assert "1 件" in found.detail
    incident(seat.brand, at=at - DAY, phase="respond", relapsed_at=at - MINUTE)
    assert lane(seat, "recover").warns
