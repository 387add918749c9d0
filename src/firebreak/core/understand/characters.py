"""What does the second reader see of a post? Its first 320 characters as numbers, one for the watched name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firebreak.core.terms import Post, PostKind
from firebreak.core.text.batch import Folded, Heard, Ints
from firebreak.core.text.spans import Pair
from firebreak.core.understand.mask import OURS
from firebreak.core.understand.urgent import MEDIA

SPECIAL = ("nothing", "unknown", "hidden", "brand", "between", "picture", "film", "news", "whole")
UNKNOWN, HIDDEN, BRAND, BETWEEN, PICTURE, FILM, NEWS = range(1, 8)
MOST = 320  # characters that it reads of a post
PLANES = 0x110000


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """Which number stands for a character: `place` (PLANES,) int16 of code points, UNKNOWN for what it never learnt."""

    place: npt.NDArray[np.int16]

    @classmethod
    def of(cls, characters: str) -> "Alphabet":
        """Number the characters in their order, after the special ones."""
        place = np.full(PLANES, UNKNOWN, np.int16)
        place[[ord(one) for one in characters]] = np.arange(len(characters)) + len(SPECIAL)
        place[OURS] = BRAND
        return cls(place)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A post as it is seen: `numbers` (l,) and where each stands in the batch's text, `at` (l,), or -1."""

    numbers: Ints
    at: Ints


def seen(post: Post, place: int, heard: Heard, masked: Folded, alphabet: Alphabet) -> Seen:
    """Give what the second reader sees of the post at `place`; a watched name of several characters is one sign."""
    low, between = int(masked.starts[2 * place]), int(masked.ends[2 * place])
    start, end = int(masked.starts[2 * place + 1]), int(masked.ends[2 * place + 1])
    at = np.concatenate([np.arange(low, between + (between > low)), np.arange(start, end)])
    own = masked.codes[at] == OURS
    at = at[~own | ~np.concatenate([[False], own[:-1]])]
    codes = np.where(masked.codes[at] == OURS, OURS, heard.folded.codes[at])
    numbers = alphabet.place[codes].astype(np.int64)
    numbers[at == between] = BETWEEN
    signs = signs_of(post)
    whole = np.concatenate([signs, numbers])[:MOST]
    return Seen(whole, np.concatenate([np.full(len(signs), -1), at])[:MOST])


def signs_of(post: Post) -> Ints:
    """Give the signs that stand before the words: a picture, a film, the news."""
    kinds = {MEDIA.get(one.type.lower()) for one in post.media}
    shown = ((PICTURE, "photo" in kinds), (FILM, "video" in kinds), (NEWS, post.kind is PostKind.NEWS))
    return np.array([sign for sign, there in shown if there], np.int64)


def seen_of(shown: Seen, pieces: Sequence[Pair]) -> Ints:
    """Give which of some pieces of the batch's text it sees, wholly or in part: their places among them."""
    edges = np.searchsorted(shown.at, np.array(pieces, np.int64).reshape(-1, 2))
    return np.flatnonzero(edges[:, 0] < edges[:, 1])


def without(shown: Seen, pieces: Iterable[Pair]) -> Ints:
    """Give the same numbers (l,) with some pieces of the batch's text hidden."""
    numbers = shown.numbers.copy()
    for start, end in pieces:
        numbers[(shown.at >= start) & (shown.at < end)] = HIDDEN
    return numbers
