"""How is the brand told how its incident stands, as often as its level asks for? (R1.63)"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand, machine_actor, person_actor
from firebreak.console.respond.clocks import moments_of
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.running import need_running
from firebreak.core.errors import BadInput
from firebreak.core.respond.cadence import Cadence, cadence
from firebreak.core.terms import Act, Phase, Severity

KIND = "told_brand"
TOLD_BY = (KIND, "severity", "breach")  # the lines that say what was due and missed
LONGEST = 2000
SETTLED = (Phase.WATCH, Phase.CLOSED)


def cadence_of(incident: Incident, moments: Iterable[Moment], *, at: datetime) -> Cadence | None:
    """Tell when the next word to the brand is due; None where the level asks for none, or the matter is settled."""
    every = knowledge.clocks().span("cadence", Severity(incident.severity))
    if every is None or incident.phase in SETTLED:
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
    note(incident, kind=KIND, at=seat.at, person=seat.person, text=text.strip())
    record(incident, actor=person_actor(seat.person), action="tell_brand", at=seat.at, detail={"length": len(text)})


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
