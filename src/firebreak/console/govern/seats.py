"""Who sits at a brand's desk now, and what may each see and do by role and, for agencies, by engagement?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from firebreak.console.govern.models import Assignment, Brand, Engagement, Person
from firebreak.core.govern.role import TABLE, acts_of_agency
from firebreak.core.terms import Act, Role


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person may do at a brand now; `until` is when an agency's engagement ends, None where no end is set."""

    person: Person
    role: Role
    acts: frozenset[Act]
    outside: bool
    until: datetime | None = None


def seated_at(brand: Brand, *, at: datetime) -> QuerySet[Assignment]:
    """Give the assignments that let a person in at `at`; an agency's end with its engagement."""
    agencies = Engagement.objects.live(at=at).filter(brand=brand).values("agency")
    inside = Q(person__organisation=brand.organisation_id) | Q(person__organisation__in=agencies)
    return Assignment.objects.filter(inside, brand=brand, person__is_active=True).select_related("person")


def first_held(brand: Brand, roles: Sequence[Role], *, at: datetime) -> Role:
    """Give the first of some roles that somebody has at the brand; where nobody has any, the first."""
    there = {row.role for row in seated_at(brand, at=at)}
    return next((one for one in roles if one.value in there), roles[0])


def desks_at(brand: Brand, *, at: datetime) -> list[Desk]:
    """Give everybody who may enter, the own house first; it says of each what `Brand.allows` says act by act."""
    live = list(Engagement.objects.live(at=at).filter(brand=brand))
    rows = seated_at(brand, at=at).select_related("person__organisation").order_by("person__name", "pk")
    desks = [desk_of(brand, row, live) for row in rows]
    return sorted(desks, key=lambda desk: desk.outside)


def desk_of(brand: Brand, row: Assignment, live: list[Engagement]) -> Desk:
    role = Role(row.role)
    if row.person.organisation_id == brand.organisation_id:
        return Desk(row.person, role, TABLE[role], outside=False)
    theirs = [one for one in live if one.agency_id == row.person.organisation_id]
    acts = acts_of_agency(role, scopes={scope for one in theirs for scope in one.scopes})
    ends = [one.ends for one in theirs if one.ends]
    until = max(ends) if len(ends) == len(theirs) else None
    return Desk(row.person, role, acts, outside=True, until=until)
