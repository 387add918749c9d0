"""Which posts say the same thing in (nearly) the same words? Keys for exact copies, signatures for near ones.

Similarity is the Jaccard index of character 3-grams of the folded text without space and punctuation. A signature holds
64 minima under 64 hash functions (Broder 1997, doi 10.1109/SEQUEN.1997.666900): the share of equal values estimates the
similarity with a standard error of at most 0.0625, so candidates are verified with `likeness` of their grams.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from firebreak.core.text.batch import Flags, Folded, Ints, distinct
from firebreak.core.text.fold import SIZE
from firebreak.core.text.grams import STEP, Hashes, mix

Keys = npt.NDArray[np.uint64]
Floats64 = npt.NDArray[np.float64]

VALUES = 64
ROWS = 4  # values of a band: 16 bands of 4 find a pair of similarity 0.8 with 99.98 %, of 0.5 with 64 %
LENGTH = 3
EMPTY = np.uint32(0xFFFFFFFF)
IGNORED = ("Z", "P", "C")
PLAIN, BEYOND_HAN = 0x20000, 0x323B0  # between them only Han, after them nothing written
BLOCK = 4096  # grams hashed at once: 64 × 4096 values stay in the cache


@cache
def counted() -> Flags:
    """Say for every code point whether it counts when texts are compared: neither space, punctuation nor control."""
    known = (unicodedata.category(chr(code))[0] not in IGNORED for code in range(PLAIN))
    beyond = np.arange(PLAIN, SIZE)
    return np.append(np.fromiter(known, np.bool_, PLAIN), beyond < BEYOND_HAN)


@cache
def factors() -> Hashes:
    """Give the 64 odd factors of the hash functions."""
    return (mix(np.arange(1, VALUES + 1, dtype=np.uint32) * STEP) | np.uint32(1))[:, None]


def body_slots(folded: Folded) -> Ints:
    """Give the slot of each post that copies are judged by: the text, or the title of a post without text."""
    slots = np.arange(len(folded), dtype=np.int64) * 2 + 1
    return np.where(folded.ends[slots] == folded.starts[slots], slots - 1, slots)


def copy_keys(folded: Folded) -> Keys:
    """Give a 64-bit key per post (n,), equal for exact copies after folding, whatever space surrounds them."""
    text, starts, ends = folded.text, folded.starts.tolist(), folded.ends.tolist()
    bodies = (text[starts[slot] : ends[slot]].strip() for slot in body_slots(folded).tolist())
    return np.fromiter((key_of(body) for body in bodies), dtype=np.uint64, count=len(folded))


def key_of(body: str) -> int:
    return int.from_bytes(blake2b(body.encode(), digest_size=8).digest())


@dataclass(frozen=True, slots=True, eq=False)
class Prints:
    """What n texts are compared by: `signatures` (n, 64), all ones without a word, and every 3-gram as a 32-bit hash.

    The grams of text i are `grams[ends[i - 1]:ends[i]]`, one as often as it is said.
    """

    signatures: Hashes
    grams: Hashes
    ends: Ints

    def __len__(self) -> int:
        return len(self.ends)

    def grams_of(self, place: int) -> Hashes:
        return self.grams[self.ends[place - 1] if place else 0 : self.ends[place]]

    def sets(self) -> list[Hashes]:
        """Give the grams of every text, each once."""
        places = np.repeat(np.arange(len(self), dtype=np.uint64), np.diff(self.ends, prepend=0))
        kept = distinct(places << np.uint64(32) | self.grams)
        ends = np.searchsorted(kept, np.arange(len(self) + 1, dtype=np.uint64) << np.uint64(32)).tolist()
        grams = kept.astype(np.uint32)
        return [grams[start:end] for start, end in pairwise(ends)]

    def take(self, places: Sequence[int]) -> "Prints":
        """Keep some texts, in this order."""
        rows = np.asarray(places, dtype=np.int64)
        starts = np.append(0, self.ends[:-1])[rows] if len(rows) else rows
        lengths = self.ends[rows] - starts
        ends = np.cumsum(lengths)
        within = np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
        return Prints(self.signatures[rows], self.grams[np.repeat(starts, lengths) + within], ends)


def prints(folded: Folded) -> Prints:
    """Give what every post's body is compared by."""
    grams, posts = shingles_of(folded)
    ends = np.searchsorted(posts, np.arange(len(folded)), side="right")
    return Prints(signatures=minima(grams, posts, len(folded)), grams=grams, ends=ends)


def minima(grams: Hashes, posts: Ints, count: int) -> Hashes:
    """Give the MinHash signature of each of `count` posts from their grams."""
    found = np.full((count, VALUES), EMPTY)
    if not len(grams):
        return found
    first = np.flatnonzero(np.diff(posts, prepend=-1))
    lengths = np.diff(first, append=len(posts))
    for low, high in blocks(first, len(grams)):
        values = grams[first[low] : first[low] + lengths[low:high].sum()] * factors()
        least = np.minimum.reduceat(values, first[low:high] - first[low], axis=1)
        found[posts[first[low:high]]] = least.T
    return found


def blocks(first: Ints, total: int) -> list[tuple[int, int]]:
    """Cut posts (by the place of their first gram) into runs of about BLOCK grams."""
    cuts = np.searchsorted(first, np.arange(0, total, BLOCK))
    edges = np.unique(np.append(cuts, len(first)))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def shingles_of(folded: Folded) -> tuple[Hashes, Ints]:
    """Hash the 3-grams of every post's body, with the post of each; a body of one or two characters is one gram."""
    slots = body_slots(folded)
    own = np.zeros(2 * len(folded) + 1, dtype=np.int64)
    own[slots] += 1
    slot = np.repeat(np.arange(2 * len(folded)), folded.ends - folded.starts + 1)
    keep = counted()[folded.codes] & (folded.codes != 0) & (own[slot] > 0)
    posts, chars = slot[keep] // 2, char_hashes_exact()[folded.codes[keep]]
    if not len(chars):
        return chars, posts
    return gram_hashes(chars, posts)


def gram_hashes(chars: Hashes, posts: Ints) -> tuple[Hashes, Ints]:
    """Join each character with the two after it in the same post; what is shorter stands for itself."""
    grams = chars.copy()
    alone = np.ones(len(chars), dtype=np.bool_)
    for ahead in range(1, LENGTH):
        same = posts[ahead:] == posts[:-ahead]
        grams[:-ahead][same] = grams[:-ahead][same] * STEP + chars[ahead:][same]
        alone[:-ahead] = ~same
        alone[len(alone) - ahead :] = True
    starts = np.diff(posts, prepend=-1) != 0
    keep = ~alone | starts
    return mix(grams[keep]), posts[keep]


@cache
def char_hashes_exact() -> Hashes:
    """Give a hash for every code point that tells digits apart: a copy with another number is another text."""
    return mix(np.arange(SIZE, dtype=np.uint32) * STEP + np.uint32(7))


def bands(signature: Hashes) -> Keys:
    """Give the bucket keys of signatures (n, 64): (n, 16); posts sharing a key in a column are candidates."""
    parts = signature.reshape(len(signature), -1, ROWS).astype(np.uint64)
    keys = np.zeros(parts.shape[:2], dtype=np.uint64)
    for row in range(ROWS):
        keys = (keys ^ parts[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


def likeness(ones: Sequence[Hashes], others: Sequence[Hashes]) -> Floats64:
    """Give the Jaccard index (k,) of k pairs of gram sets, in [0, 1]; two texts without a word are not copies."""
    lengths = np.asarray([len(one) + len(other) for one, other in zip(ones, others, strict=True)], dtype=np.int64)
    both = np.concatenate([tagged(ones), tagged(others)])
    both.sort()
    twice = both[1:][both[1:] == both[:-1]]
    shared = np.bincount((twice >> np.uint64(32)).astype(np.int64), minlength=len(lengths))
    return np.asarray(shared / np.maximum(lengths - shared, 1), dtype=np.float64)


def tagged(sets: Sequence[Hashes]) -> Keys:
    """Join gram sets into one array that still knows which gram is whose: the place in the upper 32 bits."""
    places = np.repeat(np.arange(len(sets), dtype=np.uint64), [len(one) for one in sets])
    grams = np.concatenate(sets).astype(np.uint64) if sets else np.zeros(0, dtype=np.uint64)
    return places << np.uint64(32) | grams


def estimate(one: Hashes, other: Hashes) -> Floats64:
    """Estimate the similarity of two signatures, or of rows of them, from the share of equal values."""
    return np.asarray(np.mean((one == other) & (one != EMPTY), axis=-1), dtype=np.float64)
