"""Which tokens make a Chinese text findable? Two-character words for Han, whole words for ASCII.

SQLite's trigram tokenizer finds no two-character word; these tokens do, in FTS5 (unicode61) and in a PostgreSQL array
alike. The last character of a run is a token too, so that a prefix query finds single characters wherever they stand.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from firebreak.core.text.batch import Flags, Folded, Ints
from firebreak.core.text.fold import SIZE, fold
from firebreak.core.text.spans import Pair, overlaps

LONGEST_WORD = 40
HAN = (
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3041, 0x30FF), (0x3105, 0x312F), (0x31A0, 0x31BF), (0x3400, 0x9FFF),
    (0xAC00, 0xD7AF), (0x20000, 0x323AF),
)  # fmt: skip
WORD = re.compile(r"[0-9a-z\u00c0-\u024f]+")
PIECE = re.compile(f"(?P<word>{WORD.pattern})|(?P<han>[{''.join(f'{chr(low)}-{chr(high)}' for low, high in HAN)}]+)")


def tokens(text: str) -> Iterable[tuple[str, int, int]]:
    """Give every search token of a text with its place, in order."""
    for piece in PIECE.finditer(fold(text)):
        start, end = piece.span()
        if piece.lastgroup == "word":
            yield piece.group()[:LONGEST_WORD], start, end
            continue
        run = piece.group()
        for at in range(len(run)):
            yield run[at : at + 2], start + at, min(start + at + 2, end)


def search_bigrams(text: str) -> list[str]:
    """Give the distinct tokens under which a text is stored.

    >>> search_bigrams("海風 App 衛生") == [fold(word) for word in ("海風", "風", "app", "衛生", "生")]
    True
    """
    return list(dict.fromkeys(token for token, _, _ in tokens(text)))


@dataclass(frozen=True, slots=True, eq=False)
class Bigrams:
    """The tokens of a batch of posts, as often as they stand there, in columns.

    `post` (k,) which post; `first`, `second` (k,) code points of a Han token, `second` 0 where the run ended;
    `words` each post's other tokens, as (post, token).
    """

    post: Ints
    first: Ints
    second: Ints
    words: list[tuple[int, str]]


def bigrams_of(folded: Folded) -> Bigrams:
    """Give the tokens of every post, the same as `search_bigrams` of its fields, in a few steps for all of them."""
    codes = folded.codes.astype(np.int64)
    han = is_han()[codes]
    places = np.flatnonzero(han)
    goes_on = han[places + 1]  # the last code of a batch is the end of a field
    second = np.where(goes_on, codes[places + 1], 0)
    found = [(match.start(), match.group()[:LONGEST_WORD]) for match in WORD.finditer(folded.text)]
    owners = folded.slot_of(np.fromiter((start for start, _ in found), np.int64, len(found))) // 2
    words = list(zip(owners.tolist(), (word for _, word in found), strict=True))
    return Bigrams(post=folded.slot_of(places) // 2, first=codes[places], second=second, words=words)


@cache
def is_han() -> Flags:
    """Say of every code point whether its tokens are pairs."""
    found = np.zeros(SIZE, np.bool_)
    for low, high in HAN:
        found[low : high + 1] = True
    return found


def split_bigrams(text: str, hidden: Sequence[Pair]) -> tuple[list[str], list[str]]:
    """Give the tokens outside and those touching the hidden places: only who may unmask searches the second."""
    outside: dict[str, None] = {}
    inside: dict[str, None] = {}
    for token, start, end in tokens(text):
        touched = any(overlaps((start, end), pair) for pair in hidden)
        (inside if touched else outside)[token] = None
    return list(outside), list(inside)


def query_bigrams(words: str) -> list[str]:
    """Give the tokens that a post must all have to be found; a trailing `*` asks for any token that begins so.

    >>> query_bigrams("食安") == [fold("食安")] and query_bigrams("茶") == ["茶*"]
    True
    """
    found: dict[str, None] = {}
    for piece in PIECE.finditer(fold(words)):
        run = piece.group()
        if piece.lastgroup == "word":
            found[run[:LONGEST_WORD]] = None
        elif len(run) == 1:
            found[run + "*"] = None
        else:
            found.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
    return list(found)
