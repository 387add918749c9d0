"""Which questions are asked for every page? Their SQL is made once: only the brand and the time change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from firebreak.console.bulk import moment
from firebreak.console.govern.models import Brand

BRAND = -4000  # no brand has this key
MARK = datetime(4000, 1, 1, tzinfo=UTC)  # no record is of this time
NEAR = timedelta(days=400)

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
    if away is not None:
        return lambda brand, at: moment(at + away)
    return lambda brand, at: value


def distance(value: Any) -> timedelta | None:
    """Give how far from the mark a time lies that was made of it; None for anything else."""
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(time, datetime):
        return None
    away = (time if time.tzinfo else time.replace(tzinfo=UTC)) - MARK
    return away if abs(away) < NEAR else None
