"""What is a list that can be taken along as a file: its columns, its conditions, and its rows one by one?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from firebreak.console.access import Seat
from firebreak.console.export.cells import Row

AT_ONCE = 1000  # rows that are in memory together


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

    def count(self) -> int:
        return sum(1 for _one in self.records()) if self.kept else self.found.count()

    def records(self) -> Iterator[Any]:
        return filter(self.kept, self.found.iterator(chunk_size=AT_ONCE))

    def rows(self) -> Iterator[Row]:
        return map(self.row, self.records())


def yes(fact: bool) -> str:
    """Write a fact in a word; what is not so stays empty."""
    return _("yes") if fact else ""
