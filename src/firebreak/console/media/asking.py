"""How does a question of the press come in, who takes it on, and how is it answered, put off or declined?"""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand
from firebreak.console.media.answers import FOR_THE_PRESS, stands_against
from firebreak.console.media.calling import answer_calls
from firebreak.console.media.lines import change, need_mine, need_open, told_of_enquiry
from firebreak.console.media.models import ANSWERED, ANSWERING, DECLINED, RECEIVED, Enquiry, Journalist
from firebreak.console.respond.matrix.holding import authority_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed, StepSkipped
from firebreak.core.terms import Act, Role, Severity


@transaction.atomic
def log_enquiry(
    *, seat: Seat, journalist: Journalist, question: str, received_at: datetime, due_at: datetime,
    incident: Incident | None = None,
) -> Enquiry:  # fmt: skip
    """Write down what somebody of the press asks, and until when they need an answer."""
    seat.need(Act.INCIDENT)
    asked = question.strip()
    if not asked:
        raise BadInput(field="question", problem="empty")
    if received_at > seat.at:
        raise BadInput(field="received_at", problem="not_yet")
    if due_at <= received_at:
        raise BadInput(field="due_at", problem="due_before_asked")
    lock_brand(seat.brand)
    last = Enquiry.objects.filter(brand=seat.brand).aggregate(last=Max("number"))["last"] or 0
    made = Enquiry.objects.create(
        brand=seat.brand,
        number=last + 1,
        incident=incident,
        journalist=journalist,
        question=asked,
        received_at=received_at,
        due_at=due_at,
        logged_at=seat.at,
        logged_by=seat.person,
    )
    spoke(journalist, received_at)
    about = incident.code if incident else ""
    told_of_enquiry(seat, made, action="log_enquiry", kind="media_asked", incident=about, due=due_at.isoformat())
    return made


def spoke(journalist: Journalist, at: datetime) -> None:
    """Keep when this person of the press and we spoke last."""
    if journalist.spoken_at is None or journalist.spoken_at < at:
        Journalist.objects.filter(pk=journalist.pk).update(spoken_at=at)


@transaction.atomic
def hold_enquiry(*, seat: Seat, enquiry: Enquiry) -> None:
    """Take an enquiry on, or say again that one answers it; Conflict while somebody else does."""
    seat.need(Act.INCIDENT)
    found = need_mine(seat, enquiry)
    over = found.holder_id if found.holder_id != seat.person.pk else None
    Enquiry.objects.filter(pk=found.pk).update(holder=seat.person, held_at=seat.at, state=ANSWERING)
    detail: dict[str, Any] = {"over": over} if over else {}
    told_of_enquiry(seat, found, action="hold_enquiry", **detail)
    answer_calls(seat, found)


@transaction.atomic
def let_go_enquiry(*, seat: Seat, enquiry: Enquiry) -> None:
    """Let others take an enquiry on; a second time changes nothing."""
    seat.need(Act.INCIDENT)
    found = need_mine(seat, enquiry)
    if found.holder_id is None:
        return
    Enquiry.objects.filter(pk=found.pk).update(holder=None, held_at=None, state=RECEIVED)
    told_of_enquiry(seat, found, action="let_go_enquiry")


@transaction.atomic
def postpone_enquiry(*, seat: Seat, enquiry: Enquiry, due_at: datetime, reason: str, version: int) -> None:
    """Write down the later deadline that the journalist gave us, and why; nobody moves one by themselves."""
    seat.need(Act.INCIDENT)
    found = need_mine(seat, enquiry)
    if due_at <= max(found.due_at, seat.at):
        raise BadInput(field="due_at", problem="not_later_due")
    if not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    was = found.due_at
    change(found, version=version, due_at=due_at, reason=reason.strip()[:300])
    told_of_enquiry(seat, found, action="postpone_enquiry", was=was.isoformat(), now=due_at.isoformat())
    answer_calls(seat, found)


@transaction.atomic
def answer_enquiry(*, seat: Seat, enquiry: Enquiry, statement: Statement, statement_version: int, version: int) -> None:
    """Write down with which text an enquiry was answered: one that somebody let go out, never free words.

    Raises Conflict where its words are no longer those of `statement_version`, which were on the screen; StepSkipped
    for a text that nobody approved or whose facts have changed, NotAllowed with `until` while an embargo holds it, and
    where this role gives nothing out at the incident's level.
    """
    seat.need(Act.INCIDENT)
    found = need_mine(seat, enquiry)
    statement = Statement.objects.select_related("incident__brand", "incident__story").get(pk=statement.pk)
    if statement.version != statement_version:
        raise Conflict(statement=statement.pk)
    if statement.audience not in FOR_THE_PRESS or not belongs(statement, found):
        raise BadInput(field="statement", problem="not_for_the_press")
    if seat.role not in who_gives_out(statement.incident):
        raise NotAllowed(act=Act.INCIDENT.value, problem="not_your_turn")
    standing = stands_against(statement, at=seat.at)
    if standing.until:
        raise NotAllowed(problem="embargo", until=standing.until)
    if standing.stopped:
        problem = "answer_stale" if standing.stopped == "stale" else "answer_not_approved"
        raise StepSkipped(statement=statement.pk, problem=problem)
    digest = hashlib.sha256(statement.text.encode()).hexdigest()
    end(seat, found, version=version, state=ANSWERED, answer=statement, answer_version=statement.version, digest=digest)
    detail = {"statement": statement.pk, "version": statement.version, "digest": digest}
    told_of_enquiry(seat, found, action="answer_enquiry", kind="media_answered", **detail)
    spoke(found.journalist, seat.at)


def belongs(statement: Statement, enquiry: Enquiry) -> bool:
    """Tell whether a text is of the enquiry's incident; about none, whether it is published already."""
    if enquiry.incident_id:
        return statement.incident_id == enquiry.incident_id
    return statement.published_at is not None and statement.incident.brand_id == enquiry.brand_id


def who_gives_out(incident: Incident) -> list[Role]:
    """Name the roles that may give a text out at the level of an incident, as for any text."""
    return list(authority_of(incident.brand).publishers[Severity(incident.severity)])


@transaction.atomic
def decline_enquiry(*, seat: Seat, enquiry: Enquiry, reason: str, version: int) -> None:
    """Say that an enquiry is not answered, and why."""
    seat.need(Act.INCIDENT)
    found = need_mine(seat, enquiry)
    if not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    end(seat, found, version=version, state=DECLINED, reason=reason.strip()[:300])
    told_of_enquiry(seat, found, action="decline_enquiry", kind="media_declined")


def end(seat: Seat, found: Enquiry, *, version: int, **fields: object) -> None:
    holder = {"holder": seat.person, "held_at": seat.at}
    change(found, version=version, ended_at=seat.at, ended_by=seat.person, **holder, **fields)
    answer_calls(seat, found)


@transaction.atomic
def plan_answer(*, seat: Seat, enquiry: Enquiry, statement: Statement) -> None:
    """Say with which text an enquiry is to be answered once it may go out; the desk shows what it waits for."""
    seat.need(Act.INCIDENT)
    found = need_mine(seat, enquiry)
    if statement.audience not in FOR_THE_PRESS or not belongs(statement, found):
        raise BadInput(field="statement", problem="not_for_the_press")
    Enquiry.objects.filter(pk=found.pk).update(planned=statement)
    told_of_enquiry(seat, found, action="plan_answer", statement=statement.pk)


@transaction.atomic
def put_to_incident(*, seat: Seat, enquiry: Enquiry, incident: Incident, version: int) -> None:
    """Say of which incident an enquiry is, where it came before one was open."""
    seat.need(Act.INCIDENT)
    found = need_open(seat, enquiry)
    change(found, version=version, incident=incident, planned=None)
    told_of_enquiry(seat, found, action="place_enquiry", kind="media_asked", incident=incident.code)
