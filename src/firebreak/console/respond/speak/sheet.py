"""What do we hold true of an incident, who says so, and which texts must be read again when that changes?"""

from functools import lru_cache
from typing import Any

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor
from firebreak.console.respond.lines import record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.running import need_running
from firebreak.console.respond.speak.records import LONGEST_SOURCE, LONGEST_VALUE, Fact, FactVersion, Statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.sheet import Held, Key, Line, Sheet, Stand, Status, hold, read_text, sheet_of
from firebreak.core.terms import Act
from firebreak.core.text.fold import fold

OPEN = (Status.UNVERIFIED, Status.CHECKING)
READ_BEFORE = 300  # texts; what was erased is cleared at once where it was erased, and elsewhere with the others
SETTLED = (Status.CONFIRMED, Status.REFUTED)


@lru_cache(maxsize=READ_BEFORE)
def held(text: str) -> Held:
    """Read a text for what it tells, once for as long as its words stay: in a long matter all are held against all."""
    return read_text(text, knowledge.facts())


def facts_of(incident: Incident) -> list[Fact]:
    """Give the lines of an incident's sheet in their order."""
    order = [key.value for key in Key]
    rows = incident.sheet.select_related("written_by", "settled_by")
    return sorted(rows, key=lambda fact: order.index(fact.key))


def held_true(incident: Incident) -> Sheet:
    """Give the sheet as texts are held against it."""
    rows = facts_of(incident)
    return sheet_of([Line(Key(row.key), row.value, Status(row.status)) for row in rows], knowledge.facts())


@transaction.atomic
def write_fact(
    *, seat: Seat, incident: Incident, key: Key, value: str, status: Status, source: str, version: int | None
) -> Fact:
    """Write a line of the sheet; `version` is the one that was on the screen, None where there was none.

    Whoever changes a line, it is to be confirmed anew. Raises Conflict where somebody was faster.
    """
    seat.need(Act.TRIAGE)
    said, known_by = value.strip(), source.strip()
    if not said or len(said) > LONGEST_VALUE or len(known_by) > LONGEST_SOURCE or status not in OPEN:
        raise BadInput(field="value", problem="empty" if not said else "too_long")
    lock_brand(seat.brand)
    need_running(incident)
    there = Fact.objects.filter(incident=incident, key=key).first()
    if (there.version if there else None) != version:
        raise Conflict(fact=key.value)
    was, before = there.value if there else "", held_true(incident)
    kept = there or Fact(incident=incident, key=key.value)
    kept.value, kept.status, kept.source = said, status.value, known_by
    kept.written_by, kept.written_at = seat.person, seat.at
    kept.settled_by, kept.settled_at = None, None
    keep(kept, version=0 if there is None else there.version + 1)
    stale = mark_stale(incident, key, before) if was != said else 0
    detail = {"fact": key.value, "version": kept.version, "texts": stale}
    log(seat, incident, "write_fact", detail)
    return kept


@transaction.atomic
def settle_fact(*, seat: Seat, incident: Incident, key: Key, status: Status, version: int) -> Fact:
    """Confirm a line or say that it is refuted; nobody settles what they wrote themselves, whoever named its source."""
    seat.need(Act.APPROVE)
    if status not in SETTLED:
        raise BadInput(field="status", problem="unknown")
    lock_brand(seat.brand)
    need_running(incident)
    kept = Fact.objects.filter(incident=incident, key=key, version=version).first()
    if kept is None:
        raise Conflict(fact=key.value)
    if seat.person.pk in writers_of(kept):
        raise NotAllowed(problem="own_words", fact=key.value)
    was, before = kept.status, held_true(incident)
    kept.status, kept.settled_by, kept.settled_at = status.value, seat.person, seat.at
    keep(kept, version=version + 1)
    stale = mark_stale(incident, key, before) if Status.REFUTED in (status, was) else 0
    detail = {"fact": key.value, "version": kept.version, "texts": stale, "status": status.value}
    log(seat, incident, "settle_fact", detail)
    return kept


def writers_of(fact: Fact) -> set[int]:
    """Give who has written what a line says, in whatever spelling; an erased version may have said it, so it counts."""
    said = bare(fact.value)
    same = [row.written_by_id for row in fact.versions.all() if bare(row.value) in ("", said)]
    return {fact.written_by_id, *same}


def bare(value: str) -> str:
    """Give the letters and digits of a value: another full stop makes no other fact."""
    return "".join(sign for sign in fold(value) if sign.isalnum())


@transaction.atomic
def forget_fact_versions(*, seat: Seat, incident: Incident, key: Key) -> int:
    """Erase what a line said before, because somebody with a right to it asks; that it was changed stays known."""
    seat.need(Act.ERASE)
    lock_brand(seat.brand)
    kept = Fact.objects.get(incident=incident, key=key)
    gone = kept.versions.filter(version__lt=kept.version).update(value="", source="")
    held.cache_clear()
    log(seat, incident, "forget_versions", {"fact": key.value, "version": kept.version, "versions": gone})
    return gone


def log(seat: Seat, incident: Incident, action: str, detail: dict[str, Any]) -> None:
    record(incident, actor=person_actor(seat.person), action=action, at=seat.at, detail=detail)
    beat(seat.brand, "statements")


def keep(fact: Fact, *, version: int) -> None:
    """Store a line and, beside it, what it says from now on."""
    fact.version = version
    fact.save()
    FactVersion.objects.create(
        fact=fact,
        value=fact.value,
        status=fact.status,
        source=fact.source,
        version=version,
        written_by=fact.written_by,
        written_at=fact.written_at,
        settled_by=fact.settled_by,
        settled_at=fact.settled_at,
    )


def mark_stale(incident: Incident, key: Key, before: Sheet) -> int:
    """Mark every text that speaks of a line as to be read again; gives how many there are.

    A draft is to be handed in and approved anew.
    """
    after, found = held_true(incident), 0
    for row in Statement.objects.filter(incident=incident):
        if speaks_otherwise(row.text, key, before, after):
            row.used, row.reread = sorted({*row.used, key.value}), sorted({*row.reread, key.value})
            if not row.published_at:  # how it was handed in and approved stays with what is out
                row.submitted_at, row.submitted_by = None, None
            row.save(update_fields=["used", "reread", "submitted_at", "submitted_by"])
            found += 1
    return found


def speaks_otherwise(text: str, key: Key, before: Sheet, after: Sheet) -> bool:
    """Tell whether a text speaks of a line that has changed; a new line that says what it says changes nothing."""
    then, now = stand_of(text, key, before), stand_of(text, key, after)
    if then is None:
        return now is Stand.CLASH
    return then is not Stand.SILENT or now not in (None, Stand.SILENT)


def stand_of(text: str, key: Key, known: Sheet) -> Stand | None:
    """Give what a text says of a line; None where the sheet has no such line."""
    return next((cell.stand for cell in hold(known, held(text)) if cell.key is key), None)
