"""What are copies by the plain words of the contract? Slow and simple, to hold the fast way against."""

import unicodedata
from datetime import UTC, datetime

import numpy as np

from firebreak.core.terms import Post
from firebreak.core.text.batch import Folded, fold_posts
from firebreak.core.text.copies import prints
from firebreak.core.text.fold import fold
from firebreak.core.text.grams import Hashes

AT = datetime(2026, 1, 1, tzinfo=UTC)


def batch(*texts: str, title: str = "") -> Folded:
    return fold_posts([Post(id="", source="t", title=title, text=text, published_at=AT) for text in texts])


def signatures(folded: Folded) -> Hashes:
    return prints(folded).signatures


def signature(text: str) -> Hashes:
    return np.asarray(signatures(batch(text))[0])


def shingles(text: str) -> frozenset[str]:
    """Give the character 3-grams of the folded text without space and punctuation."""
    kept = "".join(
        char for char in fold(text) if ord(char) < 0x323B0 and unicodedata.category(char)[0] not in ("Z", "P", "C")
    )
    if len(kept) < 3:
        return frozenset([kept] if kept else [])
    return frozenset(kept[at : at + 3] for at in range(len(kept) - 2))


def jaccard(one: str, other: str) -> float:
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second) if first and second else 0.0
