"""How is what is done at the media desk written into the log, and which enquiry may still be worked on?"""

from typing import Any

from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.media.models import Enquiry
from firebreak.console.respond.lines import note
from firebreak.core.errors import Conflict

TOPIC = "media"


def told(seat: Seat, subject: str, *, action: str, detail: dict[str, Any] | None = None) -> None:
    """Write an act into the log and tell open pages; ids, codes and times only, never a word about the person."""
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=subject,
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, TOPIC)


def told_of_enquiry(seat: Seat, one: Enquiry, *, action: str, kind: str = "", **detail: Any) -> None:
    """Write it into the log and, with a `kind`, onto the timeline of its incident; its holder has shown life."""
    Enquiry.objects.filter(pk=one.pk, holder=seat.person).update(held_at=seat.at)
    if kind and one.incident:
        note(one.incident, kind=kind, at=seat.at, person=seat.person, facts={"enquiry": one.code})
        beat(seat.brand, "incidents", f"incident:{one.incident_id}")
    told(seat, f"enquiry:{one.pk}", action=action, detail=detail)


def need_open(seat: Seat, enquiry: Enquiry) -> Enquiry:
    """Give the enquiry as it stands now, under the brand's lock; Conflict where it is answered or declined."""
    lock_brand(seat.brand)
    rows = Enquiry.objects.select_related("incident__brand", "incident__story", "holder", "journalist", "brand")
    found = rows.get(pk=enquiry.pk, brand=seat.brand)
    if not found.is_open:
        raise Conflict(enquiry=found.code, problem="enquiry_ended")
    return found


def need_mine(seat: Seat, enquiry: Enquiry) -> Enquiry:
    """Give it to who holds it, or takes it now since it is free; Conflict while somebody else is at it."""
    found = need_open(seat, enquiry)
    if found.holder_id != seat.person.pk and not found.is_free(at=seat.at):
        raise Conflict(enquiry=found.code, holder=found.holder.name if found.holder else "", problem="enquiry_held")
    return found


def change(enquiry: Enquiry, *, version: int, **fields: Any) -> None:
    """Write `fields` unless somebody was first."""
    if not Enquiry.objects.filter(pk=enquiry.pk, version=version).update(version=F("version") + 1, **fields):
        raise Conflict(enquiry=enquiry.code)
    enquiry.refresh_from_db()
