"""What did we promise an affected person, did we keep it, and are they satisfied?"""

from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.cases.family import family_of
from firebreak.console.cases.lines import change, need_open, told
from firebreak.console.cases.models import ANSWERS, Case, Promise
from firebreak.console.cases.money import Offer
from firebreak.console.govern.services import lock_brand
from firebreak.core.errors import BadInput, Conflict, StepSkipped
from firebreak.core.terms import Act

NO_ANSWER = "no_answer"


@transaction.atomic
def make_promise(*, seat: Seat, case: Case, text: str, due_at: datetime) -> Promise:
    """Write a promise down, with the time by which it is kept."""
    seat.need(Act.INCIDENT)
    if not text.strip():
        raise BadInput(field="text", problem="not_filled_in")
    if due_at <= seat.at:
        raise BadInput(field="due_at", problem="past")
    found = need_open(seat, case)
    made = Promise.objects.create(
        case=found, text=text.strip()[:300], due_at=due_at, made_at=seat.at, made_by=seat.person
    )
    told(seat, found, action="make_promise", detail={"due": due_at.isoformat()})
    return made


@transaction.atomic
def settle_promise(*, seat: Seat, promise: Promise, to: str, reason: str = "") -> None:
    """Say that a promise is kept, or with a reason that it falls away; what was said once stays said."""
    seat.need(Act.INCIDENT)
    if to not in (Promise.KEPT, Promise.DROPPED):
        raise BadInput(field="to", problem="unknown")
    if to == Promise.DROPPED and not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    lock_brand(seat.brand)
    rows = Promise.objects.filter(pk=promise.pk, case__brand=seat.brand, state=Promise.OPEN)
    said = {"state": to, "settled_at": seat.at, "settled_by": seat.person, "reason": reason.strip()[:300]}
    if not rows.update(**said):
        raise Conflict(promise=promise.pk)
    told(seat, promise.case, action="settle_promise", detail={"to": to, "late": seat.at > promise.due_at})


@transaction.atomic
def close_case(*, seat: Seat, case: Case, answer: str, version: int) -> None:
    """Close a case with the person's own word on it; what is promised or offered is kept, paid or called off first."""
    seat.need(Act.INCIDENT)
    if answer not in ANSWERS:
        raise BadInput(field="answer", problem="unknown")
    found = need_open(seat, case)
    family = family_of(found)
    owed = Promise.objects.filter(case__in=family, state=Promise.OPEN).exists()
    if owed or Offer.objects.filter(case__in=family).owed().exists():
        raise StepSkipped(problem="still_owed", case=found.code)
    spoken = Case.objects.filter(pk__in=family, spoken_at__isnull=False).exists()
    if not spoken and answer != NO_ANSWER:
        raise BadInput(field="answer", problem="not_spoken")
    change(found, version=version, closed_at=seat.at, closed_by=seat.person, answer=answer)
    told(seat, found, action="close_case", detail={"answer": answer})


@transaction.atomic
def reopen_case(*, seat: Seat, case: Case, version: int) -> None:
    """Take a closed case up again: the person came back."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    rows = Case.objects.filter(pk=case.pk, brand=seat.brand, closed_at__isnull=False, erased_at__isnull=True)
    found = rows.first()
    if found is None:
        raise Conflict(case=case.code)
    change(found, version=version, closed_at=None, closed_by=None, answer="")
    told(seat, found, action="reopen_case")
