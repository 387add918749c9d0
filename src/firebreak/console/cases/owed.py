"""What is still owed to the people of an incident, and does the ledger agree with what was offered?"""

from collections import defaultdict

from django.db.models import Q

from firebreak.console.cases.models import Case, Promise
from firebreak.console.cases.money import Budget, Line, Offer
from firebreak.console.govern.models import Brand
from firebreak.console.respond.clocks import was_grave
from firebreak.console.respond.models import Incident
from firebreak.core.resolve.kinship import family_of
from firebreak.core.resolve.ledger import OPEN, Account, State, Sum, differences


def count_owed(incident: Incident) -> int:
    """Count the people of an incident to whom a promise is open, or money offered and not paid (R1.35).

    In a grave one also those whom nobody has ever spoken to: what they are owed, nobody knows. Also where their case
    of this incident goes on in another one, and what is owed was written down there.
    """
    promised = Q(promises__state=Promise.OPEN)
    offered = Q(offers__state__in=[state.value for state in OPEN])
    theirs = Q(incident=incident) | Q(merged__incident=incident) | Q(merged__merged__incident=incident)
    owed = Case.objects.filter(promised | offered, theirs).values_list("pk", flat=True)
    return len({*owed, *never_spoken_to(incident, theirs)})


def never_spoken_to(incident: Incident, theirs: Q) -> list[int]:
    """Give the open cases of a grave incident in whose family nobody was ever reached, without those erased since."""
    rows = Case.objects.unspoken().filter(theirs, erased_at__isnull=True).distinct()
    waiting = list(rows.values_list("pk", flat=True))
    if not waiting or not was_grave(incident):
        return []
    merged = Case.objects.filter(brand=incident.brand, merged_into__isnull=False)
    known = list(merged.values_list("pk", "merged_into", "spoken_at"))
    parents = {case: into for case, into, _spoken in known if into}
    reached = {case for case, _into, spoken in known if spoken}
    return [case for case in waiting if not reached.intersection(family_of(case, parents))]


def differing(brand: Brand) -> list[str]:
    """Recount a brand's ledgers from their lines; names where a dollar is missing or too much.

    What differs is counted once more: somebody may have paid while it was read.
    """
    found = recounted(brand)
    again = recounted(brand) if found else []
    return [said for said in found if said in again]


def recounted(brand: Brand) -> list[str]:
    budgets = list(Budget.objects.filter(brand=brand).select_related("incident").order_by("pk"))
    offers: dict[int, dict[int, tuple[State, int]]] = defaultdict(dict)
    for budget, pk, state, amount in Offer.objects.filter(budget__brand=brand).values_list(
        "budget", "pk", "state", "amount"
    ):
        offers[budget][pk] = (State(state), amount)
    lines: dict[int, list[Sum]] = defaultdict(list)
    rows = Line.objects.filter(budget__brand=brand).values_list("budget", "account", "amount", "offer")
    for budget, account, amount, offer in rows:
        lines[budget].append(Sum(Account(account), amount, offer))
    return [
        f"{one.incident.code if one.incident else 'without incident'}: {said}"
        for one in budgets
        for said in differences(lines[one.pk], offers=offers[one.pk], left=one.left)
    ]


def ledgers_differ() -> list[str]:
    """Recount every ledger there is."""
    brands = Brand.objects.filter(budgets__isnull=False).distinct().order_by("slug")
    return [f"{brand.slug} {said}" for brand in brands for said in differing(brand)]
