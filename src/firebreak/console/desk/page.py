"""What stands on the desk: whose matters, in which order, who is on what, and what has come since it was made?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from firebreak.console.desk.matters import Matter, matters_of
from firebreak.console.desk.places import Place
from firebreak.console.govern.models import Brand, Person

MOST = 60
VIEWS: Mapping[str, Promise] = {
    "all": pgettext_lazy("desk", "All"),
    "free": pgettext_lazy("desk", "Free"),
    "mine": pgettext_lazy("desk", "Mine"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    label: str
    count: int
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class BrandRow:
    """One brand beside the list: its worst open level, how much waits, and how much of it nobody deals with."""

    brand: Brand
    worst: str
    count: int
    free: int
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """The place of a matter that was dealt with while the desk was open: the rows below it stay where they are."""

    key: str
    matter: None = None


@dataclass(frozen=True, slots=True)
class Line:
    key: str
    matter: Matter


class Desk:
    """The desk of one person at one moment; `shown` keeps the rows of an open page where they are."""

    def __init__(self, places: Sequence[Place], *, at: datetime, asked: Mapping[str, str]) -> None:
        self.places = places
        self.at = at
        view, slugs = asked.get("who", ""), {place.brand.slug for place in places}
        self.view = view if view in VIEWS else "all"
        self.slug = asked.get("brand", "") if asked.get("brand", "") in slugs else ""
        self.shown = [key for key in asked.get("shown", "").split(",") if key][:MOST]

    @cached_property
    def everything(self) -> list[Matter]:
        return matters_of(self.places, at=self.at)

    @cached_property
    def of_brand(self) -> list[Matter]:
        return [one for one in self.everything if self.slug in ("", one.place.brand.slug)]

    @cached_property
    def wanted(self) -> list[Matter]:
        return [one for one in self.of_brand if is_in(self.view, one)]

    @cached_property
    def lines(self) -> list[Line | Gone]:
        """Give the rows: those of the open page in their order, or the most urgent ones."""
        if not self.shown:
            return [Line(one.key, one) for one in self.wanted[:MOST]]
        known = {one.key: one for one in self.of_brand}
        return [Line(key, known[key]) if key in known else Gone(key) for key in self.shown]

    @property
    def new(self) -> list[Matter]:
        """Give what came since the page was made."""
        return [one for one in self.wanted[:MOST] if one.key not in self.shown] if self.shown else []

    @property
    def new_is_grave(self) -> bool:
        return any(one.level == "S1" for one in self.new)

    @property
    def more(self) -> int:
        return max(len(self.wanted) - MOST, 0)

    @property
    def first(self) -> Matter | None:
        return self.lines[0].matter if self.lines else None

    @property
    def rest(self) -> list[Line | Gone]:
        return self.lines[1:] if self.first else self.lines

    def query(self, **changes: str) -> str:
        """Write the desk as a query string; what is usual is left out."""
        parts = {"who": self.view, "brand": self.slug, **changes}
        return urlencode({name: value for name, value in parts.items() if value not in ("", "all")})

    @property
    def stay(self) -> str:
        """Write the desk with its rows as they stand."""
        return self.query(shown=",".join(line.key for line in self.lines))

    @property
    def tabs(self) -> list[Tab]:
        return [
            Tab(
                code=code,
                label=str(label),
                count=sum(is_in(code, one) for one in self.of_brand),
                query=self.query(who=code),
                current=code == self.view,
            )
            for code, label in VIEWS.items()
        ]

    @property
    def brands(self) -> list[BrandRow]:
        """Give the brands, those with the worst and the most first."""
        rows = [self.brand_row(place.brand) for place in self.places]
        return sorted(rows, key=lambda row: (row.worst or "S9", -row.free, -row.count))

    def brand_row(self, brand: Brand) -> BrandRow:
        theirs = [one for one in self.everything if one.place.brand == brand]
        return BrandRow(
            brand=brand,
            worst=min((one.level for one in theirs), default=""),
            count=len(theirs),
            free=sum(one.free for one in theirs),
            query=self.query(brand="" if brand.slug == self.slug else brand.slug),
            current=brand.slug == self.slug,
        )

    @property
    def people(self) -> list[tuple[Person, int]]:
        """Give who deals with how much of what is on this desk, stale holds aside."""
        held = [one.held.person for one in self.everything if one.held and not one.held.stale]
        names = {person.pk: person for person in held}
        return [(names[pk], count) for pk, count in Counter(person.pk for person in held).most_common()]


def is_in(view: str, one: Matter) -> bool:
    return view == "all" or (one.free if view == "free" else one.mine)
