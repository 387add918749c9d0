"""Which duties does the law set a limit for, from when, and until when? Counted from what people said; no legal advice.

A clock runs from the earliest moment that anybody ever named as its start. So nothing that is said later gives more
time, and what was ruled out or taken for met and comes back has lost none of it: there is no way to pause one.
"""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.clock import Deadline
from firebreak.core.respond.playbook import Said
from firebreak.core.respond.workdays import TAIPEI, Workdays, day_of
from firebreak.core.terms import Category

AT_ONCE = "now"
LAST_MOMENT = time(23, 59, 59)
HOUR = timedelta(hours=1)
PREFIX = "law:"  # of the name of its deadline, so that it is never taken for a clock of the house


class Unit(StrEnum):
    """In what a limit is counted."""

    AT_ONCE = "now"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"
    MONTHS = "mo"


class Sure(StrEnum):
    """How sure we are of what is written of a law."""

    READ = "read"  # at the source
    SECOND = "second"  # in what others write of it
    CHECK = "check"  # the text or its beginning may have changed


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a law gives; days, working days and months end with the day, and the first day is not counted."""

    unit: Unit
    number: int = 0

    def due(self, start: datetime, workdays: Workdays) -> datetime:
        """Give the last moment; of what is due at once, the start itself."""
        if self.unit is Unit.AT_ONCE:
            return start
        if self.unit is Unit.HOURS:
            return start + self.number * HOUR
        return datetime.combine(self.last_day(day_of(start), workdays), LAST_MOMENT, TAIPEI)

    def last_day(self, day: date, workdays: Workdays) -> date:
        if self.unit is Unit.WORKING_DAYS:
            return workdays.after(day, self.number)
        return months_after(day, self.number) if self.unit is Unit.MONTHS else day + timedelta(days=self.number)


@dataclass(frozen=True, slots=True)
class Statute:
    """One duty of a law: what starts it, how long it gives, and where that is written."""

    code: str
    law: str  # its code in knowledge/laws.yaml
    duty: Said
    begins: Said
    limit: Limit
    categories: tuple[Category, ...]  # of the incidents that it may concern
    by_itself: bool  # an incident of these categories starts it; otherwise a person who confirms the fact does
    source: str
    as_of: date
    sure: Sure
    note: Said | None = None

    @property
    def name(self) -> str:
        return PREFIX + self.code


class Word(StrEnum):
    """What was said of a duty."""

    APPLIES = "applies"
    NOT = "not"
    DONE = "done"
    UNDONE = "undone"  # it was not met after all


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody said of a duty that it applies since `when`, that it was met at `when`, or that one of them is wrong."""

    code: str
    word: Word
    when: datetime


class Standing(StrEnum):
    """How a duty stands."""

    ASKED = "asked"  # a person must say whether it applies
    RUNNING = "running"
    NOT = "not"
    DONE = "done"


STANDS = {Word.APPLIES: Standing.RUNNING, Word.NOT: Standing.NOT, Word.DONE: Standing.DONE}


@dataclass(frozen=True, slots=True)
class LegalClock:
    """One duty of an incident; without a deadline where nobody has named its start. `sure_days`: holidays known."""

    statute: Statute
    standing: Standing
    deadline: Deadline | None = None
    sure_days: bool = True

    @property
    def at_once(self) -> bool:
        return self.statute.limit.unit is Unit.AT_ONCE


def legal_clocks(
    category: Category, sayings: Iterable[Saying], statutes: Iterable[Statute], workdays: Workdays
) -> list[LegalClock]:
    """Work out the duties of an incident: those that its category suggests and those of which somebody spoke."""
    said = list(sayings)
    found = []
    for statute in statutes:
        of_it = [one for one in said if one.code == statute.code]
        if of_it or category in statute.categories:
            found.append(_clock(statute, of_it, workdays))
    return found


def _clock(statute: Statute, said: Sequence[Saying], workdays: Workdays) -> LegalClock:
    starts = [one.when for one in said if one.word is Word.APPLIES]
    standing, done = _standing(said)
    if not starts:
        return LegalClock(statute, standing)
    start = min(starts)
    due = statute.limit.due(start, workdays)
    sure = statute.limit.unit is not Unit.WORKING_DAYS or workdays.knows(day_of(start), day_of(due))
    return LegalClock(statute, standing, Deadline(statute.name, start, due, met=done), sure)


def _standing(said: Sequence[Saying]) -> tuple[Standing, datetime | None]:
    """Say how a duty stands, and when it was met; what was met stays so until that is taken back: the last word counts.

    No other word takes it back: a category that begins its clocks later says nothing of what people have done.
    """
    standing, met = Standing.ASKED, None
    for one in said:
        if standing is Standing.DONE and one.word is Word.UNDONE:
            standing, met = Standing.RUNNING, None
        elif standing is not Standing.DONE and one.word is not Word.UNDONE:
            standing, met = STANDS[one.word], one.when if one.word is Word.DONE else None
    return standing, met


def overdue(clocks: Iterable[LegalClock], at: datetime) -> list[Deadline]:
    """Name the running clocks whose time is over; a duty that is due at once has no such moment."""
    running = [one for one in clocks if one.standing is Standing.RUNNING and not one.at_once]
    return [one.deadline for one in running if one.deadline and at > one.deadline.due]


def begun_by(category: Category, statutes: Iterable[Statute]) -> list[Statute]:
    """Name the duties that an incident of this category starts by itself."""
    return [one for one in statutes if one.by_itself and category in one.categories]


def months_after(day: date, count: int) -> date:
    """Give the same day `count` months later, or the last one of a month that is too short.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def limit(text: str) -> Limit:
    """Read a limit such as now, 72h, 15d, 3wd or 6mo; raises BadInput for anything else."""
    if text == AT_ONCE:
        return Limit(Unit.AT_ONCE)
    found = re.fullmatch(r"([1-9]\d{0,2})(h|d|wd|mo)", text)
    if not found:
        raise BadInput(problem="legal_limit", value=text)
    return Limit(Unit(found[2]), int(found[1]))


def statutes(data: Mapping[str, Any]) -> tuple[Statute, ...]:
    """Read `knowledge/statutes.yaml`; raises BadInput for what it cannot use."""
    try:
        found = tuple(_statute(row) for row in data["clocks"])
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadInput(problem="statutes", detail=str(wrong)) from wrong
    if len({one.code for one in found}) != len(found):
        raise BadInput(problem="statutes", detail="twice")
    return found


def _statute(row: Mapping[str, Any]) -> Statute:
    return Statute(
        code=str(row["code"]),
        law=str(row["law"]),
        duty=Said(**row["duty"]),
        begins=Said(**row["begins"]),
        limit=limit(str(row["limit"])),
        categories=tuple(Category(word) for word in str(row["categories"]).split()),
        by_itself=row["starts"] == "category",
        source=str(row["source"]),
        as_of=date.fromisoformat(str(row["as_of"])),
        sure=Sure(row["sure"]),
        note=Said(**row["note"]) if "note" in row else None,
    )
