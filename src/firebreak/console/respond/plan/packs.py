"""How does one more plan get into a running incident, and how does it leave again? (R2.93)

What was done stays done, and what every plan asks for stays asked.
"""

from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand, person_actor
from firebreak.console.plans.library import plans_in_force, plans_taken
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.plan.steps import LONGEST, origin_of, put_in
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import BASE

IN, OUT = "plan", "plan_out"  # lines of the timeline


@transaction.atomic
def merge_plan(*, seat: Seat, incident: Incident, code: str) -> int:
    """Put one more plan into a running incident; gives how many steps were new. What is there already stays.

    Its limits run from when the matter was first seen, like all others: late is late, whenever the plan came. Steps
    that left with it come back.
    """
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    plans = plans_in_force(seat.brand)
    if code not in plans:
        raise BadInput(field="pack", problem="unknown_plan")
    need_running(incident)
    return put_in(incident, plans[code], plans, at=seat.at, by=seat.person, back=bring_back(incident, code))


@transaction.atomic
def withdraw_plan(*, seat: Seat, incident: Incident, code: str, reason: str) -> int:
    """Leave out the open steps that only this plan asks for; gives how many.

    The steps of the base, those that cannot be left out and those that were promised in public stay open. Raises
    BadInput without a reason, Conflict when the plan is not there or not any more.
    """
    seat.need(Act.INCIDENT)
    if not reason.strip() or len(reason) > LONGEST:
        raise BadInput(field="reason", problem="too_long" if reason.strip() else "skip_without_reason")
    lock_brand(seat.brand)
    need_running(incident)
    followed = {step.pack: step.version for step in incident.plan.all()}
    if code not in followed or code == BASE or code in left_of(incident):
        raise Conflict(incident=incident.code)
    left = incident.plan.filter(pk__in=[step.pk for step in own_open_steps(incident, code)])
    count = left.update(state=Step.SKIPPED, reason=reason.strip(), settled_at=seat.at, settled_by=seat.person)
    tell(seat, incident, code, followed[code], count, reason.strip())
    return count


def own_open_steps(incident: Incident, code: str) -> list[Step]:
    plans = plans_in_force(incident.brand)
    rows = incident.plan.filter(pack=code, state=Step.OPEN, gate="", statement=None)
    return [step for step in rows if origin_of(step, plans) != BASE]


def tell(seat: Seat, incident: Incident, code: str, version: str, steps: int, reason: str) -> None:
    """Write it into the timeline and the audit log."""
    facts = {"plan": code, "version": version, "steps": steps}
    taken = plans_taken(seat.brand, [(code, version)]).get((code, version))
    name = {"name": {"zh": taken.name.zh, "en": taken.name.en}} if taken else {}
    note(incident, kind=OUT, at=seat.at, person=seat.person, text=reason, facts=facts | name)
    record(incident, actor=person_actor(seat.person), action="withdraw_plan", at=seat.at, detail=facts)


def left_of(incident: Incident) -> dict[str, datetime]:
    """Give the plans that were taken out and not put in again since, each with when."""
    left: dict[str, datetime] = {}
    for kind, facts, at in (
        incident.moments.filter(kind__in=(IN, OUT)).order_by("pk").values_list("kind", "facts", "at")
    ):
        if kind == OUT:
            left[facts["plan"]] = at
        else:
            left.pop(facts["plan"], None)
    return left


def bring_back(incident: Incident, code: str) -> int:
    """Open the steps again that left with a plan; those that somebody left out one by one stay so."""
    since = left_of(incident).get(code)
    if since is None:
        return 0
    left = incident.plan.filter(pack=code, state=Step.SKIPPED, settled_at=since)
    return left.update(state=Step.OPEN, reason="", settled_at=None, settled_by=None)
