"""What may a person say of one post beside correcting it: that it is read rightly, and that its mask must be lifted?"""

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, person_actor, write_entry
from firebreak.console.listen.models import Correction, Post, Reading
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
