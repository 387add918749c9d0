"""May a mention be hidden or reported? Asked with evidence, confirmed by a second person, never for criticism (X1)."""

from typing import Any

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand, person_actor, write_entry
from firebreak.console.listen.capturing import capture_post
from firebreak.console.listen.models import Post
from firebreak.console.listen.near import exact_copies
from firebreak.console.respond.guard.records import LONGEST_REASON, ModerationRequest
from firebreak.core.errors import BadInput, Conflict, EvidenceChanged, NotAllowed
from firebreak.core.govern.evidence import sha256
from firebreak.core.respond.moderation import Decision, Ground, Refusal, Removal, Request, decide, signs_of
from firebreak.core.terms import Act, Role, Sentiment

NOBODY = 0  # stands for a second person who is not there yet
OTHER = "other"
PERSONAL = {Refusal.OWN_REQUEST: "own_words", Refusal.NOT_YOURS: "not_yours_to_confirm"}


@transaction.atomic
def ask_moderation(*, seat: Seat, post: Post, act: str, ground: str) -> ModerationRequest:
    """Ask to hide or report a mention, or to block its author; what is criticism is refused at once, and that is kept.

    Evidence is captured first. Raises Conflict where a request for it waits already.
    """
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    if ModerationRequest.objects.filter(post=post, state=ModerationRequest.ASKED).exists():
        raise Conflict(post=post.pk, problem="asked_already")
    made = ModerationRequest(brand=seat.brand, post=post, act=act, ground=ground, asked_by=seat.person)
    made.asked_at, made.copies = seat.at, copies_of(seat, post)
    found = judged(made, evidence="to be captured", by=NOBODY, role=Role.LEGAL)
    made.state, made.refusal = ModerationRequest.REFUSED, str(found.refused or "")
    if found.allowed:
        made.state, made.capture = ModerationRequest.ASKED, capture_post(seat=seat, post=post)
        made.evidence = made.capture.sha256
    made.act, made.ground = known(act, Removal), known(ground, Ground)
    made.save()
    log(seat, made, "ask_moderation" if found.allowed else "refuse_moderation")
    return made


@transaction.atomic
def confirm_moderation(*, seat: Seat, asked: ModerationRequest) -> ModerationRequest:
    """Let it be done, as a second person: the words are judged anew, and the evidence must be what was captured."""
    seat.need(Act.APPROVE)
    row = waiting(seat, asked)
    if row.capture is None or row.evidence != sha256(row.capture.manifest.encode()):
        raise EvidenceChanged(request=row.pk)
    found = judged(row, evidence=row.evidence, by=seat.person.pk, role=seat.role)
    if found.refused in PERSONAL:
        raise NotAllowed(problem=PERSONAL[found.refused])
    row.state = ModerationRequest.ALLOWED if found.allowed else ModerationRequest.REFUSED
    row.refusal, row.decided_by, row.decided_at = str(found.refused or ""), seat.person, seat.at
    row.save()
    log(seat, row, "confirm_moderation" if found.allowed else "refuse_moderation")
    return row


@transaction.atomic
def decline_moderation(*, seat: Seat, asked: ModerationRequest, reason: str) -> ModerationRequest:
    """Say with a reason that it is not done; the mention is answered instead."""
    seat.need(Act.APPROVE)
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise BadInput(field="reason", problem="reason_missing")
    row = waiting(seat, asked)
    row.state, row.reason = ModerationRequest.DECLINED, reason.strip()
    row.decided_by, row.decided_at = seat.person, seat.at
    row.save()
    log(seat, row, "decline_moderation")
    return row


@transaction.atomic
def undo_moderation(*, seat: Seat, asked: ModerationRequest) -> ModerationRequest:
    """Say that the mention is shown again, the report withdrawn or its author let back in."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    row = ModerationRequest.objects.filter(pk=asked.pk, brand=seat.brand, state=ModerationRequest.ALLOWED).first()
    if row is None:
        raise Conflict(request=asked.pk)
    row.state, row.undone_by, row.undone_at = ModerationRequest.UNDONE, seat.person, seat.at
    row.save()
    log(seat, row, "undo_moderation")
    return row


def waiting(seat: Seat, asked: ModerationRequest) -> ModerationRequest:
    lock_brand(seat.brand)
    rows = ModerationRequest.objects.filter(pk=asked.pk, brand=seat.brand, state=ModerationRequest.ASKED)
    row = rows.select_related("post__reading", "capture").first()
    if row is None:
        raise Conflict(request=asked.pk)
    return row


def judged(row: ModerationRequest, *, evidence: str, by: int, role: Role) -> Decision:
    """Ask the guard about a mention as it stands now."""
    asked = Request(
        act=row.act,
        ground=row.ground,
        asked_by=row.asked_by_id,
        complains=complains(row.post),
        signs=signs_of(f"{row.post.title}\n{row.post.text}", repeated=repeated(row.post), rules=knowledge.moderation()),
        evidence=evidence,
    )
    return decide(asked, confirmed_by=by, role=role)


def complains(post: Post) -> bool:
    """Say whether a mention is criticism: whoever corrects its reading does not make the machine's own word undone."""
    machine = post.reading.detail.get("sentiment", {}).get("label")
    return Sentiment.NEGATIVE in (post.reading.sentiment, machine)


def repeated(post: Post) -> int:
    """Count how often its writer has said nearly the same."""
    if not post.author_id:
        return 1
    first = post.reading.copy_of_id or post.pk
    rows = Post.objects.filter(brand=post.brand, source=post.source, author_id=post.author_id)
    return rows.filter(reading__copy_of=first).count() + rows.filter(pk=first).count()


def copies_of(seat: Seat, post: Post) -> int:
    """Count the mentions elsewhere that say nearly the same, which no hiding reaches."""
    first = post.reading.copy_of_id or post.pk
    near = Post.objects.filter(brand=seat.brand, reading__copy_of=first).exclude(pk=post.pk).count()
    return max(near + int(first != post.pk), exact_copies(seat, post))


def known(word: str, kind: Any) -> str:
    """Keep a word that is on the list; whatever else was sent is not stored."""
    return word if word in {one.value for one in kind} else OTHER


def log(seat: Seat, row: ModerationRequest, action: str) -> None:
    told = {"post": row.post_id, "act": row.act, "ground": row.ground}
    detail: dict[str, Any] = told | ({"refusal": row.refusal} if row.refusal else {})
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"moderation:{row.pk}",
        detail=detail,
        at=seat.at,
    )
