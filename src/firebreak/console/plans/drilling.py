"""Who writes down that a plan was drilled, and who strikes what was written down wrongly?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.plans.models import LONGEST_LEARNT, LONGEST_OTHERS, Drill, PlanVersion
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import playbooks


@dataclass(frozen=True, slots=True)
class Drilled:
    """A drill as whoever writes it down tells of it."""

    on: date
    people: Sequence[Person]
    others: str
    learnt: str


@transaction.atomic
def record_drill(*, seat: Seat, code: str, drilled: Drilled) -> Drill:
    """Write down that a plan was practised, with who took part and what that taught (R1.3 in part)."""
    seat.need(Act.CONFIGURE)
    need_whole(seat, drilled)
    lock_brand(seat.brand)
    made = Drill.objects.create(
        brand=seat.brand,
        code=code,
        version=version_on(seat.brand, code, drilled.on),
        on=drilled.on,
        others=drilled.others.strip(),
        learnt=drilled.learnt.strip(),
        by=seat.person,
        at=seat.at,
    )
    made.people.set(drilled.people)
    record(seat, made, "record_drill", {"day": drilled.on.isoformat(), "count": len(drilled.people)})
    return made


@transaction.atomic
def strike_drill(*, seat: Seat, drill: Drill) -> None:
    """Let a drill that was written down wrongly count no more; it stays on the page, with who struck it."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if not Drill.objects.filter(pk=drill.pk).counting().update(struck_by=seat.person, struck_at=seat.at):
        raise Conflict(plan=drill.code, problem="struck_already")
    record(seat, drill, "strike_drill", {"day": drill.on.isoformat()})


def need_whole(seat: Seat, drilled: Drilled) -> None:
    """Raise BadInput for a drill that is still to come, that nobody took part in, or that taught nothing."""
    if drilled.on > day_of(seat.at):
        raise BadInput(field="on", problem="drill_ahead")
    if not drilled.people and not drilled.others.strip():
        raise BadInput(field="people", problem="nobody_drilled")
    if not drilled.learnt.strip():
        raise BadInput(field="learnt", problem="nothing_learnt")
    if len(drilled.learnt.strip()) > LONGEST_LEARNT or len(drilled.others.strip()) > LONGEST_OTHERS:
        raise BadInput(field="learnt", problem="drill_too_long", most=LONGEST_LEARNT)
    for one in drilled.people:
        if not seat.brand.allows(one, Act.READ, at=seat.at):
            raise NotAllowed(act=Act.READ.value, person=one.pk)


def version_on(brand: Brand, code: str, day: date) -> str:
    """Give the version of a plan that held on a day; before it ever held, the one that ships, or "" for none."""
    rows = PlanVersion.objects.filter(brand=brand, code=code, in_force_at__isnull=False).defer("text")
    held = [one.number for one in rows if one.in_force_at and day_of(one.in_force_at) <= day]
    return str(max(held)) if held else playbooks()[code].version if code in playbooks() else ""


def record(seat: Seat, drill: Drill, action: str, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"drill:{drill.pk}",
        detail={"plan": drill.code, "version": drill.version} | detail,
        at=seat.at,
    )
    beat(seat.brand, "plans")
