"""Which stories are there, rising ones first?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from firebreak.console.access import Seat
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.listen.growth import Stretch
from firebreak.core.terms import Severity

HOUR = timedelta(hours=1)
SPANS = {"24": timedelta(hours=24), "168": timedelta(days=7), "720": timedelta(days=30)}
MOST = 100


@dataclass(frozen=True, slots=True)
class Card:
    """A story in the list."""

    story: Story
    counts: list[float]  # posts per hour of the last day
    last_hour: int
    hour_before: int

    @property
    def negative_share(self) -> float:
        return self.story.negative_count / self.story.post_count if self.story.post_count else 0.0

    @property
    def rises(self) -> bool:
        return self.last_hour >= 2 and self.last_hour > self.hour_before

    @property
    def difference(self) -> int:
        return self.last_hour - self.hour_before

    @property
    def look(self) -> str:
        return "neg" if self.negative_share >= 0.5 else ""

    @property
    def rank(self) -> tuple[bool, int, int, float, float]:
        """Rising first, then by level, posts of the last hour, and how new the last post is."""
        worst = -Severity(self.story.severity).rank
        return (self.rises, worst, self.last_hour, self.story.score, self.story.last_post_at.timestamp())


def cards_of(seat: Seat, *, span: timedelta, most: int = MOST) -> list[Card]:
    """Give the stories that had a post within `span`, rising ones first."""
    rows = Story.objects.filter(brand=seat.brand, last_post_at__gt=seat.at - span, first_post_at__lte=seat.at).shown()
    stories = list(rows.select_related("incident", "ruling").order_by("-score", "-last_post_at")[:most])
    day = Stretch(start=seat.at - 24 * HOUR, every=HOUR, count=24)
    recent = defaultdict(list)
    told = StoryPost.objects.filter(
        story__in=stories, post__brand=seat.brand, post__published_at__gt=day.start, post__published_at__lte=seat.at
    )
    for story, at in told.values_list("story_id", "post__published_at").iterator():
        recent[story].append(at)
    cards = [card_of(story, day.counts(recent[story.pk])) for story in stories]
    return sorted(cards, key=lambda card: card.rank, reverse=True)


def card_of(story: Story, counts: list[float]) -> Card:
    return Card(story=story, counts=counts, last_hour=int(counts[-1]), hour_before=int(counts[-2]))
