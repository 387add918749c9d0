"""Which sensitive days lie ahead? Days of every year and of one, known to all or a brand's own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from firebreak.core.errors import BadInput

NOTICE = timedelta(days=7)  # so long before it a sensitive day is told of
EVE = timedelta(days=1)  # from so long before it whoever lets a text go out is asked why: it is still read on the day
LEAP = (2, 29)


class DayKind(StrEnum):
    """Why a day is sensitive."""

    DISASTER = "disaster"
    MEMORY = "memory"
    POLITICS = "politics"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class SensitiveDay:
    """A day on which words weigh more: every year, or in one `year` only."""

    code: str
    kind: DayKind
    month: int
    day: int
    year: int | None
    name: Mapping[str, str]  # by language: zh and en

    def within(self, first: date, last: date) -> Iterator[date]:
        """Give its days from `first` to `last`; the 29th of February is the 28th where there is none."""
        for year in range(first.year, last.year + 1):
            if self.year in (None, year):
                found = self.in_year(year)
                if first <= found <= last:
                    yield found

    def in_year(self, year: int) -> date:
        if (self.month, self.day) == LEAP and (year % 4 or (year % 100 == 0 and year % 400)):
            return date(year, 2, 28)
        return date(year, self.month, self.day)


def ahead(days: Iterable[SensitiveDay], *, first: date, last: date) -> list[tuple[date, SensitiveDay]]:
    """Give every sensitive day from `first` to `last`, each where it comes next, the nearest first."""
    found = [(on, one) for one in days for on in islice(one.within(first, last), 1)]
    return sorted(found, key=lambda each: (each[0], each[1].code))


def read_days(data: Mapping[str, Any]) -> tuple[SensitiveDay, ...]:
    """Read the list from plain data; raises BadInput naming what cannot be used."""
    try:
        return tuple(map(read_day, data["days"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(problem="sensitive_days", detail=str(wrong)) from wrong


def read_day(row: Mapping[str, Any]) -> SensitiveDay:
    *year, month, day = map(int, str(row["day"]).split("-"))
    date(year[0] if year else 2024, month, day)  # raises for a day that there is not; 2024 has the 29th of February
    name = {language: str(row["name"][language]) for language in ("zh", "en")}
    return SensitiveDay(str(row["code"]), DayKind(row["kind"]), month, day, year[0] if year else None, name)
