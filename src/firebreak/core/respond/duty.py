"""Who covers which duty when, and which hours does nobody cover? A duty list as values, in the hours of Taipei."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.playbook import Said
from firebreak.core.respond.workdays import DAY, TAIPEI, day_of
from firebreak.core.terms import Role


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody is on duty for: which roles may hold it, and from which hour to which of each day it is covered."""

    code: str
    name: Said
    does: Said
    roles: tuple[Role, ...]
    begins: int  # hours of the day
    ends: int

    def wanted(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the times between `since` and `until` in which somebody must hold it, in order."""
        day = day_of(since) - DAY
        while day <= day_of(until):
            begins = max(since, hour_of(day, self.begins))
            ends = min(until, hour_of(day, self.ends))
            if begins < ends:
                yield begins, ends
            day += DAY


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody holds a duty from `begins` until `ends`, with a deputy or none."""

    duty: str
    begins: datetime
    ends: datetime
    holder: int
    deputy: int | None = None
    key: int = 0

    def runs(self, at: datetime) -> bool:
        return self.begins <= at < self.ends

    def meets(self, other: "Turn") -> bool:
        return self.duty == other.duty and self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a duty should be covered and is not."""

    duty: str
    begins: datetime
    ends: datetime

    def runs(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


def hour_of(day: date, hours: int) -> datetime:
    """Give the moment at which so many hours of a day in Taipei are over; 24 is the next midnight."""
    return datetime.combine(day, time(), TAIPEI) + timedelta(hours=hours)


def on_duty(turns: Iterable[Turn], duty: str, at: datetime) -> Turn | None:
    """Give who holds a duty now; of two, the one whose turn began last."""
    found = [one for one in turns if one.duty == duty and one.runs(at)]
    return max(found, key=lambda one: (one.begins, one.key), default=None)


def while_there(turns: Iterable[Turn], leaves: Mapping[int, datetime]) -> Iterator[Turn]:
    """Cut each turn where holder and deputy have both left; who is not among `leaves` stays."""
    for turn in turns:
        until = max(leaves.get(who, turn.ends) for who in (turn.holder, turn.deputy) if who is not None)
        if until > turn.begins:
            yield replace(turn, ends=min(turn.ends, until))


def gaps(duty: Duty, turns: Iterable[Turn], since: datetime, until: datetime) -> list[Gap]:
    """Name the times between `since` and `until` in which a duty should be covered and is not; what touches is one."""
    held = sorted((one.begins, one.ends) for one in turns if one.duty == duty.code)
    found: list[Gap] = []
    for begins, ends in duty.wanted(since, until):
        for gap_begins, gap_ends in _left(begins, ends, held):
            if found and found[-1].ends == gap_begins:
                found[-1] = Gap(duty.code, found[-1].begins, gap_ends)
            else:
                found.append(Gap(duty.code, gap_begins, gap_ends))
    return found


def _left(
    begins: datetime, ends: datetime, held: Iterable[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """Take what is held, in order, out of a time."""
    for held_begins, held_ends in held:
        if held_ends <= begins or held_begins >= ends:
            continue
        if held_begins > begins:
            yield begins, held_begins
        begins = max(begins, held_ends)
    if begins < ends:
        yield begins, ends


def duties(data: Mapping[str, Any]) -> tuple[Duty, ...]:
    """Read `knowledge/duties.yaml`; raises BadInput for what it cannot use."""
    try:
        found = tuple(_duty(row) for row in data["duties"])
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadInput(problem="duties", detail=str(wrong)) from wrong
    if len({one.code for one in found}) != len(found) or any(not 0 <= one.begins < one.ends <= 24 for one in found):
        raise BadInput(problem="duties")
    return found


def _duty(row: Mapping[str, Any]) -> Duty:
    begins, ends = (int(hour) for hour in str(row["hours"]).split("-"))
    return Duty(
        code=str(row["code"]),
        name=Said(**row["name"]),
        does=Said(**row["does"]),
        roles=tuple(Role(role) for role in str(row["roles"]).split()),
        begins=begins,
        ends=ends,
    )
