"""Who may say that a duty of the law applies to an incident, is met, was not met after all, or does not apply?"""

from datetime import datetime, timedelta

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand, machine_actor, person_actor
from firebreak.console.respond.law.standing import legal_of
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.statute import LegalClock, Standing, Word, begun_by
from firebreak.core.terms import Act, Category

LONGEST = 500
EARLIEST = timedelta(days=366)  # before the first post; what is earlier is a slip of the pen


def begin_legal_clocks(incident: Incident, category: Category, *, at: datetime) -> None:
    """Let the clocks run that an incident of this category starts by itself, from when it was first seen.

    What a category has started stays when the category changes: only a person rules a duty out.
    """
    when = incident.first_seen_at.isoformat()
    begun = [
        one.code
        for one in begun_by(category, knowledge.statutes().values())
        if note(incident, kind="law_applies", at=at, key=f"law:{one.code}", facts={"law": one.code, "when": when})
    ]
    if begun:
        record(incident, actor=machine_actor("respond"), action="law_applies", at=at, detail={"laws": begun})


@transaction.atomic
def say_of_law(*, seat: Seat, incident: Incident, code: str, word: Word, when: datetime | None, text: str = "") -> None:
    """Say that a duty applies since `when`, was met at `when`, does not apply, or was not met after all.

    All but the first say how or why. What was not met after all runs on from its start: nothing is gained by it.
    """
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    if code not in knowledge.statutes():
        raise BadInput(field="law", problem="unknown_law")
    moments = list(Moment.objects.filter(incident=incident, facts__law=code))
    clock = next((one for one in legal_of(incident, moments) if one.statute.code == code), None)
    of_now = word in (Word.NOT, Word.UNDONE)
    said_at = seat.at if of_now else need_sound(seat, incident, clock, word, when)
    need_change(incident, clock, word)
    if len(text) > LONGEST:
        raise BadInput(field="text", problem="too_long")
    if word is not Word.APPLIES and not text.strip():
        raise BadInput(field="text", problem="reason_missing")
    facts = {"law": code, "when": said_at.isoformat()}
    if word is Word.APPLIES:
        tell(seat, incident, "law_applies", text=text, facts=facts)
    elif word is Word.DONE:
        tell(seat, incident, "law_done", text=text, facts=facts)
    elif word is Word.UNDONE:
        tell(seat, incident, "law_undone", text=text, facts=facts)
    else:
        tell(seat, incident, "law_not", text=text, facts=facts)


def tell(seat: Seat, incident: Incident, action: str, *, text: str, facts: dict[str, str]) -> None:
    note(incident, kind=action, at=seat.at, person=seat.person, text=text.strip(), facts=facts)
    record(incident, actor=person_actor(seat.person), action=action, at=seat.at, detail=facts)


def need_sound(seat: Seat, incident: Incident, clock: LegalClock | None, word: Word, when: datetime | None) -> datetime:
    """Give the moment that somebody named; raise BadInput for none, one to come, one before the clock, or a slip."""
    if when is None:
        raise BadInput(field="when", problem="no_moment")
    if when > seat.at:
        raise BadInput(field="when", problem="to_come")
    if when < incident.golden_start - EARLIEST:
        raise BadInput(field="when", problem="too_long_ago")
    start = clock.deadline.starts if clock and clock.deadline else None
    if word is Word.APPLIES and start and clock and clock.standing is Standing.RUNNING and when >= start:
        raise BadInput(field="when", problem="later_start")
    return when


def need_change(incident: Incident, clock: LegalClock | None, word: Word) -> None:
    """Raise Conflict where it was said already: by somebody faster, or by the same form twice.

    Of what is met nothing is said but that it was not.
    """
    standing = clock.standing if clock else Standing.ASKED
    if (standing is Standing.DONE) is not (word is Word.UNDONE) or (word is Word.NOT and standing is Standing.NOT):
        raise Conflict(incident=incident.code)
    if word is Word.DONE and standing is not Standing.RUNNING:
        raise BadInput(field="law", problem="not_running")
