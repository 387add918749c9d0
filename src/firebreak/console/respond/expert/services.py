"""How is an outside expert called in to one incident, what may they do there, and how does it end?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.govern.door import give_password_once
from firebreak.console.govern.engagements import agency_called, new_agency
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.reach import answers_for
from firebreak.console.govern.services import beat, lock_brand, person_actor
from firebreak.console.respond.expert.records import Expert
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.core.terms import Act

LONGEST = timedelta(days=90)
LONGEST_ADVICE = 4000


@dataclass(frozen=True, slots=True)
class Called:
    """Who is called in, as what, under which NDA and until when; name and firm of who has no account yet."""

    email: str
    expertise: str
    nda_signed_at: datetime
    ends: datetime
    name: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """An expert who was called in, with the password for one time of who has never come in."""

    expert: Expert
    password: str = ""


@transaction.atomic
def invite_expert(*, seat: Seat, incident: Incident, called: Called) -> Invited:
    """Let somebody look into this one incident; they get no seat at the brand, and nothing else opens to them."""
    seat.need(Act.ADMINISTER)
    check_terms(called, at=seat.at)
    lock_brand(seat.brand)
    need_running(incident)
    person = person_called(seat, incident, called)
    expert = Expert.objects.create(
        incident=incident,
        person=person,
        expertise=called.expertise,
        nda_signed_at=called.nda_signed_at,
        starts=seat.at,
        ends=called.ends,
        invited_by=seat.person,
    )
    facts = {"name": person.name, "expertise": called.expertise}
    note(incident, kind="expert_in", at=seat.at, person=seat.person, facts=facts)
    detail = {"person": person.pk, "expertise": called.expertise, "ends": called.ends.isoformat()}
    record(incident, actor=person_actor(seat.person), action="invite_expert", at=seat.at, detail=detail)
    return Invited(expert, first_password(seat, person))


def check_terms(called: Called, *, at: datetime) -> None:
    """Raise BadInput for terms under which nobody should come in."""
    if called.nda_signed_at > at:
        raise BadInput(field="nda_signed", problem="not_signed")
    if called.ends <= at:
        raise BadInput(field="ends", problem="ends_early")
    if called.ends > at + LONGEST:
        raise BadInput(field="ends", problem="ends_late")


def person_called(seat: Seat, incident: Incident, called: Called) -> Person:
    """Find or make the account; raises BadInput for who belongs to the house, has a seat here or is in already."""
    known = Person.objects.filter(email=called.email.strip().lower()).first()
    if known is None:
        return new_person(seat.brand, called)
    if known.organisation_id == seat.brand.organisation_id:
        raise BadInput(field="email", problem="of_the_house")
    if known.assignments.filter(brand=seat.brand).exists():
        raise BadInput(field="email", problem="has_a_seat")
    if Expert.objects.live(at=seat.at).filter(incident=incident, person=known).exists():
        raise BadInput(field="email", problem="is_in")
    return known


def new_person(brand: Brand, called: Called) -> Person:
    for field in ("name", "firm"):
        if not getattr(called, field).strip():
            raise BadInput(field=field, problem="empty")
    try:
        firm = agency_called(brand, called.firm) or new_agency(called.firm)
    except BadInput as wrong:
        raise BadInput(field="firm", problem=wrong.context.get("problem", "empty")) from wrong
    return Person.objects.create_user(email=called.email.strip(), name=called.name.strip(), organisation=firm)


def first_password(seat: Seat, person: Person) -> str:
    """Give who has never come in a password for one time; everybody else has their own."""
    if person.last_login is not None or not answers_for(seat.person, person):
        return ""
    return give_password_once(person, real=clock.real_now(), at=seat.at, by=seat.person, brand=seat.brand)


@transaction.atomic
def end_expert(*, seat: Seat, expert: Expert) -> None:
    """End it now: the next request of the expert finds nothing."""
    seat.need(Act.ADMINISTER)
    lock_brand(seat.brand)
    if not Expert.objects.filter(pk=expert.pk, ended_at__isnull=True, ends__gt=seat.at).update(
        ended_at=seat.at, ended_by=seat.person
    ):
        raise BadInput(field="expert", problem="over")
    incident = expert.incident
    note(incident, kind="expert_out", at=seat.at, person=seat.person, facts={"name": expert.person.name})
    detail = {"person": expert.person_id}
    record(incident, actor=person_actor(seat.person), action="end_expert", at=seat.at, detail=detail)
    beat(seat.brand, "seats")


@transaction.atomic
def advise(*, expert: Expert, text: str, at: datetime) -> None:
    """Write down what an expert says of the incident; access is asked for anew, for something will be written."""
    said = text.strip()
    if not said or len(said) > LONGEST_ADVICE:
        raise BadInput(field="text", problem="too_long" if said else "empty")
    incident = expert.incident
    lock_brand(incident.brand)
    if not Expert.objects.live(at=at).filter(pk=expert.pk).exists():
        raise NotAllowed(act=Act.READ.value, problem="over")
    note(incident, kind="advice", at=at, person=expert.person, text=said, facts={"expertise": expert.expertise})
    detail = {"length": len(said)}
    record(incident, actor=person_actor(expert.person), action="advise", at=at, detail=detail)
