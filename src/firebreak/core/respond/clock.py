"""What must be done by when, and what is late? The clocks of one incident, worked out anew from what happened."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.workdays import Workdays, day_of
from firebreak.core.terms import Severity

CLOCKS = ("golden", "ack", "triage", "holding", "update", "cadence", "review")
WEEK = Workdays()  # where no calendar is at hand
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
GRAVE = (Severity.S1, Severity.S2)


@dataclass(frozen=True, slots=True)
class Span:
    """How long a clock runs: a duration, or working days."""

    time: timedelta = timedelta()
    working_days: int = 0

    def after(self, start: datetime, workdays: Workdays = WEEK) -> datetime:
        """Give the moment that lies this span after `start`; working days are those of Taipei, at the same hour."""
        due = start + self.time
        day = day_of(due)
        return due + (workdays.after(day, self.working_days) - day)


@dataclass(frozen=True, slots=True)
class ClockRules:
    """How long each clock runs at each severity; an absent pair means that there is no such clock."""

    version: str
    spans: Mapping[tuple[str, Severity], Span]
    soon: float = 0.75

    def span(self, clock: str, severity: Severity) -> Span | None:
        return self.spans.get((clock, severity))


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock of an incident: from `starts` to `due`; `met` when the deed was done.

    `over_at_start`: the time was gone before the story was first seen; it is shown, and no breach is sounded.
    """

    name: str
    starts: datetime
    due: datetime
    met: datetime | None = None
    over_at_start: bool = False

    def is_breached(self, at: datetime) -> bool:
        return (self.met or at) > self.due

    def left(self, at: datetime) -> timedelta:
        """Time left; negative once breached."""
        return self.due - (self.met or at)


@dataclass(frozen=True, slots=True)
class Deeds:
    """What people did and when; None or empty: not yet. `outward` holds every message to the public, in any order.

    Of these `full` is the first that gives facts, remedy and contact. `promised` is the next update as promised in
    public. `settled` ends the promise of updates (watch or closed), `reviewed` is the review done.
    """

    acknowledged: datetime | None = None
    triaged: datetime | None = None  # assessed and with an owner
    outward: tuple[datetime, ...] = ()
    full: datetime | None = None
    promised: datetime | None = None
    settled: datetime | None = None
    closed: datetime | None = None
    reviewed: datetime | None = None


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    SOON = "soon"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"
    OVER_AT_START = "over_at_start"  # the time was gone before anybody here could know


def rules(data: Mapping[str, Any]) -> ClockRules:
    """Read the clock table of `knowledge/clocks.yaml`; raises BadInput for a clock, level or duration it cannot use."""
    table = data.get("clocks")
    if not isinstance(table, Mapping) or set(table) != set(CLOCKS):
        raise BadInput(problem="clock_names", needs=CLOCKS)
    spans: dict[tuple[str, Severity], Span] = {}
    for clock, row in table.items():
        if not isinstance(row, Mapping) or set(row) != {level.value for level in Severity}:
            raise BadInput(problem="clock_levels", clock=clock)
        for level, text in row.items():
            if text != "-":
                spans[clock, Severity(level)] = span(str(text))
    soon = float(data.get("soon", 0.75))
    if not 0 < soon < 1:
        raise BadInput(problem="clock_soon", value=soon)
    return ClockRules(version=str(data.get("version", "")), spans=spans, soon=soon)


def span(text: str) -> Span:
    """Read a span such as 5m, 24h, 2d or 10wd; raises BadInput for anything else, and for nothing at all.

    >>> span("4h").time, span("10wd").working_days
    (datetime.timedelta(seconds=14400), 10)
    """
    found = re.fullmatch(r"([1-9]\d{0,3})(m|h|d|wd)", text.strip())
    if not found:
        raise BadInput(problem="duration", value=text)
    number, unit = int(found[1]), found[2]
    return Span(working_days=number) if unit == "wd" else Span(time=number * _UNITS[unit])


def golden_start(published: datetime, first_seen: datetime) -> datetime:
    """Give the start of the golden 24 hours: the earliest known post, never later than first seen."""
    return min(published, first_seen)


def deadlines(
    severity: Severity,
    *,
    published: datetime,
    first_seen: datetime,
    deeds: Deeds,
    rules: ClockRules,
    levels: Iterable[tuple[datetime, Severity]] = (),
    workdays: Workdays = WEEK,
) -> list[Deadline]:
    """Work out every clock of an incident, in order of CLOCKS; nothing pauses or resets one.

    `published` is the earliest known post of the story. `levels` is the history of severities (from when, which): a
    deed is judged by the level that held when it was done, and what is still to be done by the present one.
    """
    history = sorted(levels)
    starts = {
        "golden": golden_start(published, first_seen),
        "ack": first_seen,
        "triage": first_seen,
        "holding": first_seen,
        "update": first_seen,
        "review": deeds.closed,
    }
    met = _met(deeds)
    found = []
    for clock, start in starts.items():
        level = _level_at(met[clock], history, severity)
        length = rules.span(clock, level)
        if start is None or length is None:
            continue
        due = length.after(start, workdays)
        over = clock == "golden" and due < first_seen
        found.append(Deadline(name=clock, starts=start, due=due, met=met[clock], over_at_start=over))
    return _with_cadence(found, severity, deeds, rules, workdays)


def _met(deeds: Deeds) -> dict[str, datetime | None]:
    # The first word is the earliest ever said: a later update can neither replace nor undo it.
    said = [*deeds.outward, *([deeds.full] if deeds.full else [])]
    first = min(said, default=None)
    return {
        "golden": first,
        "ack": deeds.acknowledged,
        "triage": deeds.triaged,
        "holding": first,
        "update": deeds.full,
        "review": deeds.reviewed,
    }


def _level_at(met: datetime | None, history: list[tuple[datetime, Severity]], now: Severity) -> Severity:
    if met is None or not history:
        return now
    before = [level for since, level in history if since <= met]
    return before[-1] if before else history[0][1]


def _with_cadence(
    found: list[Deadline], severity: Severity, deeds: Deeds, rules: ClockRules, workdays: Workdays
) -> list[Deadline]:
    next_update = _next_update(severity, deeds, rules, workdays)
    if next_update is None:
        return found
    place = next((i for i, clock in enumerate(found) if clock.name == "review"), len(found))
    return [*found[:place], next_update, *found[place:]]


def _next_update(severity: Severity, deeds: Deeds, rules: ClockRules, workdays: Workdays) -> Deadline | None:
    """Give the clock of the next update: from the last word said, due by the cadence or, if sooner, as promised."""
    said = [*deeds.outward, *([deeds.full] if deeds.full else [])]
    length = rules.span("cadence", severity)
    if not said or deeds.settled is not None or (length is None and deeds.promised is None):
        return None
    last = max(said)
    by_cadence = length.after(last, workdays) if length else None
    dues = [due for due in (by_cadence, deeds.promised if (deeds.promised or last) > last else None) if due]
    return Deadline(name="cadence", starts=last, due=min(dues)) if dues else None


def state(clock: Deadline, at: datetime, rules: ClockRules) -> State:
    """Say how a clock stands at `at`; SOON is the earlier threshold at which it escalates."""
    if clock.over_at_start:
        return State.OVER_AT_START
    if clock.met is not None and clock.met <= at:
        return State.MET_LATE if clock.met > clock.due else State.MET
    if at > clock.due:
        return State.BREACHED
    warns = clock.starts + rules.soon * (clock.due - clock.starts)
    return State.SOON if at >= warns else State.RUNNING


def breaches(clocks: Iterable[Deadline], at: datetime) -> list[Deadline]:
    """Name the clocks that are breached at `at` and still wait for their deed.

    A golden clock that was over before the story was first seen is not among them: it is shown, not shouted.
    """
    return [clock for clock in clocks if clock.met is None and at > clock.due and not clock.over_at_start]


def silence(severity: Severity, *, first_seen: datetime, deeds: Deeds, at: datetime) -> timedelta | None:
    """R1.26: tell how long an S1–S2 has gone without any word to the public; None when there is nothing to say."""
    said = any(when <= at for when in (*deeds.outward, *([deeds.full] if deeds.full else [])))
    if severity not in GRAVE or said or deeds.settled is not None:
        return None
    return max(at - first_seen, timedelta())
