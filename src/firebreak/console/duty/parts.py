"""Who does what in an incident? Filled from the duty list when it opens and when somebody comes on duty later."""

from datetime import datetime

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.duty.models import Part
from firebreak.console.duty.rota import able, holders
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import lock_brand, machine_actor, person_actor
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act


@transaction.atomic
def fill_parts(incident: Incident, *, at: datetime) -> list[str]:
    """Give each part that nobody has to whoever is on duty for it now; gives the duties that were filled."""
    lock_brand(incident.brand)
    there = set(Part.objects.filter(incident=incident).values_list("duty", flat=True))
    on = {code: one for code, one in holders(incident.brand, at=at).items() if code not in there}
    Part.objects.bulk_create(
        Part(incident=incident, duty=code, person=one.person, deputy=one.deputy, since=at) for code, one in on.items()
    )
    if on:
        gaps = len(knowledge.duties()) - len(there) - len(on)
        note(incident, kind="parts", at=at, facts={"parts": len(on), "gaps": gaps})
        detail = {code: one.person.pk for code, one in on.items()}
        record(incident, actor=machine_actor("duty"), action="fill_parts", at=at, detail=detail)
    return list(on)


def fill_running(brand: Brand, *, at: datetime) -> None:
    """Fill the parts that are still free in the running incidents of a brand."""
    wanted, on = len(knowledge.duties()), holders(brand, at=at).keys()
    for incident in Incident.objects.running().filter(brand=brand).select_related("brand").order_by("pk"):
        there = set(incident.parts.values_list("duty", flat=True))
        if len(there) < wanted and on - there:
            fill_parts(incident, at=at)


@transaction.atomic
def give_part(*, seat: Seat, incident: Incident, duty: str, person: int, was: int) -> None:
    """Give a part to somebody by hand; `was` is who had it on the screen, 0 for nobody."""
    seat.need(Act.INCIDENT)
    known = knowledge.duties().get(duty)
    if known is None:
        raise BadInput(field="duty", problem="unknown_duty")
    lock_brand(seat.brand)
    need_running(incident)
    to = next((one for one in able(seat.brand, known, at=seat.at) if one.pk == person), None)
    if to is None:
        raise BadInput(field="person", problem="not_able")
    now = Part.objects.filter(incident=incident, duty=duty).first()
    if (now.person_id if now else 0) != was or was == person:
        raise Conflict(incident=incident.code)
    move_part(incident, duty, to, at=seat.at)
    facts = {"duty": duty, "name": to.name}
    note(incident, kind="part", at=seat.at, person=seat.person, facts=facts)
    detail = {"duty": duty, "was": was or None, "now": to.pk}
    record(incident, actor=person_actor(seat.person), action="give_part", at=seat.at, detail=detail)


def move_part(incident: Incident, duty: str, to: Person, *, at: datetime) -> None:
    Part.objects.update_or_create(incident=incident, duty=duty, defaults={"person": to, "deputy": None, "since": at})
