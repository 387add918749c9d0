"""What is known of each post of a story, light enough to read thousands of them for one page?"""

from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Coalesce

from firebreak.console.assess.models import Story
from firebreak.console.listen.models import Post
from firebreak.core.terms import Sentiment

NONE = Value(0, output_field=IntegerField())
DRAWN = Coalesce(F("likes"), NONE) + Coalesce(F("comments"), NONE) + Coalesce(F("shares"), NONE)


class Told(NamedTuple):
    """A post of a story without its words; `influence` is what it drew: likes, comments and shares."""

    pk: int
    published_at: datetime
    source: str
    channel: str
    author_id: str
    author_name: str
    followers: int | None
    verified: bool
    influence: int
    sentiment: str
    copy_key: str
    copy_of: int | None
    copy_similarity: float | None

    @property
    def account(self) -> str:
        return self.author_id or self.author_name

    @property
    def is_negative(self) -> bool:
        return self.sentiment == Sentiment.NEGATIVE


COLUMNS = (
    *("pk", "published_at", "source", "channel", "author_id", "author_name", "followers", "verified", "drawn"),
    *(f"reading__{name}" for name in ("sentiment", "copy_key", "copy_of", "copy_similarity")),
)


def told_by(story: Story, *, at: datetime) -> list[Told]:
    """Give the posts of a story that were out by `at`, earliest first."""
    rows = Post.objects.filter(place__story=story, published_at__lte=at).annotate(drawn=DRAWN)
    return list(starmap(Told, rows.order_by("published_at", "pk").values_list(*COLUMNS)))
