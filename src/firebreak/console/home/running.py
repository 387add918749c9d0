"""Which incidents run, and how do their clocks stand?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from firebreak import knowledge
from firebreak.console.govern.models import Brand
from firebreak.console.respond.clocks import OUTWARD, clocks_of
from firebreak.console.respond.models import Incident, IncidentQuerySet, Moment
from firebreak.core.respond import clock
from firebreak.core.respond.clock import Deadline
from firebreak.core.terms import Phase, Severity

ORDER = [level.value for level in Severity]


@dataclass(frozen=True)
class Running:
    """One incident with its clocks, read once."""

    incident: Incident
    at: datetime

    @cached_property
    def moments(self) -> list[Moment]:
        return list(self.incident.moments.all())

    @cached_property
    def clocks(self) -> list[Deadline]:
        return clocks_of(self.incident, self.moments)

    @cached_property
    def states(self) -> dict[str, clock.State]:
        return {one.name: clock.state(one, self.at, knowledge.clocks()) for one in self.clocks}

    @property
    def pressing(self) -> Deadline | None:
        """Give the clock that still waits and runs out first."""
        waiting = [one for one in self.clocks if one.met is None and not one.over_at_start]
        return min(waiting, key=lambda one: one.due, default=None)

    @property
    def pressing_state(self) -> str:
        return self.states[self.pressing.name].value if self.pressing else ""

    def clock(self, name: str) -> Deadline | None:
        return next((one for one in self.clocks if one.name == name), None)

    @property
    def answered(self) -> datetime | None:
        """Tell when the first word went to the public."""
        return min((one.at for one in self.moments if one.kind in OUTWARD), default=None)

    @property
    def answer_took(self) -> timedelta | None:
        return self.answered - self.incident.first_seen_at if self.answered else None

    @property
    def deeds(self) -> list[datetime]:
        """Give when it was taken and when the public was told something."""
        taken = self.clock("ack")
        return [*([taken.met] if taken and taken.met else []), *(one.at for one in self.moments if one.kind in OUTWARD)]

    @property
    def limit(self) -> datetime | None:
        """Give the internal limit of the first word."""
        holding = self.clock("holding")
        return holding.due if holding else None

    @property
    def urgency(self) -> tuple[bool, int, datetime]:
        """Order: breached first, then by level, then by what runs out first."""
        due = self.pressing.due if self.pressing else datetime.max.replace(tzinfo=self.at.tzinfo)
        return (self.pressing_state != clock.State.BREACHED, ORDER.index(self.incident.severity), due)


def running(brand: Brand, *, at: datetime) -> list[Running]:
    """Give the brand's running incidents, gravest first."""
    rows = Incident.objects.filter(brand=brand).running()
    return still_running([Running(one, at) for one in with_timeline(rows)])


def still_running(known: Iterable[Running]) -> list[Running]:
    """Keep the incidents that run, gravest first."""
    found = [one for one in known if one.incident.phase != Phase.CLOSED]
    return sorted(found, key=lambda one: (ORDER.index(one.incident.severity), one.urgency, one.incident.number))


def lately(brand: Brand, *, since: datetime, at: datetime) -> list[Running]:
    """Give the incidents that run, and those that were first seen or opened since, for all that count them."""
    rows = Incident.objects.filter(brand=brand)
    begun = rows.filter(opened_at__gt=since) | rows.filter(first_seen_at__gte=since)
    return [Running(one, at) for one in with_timeline(rows.running() | begun)]


def with_timeline(rows: IncidentQuerySet) -> IncidentQuerySet:
    return rows.select_related("brand", "story__ruling", "alert", "owner").prefetch_related("moments")


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The clocks of one severity: waiting, of which soon and breached, and the share that was kept in the period."""

    severity: str
    waiting: int
    soon: int
    breached: int
    kept: float | None


def clock_table(known: Iterable[Running], *, since: datetime) -> list[ClockRow]:
    """Count the clocks of incidents that run or were opened since, by severity."""
    found = [one for one in known if one.incident.phase != Phase.CLOSED or one.incident.opened_at > since]
    return [row_of(level, [one for one in found if one.incident.severity == level]) for level in ORDER]


def row_of(level: str, incidents: list[Running]) -> ClockRow:
    states = [state for one in incidents for state in one.states.values()]
    state = clock.State
    kept, late = states.count(state.MET), states.count(state.MET_LATE) + states.count(state.BREACHED)
    return ClockRow(
        severity=level,
        waiting=states.count(state.RUNNING) + states.count(state.SOON) + states.count(state.BREACHED),
        soon=states.count(state.SOON),
        breached=states.count(state.BREACHED),
        kept=kept / (kept + late) if kept + late else None,
    )


def answer_times(known: Iterable[Running], *, since: datetime, until: datetime) -> timedelta | None:
    """Give the median time from first seen to the first word, of incidents first seen in [since, until)."""
    took = [one.answer_took for one in known if since <= one.incident.first_seen_at < until]
    seconds = [one.total_seconds() for one in took if one is not None]
    return timedelta(seconds=median(seconds)) if seconds else None
