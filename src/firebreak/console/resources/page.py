"""Whom can this brand call now, by kind, and what must somebody look at again?"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from firebreak.console.access import Seat
from firebreak.console.resources.models import Resource
from firebreak.console.resources.wording import AGES, KINDS
from firebreak.core.govern.role import who_may
from firebreak.core.respond.directory import Age, age_of, dial
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act, Role


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it."""

    resource: Resource
    age: Age

    @property
    def dial(self) -> str:
        return dial(self.resource.phone)

    @property
    def is_stale(self) -> bool:
        return self.age is Age.STALE

    @property
    def is_due(self) -> bool:
        """Tell whether nobody looked within a quarter, or ever."""
        return self.age is not Age.FRESH

    @property
    def look(self) -> str:
        return AGES[self.age.value][1]

    @property
    def word(self) -> str:
        return str(AGES[self.age.value][0])


@dataclass(frozen=True, slots=True)
class Group:
    """All entries of one kind."""

    code: str
    lines: list[Line]

    @property
    def name(self) -> str:
        return str(KINDS[self.code])


class Directory:
    """The directory of a brand; `kind` shows one kind alone."""

    def __init__(self, seat: Seat, *, kind: str = "") -> None:
        self.seat = seat
        self.kind = kind if kind in KINDS else ""
        self.may_write = seat.may(Act.CONFIGURE)
        self.may_export = seat.may(Act.EXPORT)

    @property
    def today(self) -> date:
        return day_of(self.seat.at)

    @property
    def who_writes(self) -> tuple[Role, ...]:
        return who_may(Act.CONFIGURE)

    @cached_property
    def lines(self) -> list[Line]:
        rows = Resource.objects.filter(brand=self.seat.brand).order_by("name")
        return [Line(one, age_of(one.checked_on, today=self.today)) for one in rows]

    @cached_property
    def all(self) -> list[Group]:
        return [Group(code, [one for one in self.lines if one.resource.kind == code]) for code in KINDS]

    @property
    def groups(self) -> list[Group]:
        """Give the kinds to show: the one that was chosen, else all that have an entry."""
        return [one for one in self.all if one.code == self.kind or (not self.kind and one.lines)]

    @cached_property
    def stale(self) -> list[Line]:
        return [one for one in self.lines if one.is_stale]

    @cached_property
    def due(self) -> list[Line]:
        """Give what is to be checked this quarter; what is stale is among it."""
        return [one for one in self.lines if one.is_due]

    @property
    def empty_kinds(self) -> list[str]:
        """Name the kinds of which nobody is listed."""
        return [one.name for one in self.all if not one.lines]
