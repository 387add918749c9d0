"""What may this brand give to affected people, and out of which money? Each with a greatest sum of one offer."""

from django.db import transaction
from django.db.models import F

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.cases.lines import TOPIC
from firebreak.console.cases.money import KINDS, Budget, Item, Line
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.resolve.ledger import MOST, Account, Sum, balance, need_amount
from firebreak.core.terms import Act


def items_of(brand: Brand) -> list[Item]:
    """Give what the brand gives now; before anybody changed it, what every brand begins with, not stored yet."""
    stored = list(Item.objects.filter(brand=brand))
    return [item for item in stored if item.retired_at is None] if stored else usual_items(brand)


def usual_items(brand: Brand) -> list[Item]:
    given = knowledge.case_rules().catalogue
    return [Item(brand=brand, code=one.code, kind=one.kind, name=one.name, most=one.most) for one in given]


def keep_catalogue(brand: Brand) -> None:
    """Store what the brand begins with, the first time that something of it is used or changed."""
    if not Item.objects.filter(brand=brand).exists():
        Item.objects.bulk_create(usual_items(brand))


@transaction.atomic
def add_item(*, seat: Seat, code: str, kind: str, name: str, most: int) -> Item:
    """Put something into the catalogue."""
    seat.need(Act.OVERRIDE)
    need_amount(most)
    if kind not in KINDS:
        raise BadInput(field="kind", problem="unknown")
    if not code.strip() or not name.strip():
        raise BadInput(field="name", problem="not_filled_in")
    lock_brand(seat.brand)
    keep_catalogue(seat.brand)
    if Item.objects.filter(brand=seat.brand, code=code.strip()).exists():
        raise BadInput(field="code", problem="code_taken")
    made = Item.objects.create(brand=seat.brand, code=code.strip(), kind=kind, name=name.strip(), most=most)
    written(seat, action="add_remedy", subject=f"remedy:{made.pk}", detail={"kind": kind, "most": most})
    return made


@transaction.atomic
def retire_item(*, seat: Seat, code: str) -> None:
    """Take something out of the catalogue; what was given of it stays as it was."""
    seat.need(Act.OVERRIDE)
    lock_brand(seat.brand)
    keep_catalogue(seat.brand)
    found = Item.objects.filter(brand=seat.brand, code=code, retired_at__isnull=True).first()
    if found is None:
        raise Conflict(item=code)
    Item.objects.filter(pk=found.pk).update(retired_at=seat.at)
    written(seat, action="retire_remedy", subject=f"remedy:{found.pk}", detail={"kind": found.kind})


def budget_of(brand: Brand, incident: Incident | None) -> Budget:
    """Give the money of an incident, or of the people of no incident; at first there is none in it."""
    return Budget.objects.get_or_create(brand=brand, incident=incident)[0]


@transaction.atomic
def change_budget(*, seat: Seat, incident: Incident | None, by: int) -> Budget:
    """Put money into a budget, or take out what is left of it."""
    seat.need(Act.OVERRIDE)
    if isinstance(by, bool) or not by or abs(by) > MOST:
        raise BadInput(field="by", problem="amount")
    lock_brand(seat.brand)
    budget = budget_of(seat.brand, incident)
    enter(seat, budget, deed="fund", sums=(Sum(Account.BUDGET, by),))
    code = incident.code if incident else ""
    written(seat, action="change_budget", subject=f"budget:{budget.pk}", detail={"amount": by, "incident": code})
    return Budget.objects.get(pk=budget.pk)


def enter(seat: Seat, budget: Budget, *, deed: str, sums: tuple[Sum, ...], offer: int | None = None) -> None:
    """Write sums into the ledger and let `left` follow; refused whole where the money does not reach that far.

    Two at once never give out the same dollar: the one that comes second asks what the first has left.
    """
    moved = balance(sums).left
    rows = Budget.objects.filter(pk=budget.pk, left__gte=-moved)
    if not rows.update(left=F("left") + moved):
        raise BadInput(field="amount", problem="over_budget")
    Line.objects.bulk_create(
        Line(
            budget=budget,
            at=seat.at,
            person=seat.person,
            deed=deed,
            account=one.account.value,
            amount=one.amount,
            offer_id=offer,
        )
        for one in sums
    )


def written(seat: Seat, *, action: str, subject: str, detail: dict[str, object]) -> None:
    """Write it into the log, and tell open pages."""
    write_entry(
        brand=seat.brand, actor=person_actor(seat.person), action=action, subject=subject, detail=detail, at=seat.at
    )
    beat(seat.brand, TOPIC)
