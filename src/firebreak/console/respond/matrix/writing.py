"""Who writes another matrix of authority for a brand, and who lets it hold? Never the same person."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.matrix.holding import authority_of
from firebreak.console.respond.matrix.records import LONGEST_REASON, MatrixVersion
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.speak.approving import handed_in
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.matrix import Matrix, breaches, changes_in, content_of, matrix_in
from firebreak.core.terms import Act


@transaction.atomic
def write_matrix(*, seat: Seat, matrix: Matrix, reason: str, was: int) -> MatrixVersion:
    """Keep a matrix as the next version, which waits for a second person; `was` is the number that the writer saw.

    A version that still waited is replaced by it. Raises BadInput for a matrix that is weaker than the hard rules or
    says nothing new, Conflict where somebody was faster.
    """
    seat.need(Act.OVERRIDE)
    said = said_why(reason)
    if broken := breaches(matrix):
        raise BadInput(problem="matrix_too_weak", broken=[one.code for one in broken])
    lock_brand(seat.brand)
    seen = last_number(seat)
    if was != seen:
        raise Conflict(problem="newer_matrix", version=seen)
    changed = changes_in(matrix_in(authority_of(seat.brand)), matrix)
    if not changed and holds_whole(seat):
        raise BadInput(problem="same_matrix")
    text = json.dumps(content_of(matrix), separators=(",", ":"), sort_keys=True)
    made = MatrixVersion.objects.create(
        brand=seat.brand,
        number=seen + 1,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        reason=said,
        written_by=seat.person,
        written_at=seat.at,
    )
    log(seat, made, "write_matrix", changed=sorted({f"{one.part}:{one.place}" for one in changed}))
    return made


def said_why(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise BadInput(field="reason", problem="too_long" if said else "reason_missing")
    return said


def holds_whole(seat: Seat) -> bool:
    """Tell whether what holds is what was written; where a tighter rule has cut it, it may be written down so."""
    held = MatrixVersion.objects.filter(brand=seat.brand).confirmed().last()
    return held is None or held.lawful.is_whole


def last_number(seat: Seat) -> int:
    return MatrixVersion.objects.filter(brand=seat.brand).aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def confirm_matrix(*, seat: Seat, number: int) -> MatrixVersion:
    """Let a version hold from now on, as a second person.

    What waits for approval by then keeps everybody whom it was asked of, and asks whom this one names besides.
    """
    kept = waiting_for(seat, number)
    if kept.written_by_id == seat.person.pk:
        raise NotAllowed(problem="own_matrix")
    if not kept.lawful.is_whole:
        raise BadInput(problem="matrix_out_of_date", broken=[one.code for one in kept.lawful.broken])
    kept.confirmed_by, kept.in_force_at = seat.person, from_when(seat)
    kept.save(update_fields=["confirmed_by", "in_force_at"])
    log(seat, kept, "confirm_matrix")
    return kept


def from_when(seat: Seat) -> datetime:
    """Give from when on a version holds: not from before what was handed in while its request waited for the lock."""
    texts = handed_in(seat.brand).aggregate(last=Max("submitted_at"))["last"]
    messages = ReadyText.objects.filter(brand=seat.brand).waiting().aggregate(last=Max("written_at"))["last"]
    return max(at for at in (seat.at, texts, messages) if at)


@transaction.atomic
def drop_matrix(*, seat: Seat, number: int) -> MatrixVersion:
    """Take a version back, or turn it down, before it held."""
    kept = waiting_for(seat, number)
    kept.dropped_by, kept.dropped_at = seat.person, seat.at
    kept.save(update_fields=["dropped_by", "dropped_at"])
    log(seat, kept, "drop_matrix")
    return kept


def waiting_for(seat: Seat, number: int) -> MatrixVersion:
    """Give the version that waits, under the brand's lock, if it is the one that was on the screen."""
    seat.need(Act.OVERRIDE)
    lock_brand(seat.brand)
    found = MatrixVersion.objects.filter(brand=seat.brand).waiting().first()
    if found is None or found.number != number:
        raise Conflict(problem="newer_matrix", version=last_number(seat))
    return found


def log(seat: Seat, version: MatrixVersion, action: str, **detail: Any) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"matrix:{version.number}",
        detail={"version": version.number, "digest": version.digest} | detail,
        at=seat.at,
    )
    beat(seat.brand, "statements")
