"""What do the stages hand one another about a batch of posts? Folded text, and which watches were heard in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from firebreak.core.terms import Post, Span, Watch
from firebreak.core.text.fold import Codes, fold_codes, text_of

FIELDS = ("title", "text")

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Whole = TypeVar("Whole", bound=np.integer)


@dataclass(frozen=True, slots=True)
class Folded:
    """A batch of n posts as one folded string; field f (0 title, 1 text) of post i is slot 2·i + f.

    `codes` (m,) folded code points, every field followed by one 0; `text` the same as a string;
    `starts`, `ends` (2n,) where each slot lies in it. Place minus `starts` is the offset as published.
    """

    codes: Codes
    text: str
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.starts) // 2

    def slot_of(self, places: Ints) -> Ints:
        """Give the slot that holds each place of the joined string."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def field(self, post: int, name: str) -> str:
        """Give one folded field of one post."""
        slot = 2 * post + FIELDS.index(name)
        return self.text[self.starts[slot] : self.ends[slot]]

    def span(self, start: int, end: int) -> Span:
        """Point at a place of the joined string in the field as published."""
        slot = int(np.searchsorted(self.starts, start, side="right")) - 1
        first = int(self.starts[slot])
        return Span(field=FIELDS[slot % 2], start=start - first, end=min(end, int(self.ends[slot])) - first)


def fold_posts(posts: Sequence[Post]) -> Folded:
    """Fold title and text of every post in one step."""
    return fold_fields([part for post in posts for part in (post.title, post.text)])


def fold_fields(parts: Sequence[str]) -> Folded:
    """Fold the fields of a batch: title and text of the first post, of the second, and so on."""
    lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
    ends = np.cumsum(lengths + 1) - 1
    codes = fold_codes("\0".join(parts) + "\0") if parts else np.zeros(0, dtype=np.uint32)
    codes[ends] = 0
    return Folded(codes=codes, text=text_of(codes), starts=ends - lengths, ends=ends)


@dataclass(frozen=True, slots=True)
class Heard:
    """Which watches were heard in a batch: h hits as columns, ordered by post, watch, field, start.

    `post`, `watch`, `term` (h,) index posts, `watches` and `terms`; `field` (h,) is 0 title or 1 text;
    `start`, `end` (h,) are code points of that field as published. `matched` (n,) says which posts any watch holds.
    """

    folded: Folded
    watches: tuple[Watch, ...]
    terms: tuple[str, ...]
    post: Ints
    watch: Ints
    term: Ints
    field: Ints
    start: Ints
    end: Ints
    matched: Flags

    def of_post(self, post: int) -> range:
        """Give the hits of one post, as indices into the columns."""
        low, high = np.searchsorted(self.post, (post, post + 1))
        return range(int(low), int(high))


def distinct(values: npt.NDArray[Whole]) -> npt.NDArray[Whole]:
    """Give each value (n,) once, in order; `np.unique` takes many times as long for whole numbers."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
