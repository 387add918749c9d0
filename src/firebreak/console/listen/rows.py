"""How does a post with its reading become rows? One tuple a table, in the order of the columns named here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firebreak.console.bulk import document, moment
from firebreak.console.listen.models import BUCKET_SECONDS
from firebreak.console.listen.search import Indexed
from firebreak.core.terms import Post, Reading
from firebreak.core.understand.reading import contract_dict

POST_COLUMNS = [
    "id",
    "brand_id",
    "via_id",
    "source",
    "external_id",
    "channel",
    "kind",
    "url",
    "title",
    "text",
    "author_id",
    "author_name",
    "followers",
    "verified",
    "published_at",
    "first_seen_at",
    "parent_id",
    "reshare_of",
    "rating",
    "likes",
    "comments",
    "shares",
    "views",
    "media",
    "lang",
    "raw",
]
READING_COLUMNS = [
    "post_id",
    "sentiment",
    "category",
    "urgent",
    "score",
    "intensity",
    "confidence",
    "uncertain",
    "copy_key",
    "detail",
    "model",
    "corrected",
]
KEPT_APART = {"id", "sentiment", "category", "urgent", "intensity", "confidence", "uncertain", "copy_key", "why"}

RollupKey = tuple[int, str, str, str]  # bucket, source, sentiment, category


@dataclass(frozen=True, slots=True)
class Fresh:
    """A post that is new to its brand, with what it says and the id that its rows will carry."""

    id: int
    post: Post
    reading: Reading


def post_row(fresh: Fresh, *, brand_id: int, via_id: int | None, at: datetime) -> tuple[Any, ...]:
    post, author, counts = fresh.post, fresh.post.author, fresh.post.engagement
    return (
        fresh.id,
        brand_id,
        via_id,
        post.source[:60],
        post.id[:300],
        post.channel[:120],
        post.kind.value,
        post.url,
        post.title,
        post.text,
        author.id[:200],
        author.name[:200],
        author.followers,
        author.verified,
        moment(post.published_at),
        moment(at),
        post.parent_id[:300],
        post.reshare_of[:300],
        post.rating,
        counts.likes,
        counts.comments,
        counts.shares,
        counts.views,
        document([{"type": media.type, "url": media.url} for media in post.media]) if post.media else "[]",
        post.lang[:12],
        document(post.raw) if post.raw else "{}",
    )


def reading_row(fresh: Fresh, *, model: str) -> tuple[Any, ...]:
    reading = fresh.reading
    return (
        fresh.id,
        reading.sentiment.value,
        reading.category.value,
        reading.urgent,
        reading.score,
        reading.intensity,
        reading.confidence,
        reading.uncertain,
        reading.copy_key,
        document(detail(reading)),
        model,
        False,
    )


def detail(reading: Reading) -> dict[str, Any]:
    """Give the parts of a reading that no column holds."""
    return {name: value for name, value in contract_dict(reading).items() if name not in KEPT_APART}


def indexed(fresh: Fresh) -> Indexed:
    pii = [(one.span.field, one.span.start, one.span.end) for one in fresh.reading.pii]
    return Indexed(post_id=fresh.id, title=fresh.post.title, text=fresh.post.text, pii=pii)


def bucket_of(at: datetime) -> int:
    return int(at.timestamp()) // BUCKET_SECONDS


def rollup_key(fresh: Fresh) -> RollupKey:
    reading = fresh.reading
    bucket = bucket_of(fresh.post.published_at)
    return (bucket, fresh.post.source[:60], reading.sentiment.value, reading.category.value)


def newest(posts: Iterable[Post]) -> datetime | None:
    return max((post.published_at for post in posts), default=None)


def identities(posts: Sequence[Post]) -> list[tuple[str, str]]:
    """Give what makes each post itself within a brand."""
    return [(post.source[:60], post.id[:300]) for post in posts]
