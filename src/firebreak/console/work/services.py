"""How is long work asked for, called off, done by one loop at a time, and let go?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import transaction
from django.utils.translation import get_language

from firebreak.console import bulk
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.work.models import Piece, Work
from firebreak.core.errors import BadInput, Conflict

MOST = 3  # works that one person may have under way at a brand
LEASE = timedelta(seconds=60)
QUIET = timedelta(minutes=10)  # the lease of a part of which nothing can be told while it is done
DEATHS = 3  # a work whose loop ended so often before it was done is not begun again
KEPT = timedelta(hours=24)
PIECE = 1 << 20
BROKEN_OFF = "broken_off"
WORDS = "query"  # what of the asked may hold words that a person searched for


def topic_of(person: int) -> str:
    """Name what moves when one of a person's works does."""
    return f"work:{person}"


@transaction.atomic
def ask_work(*, seat: Seat, kind: str, asked: Mapping[str, Any]) -> Work:
    """Put a work in the queue; the caller has asked whether this seat may. Raises BadInput where too many wait."""
    lock_brand(seat.brand)
    if Work.objects.filter(brand=seat.brand, person=seat.person).under_way().count() >= MOST:
        raise BadInput(field="work", problem="too_many_works")
    language = get_language() or "zh-hant"
    work = Work.objects.create(
        brand=seat.brand, person=seat.person, kind=kind, asked=dict(asked), language=language, at=seat.at
    )
    write_down(seat, work, "ask_work")
    return work


@transaction.atomic
def cancel_work(*, seat: Seat, work: Work) -> None:
    """Call a work off: whoever has it in hand stops at its next word. Raises Conflict when it has ended already."""
    lock_brand(seat.brand)
    ended = {"state": Work.State.CANCELLED, "ended_at": seat.at, "keep_until": seat.at + KEPT}
    ended["asked"] = without_words(work)
    if not Work.objects.filter(pk=work.pk, person=seat.person).under_way().update(**ended):
        raise Conflict(work=work.pk)
    Piece.objects.filter(work=work).delete()
    write_down(seat, work, "cancel_work")


@transaction.atomic
def drop_work(*, seat: Seat, work: Work) -> None:
    """Let an ended work go before its time, with its file."""
    lock_brand(seat.brand)
    rows = Work.objects.filter(pk=work.pk, person=seat.person).exclude(state__in=("waiting", "running"))
    if not rows.exists():
        raise Conflict(work=work.pk)
    write_down(seat, work, "drop_work")
    rows.delete()


@transaction.atomic
def note_taken(*, seat: Seat, work: Work) -> None:
    """Remember that the person has what came of it, so that nothing calls them there any more.

    Raises Conflict where it has gone meanwhile.
    """
    lock_brand(seat.brand)
    rows = Work.objects.filter(pk=work.pk, state=Work.State.DONE)
    if not rows.exists():
        raise Conflict(work=work.pk)
    rows.filter(taken_at__isnull=True).update(taken_at=seat.at)
    write_down(seat, work, "take_work")


def write_down(seat: Seat, work: Work, action: str) -> None:
    actor, subject = person_actor(seat.person), f"work:{work.pk}"
    write_entry(brand=seat.brand, actor=actor, action=action, subject=subject, detail={"kind": work.kind}, at=seat.at)
    beat(seat.brand, topic_of(seat.person.pk))


@transaction.atomic
def claim_work(*, kind: str, real: datetime) -> Work | None:
    """Take the oldest work of a kind in hand; what an earlier turn left of it is cleared away."""
    rows = Work.objects.filter(kind=kind).free(real=real).order_by("pk")
    rows = rows.select_for_update(skip_locked=True, of=("self",)) if bulk.is_postgres() else rows
    work = rows.select_related("brand", "person").first()
    if work is None:
        return None
    work.died += work.state == Work.State.RUNNING  # nothing more was heard of the loop that had it
    work.state, work.turn, work.lease_until = Work.State.RUNNING, work.turn + 1, real + LEASE
    work.step = work.done = work.total = 0
    work.pace = 0.0
    work.save(update_fields=["state", "turn", "died", "lease_until", "step", "done", "total", "pace"])
    Piece.objects.filter(work=work).delete()
    beat(work.brand, topic_of(work.person_id))
    return work


@transaction.atomic
def end_work(
    work: Work, *, state: Work.State, at: datetime, outcome: Mapping[str, Any] | None = None, error: str = ""
) -> None:
    """Write down how a work ended. Raises Conflict where it was called off, or another loop has it by now."""
    lock_brand(work.brand)
    ended = {"state": state, "ended_at": at, "keep_until": at + KEPT, "error": error[:60]}
    ended |= {"asked": without_words(work), "outcome": dict(outcome or {})}
    if not in_hand(work).update(**ended):
        raise Conflict(work=work.pk)
    if state is not Work.State.DONE:
        Piece.objects.filter(work=work).delete()
    beat(work.brand, topic_of(work.person_id))


def without_words(work: Work) -> dict[str, Any]:
    """Give what was asked for without the words searched for, often somebody's name: nobody needs them at the end."""
    return {name: value for name, value in work.asked.items() if name != WORDS}


def in_hand(work: Work) -> Any:
    """Give the row, if it is still this turn's."""
    return Work.objects.filter(pk=work.pk, state=Work.State.RUNNING, turn=work.turn)


@transaction.atomic
def keep_piece(work: Work, number: int, body: bytes) -> None:
    """Put a piece of its file away. Raises Conflict once the work is no longer ours.

    Its row is held meanwhile, so that whoever calls it off or begins it anew finds the piece and lets it go.
    """
    if not in_hand(work).select_for_update().values_list("pk").first():
        raise Conflict(work=work.pk)
    Piece.objects.create(work=work, number=number, body=body)


def write_file(work: Work, file: IO[bytes]) -> None:
    """Put the pieces of a work's file together."""
    bodies = Piece.objects.filter(work=work).order_by("number").values_list("body", flat=True)
    for body in bodies.iterator(chunk_size=4):
        file.write(bytes(body))


def forget_works(*, at: datetime) -> None:
    """Let go what has been kept long enough, with its file."""
    for work in Work.objects.filter(keep_until__lte=at).select_related("brand"):
        with transaction.atomic():
            lock_brand(work.brand)
            beat(work.brand, topic_of(work.person_id))
            work.delete()


def forget_files(brand: Brand, *, kind: str) -> None:
    """Take back the files of a kind, because what stood in them was erased; one that is being made begins anew."""
    rows = Work.objects.filter(brand=brand, kind=kind)
    rows.filter(state=Work.State.RUNNING).update(state=Work.State.WAITING)
    Piece.objects.filter(work__in=rows.filter(state=Work.State.WAITING)).delete()
    for work in rows.filter(state=Work.State.DONE):
        beat(brand, topic_of(work.person_id))
        work.delete()
