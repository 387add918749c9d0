"""What may a person say of one post beside correcting it: that it is read rightly, not so, or must be unmasked?"""

from collections import Counter

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, person_actor, write_entry
from firebreak.console.listen.models import Correction, Post, Reading
from firebreak.console.listen.services import count_up, stored_key
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act


@transaction.atomic
def confirm_reading(*, seat: Seat, post: Post) -> bool:
    """Say that the machine read rightly; the post is decided then. False when a person has decided before."""
    seat.need(Act.TRIAGE)
    if not Reading.objects.filter(post=post, corrected=False).update(corrected=True):
        return False
    said = Reading.objects.values_list("sentiment", "category").get(post=post)
    for field, value in zip(("sentiment", "category"), said, strict=True):
        Correction.objects.create(post=post, person=seat.person, at=seat.at, field=field, was=value, now=value)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="confirm_reading",
        subject=f"post:{post.pk}",
        at=seat.at,
    )
    beat(seat.brand, "posts")
    return True


def last_word(post: Post) -> int:
    """Name what a person said of a post last; 0 where nobody has said anything."""
    return post.corrections.order_by("-pk").values_list("pk", flat=True).first() or 0


def take_back(*, seat: Seat, post: Post, word: int) -> None:
    """Undo what this person said of a post last; Conflict where that is no longer the last word, or not theirs."""
    seat.need(Act.TRIAGE)
    reading = Reading.objects.select_for_update().get(post=post)
    last = Correction.objects.filter(post=post).order_by("-pk").first()
    if last is None or last.pk != word or last.person_id != seat.person.pk:
        raise Conflict
    before, said = stored_key(post, reading), Correction.objects.filter(post=post, person=seat.person, at=last.at)
    was = {one.field: one.was for one in said.order_by("-pk")}
    for name, value in was.items():
        setattr(reading, name, value == "True" if name == "urgent" else value)
    said.delete()
    reading.corrected = Correction.objects.filter(post=post).exists()
    reading.save(update_fields=[*was, "corrected"])
    moved = Counter({stored_key(post, reading): 1})
    moved.subtract({before: 1})
    count_up(seat.brand, moved)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="take_back_reading",
        subject=f"post:{post.pk}",
        detail=was,
        at=seat.at,
    )


@transaction.atomic
def lift_mask(*, seat: Seat, post: Post, reason: str) -> None:
    """Write down who looks at the personal data of a post and why; `reason` is a code."""
    seat.need(Act.UNMASK)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="unmask_post",
        subject=f"post:{post.pk}",
        detail={"reason": reason},
        at=seat.at,
    )
