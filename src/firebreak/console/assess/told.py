"""What is known of each post of a story, light enough to read thousands of them for one page?"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from firebreak.console.assess.models import Story
from firebreak.console.bulk import timed
from firebreak.console.listen.models import Post
from firebreak.core.terms import PostKind, Sentiment

NONE = Value(0, output_field=IntegerField())
DRAWN = Coalesce(F("likes"), NONE) + Coalesce(F("comments"), NONE) + Coalesce(F("shares"), NONE)
SHARED = Coalesce(F("shares"), NONE) + Case(When(~Q(reshare_of=""), then=1), default=NONE)


NEGATIVE, NEWS = Sentiment.NEGATIVE.value, PostKind.NEWS.value  # plain words: thousands are compared


class Told(NamedTuple):
    """A post of a story without its words.

    `influence` is what it drew: likes, comments and shares; `shared` counts its shares, and itself if it is one.
    """

    pk: int
    published_at: datetime
    source: str
    channel: str
    author_id: str
    author_name: str
    followers: int | None
    verified: bool
    influence: int
    shared: int
    kind: str
    sentiment: str
    urgent: bool
    copy_key: str
    copy_of: int | None
    copy_similarity: float | None

    @property
    def account(self) -> str:
        return self.author_id or self.author_name

    @property
    def is_negative(self) -> bool:
        return self.sentiment == NEGATIVE

    @property
    def is_news(self) -> bool:
        return self.kind == NEWS


COLUMNS = (
    *("pk", "source", "channel", "author_id", "author_name", "followers", "verified"),
    *("drawn", "told_on", "kind"),
    *(f"reading__{name}" for name in ("sentiment", "urgent", "copy_key", "copy_of", "copy_similarity")),
)


def told_by(story: Story, *, at: datetime) -> list[Told]:
    """Give the posts of a story that were out by `at`, earliest first.

    Thousands of rows: they come as the driver gives them, which takes half as long as through the ORM.
    """
    rows = Post.objects.filter(place__story=story, published_at__lte=at).annotate(drawn=DRAWN, told_on=SHARED)
    told = timed(rows.order_by("published_at", "pk"), "published_at", *COLUMNS)
    return [Told(pk, published_at, *rest) for published_at, pk, *rest in told]
