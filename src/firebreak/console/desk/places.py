"""Which brands may a person enter, as what, and what may they do at each? Asked once for all of them."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from firebreak.console.access import Seat
from firebreak.console.govern.models import Assignment, Brand, Engagement, Person
from firebreak.core.govern.role import TABLE, acts_of_agency
from firebreak.core.terms import Act, Role


@dataclass(frozen=True, slots=True)
class Place:
    """A brand that a person may read now, with all that they may do there; it says of each act what the seat says."""

    seat: Seat
    acts: frozenset[Act]

    @property
    def brand(self) -> Brand:
        return self.seat.brand

    def may(self, act: Act) -> bool:
        return act in self.acts


def places_of(person: Person, *, at: datetime) -> list[Place]:
    """Give the brands that `person` may read at `at`, by name."""
    live = Engagement.objects.live(at=at).filter(agency=person.organisation_id)
    covered: dict[int, set[str]] = {}
    for brand, scopes in live.values_list("brand", "scopes"):
        covered.setdefault(brand, set()).update(scopes)
    rows = Assignment.objects.filter(person=person).select_related("brand__organisation")
    found = [place_of(row, person, covered.get(row.brand_id), at=at) for row in rows.order_by("brand__name", "brand")]
    return [place for place in found if place.may(Act.READ)]


def place_of(row: Assignment, person: Person, scopes: Set[str] | None, *, at: datetime) -> Place:
    role = Role(row.role)
    is_own = row.brand.organisation_id == person.organisation_id
    acts = TABLE[role] if is_own else acts_of_agency(role, scopes=scopes or frozenset())
    return Place(seat=Seat(brand=row.brand, person=person, role=role, at=at), acts=acts)
