"""Who spoke first of a story, and whose posts drew most? Names as masked for the reader."""

from collections import Counter
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
Who = tuple[str, str]  # source and account


@dataclass(frozen=True, slots=True)
class Voice:
    """An author, when they began, and their share of all interactions, in [0, 1].

    An author is an account of a source; all posts of a source that name nobody count as one.
    """

    who: Who
    name: str
    source: str
    since: datetime
    followers: int | None
    posts: int
    share: float


def voices_of(seat: Seat, posts: Sequence[Told]) -> list[Voice]:
    """Give the authors whose posts drew most interactions; none where nothing was drawn."""
    drawn: Counter[Who] = Counter()
    for post in posts:
        drawn[post.source, post.account] += post.influence
    total = drawn.total()
    return voices(seat, posts, [who for who, _ in drawn.most_common(AMPLIFIERS)], total) if total else []


def first_voice(seat: Seat, posts: Sequence[Told]) -> Voice | None:
    """Give who spoke first; `posts` come earliest first."""
    first = [(post.source, post.account) for post in posts[:1]]
    return next(iter(voices(seat, posts, first, drawn_by(posts))), None)


def drawn_by(posts: Iterable[Told]) -> int:
    return sum(post.influence for post in posts)


def voices(seat: Seat, posts: Sequence[Told], chosen: Sequence[Who], total: int) -> list[Voice]:
    """Name authors in this order; one whose latest post was erased meanwhile is left out."""
    groups: dict[Who, list[Told]] = {who: [] for who in chosen}
    for post in posts:
        if (who := (post.source, post.account)) in groups:
            groups[who].append(post)
    latest = Post.objects.in_bulk([said[-1].pk for said in groups.values()])
    return [voice(seat, said, latest[said[-1].pk], total) for said in groups.values() if said[-1].pk in latest]


def voice(seat: Seat, posts: Sequence[Told], latest: Post, total: int) -> Voice:
    author = author_of(seat, latest)
    return Voice(
        who=(posts[0].source, posts[0].account),
        name=author.name or author.id or _("Anonymous"),
        source=shown_name(posts[0].source),
        since=posts[0].published_at,
        followers=author.followers,
        posts=len(posts),
        share=drawn_by(posts) / total if total else 0.0,
    )
