"""What follows when a person says how a post is read, or takes it back? Its story is counted and judged anew."""

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.assess import counting
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import judge_again
from firebreak.console.govern.services import beat, lock_brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.saying import correct, take_back
from firebreak.core.terms import Act


@transaction.atomic
def correct_reading(*, seat: Seat, post: Post, changes: dict[str, str]) -> None:
    """Let a person's word win over the machine's reading; counts, and the story's level, follow in the same step."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    if correct(seat=seat, post=post, changes=changes):
        judge_those(seat, post)


@transaction.atomic
def take_back_reading(*, seat: Seat, post: Post, word: int) -> None:
    """Let a post wait as before; `word` is the correction that the person saw. Counts follow in the same step."""
    lock_brand(seat.brand)
    take_back(seat=seat, post=post, word=word)
    judge_those(seat, post)


def judge_those(seat: Seat, *posts: Post) -> None:
    """Count and judge the stories of posts that are read otherwise now, each once."""
    stories = list(Story.objects.filter(places__post__in=posts).distinct().order_by("number"))
    for story in stories:
        counting.recount(story)
    if stories:
        judge_again(seat.brand, *stories, at=seat.at)
    beat(seat.brand, "posts", "stories")
