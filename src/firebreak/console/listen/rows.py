"""How does a batch of posts become rows? One sheet: what each table will hold, ready to be stored by any process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import orjson

from firebreak.console.bulk import document, moment
from firebreak.console.listen.models import BUCKET_SECONDS
from firebreak.console.listen.reader import Read
from firebreak.console.listen.search import Indexed
from firebreak.console.listen.tokens import stored, stored_all
from firebreak.core.terms import Post, PostKind
from firebreak.core.text.copies import Prints
from firebreak.core.text.pii import mask
from firebreak.core.understand.many import contract_rows
from firebreak.core.understand.reading import Readings

POST_CELLS = [
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
POST_COLUMNS = ["id", "brand_id", "via_id", "first_seen_at", *POST_CELLS]
READING_CELLS = [
    "sentiment",
    "category",
    "urgent",
    "score",
    "intensity",
    "confidence",
    "uncertain",
    "copy_key",
    "detail",
]
READING_COLUMNS = ["post_id", "model", "corrected", "waits", "copy_of_id", "copy_similarity", *READING_CELLS]
KEPT_APART = ("id", "sentiment", "category", "urgent", "intensity", "confidence", "uncertain", "copy_key", "copied")

RollupKey = tuple[int, str, str, str]  # bucket, source, sentiment, category
Identity = tuple[str, str]  # source and the source's own id: what makes a post itself within a brand
Cells = tuple[Any, ...]


class Row(NamedTuple):
    """One matching post as it will be stored; the cells stand in the order of POST_CELLS and READING_CELLS."""

    identity: Identity
    published_at: datetime
    post: Cells
    reading: Cells
    open: str  # search tokens for everyone
    private: str  # … for those who may unmask
    key: RollupKey
    kin: tuple[str, str]  # the post that it reshares, the post that it answers
    words: str  # its title, else its text, personal data hidden


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What story building asks about m posts, as arrays of m rows."""

    features: Any
    signatures: Any
    copies: Any
    published: Any
    category: Any
    negative: Any
    urgent: Any
    news: Any
    foreign: Any

    def take(self, places: Sequence[int]) -> "Said":
        """Keep some rows, in this order."""
        rows = np.asarray(places, dtype=np.int64)
        return Said(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A batch of `count` posts, m of which match a watch, as plain rows and arrays that travel between processes.

    `rows`, `said` and `prints` (m,); `unmatched`: source and words of the others; `newest` of all.
    """

    count: int
    rows: list[Row]
    said: Said
    prints: Prints
    unmatched: list[tuple[str, str]]
    newest: datetime | None
    model: str
    by_both: bool  # readers, so that nothing waits to be read again


def sheet_of(read: Read) -> Sheet:
    """Turn a batch that was read into rows."""
    posts, readings = read.posts, read.readings
    places = np.flatnonzero(readings.matched).tolist()
    details = contract_rows(readings, places)
    tokens = stored_all(readings.heard.folded)
    return Sheet(
        count=len(posts),
        rows=[row_of(posts[place], detail, tokens[place]) for place, detail in zip(places, details, strict=True)],
        said=said_of(posts, readings).take(places),
        prints=readings.prints.take(places),
        unmatched=[strange(posts[place]) for place in np.flatnonzero(~readings.matched).tolist()],
        newest=max((post.published_at for post in posts), default=None),
        model=read.model,
        by_both=read.by_both,
    )


def row_of(post: Post, detail: dict[str, Any], tokens: str) -> Row:
    """Make the row of a post, given its search tokens as they are stored when none of them is personal."""
    pii = [(one["field"], one["start"], one["end"]) for one in detail["pii"]]
    outside, inside = divided(post, pii) if pii else (tokens, "")
    sentiment, category = detail["sentiment"]["label"], detail["category"]
    return Row(
        identity=identity(post),
        published_at=post.published_at,
        post=post_cells(post),
        reading=reading_cells(detail),
        open=outside,
        private=inside,
        key=(bucket_of(post.published_at), post.source[:60], sentiment, category),
        kin=(post.reshare_of[:300], post.parent_id[:300]),
        words=heading(post.title, post.text, pii),
    )


def heading(title: str, text: str, pii: Sequence[tuple[str, int, int]]) -> str:
    """Give the words that a story may be named by: a post's title, else its text, personal data hidden."""
    field, words = ("title", title) if title else ("text", text)
    return mask(words, [(start, end) for name, start, end in pii if name == field]) if pii else words


def divided(post: Post, pii: Sequence[tuple[str, int, int]]) -> tuple[str, str]:
    """Give the search tokens that everyone may search, and those that touch personal data."""
    outside, inside = Indexed(post_id=0, title=post.title, text=post.text, pii=pii).grams()
    return stored(outside), stored(inside)


def post_cells(post: Post) -> Cells:
    author, counts = post.author, post.engagement
    return (
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


def reading_cells(detail: dict[str, Any]) -> Cells:
    tone = detail["sentiment"]
    return (
        tone["label"],
        detail["category"],
        detail["urgent"],
        tone["score"],
        detail["intensity"],
        detail["confidence"],
        detail["uncertain"],
        detail["copy_key"],
        orjson.dumps({name: value for name, value in detail.items() if name not in KEPT_APART}).decode(),
    )


def said_of(posts: Sequence[Post], readings: Readings) -> Said:
    """Gather what story building asks about every post of a batch."""
    return Said(
        features=readings.topics,
        signatures=readings.prints.signatures,
        copies=readings.copy_keys,
        published=np.asarray([post.published_at.timestamp() for post in posts]),
        category=readings.category.astype(np.int32),
        negative=readings.negative,
        urgent=readings.urgent,
        news=np.asarray([post.kind is PostKind.NEWS for post in posts], dtype=np.bool_),
        foreign=foreign_of(readings),
    )


def foreign_of(readings: Readings) -> Any:
    """Tell which posts (n,) name something watched, but nothing of the brand's own."""
    heard, count = readings.heard, len(readings)
    own = np.asarray([watch.kind.is_own for watch in heard.watches], dtype=np.bool_)
    ours = own[heard.watch] if len(own) else np.zeros(0, dtype=np.bool_)
    return (np.bincount(heard.post, minlength=count) > 0) & (np.bincount(heard.post[ours], minlength=count) == 0)


def identity(post: Post) -> Identity:
    return (post.source[:60], post.id[:300])


def strange(post: Post) -> tuple[str, str]:
    """Give what is kept for a while of a post that nobody watches for."""
    return post.source[:60], "\n".join(filter(None, (post.title, post.text)))


def bucket_of(at: datetime) -> int:
    return int(at.timestamp()) // BUCKET_SECONDS
