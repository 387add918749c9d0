"""Which plans hold at a brand: those that it signed, and where it has none of its own, those that ship?"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from firebreak.console.govern.models import Brand, Engagement, Organisation
from firebreak.console.plans.models import PlanVersion
from firebreak.core.respond.playbook import Known, Plan
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import laws, playbooks, texts

Taken = tuple[str, str]  # code and version of a plan, as a step of an incident keeps them


def plans_in_force(brand: Brand) -> Mapping[str, Plan]:
    """Give every plan that a new incident could take, by its code."""
    own = {one.code: one.plan for one in PlanVersion.objects.filter(brand=brand).in_force()}
    return {**playbooks(), **own}


def plans_taken(brand: Brand, taken: Iterable[Taken]) -> dict[Taken, Plan]:
    """Give plans in the versions that incidents took, also where another version holds by now.

    A brand numbers its versions on from the one that ships, so that a number means one text.
    """
    wanted = [one for one in taken if one[1].isdecimal()]
    any_of = Q(pk__in=[])
    for code, version in wanted:
        any_of |= Q(code=code, number=int(version))
    own = {
        (one.code, str(one.number)): one.plan
        for one in PlanVersion.objects.filter(any_of, brand=brand, in_force_at__isnull=False)
    }
    shipped = {(plan.code, plan.version): plan for plan in playbooks().values()}
    return {one: found for one in wanted if (found := own.get(one) or shipped.get(one))}


def known_to(plans: Mapping[str, Plan], *, but: str) -> Known:
    """Give what a plan of a brand may name; it does not build on itself."""
    return Known(plans=plans.keys() - {but}, laws=laws().keys(), texts=texts())


def first_number(code: str) -> int:
    """Give the number of the first version that a brand writes of a plan."""
    return int(playbooks()[code].version) + 1 if code in playbooks() else 1


def who_signs(brand: Brand, *, at: datetime) -> list[Organisation]:
    """Give the organisations that a plan is joint of: the brand's house, and each agency engaged to approve."""
    return parties(brand, at=at)[0]


def parties(brand: Brand, *, at: datetime) -> tuple[list[Organisation], list[Organisation]]:
    """Give who signs, and the agencies that need not: they are not engaged to approve, so nobody of theirs may."""
    rows = Engagement.objects.live(at=at).filter(brand=brand).select_related("agency").order_by("starts", "pk")
    live = list(rows)
    able = [one.agency for one in live if Act.APPROVE.value in one.scopes]
    signing = list(dict.fromkeys([brand.organisation, *able]))
    return signing, list(dict.fromkeys(one.agency for one in live if one.agency not in signing))
