"""How is the brand told how its incident stands, as often as its level asks for? (R1.63)"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import answer_with_leader
from firebreak.console.duty.models import Notice
from firebreak.console.govern.models import Engagement, Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import lock_brand, machine_actor, person_actor
from firebreak.console.respond.calling import Call, call
from firebreak.console.respond.clocks import TOLD_BRAND, moments_of
from firebreak.console.respond.dues import Due
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput
from firebreak.core.respond.cadence import Cadence, cadence
from firebreak.core.respond.clock import Deadline
from firebreak.core.terms import Act, Phase, Role, Severity

KIND = TOLD_BRAND
TOLD_BY = (KIND, "severity", "breach")  # the lines that say what was due and missed
LONGEST = 4000
UNTOLD = "brand_untold"  # how the keys of calls begin where the brand was not told in time
DECIDES = frozenset({Role.BRAND_PR.value, Role.LEGAL.value, Role.EXECUTIVE.value})
SETTLED = (Phase.WATCH, Phase.CLOSED)


def cadence_of(incident: Incident, moments: Iterable[Moment], *, at: datetime) -> Cadence | None:
    """Tell when the next word to the brand is due; None where the level asks for none, the matter is settled, or the
    brand works alone: then nobody is there to tell it anything."""
    every = knowledge.clocks().span("cadence", Severity(incident.severity))
    if every is None or incident.phase in SETTLED:
        return None
    if not Engagement.objects.filter(brand=incident.brand_id).live(at=at).exists():
        return None
    return cadence(incident.opened_at, [one.at for one in moments if one.kind == KIND], every.time, until=at)


@transaction.atomic
def tell_brand(*, seat: Seat, incident: Incident, text: str) -> None:
    """Write down how it stands, for the brand to read; the words stay on the timeline."""
    seat.need(Act.INCIDENT)
    if not text.strip():
        raise BadInput(field="text", problem="reason_missing")
    if len(text) > LONGEST:
        raise BadInput(field="text", problem="too_long")
    lock_brand(seat.brand)
    need_running(incident)
    line = note(incident, kind=KIND, at=seat.at, person=seat.person, text=text.strip())
    readers = [one for one in readers_of(incident, at=seat.at) if line and one != seat.person]
    Notice.objects.bulk_create(Notice(moment=line, person=one, next_at=seat.at) for one in readers)
    detail = {"length": len(text), "readers": len(readers)}
    record(incident, actor=person_actor(seat.person), action="tell_brand", at=seat.at, detail=detail)
    if seat.may(Act.ALERT):
        answer_with_leader(seat=seat, matter=Q(key__startswith=calls_for_word(incident)), leader=seat.person)


def readers_of(incident: Incident, *, at: datetime) -> list[Person]:
    """Give the brand's own people of an incident: who decides for the brand, leads it or has a part in it."""
    house = incident.brand.organisation_id
    rows = seated_at(incident.brand, at=at).filter(person__organisation=house).order_by("person__name", "pk")
    parts = set(incident.parts.values_list("person", flat=True)) | {incident.owner_id}
    return [one.person for one in rows if one.role in DECIDES or one.person_id in parts]


@transaction.atomic
def confirm_read(*, seat: Seat, incident: Incident) -> int:
    """Say that one has read what the brand was told of an incident; gives how many words that were."""
    seat.need(Act.READ)
    lock_brand(seat.brand)
    unread = Notice.objects.filter(moment__incident=incident, person=seat.person, read_at__isnull=True)
    found = unread.update(read_at=seat.at, next_at=None)
    if found:
        record(incident, actor=person_actor(seat.person), action="read_word", at=seat.at, detail={"words": found})
    return found


def dues_of_brand(seat: Seat, incident: Incident, moments: Sequence[Moment]) -> Iterable[Due]:
    """Give when the brand is told next, and to who looks, what they have not read yet."""
    found = cadence_of(incident, moments, at=seat.at)
    every = knowledge.clocks().span("cadence", Severity(incident.severity))
    place = f"{reverse('incident', args=[incident.brand.slug, incident.number])}?tab=duty#tell"
    if found and every:
        yield Due(_("Update to the brand"), place, Deadline(KIND, found.due - every.time, found.due))
    mine = Notice.objects.filter(moment__incident=incident, person=seat.person, read_at__isnull=True)
    if unread := mine.select_related("moment").order_by("-moment__at").first():
        until = found.due if found else unread.moment.at + timedelta(days=1)
        yield Due(_("An update waits to be read by you"), place, Deadline(KIND, unread.moment.at, until),
                  unread.moment.text, asked=True)  # fmt: skip


def calls_for_word(incident: Incident) -> str:
    """Give how the keys of all calls for a word to the brand begin."""
    return f"{UNTOLD}:{incident.pk}:"


@transaction.atomic
def call_for_word(incident: Incident, *, on_duty: Iterable[Person], at: datetime) -> Alert | None:
    """Call the route of the level and who is on duty, where a word to the brand is overdue and nobody was called."""
    lock_brand(incident.brand)
    found = cadence_of(incident, moments_of(incident), at=at)
    if found is None or at <= found.due:
        return None
    called = Alert.objects.filter(brand=incident.brand, key__startswith=calls_for_word(incident))
    key = f"{calls_for_word(incident)}{found.due:%Y%m%d%H%M}"
    if called.unanswered(at=at).exists() or called.filter(key=key).exists():
        return None
    facts = {"incident": incident.code}
    alert = call(Call(incident.brand, key, incident.severity, UNTOLD, facts), on_duty=on_duty, at=at)
    record(incident, actor=machine_actor("clock"), action="call_for_word", at=at, detail={"alert": alert.pk})
    return alert


def untold(incident: Incident, moments: Iterable[Moment], *, at: datetime) -> list[datetime]:
    """Give each time at which a word to the brand was due and none came, as far as the timeline does not say so.

    What a level did not ask for while it held is not missed when it changes, but for the word that is overdue then.
    """
    lines = list(moments)
    found = cadence_of(incident, lines, at=at)
    if found is None:
        return []
    since = max((one.at for one in lines if one.kind == "severity"), default=incident.opened_at)
    known = {one.key for one in lines if one.key}
    return [due for due in found.lapses if (due > since or due == found.due) and key_of(due) not in known]


def key_of(due: datetime) -> str:
    return f"breach:{KIND}:{due.isoformat()}"


@transaction.atomic
def mark_untold(incident: Incident, *, at: datetime) -> int:
    """Put each word to the brand that is overdue on the timeline, once for each that was due; gives how many."""
    lock_brand(incident.brand)
    dues = untold(incident, moments_of(incident), at=at)
    for due in dues:
        facts = {"clock": KIND}
        note(incident, kind="breach", at=due, key=key_of(due), facts=facts)
        record(incident, actor=machine_actor("clock"), action="breach", at=at, detail=facts)
    return len(dues)
