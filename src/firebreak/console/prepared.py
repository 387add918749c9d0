"""Which questions are asked for every page? Their SQL is made once: only the brand and the time change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from firebreak.console.bulk import is_postgres, moment
from firebreak.console.govern.models import Brand
from firebreak.core.respond.workdays import day_of

BRAND = -4000  # no brand has this key
MARK = datetime(4000, 1, 1, tzinfo=UTC)  # no record is of this time
NEAR = timedelta(days=400)
DAY_LETTERS = len("4000-01-01")

Statement = tuple[str, Sequence[Any]]
Put = Callable[[Brand, datetime], Any]


@dataclass(frozen=True)
class Prepared:
    """A question of one row; `build` writes it for a brand's key and a time, and looks at neither.

    It is written once, for a key and a time that nothing has. Where these stand among the values, or a time at a
    fixed distance from that one, those that are asked about are put; all other values stay. What the database keeps
    otherwise than it gives it, a time or a document, comes as the database keeps it.
    """

    build: Callable[[int, datetime], Statement]

    @cached_property
    def written(self) -> tuple[str, list[Put]]:
        sql, values = self.build(BRAND, MARK)
        return sql, [putting(value) for value in values]

    def row(self, brand: Brand, *, at: datetime) -> tuple[Any, ...]:
        sql, puts = self.written
        with connection.cursor() as cursor:
            cursor.execute(sql, [put(brand, at) for put in puts])
            found: tuple[Any, ...] = cursor.fetchone()
        return found


def putting(value: Any) -> Put:
    """Say what is put where this value stands."""
    if value == BRAND and isinstance(value, int):
        return lambda brand, at: brand.pk
    away = distance(value)
    if away is None:
        return lambda brand, at: value
    if is_day(value):
        return lambda brand, at: fitting(day_of(at) + away)
    return lambda brand, at: moment(at + away)


def distance(value: Any) -> timedelta | None:
    """Give how far from the mark a time lies that was made of it, or a day from its day; None for anything else."""
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(time, date):
        return None
    if is_day(value):
        away = date(time.year, time.month, time.day) - day_of(MARK)
    elif isinstance(time, datetime):
        away = (time if time.tzinfo else time.replace(tzinfo=UTC)) - MARK
    return away if abs(away) < NEAR else None


def is_day(value: Any) -> bool:
    """Tell a day from a time: SQLite is given both as text."""
    return len(value) == DAY_LETTERS if isinstance(value, str) else not isinstance(value, datetime)


def fitting(day: date) -> Any:
    return day if is_postgres() else str(day)
