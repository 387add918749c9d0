"""What is known of a story at one moment, gathered from its rows for core to judge?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firebreak.console.assess.models import Story
from firebreak.console.listen.models import Post
from firebreak.core.terms import Category, PostKind, Sentiment, StoryFacts

HOUR = timedelta(hours=1)
SERIOUS = frozenset(
    [
        "bodily_harm",
        "danger",
        "foreign_body",
        "poisoning",
        "pests",
        "privacy_leak",
        "hidden_camera",
        "serious_defect_evidence",
    ]
)
FIELDS = [
    "published_at",
    "source",
    "kind",
    "author_id",
    "author_name",
    "followers",
    "likes",
    "comments",
    "shares",
    "reshare_of",
    "reading__sentiment",
    "reading__category",
    "reading__urgent",
    "reading__intensity",
    "reading__detail",
]


@dataclass(frozen=True, slots=True)
class Told:
    """One post of a story, as far as its story is judged by it."""

    published_at: datetime
    source: str
    kind: str
    author_id: str
    author_name: str
    followers: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    reshare_of: str
    sentiment: str
    category: str
    urgent: bool
    intensity: float
    detail: dict[str, Any]

    @property
    def negative(self) -> bool:
        return self.sentiment == Sentiment.NEGATIVE

    @property
    def author(self) -> tuple[str, str]:
        return (self.source, self.author_id or self.author_name)

    @property
    def is_serious(self) -> bool:
        return self.urgent and not SERIOUS.isdisjoint(self.detail.get("reasons", ()))

    @property
    def has_evidence(self) -> bool:
        return bool(self.detail.get("evidence")) and Category(self.category).is_complaint


def posts_of(story: Story, *, at: datetime) -> list[Told]:
    """Give what the story's posts tell that were out by `at`."""
    rows = Post.objects.filter(place__story=story, published_at__lte=at).order_by("published_at", "pk")
    return [Told(*row) for row in rows.values_list(*FIELDS)]


def facts_of(posts: Sequence[Told], *, at: datetime, usual_per_hour: float) -> StoryFacts:
    """Gather the facts of a story's posts at `at`; `usual_per_hour` is what the brand expects at this time."""
    negative = [post for post in posts if post.negative]
    followers = followers_of(posts)
    return StoryFacts(
        posts=len(posts),
        negative=len(negative),
        urgent=sum(post.urgent for post in posts),
        last_hour=sum(post.published_at > at - HOUR for post in posts),
        hour_before=sum(at - 2 * HOUR < post.published_at <= at - HOUR for post in posts),
        usual_per_hour=usual_per_hour,
        authors=len({post.author for post in posts}),
        followers=sum(followers.values()),
        top_followers=max(followers.values(), default=0),
        interactions=sum((post.likes or 0) + (post.comments or 0) + (post.shares or 0) for post in posts),
        shares=sum((post.shares or 0) + bool(post.reshare_of) for post in posts),
        sources=len({post.source for post in posts}),
        news=sum(post.kind == PostKind.NEWS for post in posts),
        intensity=sum(post.intensity for post in negative) / len(negative) if negative else 0.0,
        category=category_of(posts),
        serious=any(post.is_serious for post in posts),
        evidence=any(post.has_evidence for post in posts),
        serious_with_evidence=any(post.is_serious and post.has_evidence for post in posts),
    )


def followers_of(posts: Sequence[Told]) -> dict[tuple[str, str], int]:
    """Give each distinct author's followers, as last seen; unknown counts as none."""
    return {post.author: post.followers or 0 for post in posts}


def category_of(posts: Sequence[Told]) -> Category:
    """Give the commonest category among negative posts (else among all); of equals, the gravest."""
    negative = [post.category for post in posts if post.negative and Category(post.category).is_complaint]
    counts = Counter(negative or [post.category for post in posts])
    order = list(Category)
    ranked = sorted(counts, key=lambda code: (-counts[code], order.index(Category(code))))
    return Category(ranked[0]) if ranked else Category.OTHER
