"""Who spoke first of a story, and whose posts drew most? Names as masked for the reader."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firebreak.console.access import Seat
from firebreak.console.assess.told import Told
from firebreak.console.listen.inbox import author_of
from firebreak.console.listen.models import Post
from firebreak.console.listen.platform import shown_name

AMPLIFIERS = 5


@dataclass(frozen=True, slots=True)
class Voice:
    """An author, when they began, and their share of all interactions, in [0, 1]."""

    name: str
    source: str
    since: datetime
    followers: int | None
    posts: int
    share: float


def voices_of(seat: Seat, posts: Sequence[Told]) -> list[Voice]:
    """Give the authors whose posts drew most interactions; none where nothing was drawn."""
    total = drawn_by(posts)
    ranked = sorted(by_author(posts), key=lambda posts: -drawn_by(posts))
    return voices(seat, ranked[:AMPLIFIERS], total) if total else []


def first_voice(seat: Seat, posts: Sequence[Told]) -> Voice | None:
    """Give who spoke first; `posts` come earliest first."""
    return voices(seat, by_author(posts)[:1], drawn_by(posts))[0] if posts else None


def drawn_by(posts: Iterable[Told]) -> int:
    return sum(post.influence for post in posts)


def by_author(posts: Sequence[Told]) -> list[list[Told]]:
    """Put each author's posts together, who spoke first first."""
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for post in posts:
        groups[post.source, post.account].append(post)
    return list(groups.values())


def voices(seat: Seat, groups: Sequence[Sequence[Told]], total: int) -> list[Voice]:
    latest = Post.objects.in_bulk([posts[-1].pk for posts in groups])
    return [voice(seat, posts, latest[posts[-1].pk], total) for posts in groups]


def voice(seat: Seat, posts: Sequence[Told], latest: Post, total: int) -> Voice:
    author = author_of(seat, latest)
    return Voice(
        name=author.name or author.id or _("Anonymous"),
        source=shown_name(posts[0].source),
        since=posts[0].published_at,
        followers=author.followers,
        posts=len(posts),
        share=drawn_by(posts) / total if total else 0.0,
    )
