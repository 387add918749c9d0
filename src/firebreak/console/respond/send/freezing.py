"""How is everything that waits to go out frozen at once, and how does it go on?"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.lines import note
from firebreak.console.respond.models import Incident
from firebreak.console.respond.send.records import Dispatch, Freeze, State
from firebreak.console.respond.speak.records import LONGEST_SOURCE
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

LEAVES = timedelta(seconds=15)  # so long a text that was let go is under way: ten seconds, begun at once
LOOK = 0.05  # seconds between two looks at what is still under way


def in_force(brand: Brand, incident: Incident | None = None) -> QuerySet[Freeze]:
    """Give what holds texts back: of the brand, and of the incident that is asked about."""
    rows = Freeze.objects.filter(brand=brand, lifted_at__isnull=True).select_related("thrown_by", "incident")
    return rows.filter(Q(incident__isnull=True) | Q(incident=incident) if incident else Q(incident__isnull=True))


def not_frozen(rows: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    """Leave out the texts that a switch holds back."""
    here = Q(incident__isnull=True) | Q(incident=OuterRef("statement__incident"))
    held = Freeze.objects.filter(here, brand=OuterRef("outlet__brand"), lifted_at__isnull=True)
    return rows.exclude(Exists(held))


def scope_of(freeze: Freeze) -> QuerySet[Dispatch]:
    rows = Dispatch.objects.filter(outlet__brand=freeze.brand_id)
    return rows.filter(statement__incident=freeze.incident_id) if freeze.incident_id else rows


def throw_switch(*, seat: Seat, reason: str, incident: Incident | None = None) -> Freeze:
    """Let nothing go out any more, of the brand or of one incident, and give the freeze once that holds.

    From the first transaction on nothing new is let go. A request that was let go before is waited for, which takes
    no longer than its lease, whatever the machine's clock is set to meanwhile; the second transaction says from when on
    nothing leaves.
    """
    made = begin_freeze(seat, reason, incident)
    over = time.monotonic() + LEAVES.total_seconds()
    while under_way(made) and time.monotonic() < over:
        time.sleep(LOOK)
    return hold(made)


def under_way(freeze: Freeze) -> bool:
    return scope_of(freeze).filter(state=State.SENDING, leaves_by__gt=clock.real_now()).exists()


def hold_what_is_left() -> None:
    """Say from when on each freeze holds whose process was killed before it could."""
    for one in Freeze.objects.filter(holds_at__isnull=True, lifted_at__isnull=True).select_related("brand"):
        if not under_way(one):
            hold(one)


@transaction.atomic
def begin_freeze(seat: Seat, reason: str, incident: Incident | None) -> Freeze:
    seat.need(Act.APPROVE)
    said = reason.strip()
    if not said or len(said) > LONGEST_SOURCE:
        raise BadInput(field="reason", problem="reason_missing" if not said else "too_long")
    lock_brand(seat.brand)
    if Freeze.objects.filter(brand=seat.brand, incident=incident, lifted_at__isnull=True).exists():
        raise Conflict(problem="frozen_already")
    made = Freeze.objects.create(
        brand=seat.brand, incident=incident, reason=said, thrown_by=seat.person, thrown_at=seat.at
    )
    tell(seat, made, "frozen", "throw_switch", text=said)
    return made


@transaction.atomic
def hold(made: Freeze) -> Freeze:
    lock_brand(made.brand)
    Freeze.objects.filter(pk=made.pk, holds_at__isnull=True).update(holds_at=clock.real_now())
    made.refresh_from_db(fields=["holds_at"])
    return made


@transaction.atomic
def lift_switch(*, seat: Seat, freeze: Freeze) -> int:
    """Let texts go out again; gives how many do not go by themselves, because their time passed meanwhile."""
    seat.need(Act.OVERRIDE)
    lock_brand(seat.brand)
    rows = Freeze.objects.filter(pk=freeze.pk, lifted_at__isnull=True)
    if not rows.update(lifted_at=seat.at, lifted_by=seat.person):
        raise Conflict(problem="not_frozen")
    passed = stop_passed(freeze, at=seat.at)
    tell(seat, freeze, "thawed", "lift_switch", passed=passed)
    return passed


def stop_passed(freeze: Freeze, *, at: datetime) -> int:
    """Let what was due during the freeze not rush out: a person looks at it first."""
    late = not_frozen(scope_of(freeze)).filter(state=State.WAITING, next_at__lte=at)
    problem = {"problem": "time_passed"}
    unclear = Dispatch.objects.filter(pk__in=list(late.filter(perhaps=True).values_list("pk", flat=True)))
    plain = Dispatch.objects.filter(pk__in=list(late.filter(perhaps=False).values_list("pk", flat=True)))
    asked = unclear.update(state=State.UNCLEAR, next_at=None, problem=problem)
    return asked + plain.update(state=State.STOPPED, next_at=None, ended_at=at, problem=problem)


def tell(seat: Seat, freeze: Freeze, kind: str, action: str, *, text: str = "", **more: int) -> None:
    """Write it into the trail, and onto the timeline of each incident of which a text waits."""
    waits = scope_of(freeze).filter(state__in=(State.WAITING, State.SENDING)).values("statement__incident")
    told = Incident.objects.filter(Q(pk=freeze.incident_id) | Q(pk__in=waits), brand=seat.brand)
    for incident in told:
        note(incident, kind=kind, at=seat.at, person=seat.person, text=text)
    where = f"incident:{freeze.incident_id}" if freeze.incident_id else f"brand:{seat.brand.pk}"
    detail = {"texts": waits.count(), **more}
    actor = person_actor(seat.person)
    write_entry(brand=seat.brand, actor=actor, action=action, subject=where, detail=detail, at=seat.at)
    beat(seat.brand, "incidents", "statements")
