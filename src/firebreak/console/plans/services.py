"""Who writes a version of a plan, and who signs it for their organisation?"""

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.plans.library import first_number, known_to, plans_in_force, who_signs
from firebreak.console.plans.models import PlanVersion, Signature, read_once
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.playbook import Plan, grade, joined
from firebreak.core.respond.revision import changes_of, content_of
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import parse_plan, playbooks, write_plan

LONGEST_REASON = 200


@transaction.atomic
def write_version(*, seat: Seat, text: str, reason: str, was: int, code: str = "") -> PlanVersion:
    """Keep a plan as its next version, which nobody has signed yet; `was` is the version that the writer saw.

    `code` says which plan it is meant to be; without it the text says so. Raises BadInput that names line and field.
    """
    seat.need(Act.CONFIGURE)
    said = said_why(reason)
    lock_brand(seat.brand)
    plan = read_for(seat, text, code)
    seen = last_number(seat, plan.code)
    if was != seen:
        raise Conflict(plan=plan.code, problem="newer_version", version=seen)
    need_change(seat, plan, seen)
    number = seen + 1 if seen else first_number(plan.code)
    kept = write_plan(content_of(plan) | {"version": str(number)})
    read_once(kept)  # signs that are written as several may make it longer than what is read
    made = PlanVersion.objects.create(
        brand=seat.brand,
        code=plan.code,
        number=number,
        text=kept,
        digest=hashlib.sha256(kept.encode()).hexdigest(),
        reason=said,
        written_by=seat.person,
        written_at=seat.at,
    )
    record(seat, made, "write_plan", {})
    return made


@transaction.atomic
def sign_version(*, seat: Seat, code: str, number: int) -> PlanVersion:
    """Agree to a version for one's organisation; with the last signature that is needed, it holds from now on.

    Only the newest version is signed, and only a whole one: whoever writes another voids the signatures under this.
    """
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    version = PlanVersion.objects.filter(brand=seat.brand, code=code).newest().first()
    if version is None or version.number != number or version.in_force_at:
        raise Conflict(plan=code, problem="newer_version", version=last_number(seat, code))
    need_whole(seat, version.plan)
    house = seat.person.organisation
    fresh = {"person": seat.person, "at": seat.at}
    _signature, is_new = Signature.objects.get_or_create(version=version, organisation=house, defaults=fresh)
    signed = set(version.signatures.values_list("organisation_id", flat=True))
    is_joint = {one.pk for one in who_signs(seat.brand, at=seat.at)} <= signed
    if not is_new and not is_joint:
        raise Conflict(plan=code, problem="signed_already")
    if is_joint:
        version.in_force_at = seat.at
        version.save(update_fields=["in_force_at"])
    record(seat, version, "sign_plan", {"organisation": house.pk, "in_force": is_joint})
    return version


def said_why(reason: str) -> str:
    """Give the reason of a version as it is kept."""
    if not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    if len(reason.strip()) > LONGEST_REASON:
        raise BadInput(field="reason", problem="too_long")
    return reason.strip()


def read_for(seat: Seat, text: str, code: str) -> Plan:
    """Read a plan as one of this brand."""
    plans = plans_in_force(seat.brand)
    plan = parse_plan(text, known_to(plans, but=code or parse_plan(text).code))
    if code and plan.code != code:
        raise BadInput(line=1, field="code", problem="other_plan", value=plan.code)
    return plan


def last_number(seat: Seat, code: str) -> int:
    """Give the number of the newest version of the brand's own, 0 without one."""
    rows = PlanVersion.objects.filter(brand=seat.brand, code=code)
    return rows.aggregate(last=Max("number"))["last"] or 0


def need_change(seat: Seat, plan: Plan, seen: int) -> None:
    """Raise BadInput where nothing is said otherwise than before: it would void signatures for nothing."""
    last = PlanVersion.objects.filter(brand=seat.brand, code=plan.code, number=seen).first()
    before = last.plan if last else playbooks().get(plan.code)
    if before and not changes_of(before, plan):
        raise BadInput(field="", problem="nothing_changed")


def need_whole(seat: Seat, plan: Plan) -> None:
    """Raise BadInput for a plan that lacks too much to work by."""
    found = grade(plan, joined(plan, plans_in_force(seat.brand)))
    if found.letter != "A":
        lacks = [code for element in found.elements for code in element.lacks]
        raise BadInput(field="", problem="plan_not_whole", lacks=lacks)


def record(seat: Seat, version: PlanVersion, action: str, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"plan:{version.pk}",
        detail={"plan": version.code, "version": version.number, "digest": version.digest} | detail,
        at=seat.at,
    )
    beat(seat.brand, "plans")
