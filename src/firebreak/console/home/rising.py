"""Which stories grow now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.listen.growth import Stretch

LOOK_BACK = timedelta(hours=6)
STEP = timedelta(minutes=15)
SHOWN = 5
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rising:
    """A story with its posts per quarter hour of the last six hours."""

    story: Story
    line: list[float]

    @property
    def last_hour(self) -> int:
        return int(sum(self.line[-(HOUR // STEP) :]))

    @property
    def negative_share(self) -> float:
        return self.story.negative_count / self.story.post_count

    @property
    def is_negative(self) -> bool:
        return self.negative_share >= 0.5


def rising(brand: Brand, *, at: datetime) -> list[Rising]:
    """Give the stories that had most posts in the last hour, of those that moved within six."""
    recent = Q(places__post__published_at__gt=at - HOUR, places__post__published_at__lte=at)
    rows = Story.objects.filter(brand=brand, last_post_at__gt=at - LOOK_BACK).shown().select_related("brand", "ruling")
    counted = rows.annotate(last_hour=Count("places", filter=recent))
    stories = list(counted.order_by("-last_hour", "-score", "-last_post_at")[:SHOWN])
    lines = lines_of(stories, at=at)
    return [Rising(one, lines[one.pk]) for one in stories]


def lines_of(stories: list[Story], *, at: datetime) -> dict[int, list[float]]:
    """Count each story's posts per quarter hour up to `at`."""
    over = Stretch(start=at - LOOK_BACK + timedelta(microseconds=1), every=STEP, count=LOOK_BACK // STEP)
    instants: dict[int, list[datetime]] = {one.pk: [] for one in stories}
    places = StoryPost.objects.filter(story__in=stories, post__published_at__gt=at - LOOK_BACK)
    for story, moment in places.values_list("story", "post__published_at"):
        instants[story].append(moment)
    return {story: over.counts(each) for story, each in instants.items()}
