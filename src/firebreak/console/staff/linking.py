"""By which link does the staff of a brand report, and how does it end?"""

import secrets

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.staff.models import StaffLink
from firebreak.console.staff.receiving import TOPIC
from firebreak.core.terms import Act


def link_of(brand: Brand) -> StaffLink | None:
    """Give the link that opens now, if there is one."""
    return StaffLink.objects.filter(brand=brand, ended_at__isnull=True).select_related("made_by").first()


@transaction.atomic
def make_link(*, seat: Seat) -> StaffLink:
    """Make a link for the staff; one that there was opens nothing from now on."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    was = end_standing(seat)
    made = StaffLink.objects.create(
        brand=seat.brand, token=secrets.token_urlsafe(24), made_at=seat.at, made_by=seat.person
    )
    record(seat, "make_staff_link", made.pk, {"instead_of": was})
    return made


@transaction.atomic
def end_link(*, seat: Seat) -> None:
    """Let the link open nothing any more; receipts go on telling how their reports stand."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if was := end_standing(seat):
        record(seat, "end_staff_link", was, {})


def end_standing(seat: Seat) -> int | None:
    standing = link_of(seat.brand)
    if standing:
        StaffLink.objects.filter(pk=standing.pk).update(ended_at=seat.at, ended_by=seat.person)
    return standing.pk if standing else None


def record(seat: Seat, action: str, pk: int, detail: dict[str, int | None]) -> None:
    subject = f"staff_link:{pk}"
    write_entry(
        brand=seat.brand, actor=person_actor(seat.person), action=action, subject=subject, detail=detail, at=seat.at
    )
    beat(seat.brand, TOPIC)
