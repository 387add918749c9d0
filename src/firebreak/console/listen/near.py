"""Which mentions nearly repeat one another, and which words did each change?"""

from collections.abc import Sequence
from dataclasses import dataclass

from firebreak.console.access import Seat
from firebreak.console.listen.inbox import author_of, masked
from firebreak.console.listen.models import Post
from firebreak.core.terms import Author
from firebreak.core.text.changes import Piece, changes

SHOWN = 4
COMPARED = 5000  # characters of a text


@dataclass(frozen=True, slots=True)
class Near:
    """A mention beside the first of its kind: how alike, in [0.7, 1], and which words were changed."""

    post: Post
    author: Author
    similarity: float
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Kin:
    """A post among those that nearly repeat it: the first of them, unless it is that itself, and some of the others."""

    first: Near | None
    others: list[Near]
    more: int  # beyond those named
    exact: int  # posts that say the same letter by letter, after folding

    def __bool__(self) -> bool:
        return bool(self.first or self.others or self.exact)


def kin_of(seat: Seat, post: Post) -> Kin:
    """Give the mentions that nearly repeat one; each is compared with the first of them, as masked."""
    first = post.reading.copy_of or post
    rows = Post.objects.filter(brand=seat.brand, reading__copy_of=first).exclude(pk=post.pk)
    found = list(rows.select_related("reading").order_by("published_at", "pk")[: SHOWN + 1])
    more = rows.count() - SHOWN if len(found) > SHOWN else 0
    return Kin(
        first=beside(seat, post, first, shown=first) if first.pk != post.pk else None,
        others=[beside(seat, one, first, shown=one) for one in found[:SHOWN]],
        more=more,
        exact=exact_copies(seat, post),
    )


def beside(seat: Seat, copy: Post, first: Post, *, shown: Post) -> Near:
    """Compare a copy with the first of its kind; `shown` is the one of the two that is named."""
    return Near(
        post=shown,
        author=author_of(seat, shown),
        similarity=copy.reading.copy_similarity or 1.0,
        pieces=changes(body_of(first), body_of(copy)),
    )


def body_of(post: Post) -> str:
    """Give what copies are judged by, masked: the text, or the title of a post without text."""
    return (masked(post, "text") or masked(post, "title"))[:COMPARED]


def exact_copies(seat: Seat, post: Post) -> int:
    """Count other posts that say the same after folding."""
    key = post.reading.copy_key
    return Post.objects.filter(brand=seat.brand, reading__copy_key=key).exclude(pk=post.pk).count() if key else 0
