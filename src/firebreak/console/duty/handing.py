"""What is handed over, by whom, to whom, and who has said that it was received?"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.models import UNKNOWN, Alert
from firebreak.console.duty.models import LONGEST, HandOver, Part
from firebreak.console.duty.parts import move_part
from firebreak.console.duty.rota import able
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.clocks import clocks_of, moments_of
from firebreak.console.respond.law.standing import legal_of
from firebreak.console.respond.lines import note
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import answer_calls, change
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.govern.role import may
from firebreak.core.respond.statute import Standing
from firebreak.core.terms import Act, Role

MOST_ALERTS = 40


def takers(seat: Seat) -> list[Person]:
    """Give the people who may take over: whoever works on the brand's mentions, and is not the one who leaves."""
    rows = seated_at(seat.brand, at=seat.at).exclude(person=seat.person).order_by("person__name", "pk")
    return [one.person for one in rows if may(Role(one.role), Act.TRIAGE)]


def matters_now(brand: Brand, *, at: datetime) -> list[dict[str, Any]]:
    """Write down what is open: incidents with the updates and duties they owe, and alerts that nobody has taken."""
    running = Incident.objects.running().filter(brand=brand).select_related("brand", "story", "alert")
    found = [one for incident in running.order_by("severity", "number") for one in owed_by(incident)]
    alerts = Alert.objects.filter(brand=brand, incident__isnull=True, story__incident__isnull=True)
    waiting = alerts.unanswered(at=at).order_by("severity", "at")[:MOST_ALERTS]
    return [*found, *({"kind": "alert", "pk": one.pk, "level": one.severity or UNKNOWN} for one in waiting)]


def owed_by(incident: Incident) -> Iterator[dict[str, Any]]:
    """Name an incident, the update that it owes next, and what the law wants of it."""
    lines, number = moments_of(incident), {"number": incident.number}
    yield {"kind": "incident", "level": incident.severity, **number}
    for clock in clocks_of(incident, lines):
        if clock.name == "cadence" and clock.met is None:
            yield {"kind": "update", "due": clock.due.isoformat(), **number}
    for duty in legal_of(incident, lines):
        if duty.standing is Standing.RUNNING and duty.deadline:
            due = duty.deadline.due.isoformat()
            yield {"kind": "law", "law": duty.statute.code, "due": "" if duty.at_once else due, **number}


@transaction.atomic
def write_hand_over(*, seat: Seat, taker: int, text: str) -> HandOver:
    """Write down what is left to somebody else, with what is open now; it holds once they have received it."""
    seat.need(Act.TRIAGE)
    if not text.strip():
        raise BadInput(field="text", problem="empty")
    if len(text) > LONGEST:
        raise BadInput(field="text", problem="too_long")
    lock_brand(seat.brand)
    to = next((one for one in takers(seat) if one.pk == taker), None)
    if to is None:
        raise BadInput(field="taker", problem="not_able")
    if HandOver.objects.filter(
        brand=seat.brand, giver=seat.person, received_at__isnull=True, withdrawn_at__isnull=True
    ).exists():
        raise Conflict(problem="handing_already")
    made = HandOver.objects.create(
        brand=seat.brand,
        number=(HandOver.objects.filter(brand=seat.brand).aggregate(last=Max("number"))["last"] or 0) + 1,
        giver=seat.person,
        taker=to,
        text=text.strip(),
        matters=matters_now(seat.brand, at=seat.at),
        given_at=seat.at,
    )
    record(seat, made, "write_hand_over", {"taker": to.pk, "matters": len(made.matters)})
    return made


@transaction.atomic
def receive_hand_over(*, seat: Seat, hand_over: HandOver, answer: str) -> None:
    """Say that it was received, and take over the giver's parts and lead in running incidents, as far as one may."""
    seat.need(Act.TRIAGE)
    if hand_over.taker_id != seat.person.pk:
        raise BadInput(field="taker", problem="not_yours")
    if len(answer) > LONGEST:
        raise BadInput(field="answer", problem="too_long")
    lock_brand(seat.brand)
    rows = HandOver.objects.filter(pk=hand_over.pk, received_at__isnull=True, withdrawn_at__isnull=True)
    if not rows.update(received_at=seat.at, answer=answer.strip()):
        raise Conflict(hand_over=hand_over.pk)
    took = take_parts(seat, hand_over)
    record(seat, hand_over, "receive_hand_over", {"giver": hand_over.giver_id, "incidents": took})


def take_parts(seat: Seat, hand_over: HandOver) -> list[int]:
    """Move parts and lead to the taker in each running incident, and write it on its timeline; gives their numbers."""
    took = []
    for incident in Incident.objects.running().filter(brand=seat.brand).select_related("brand").order_by("number"):
        duties = list(Part.objects.filter(incident=incident, person=hand_over.giver).values_list("duty", flat=True))
        mine = [code for code in duties if seat.person in able(seat.brand, knowledge.duties()[code], at=seat.at)]
        for code in mine:
            move_part(incident, code, seat.person, at=seat.at)
        leads = incident.owner_id == hand_over.giver_id and seat.may(Act.INCIDENT)
        if leads:
            change(incident, version=incident.version, owner=seat.person)
            facts = {"was": hand_over.giver_id, "now": seat.person.pk, "name": seat.person.name}
            note(incident, kind="owner", at=seat.at, person=seat.person, facts=facts)
            answer_calls(seat, incident, leader=seat.person)
        if mine or leads:
            facts = {"code": hand_over.code, "giver": hand_over.giver.name, "taker": seat.person.name}
            note(incident, kind="handed_over", at=seat.at, person=seat.person, facts=facts)
            took.append(incident.number)
    return took


@transaction.atomic
def withdraw_hand_over(*, seat: Seat, hand_over: HandOver) -> None:
    """Take back what nobody has received yet; it stays to be read."""
    seat.need(Act.TRIAGE)
    if hand_over.giver_id != seat.person.pk:
        raise BadInput(field="giver", problem="not_yours")
    lock_brand(seat.brand)
    rows = HandOver.objects.filter(pk=hand_over.pk, received_at__isnull=True, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=seat.at):
        raise Conflict(hand_over=hand_over.pk)
    record(seat, hand_over, "withdraw_hand_over", {})


def record(seat: Seat, hand_over: HandOver, action: str, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"hand_over:{hand_over.pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "duty", "incidents")
