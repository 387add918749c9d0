"""Why does a person look behind the mask of one post?"""

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import person_actor, write_entry
from firebreak.console.listen.models import Post
from firebreak.core.terms import Act


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
