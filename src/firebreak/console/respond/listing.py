"""Which incidents run, what presses most in each and where is it stuck, and which are closed?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firebreak.console.access import Seat
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import Clock, Room
from firebreak.core.respond.clock import State
from firebreak.core.terms import Phase


@dataclass(frozen=True, slots=True)
class Line:
    """A running incident in the list, with its golden track and the clock that presses most."""

    incident: Incident
    golden: Clock | None
    pressing: Clock | None
    inner_due: datetime | None
    track: list[datetime]
    first_word: datetime | None
    silence: timedelta | None
    posts: int
    stuck: list[str]  # what the next step still needs


def line_of(seat: Seat, incident: Incident) -> Line:
    room = Room(seat, incident)
    waiting = [one for one in room.clocks if one.met is None and one.state != State.OVER_AT_START]
    return Line(
        incident=incident,
        golden=room.golden,
        pressing=min(waiting, key=lambda one: one.due, default=None),
        inner_due=room.inner.due if room.inner else None,
        track=room.track,
        first_word=room.first_word,
        silence=room.silence,
        posts=incident.story.post_count if incident.story else 0,
        stuck=[need.text for need in room.needs or room.later_needs],
    )


def running_lines(seat: Seat) -> list[Line]:
    """Give the running incidents, gravest first."""
    rows = Incident.objects.filter(brand=seat.brand).running()
    rows = rows.select_related("story__ruling", "owner", "alert", "brand")
    return [line_of(seat, incident) for incident in rows.order_by("severity", "golden_start")]


def closed_incidents(seat: Seat, *, most: int = 30) -> list[Any]:
    rows = Incident.objects.filter(brand=seat.brand, phase=Phase.CLOSED).select_related("story__ruling", "owner")
    return list(rows.order_by("-number")[:most])
