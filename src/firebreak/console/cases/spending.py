"""Who offers an affected person what, who stands for it, and what became of it? To the dollar, nothing ever edited."""

from django.db import transaction
from django.db.models import Sum

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.cases.catalogue import budget_of, enter, keep_catalogue
from firebreak.console.cases.family import family_of, parents_of
from firebreak.console.cases.lines import need_open, told
from firebreak.console.cases.models import Case
from firebreak.console.cases.money import Item, Offer
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand
from firebreak.console.respond.matrix.holding import authority_of
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.resolve.kinship import root_of
from firebreak.core.resolve.ledger import COUNTED, Deed, Limits, State, need_amount, step, sums_of
from firebreak.core.terms import Act


def limits_of(brand: Brand) -> Limits:
    """Give how much each role may give one affected person, by the brand's matrix of authority."""
    return knowledge.spending(authority_of(brand))


def given_to(case: Case) -> int:
    """Add up what one person is offered, promised and paid: many small sums are judged as one."""
    root = Case.objects.get(pk=root_of(case.pk, parents_of(case.brand)))
    rows = Offer.objects.filter(case__in=family_of(root), state__in=COUNTED)
    return rows.aggregate(total=Sum("amount"))["total"] or 0


@transaction.atomic
def offer(*, seat: Seat, case: Case, code: str, amount: int, key: str, note: str = "") -> Offer:
    """Offer something of the catalogue. Within the limit of whoever offers it is promised at once, else it waits.

    The same `key` again gives the first one's offer: a second click gives nothing twice.
    """
    seat.need(Act.INCIDENT)
    need_amount(amount)
    if not key or len(key) > 32:
        raise BadInput(field="key", problem="unknown")
    found = need_open(seat, case)
    if first := Offer.objects.filter(case=found, key=key).first():
        return first
    keep_catalogue(seat.brand)
    item = Item.objects.filter(brand=seat.brand, code=code, retired_at__isnull=True).first()
    if item is None:
        raise BadInput(field="code", problem="unknown_item")
    if amount > item.most:
        raise BadInput(field="amount", problem="over_item", most=item.most)
    made = Offer.objects.create(
        case=found,
        budget=budget_of(seat.brand, found.incident),
        item=item,
        amount=amount,
        note=note.strip()[:300],
        key=key,
        state=State.OFFERED.value,
        offered_at=seat.at,
        offered_by=seat.person,
    )
    alone = limits_of(seat.brand).covers(seat.role, given_to(found))
    if alone:
        move(seat, made, Deed.APPROVE, approved_by=seat.person, approved_at=seat.at)
    told(seat, found, action="offer_remedy", detail=told_of(made) | {"alone": alone})
    return made


@transaction.atomic
def approve_offer(*, seat: Seat, made: Offer) -> Offer:
    """Stand for an offer of somebody else, up to one's own limit for all that the person is given."""
    seat.need(Act.INCIDENT)
    found = need_offer(seat, made)
    if found.offered_by_id == seat.person.pk:
        raise NotAllowed(problem="own_offer")
    total = given_to(found.case)
    if not limits_of(seat.brand).covers(seat.role, total):
        raise NotAllowed(problem="over_limit", total=total)
    move(seat, found, Deed.APPROVE, approved_by=seat.person, approved_at=seat.at)
    told(seat, found.case, action="approve_remedy", detail=told_of(found))
    return found


@transaction.atomic
def refuse_offer(*, seat: Seat, made: Offer, reason: str) -> Offer:
    """Say with a reason that an offer is not made, as somebody who might have stood for it."""
    seat.need(Act.INCIDENT)
    found = need_offer(seat, made)
    if not limits_of(seat.brand).covers(seat.role, given_to(found.case)):
        raise NotAllowed(problem="over_limit")
    move(seat, found, Deed.REFUSE, **ended(seat, reason))
    told(seat, found.case, action="refuse_remedy", detail=told_of(found))
    return found


@transaction.atomic
def pay_offer(*, seat: Seat, made: Offer, reference: str) -> Offer:
    """Say that it is paid, with where that stands in the books."""
    seat.need(Act.INCIDENT)
    if not reference.strip():
        raise BadInput(field="reference", problem="reference_missing")
    found = need_offer(seat, made)
    move(seat, found, Deed.PAY, paid_at=seat.at, reference=reference.strip()[:60])
    told(seat, found.case, action="pay_remedy", detail=told_of(found))
    return found


@transaction.atomic
def decline_offer(*, seat: Seat, made: Offer, reason: str) -> Offer:
    """Say that the person does not want it, or that it is called off; its money is free again."""
    seat.need(Act.INCIDENT)
    found = need_offer(seat, made)
    move(seat, found, Deed.DECLINE, **ended(seat, reason))
    told(seat, found.case, action="decline_remedy", detail=told_of(found))
    return found


@transaction.atomic
def reverse_offer(*, seat: Seat, made: Offer, reason: str) -> Offer:
    """Say that a payment came back; the ledger keeps both, and the money is free again."""
    seat.need(Act.INCIDENT)
    found = need_offer(seat, made)
    if not limits_of(seat.brand).covers(seat.role, found.amount):
        raise NotAllowed(problem="over_limit")
    move(seat, found, Deed.REVERSE, **ended(seat, reason))
    told(seat, found.case, action="reverse_remedy", detail=told_of(found))
    return found


def need_offer(seat: Seat, made: Offer) -> Offer:
    """Give an offer as it stands now, under the brand's lock; what is paid or called off may be so in a closed case."""
    lock_brand(seat.brand)
    rows = Offer.objects.select_related("case__brand", "case__incident", "budget", "item")
    return rows.get(pk=made.pk, case__brand=seat.brand)


def ended(seat: Seat, reason: str) -> dict[str, object]:
    if not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    return {"ended_at": seat.at, "ended_by": seat.person, "reason": reason.strip()[:300]}


def move(seat: Seat, found: Offer, deed: Deed, **said: object) -> None:
    """Take an offer one step on, with its sums in the ledger; Conflict where somebody took it elsewhere before."""
    was = State(found.state)
    to = step(was, deed)
    if not Offer.objects.filter(pk=found.pk, state=was.value).update(state=to.value, **said):
        raise Conflict(offer=found.pk)
    sums = sums_of(was, deed, offer=found.pk, amount=found.amount)
    if sums:
        enter(seat, found.budget, deed=deed.value, sums=sums, offer=found.pk)
    found.refresh_from_db()


def told_of(found: Offer) -> dict[str, object]:
    return {"offer": found.pk, "kind": found.item.kind, "amount": found.amount}
