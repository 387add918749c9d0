"""May we speak to this person, who does, and what was said? No contact without a ground that was recorded before."""

from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.cases.family import family_of
from firebreak.console.cases.lines import need_open, told
from firebreak.console.cases.models import GROUNDS, INWARD, WAYS, Case, Consent, Contact
from firebreak.console.cases.proposing import propose_after
from firebreak.console.govern.services import lock_brand
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Act


@transaction.atomic
def hold_case(*, seat: Seat, case: Case) -> None:
    """Take a person on, or say again that one looks after them; Conflict while somebody else does."""
    seat.need(Act.INCIDENT)
    found = need_open(seat, case)
    if found.holder_id != seat.person.pk and not found.is_free(at=seat.at):
        raise Conflict(case=found.code, holder=found.holder.name if found.holder else "", problem="held")
    over = found.holder_id
    Case.objects.filter(pk=found.pk).update(holder=seat.person, held_at=seat.at)
    told(seat, found, action="hold_case", detail={"over": over} if over and over != seat.person.pk else {})


@transaction.atomic
def let_go_case(*, seat: Seat, case: Case) -> None:
    """Let others take a person on; only who looks after them may, and a second time changes nothing."""
    seat.need(Act.INCIDENT)
    found = need_open(seat, case)
    if found.holder_id is None:
        return
    if found.holder_id != seat.person.pk:
        raise Conflict(case=found.code, holder=found.holder.name if found.holder else "", problem="held")
    Case.objects.filter(pk=found.pk).update(holder=None, held_at=None)
    told(seat, found, action="let_go_case")


@transaction.atomic
def note_consent(*, seat: Seat, case: Case, ground: str, ways: list[str], proof: str) -> Consent:
    """Record on which ground this person may be contacted, by which ways, and where that can be seen."""
    seat.need(Act.INCIDENT)
    if ground not in GROUNDS:
        raise BadInput(field="ground", problem="unknown")
    if not ways or not set(ways) <= set(WAYS):
        raise BadInput(field="ways", problem="no_way")
    if not proof.strip():
        raise BadInput(field="proof", problem="ground_unproven")
    found = need_open(seat, case)
    made = Consent.objects.create(
        case=found, ground=ground, ways=sorted(set(ways)), proof=proof.strip()[:300], at=seat.at, by=seat.person
    )
    told(seat, found, action="note_consent", detail={"ground": ground, "ways": made.ways})
    return made


@transaction.atomic
def end_consent(*, seat: Seat, consent: Consent) -> None:
    """Say that a ground is there no more: the person withdrew it, or it was none."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    rows = Consent.objects.filter(pk=consent.pk, case__brand=seat.brand, ended_at__isnull=True)
    if not rows.update(ended_at=seat.at, ended_by=seat.person):
        raise Conflict(consent=consent.pk)
    told(seat, consent.case, action="end_consent", detail={"ground": consent.ground})


def ground_for(case: Case, way: str, *, at: datetime) -> Consent | None:
    """Give the ground on which a person may be contacted this way, whichever of their cases it was recorded in."""
    rows = Consent.objects.filter(case__in=family_of(case), at__lte=at, ended_at__isnull=True)
    return next((one for one in rows.order_by("-at", "-pk") if way in one.ways), None)


@transaction.atomic
def log_contact(
    *, seat: Seat, case: Case, way: str, inward: bool, reached: bool, text: str, complaint: bool = False
) -> Contact:
    """Write down that we spoke, or tried to. We contact nobody without a ground; who is reached was spoken to."""
    seat.need(Act.INCIDENT)
    if way not in (INWARD if inward else WAYS):
        raise BadInput(field="way", problem="unknown")
    found = need_open(seat, case)
    ground = None if inward else ground_for(found, way, at=seat.at)
    if not inward and ground is None:
        raise NotAllowed(problem="no_ground", way=way)
    spoke = inward or reached
    made = Contact.objects.create(
        case=found,
        at=seat.at,
        way=way,
        inward=inward,
        reached=spoke,
        complaint=inward and complaint,
        text=text.strip(),
        consent=ground,
        by=seat.person,
    )
    if spoke and not (inward and way == "post") and found.spoken_at is None:
        Case.objects.filter(pk=found.pk).update(spoken_at=seat.at)
    told(seat, found, action="log_contact", detail={"way": way, "inward": inward, "reached": spoke})
    if made.complaint:
        propose_after(found, at=seat.at)
    return made
