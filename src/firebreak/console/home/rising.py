"""Which stories grow now?"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.bulk import timed
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
    rows = Story.objects.filter(brand=brand, last_post_at__gt=at - LOOK_BACK, post_count__gt=1).shown()
    heard = last_hour(brand, at=at)
    ranked = sorted(rows.order_by("-score", "-last_post_at").values_list("pk", flat=True), key=lambda pk: -heard[pk])
    stories = rows.select_related("brand", "ruling").in_bulk(ranked[:SHOWN])
    lines = lines_of(list(stories.values()), at=at)
    return [Rising(stories[pk], lines[pk]) for pk in ranked[:SHOWN] if pk in stories]  # not one merged meanwhile


def last_hour(brand: Brand, *, at: datetime) -> Counter[int]:
    """Count the posts of the last hour in each story, by primary key."""
    places = StoryPost.objects.filter(
        post__brand=brand, post__published_at__gt=at - HOUR, post__published_at__lte=at
    ).order_by()
    return Counter(dict(places.values_list("story").annotate(Count("pk"))))


def lines_of(stories: list[Story], *, at: datetime) -> dict[int, list[float]]:
    """Count each story's posts per quarter hour up to `at`."""
    if not stories:
        return {}
    over = Stretch(start=at - LOOK_BACK + timedelta(microseconds=1), every=STEP, count=LOOK_BACK // STEP)
    instants: dict[int, list[datetime]] = {one.pk: [] for one in stories}
    places = StoryPost.objects.filter(story__in=stories, post__published_at__gt=at - LOOK_BACK)
    for moment, story in timed(places, "post__published_at", "story"):
        instants[story].append(moment)
    return {story: over.counts(each) for story, each in instants.items()}
