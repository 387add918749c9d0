"""What happens when a person takes back what they said of a post?"""

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.assess import placing
from firebreak.console.assess.models import StoryPost
from firebreak.console.assess.services import judge_again
from firebreak.console.govern.services import beat, lock_brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.triage import take_back


@transaction.atomic
def take_back_reading(*, seat: Seat, post: Post, word: int) -> None:
    """Let a post wait as before; `word` is the correction that the person saw. Counts follow in the same step."""
    lock_brand(seat.brand)
    take_back(seat=seat, post=post, word=word)
    for place in StoryPost.objects.filter(post=post).select_related("story"):
        placing.recount(place.story)
        judge_again(seat.brand, place.story, at=seat.at)
    beat(seat.brand, "posts", "stories")
