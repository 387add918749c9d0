"""How far does an administrator's power over a colleague's account reach? No further than the brands they administer.

A password opens every brand that its person works for. Whoever may give somebody another password could come in with
it, so only an administrator of all those brands may; for anybody else there is the operator (`firebreak password`).
"""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from firebreak.console.govern.models import Assignment, Brand, Organisation, Person
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act, Role

ALSO: list[Callable[[Iterable[int], QuerySet[Brand]], set[int]]] = []
"""Who of some people sees something beyond these brands without a seat; apps above this one say it of theirs."""


def administered_by(giver: Person) -> QuerySet[Brand]:
    """Give the brands of the giver's own house that they administer; no engagement covers administering."""
    roles = [role.value for role in who_may(Act.ADMINISTER)]
    return Brand.objects.filter(
        organisation=giver.organisation_id, assignments__person=giver, assignments__role__in=roles
    )


def out_of_reach(giver: Person, people: Iterable[int]) -> set[int]:
    """Name those of `people` to whom a brand is open that the giver does not administer.

    They work for it, be its engagement over or not, or were called in to something of it.
    """
    wanted, own = list(people), administered_by(giver)
    elsewhere = Assignment.objects.filter(person__in=wanted).exclude(brand__in=own)
    return set(elsewhere.values_list("person_id", flat=True)).union(*(called(wanted, own) for called in ALSO))


def answers_for(giver: Person | None, person: Person) -> bool:
    """Tell whether the giver's power covers all that this person's password opens."""
    return giver is not None and giver.is_active and not out_of_reach(giver, [person.pk])


def who_lets_in(person: Person) -> QuerySet[Person]:
    """Give the colleagues whom somebody without a brand may ask for one, by name; which brands there are is not told.

    In a house these are its administrators. An agency's people are let in by the administrators of the brand, whom
    those who lead an agency's team know.
    """
    is_agency = person.organisation.kind == Organisation.Kind.AGENCY
    roles = [Role.AGENCY_LEAD.value] if is_agency else [role.value for role in who_may(Act.ADMINISTER)]
    asked = Assignment.objects.filter(role__in=roles, person__organisation=person.organisation_id)
    if not is_agency:
        asked = asked.filter(brand__organisation=person.organisation_id)
    found = Person.objects.filter(pk__in=asked.values("person"), is_active=True).exclude(pk=person.pk)
    return found.order_by("name", "pk")
