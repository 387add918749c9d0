"""What is a list that can be taken along as a file: its columns, its conditions, and its rows one by one?"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from firebreak.console.access import Seat
from firebreak.console.export.cells import Row

AT_ONCE = 1000  # rows that are in memory together
LONG = 2000  # rows; from here on nobody waits for the file


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a list, narrowed to what, and whether personal data is shown in it."""

    seat: Seat
    data: Mapping[str, Any]
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its page shows it, all of it; `personal` where some of it is hidden from whoever may not see it.

    `kept` is what the database cannot ask of a record, where there is such a thing: it is asked one by one.
    `conditions` are the words of what it is narrowed to; `narrowed_by` names them for the log, without values: one may
    be somebody's name.
    """

    code: str
    title: Promise
    columns: Sequence[Promise]
    found: QuerySet[Any]
    row: Callable[[Any], Row]
    kept: Callable[[Any], bool] | None = None
    conditions: Sequence[str] = ()
    narrowed_by: Sequence[str] = ()
    personal: bool = False

    def count(self, most: int | None = None) -> int:
        """Count the records, no further than `most`."""
        if self.kept:
            return sum(1 for _one in islice(self.records(), most))
        return len(self.found.values_list("pk")[:most]) if most else self.found.count()

    def is_longer_than(self, rows: int) -> bool:
        """Tell whether there are more; of what is asked one by one no more are asked than needed."""
        return self.found.count() > rows and (not self.kept or self.count(most=rows + 1) > rows)

    def is_long(self) -> bool:
        """Tell whether it has so many rows that its file is written while the person is elsewhere."""
        return self.count(most=LONG) == LONG

    def newest(self) -> int:
        """Give the highest key of all records of its kind: what is stored later has a higher one."""
        return self.found.model.objects.aggregate(newest=Max("pk"))["newest"] or 0

    def up_to(self, newest: int) -> Listing:
        """Give the list without what was stored after this key."""
        return replace(self, found=self.found.filter(pk__lte=newest))

    def keys(self) -> Sequence[int]:
        """Give the keys of all records as they stand now, in their order: eight bytes each."""
        return array("q", self.found.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE))

    def among(self, keys: Sequence[int]) -> list[Any]:
        """Give those of these records that are still in the list, in the order of the keys."""
        found = {one.pk: one for one in self.found.filter(pk__in=list(keys)).order_by()}
        there = (found[key] for key in keys if key in found)
        return list(filter(self.kept, there) if self.kept else there)

    def records(self) -> Iterator[Any]:
        return filter(self.kept, self.found.iterator(chunk_size=AT_ONCE))

    def rows(self) -> Iterator[Row]:
        return map(self.row, self.records())


def yes(fact: bool) -> str:
    """Write a fact in a word; what is not so stays empty."""
    return _("yes") if fact else ""
