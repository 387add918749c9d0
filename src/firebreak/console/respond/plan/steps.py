"""What are the steps of a new incident, and who may say that one is done or left out?"""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.govern.services import lock_brand, person_actor
from firebreak.console.listen.models import Post
from firebreak.console.plans.library import plans_in_force
from firebreak.console.respond.clocks import facts_of
from firebreak.console.respond.lines import actor_of, note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput, Conflict, StepSkipped
from firebreak.core.respond.playbook import Plan, Task, fitting, joined
from firebreak.core.terms import Act, Category, Phase
from firebreak.knowledge.playbooks import BASE

LONGEST = 500
MOST_READ = 100  # posts
MARK = "-"  # in no code of a plan
ROOM = 36  # characters of a code that stay where a number is put behind it
GATES = {"owner": "owner", "assess": "assessment"}  # what must be there before a step of this kind is done


def begin_plan(incident: Incident, *, posts: QuerySet[Post], at: datetime) -> None:
    """Let the machine put in the plan that fits a new incident, in the version that its brand's people signed.

    Which one fits is read from its name and the first posts that it is about: a name alone seldom says what broke.
    """
    plans = plans_in_force(incident.brand)
    first = posts.order_by("published_at", "pk").values_list("title", "text")[:MOST_READ]
    said = [incident.name, *(f"{title}\n{text}" for title, text in first)]
    plan = fitting(Category(incident.category), said, plans.values()) or plans[BASE]
    put_in(incident, plan, plans, at=at, by=None)


def put_in(
    incident: Incident, plan: Plan, plans: Mapping[str, Plan], *, at: datetime, by: Person | None, back: int = 0
) -> int:
    """Put the steps in that are not there yet, as they stand now: a later version of the plan changes none of them.

    Their limits run from when the matter was first seen. Where another plan calls something else by the same code,
    both stay. `back` are steps of it that were opened again; gives how many that makes with the new ones.
    """
    there = list(incident.plan.all())
    order = list(Phase)
    tasks = joined(plan, plans)
    taken, fresh = {step.code for step in there}, []
    for place, task in enumerate(tasks):
        if not any(is_same(task, plan, step, plans) for step in there):
            code = free_code(task, taken)
            taken.add(code)
            fresh.append(step_of(incident, plan, task, 100 * order.index(task.phase) + place, code))
    Step.objects.bulk_create(fresh)
    if new := len(fresh) + back:
        facts = {"plan": plan.code, "version": plan.version, "steps": new}
        note(incident, kind="plan", at=at, person=by, facts=facts | {"name": {"zh": plan.name.zh, "en": plan.name.en}})
        record(incident, actor=actor_of(by), action="merge_plan", at=at, detail=facts)
    return new


def is_same(task: Task, plan: Plan, step: Step, plans: Mapping[str, Plan]) -> bool:
    """Tell whether a step is what a plan calls so: of one origin, in whatever words by now, or in the same words."""
    if step.code != task.code and not step.code.startswith(task.code[:ROOM] + MARK):
        return False
    words = ({"zh": task.do.zh, "en": task.do.en}, {"zh": task.how.zh, "en": task.how.en})
    return words == (step.do, step.how) or origin(task.code, plan, plans) == origin_of(step, plans)


def origin_of(step: Step, plans: Mapping[str, Plan]) -> str:
    return origin(step.code.partition(MARK)[0], plans[step.pack], plans) if step.pack in plans else step.pack


def origin(code: str, plan: Plan, plans: Mapping[str, Plan]) -> str:
    """Name the plan whose word on a task counts: this one, or the last of those that it builds on."""
    own = [one for one in plan.builds_on if any(task.code == code for task in plans[one].tasks)]
    return plan.code if any(task.code == code for task in plan.tasks) or not own else own[-1]


def free_code(task: Task, taken: Collection[str]) -> str:
    """Give the code of a new step: its own, or where that means something else here already, one with a number."""
    numbered = (f"{task.code[:ROOM]}{MARK}{number}" for number in count(2))
    return next(code for code in chain([task.code], numbered) if code not in taken)


def step_of(incident: Incident, plan: Plan, task: Task, place: int, code: str) -> Step:
    who = task.who
    return Step(
        incident=incident,
        pack=plan.code,
        version=plan.version,
        code=code,
        phase=task.phase.value,
        place=place,
        gate=task.gate,
        do={"zh": task.do.zh, "en": task.do.en},
        how={"zh": task.how.zh, "en": task.how.en},
        who={
            "A": who.accountable.value,
            "R": [role.value for role in who.responsible],
            "C": [role.value for role in who.consulted],
            "I": [role.value for role in who.informed],
        },
        limits={level.value: limit for level, limit in task.due.items()},
        law=task.law,
        template=task.template,
        starts_at=incident.first_seen_at,
    )


@transaction.atomic
def settle_step(*, seat: Seat, incident: Incident, code: str, was: str, to: str, reason: str = "") -> None:
    """Say that a step is done, left out with a reason, or open again; `was` is what the screen showed.

    The steps of judging and leading are done only when somebody judged or leads, and left out only with authority.
    """
    lock_brand(seat.brand)
    step = need_turn(seat, incident, code)
    if step is None or to not in Step.STATES:
        raise BadInput(field="step", problem="unknown_step")
    if step.phase != Phase.CLOSED:  # what comes after the closing is done then
        need_running(incident)
    may_settle(seat, incident, step, to, reason.strip())
    settled = {} if to == Step.OPEN else {"settled_at": seat.at, "settled_by": seat.person}
    fields = {"settled_at": None, "settled_by": None} | settled
    rows = incident.plan.filter(pk=step.pk, state=was).exclude(state=to)
    if not rows.update(state=to, reason=reason.strip(), **fields):
        raise Conflict(incident=incident.code)
    facts = {"step": code, "was": was, "override": bool(step.gate and to == Step.SKIPPED)}
    if to == Step.DONE:
        tell(seat, step, action="step_done", reason=reason.strip(), facts=facts)
    elif to == Step.SKIPPED:
        tell(seat, step, action="step_skipped", reason=reason.strip(), facts=facts)
    else:
        tell(seat, step, action="step_open", reason=reason.strip(), facts=facts)


def need_turn(seat: Seat, incident: Incident, code: str) -> Step | None:
    """Give a step to whoever may settle it: who runs incidents, or has the role that it was given to."""
    step = incident.plan.filter(code=code).first()
    if not (step and is_turn_of(seat, step)):
        seat.need(Act.INCIDENT)
    return step


def is_turn_of(seat: Seat, step: Step) -> bool:
    """Say whether a step was given to this person's role; legal settles what is legal's without running incidents."""
    return seat.role.value in (step.who["A"], *step.who["R"]) and seat.may(Act.TRIAGE)


def tell(seat: Seat, step: Step, *, action: str, reason: str, facts: dict[str, Any]) -> None:
    """Write it into the timeline and the audit log."""
    facts_told = facts | {"do": step.do}
    note(step.incident, kind=action, at=seat.at, person=seat.person, text=reason, facts=facts_told)
    record(step.incident, actor=person_actor(seat.person), action=action, at=seat.at, detail=facts)


def may_settle(seat: Seat, incident: Incident, step: Step, to: str, reason: str) -> None:
    """Raise what stands against it."""
    if to == Step.SKIPPED and not reason:
        raise BadInput(field="reason", problem="skip_without_reason")
    if len(reason) > LONGEST:
        raise BadInput(field="reason", problem="too_long")
    if to == Step.SKIPPED and step.gate and not seat.may(Act.OVERRIDE):
        raise StepSkipped(missing=(GATES[step.gate],))
    if to == Step.DONE and step.gate:
        facts = facts_of(incident)
        if not (facts.owner if step.gate == "owner" else facts.assessed):
            raise StepSkipped(missing=(GATES[step.gate],))
