"""What becomes of a good word: is it thanked for, what does it teach, and may it be used again?"""

from dataclasses import dataclass

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.handled import Insight, Reuse
from firebreak.console.listen.handling import TOPIC
from firebreak.console.listen.models import Post
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act, Sentiment

MOST_TAGS = 8
KNOWN = 50  # tags offered to who tags next


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said when they were asked: may their words be used, what of them, and where that can be seen."""

    granted: bool
    scope: str
    proof: str


@dataclass(frozen=True, slots=True)
class Praise:
    """What was done about a good word; `known`: the tags in use at this brand."""

    reuse: Reuse | None
    tags: list[str]
    known: list[str]


@transaction.atomic
def thank(*, seat: Seat, post: Post) -> bool:
    """Note that somebody was thanked; False when that was noted before."""
    row = begin(seat, post)
    if row.thanked_at:
        return False
    row.thanked_at, row.thanked_by = seat.at, seat.person
    row.save()
    told(seat, post, "thank_author")
    return True


@transaction.atomic
def ask_to_reuse(*, seat: Seat, post: Post) -> bool:
    """Note that somebody was asked whether their words may be used; False when that was noted before."""
    row = begin(seat, post)
    if row.asked_at:
        return False
    row.asked_at, row.asked_by = seat.at, seat.person
    row.save()
    told(seat, post, "ask_to_reuse")
    return True


@transaction.atomic
def record_answer(*, seat: Seat, post: Post, answer: Answered) -> None:
    """Keep what somebody answered; only who was asked can have answered, and a yes names what and where."""
    row = begin(seat, post)
    if row.asked_at is None:
        raise Conflict(problem="not_asked")
    if not answer.proof or (answer.granted and not answer.scope):
        raise BadInput(field="proof" if not answer.proof else "scope", problem="answer_incomplete")
    row.answer = (Reuse.Answer.GRANTED if answer.granted else Reuse.Answer.REFUSED).value
    row.answered_at, row.answered_by = seat.at, seat.person
    row.scope, row.proof = (answer.scope if answer.granted else ""), answer.proof
    row.save()
    told(seat, post, "record_reuse", answer=row.answer)


@transaction.atomic
def tag_insight(*, seat: Seat, post: Post, tag: str) -> None:
    """Say in a word what a mention teaches; said twice takes it away again."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    mine = Insight.objects.filter(post=post)
    if mine.filter(tag=tag).delete()[0]:
        told(seat, post, "drop_insight")
        return
    if mine.count() >= MOST_TAGS:
        raise BadInput(field="tag", problem="too_many_tags", most=MOST_TAGS)
    Insight.objects.create(post=post, brand=seat.brand, tag=tag, person=seat.person, at=seat.at)
    told(seat, post, "tag_insight")


def begin(seat: Seat, post: Post) -> Reuse:
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    return Reuse.objects.filter(post=post).first() or Reuse(post=post)


def told(seat: Seat, post: Post, action: str, **detail: str) -> None:
    """Write one line into the trail, without a word of the post or of the answer, and tell open pages."""
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"post:{post.pk}",
        detail=dict(detail),
        at=seat.at,
    )
    beat(seat.brand, TOPIC)


def praise_of(seat: Seat, post: Post) -> Praise | None:
    """Give what the card of a good word shows; None for any other mention without tags."""
    tags = list(Insight.objects.filter(post=post).order_by("tag").values_list("tag", flat=True))
    if post.reading.sentiment != Sentiment.POSITIVE and not tags and not hasattr(post, "reuse"):
        return None
    known = Insight.objects.filter(brand=seat.brand).order_by("tag").values_list("tag", flat=True).distinct()
    return Praise(reuse=getattr(post, "reuse", None), tags=tags, known=list(known[:KNOWN]))
