"""How many records of several kinds has a brand? All in one question."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet

from firebreak.console.govern.models import Brand
from firebreak.console.prepared import MARK, Prepared, Statement

Kinds = Callable[[datetime], Mapping[str, QuerySet[Any]]]


class Tally:
    """Counts by name the rows of each kind that are a brand's, as of a time; rows of other brands do not count."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.prepared = Prepared(self.build)

    @cached_property
    def names(self) -> list[str]:
        return list(self.kinds(MARK))

    def of(self, brand: Brand, *, at: datetime) -> dict[str, int]:
        return dict(zip(self.names, self.prepared.row(brand, at=at), strict=True))

    def build(self, brand: int, at: datetime) -> Statement:
        counts = [count_sql(each.filter(brand=brand)) for each in self.kinds(at).values()]
        return f"SELECT {', '.join(sql for sql, _values in counts)}", [one for _sql, values in counts for one in values]


def count_sql(rows: QuerySet[Any]) -> Statement:
    """Write a count as one column."""
    sql, values = rows.order_by().values("brand").annotate(n=Count("pk")).values("n").query.sql_with_params()
    return f"COALESCE(({sql}), 0)", values
