"""Which deadlines of the press are near or missed, what does the room say of them, and who is called?"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import answer_with_leader
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import lock_brand, machine_actor, write_entry
from firebreak.console.media.hiding import words_hidden
from firebreak.console.media.models import Enquiry
from firebreak.console.respond.calling import Call, call
from firebreak.console.respond.dues import Due
from firebreak.console.respond.lines import note
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.respond.clock import Deadline, State, state
from firebreak.core.terms import Act, Severity

KIND = "media_due"


def deadline_of(one: Enquiry) -> Deadline:
    """Give the clock of an enquiry: from when it came until it must be answered."""
    return Deadline(KIND, one.received_at, one.due_at, met=one.ended_at)


def state_of(one: Enquiry, *, at: datetime) -> str:
    return state(deadline_of(one), at, knowledge.clocks()).value


def dues_of_press(seat: Seat, incident: Incident, moments: Sequence[Moment]) -> Iterable[Due]:
    """Give the open enquiries about an incident, for its room."""
    for one in Enquiry.objects.filter(incident=incident).open().select_related("journalist").order_by("due_at", "pk"):
        label = _("%(outlet)s asks (%(code)s)") % {"outlet": one.journalist.outlet, "code": one.code}
        url = reverse("media_enquiry", args=[incident.brand.slug, one.number])
        yield Due(label, url, deadline_of(one), words_hidden(one.question))


def calls_about(one: Enquiry) -> str:
    """Give how the keys of the calls about an enquiry begin."""
    return f"{KIND}:{one.incident_id or 0}:{one.pk}:"


def pressing(brand: Brand, *, at: datetime) -> list[Enquiry]:
    """Give the open enquiries whose deadline is near or missed, and about which nobody was called yet."""
    rows = Enquiry.objects.filter(brand=brand).open().select_related("brand", "incident__brand", "journalist", "holder")
    near = [one for one in rows.order_by("due_at", "pk") if state_of(one, at=at) in (State.SOON, State.BREACHED)]
    keys = [key_of(one, at=at) for one in near]
    told = set(Alert.objects.filter(brand=brand, key__in=keys).values_list("key", flat=True))
    return [one for one, key in zip(near, keys, strict=True) if key not in told]


def key_of(one: Enquiry, *, at: datetime) -> str:
    """Name the call about an enquiry: one while its deadline is near, one when it is missed."""
    missed = "missed" if at > one.due_at else "near"
    return f"{calls_about(one)}{one.due_at:%Y%m%d%H%M}:{missed}"


@transaction.atomic
def call_about(one: Enquiry, *, on_duty: Iterable[Person], at: datetime) -> Alert | None:
    """Call whoever holds an enquiry and who is on duty for the press; a missed deadline is on the timeline, too."""
    lock_brand(one.brand)
    still = Enquiry.objects.open().filter(pk=one.pk, due_at=one.due_at).exists()
    key = key_of(one, at=at)
    if not still or Alert.objects.filter(brand=one.brand, key=key).exists():
        return None
    level = one.incident.severity if one.incident else Severity.S3.value
    facts = {"enquiry": one.code, "outlet": one.journalist.outlet}
    code = "media_missed" if at > one.due_at else KIND
    people = dict.fromkeys([*([one.holder] if one.holder else []), *on_duty])
    alert = call(Call(one.brand, key, level, code, facts), on_duty=people, at=at)
    if one.incident and at > one.due_at:
        note(one.incident, kind="media_missed", at=one.due_at, key=f"breach:{key}", facts={"enquiry": one.code})
    write_entry(
        brand=one.brand,
        actor=machine_actor("media"),
        action="call_about_enquiry",
        subject=f"enquiry:{one.pk}",
        detail={"alert": alert.pk, "missed": at > one.due_at},
        at=at,
    )
    return alert


def answer_calls(seat: Seat, one: Enquiry) -> None:
    """Answer the open alerts about an enquiry in the name of who deals with it now."""
    if seat.may(Act.ALERT):
        answer_with_leader(seat=seat, matter=Q(key__startswith=calls_about(one)), leader=seat.person)
