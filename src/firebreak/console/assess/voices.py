"""Who spoke first of a story, and whose posts drew most? Names as masked for the reader."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firebreak.console.access import Seat
from firebreak.console.assess.members import influence
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


def voices_of(seat: Seat, posts: Sequence[Post]) -> list[Voice]:
    """Give the authors whose posts drew most interactions; none where nothing was drawn."""
    total = sum(map(influence, posts))
    ranked = sorted(by_author(posts), key=lambda posts: -sum(map(influence, posts)))
    return [voice(seat, one, total) for one in ranked[:AMPLIFIERS]] if total else []


def first_voice(seat: Seat, posts: Sequence[Post]) -> Voice | None:
    """Give who spoke first; `posts` come earliest first."""
    if not posts:
        return None
    total = sum(map(influence, posts))
    return voice(seat, next(one for one in by_author(posts) if one[0] is posts[0]), total)


def by_author(posts: Sequence[Post]) -> list[list[Post]]:
    groups: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        groups[post.source, post.author_id or post.author_name].append(post)
    return list(groups.values())


def voice(seat: Seat, posts: Sequence[Post], total: int) -> Voice:
    author = author_of(seat, posts[-1])
    return Voice(
        name=author.name or author.id or _("Anonymous"),
        source=shown_name(posts[0].source),
        since=posts[0].published_at,
        followers=author.followers,
        posts=len(posts),
        share=sum(map(influence, posts)) / total if total else 0.0,
    )
