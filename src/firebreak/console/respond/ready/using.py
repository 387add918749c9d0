"""Which messages may go out in this matter without a second approval, and how does a text begin with one?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand
from firebreak.console.respond.models import Incident
from firebreak.console.respond.ready.covering import words_for
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.running import need_running
from firebreak.console.respond.speak.records import Fact, Statement
from firebreak.console.respond.speak.sheet import facts_of
from firebreak.console.respond.speak.texts import log, store
from firebreak.core.errors import BadInput, Conflict, StepSkipped
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Line, Status
from firebreak.core.terms import Act, Severity


@dataclass(frozen=True, slots=True)
class Offer:
    """A message that is in force here, as it reads with the facts of the matter; `missing` is what it waits for."""

    ready: ReadyText
    text: str
    missing: Sequence[str]
    channels: Sequence[str]  # those that have no draft yet


def offers_for(seat: Seat, incident: Incident, facts: Sequence[Fact], taken: set[tuple[str, str]]) -> list[Offer]:
    """Give the messages that may go out in a matter at its level; `taken` are the places that have a draft."""
    rows = ReadyText.objects.filter(brand=seat.brand, gravest__lte=incident.severity).in_force(at=seat.at)
    lines = [Line(Key(one.key), one.value, Status(one.status)) for one in facts]
    found = []
    for one in rows.order_by("number"):
        said = words_for(one, lines, brand=seat.brand.name)
        free = [channel for channel in one.channels if (channel, one.audience) not in taken]
        found.append(Offer(one, said.text, said.missing, free))
    return found


@transaction.atomic
def use_ready(*, seat: Seat, incident: Incident, number: int, channel: Channel) -> Statement:
    """Begin the text for a channel with a message that was approved ahead, filled with confirmed facts.

    It goes out without a second approval as long as nobody changes it. Raises Conflict where the message is not in
    force or the place has a draft, BadInput where it was not approved for this, StepSkipped for facts that lack.
    """
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    need_running(incident)
    here = Incident.objects.select_related("brand", "story").get(pk=incident.pk)
    ready = ReadyText.objects.filter(brand=seat.brand, number=number).in_force(at=seat.at).first()
    if ready is None:
        raise Conflict(problem="message_not_in_force")
    if not ready.bounds.hold(channel, Audience(ready.audience), Severity(here.severity), at=seat.at):
        raise BadInput(field="channel", problem="message_not_for_this")
    lines = [Line(Key(one.key), one.value, Status(one.status)) for one in facts_of(here)]
    said = words_for(ready, lines, brand=seat.brand.name)
    if said.missing:
        raise StepSkipped(problem="facts_not_confirmed", missing=list(said.missing))
    place = Statement.objects.filter(incident=here, channel=channel, audience=ready.audience, number=0)
    if place.filter(published_at__isnull=True).exists():
        raise Conflict(problem="draft_there")
    made = Statement(incident=here, channel=channel.value, audience=ready.audience, kind=ready.kind, ready=ready)
    made.posture = ready.posture
    store(seat, made, text=said.text.strip(), version=0)
    log(seat, made, "use_message", digest=ready.digest)
    return made
