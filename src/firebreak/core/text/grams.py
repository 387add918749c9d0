"""Which short runs of characters is a batch made of? Hashed character n-grams, as columns of one sparse matrix."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from firebreak.core.text.batch import Flags, Folded, Ints
from firebreak.core.text.fold import SIZE, Codes

Hashes = npt.NDArray[np.uint32]
Columns = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

LONGEST = 4
BITS = 18
NOTHING = 1 << BITS  # the column of a gram that would cross the end of a field: its weights are 0
TOPIC_BITS = 14
STEP = np.uint32(0x9E3779B1)
DIGITS = np.r_[0x30:0x3A]
SPACES = np.array([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0x2028, 0x2029, 0x3000])


def mix(hashes: Hashes) -> Hashes:
    """Scramble hashes so that every bit depends on every bit (murmur3's finaliser, public domain)."""
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes


@cache
def char_hashes() -> Hashes:
    """Give a hash for every code point; all digits are one character to the scorer, and so are all spaces."""
    codes = np.arange(SIZE, dtype=np.uint32)
    codes[DIGITS] = ord("0")
    codes[SPACES] = ord(" ")
    return mix(codes * STEP + np.uint32(1))


def rolling(codes: Codes, longest: int) -> tuple[list[Hashes], list[Flags]]:
    """Hash the grams of length 1 … longest that start at every place, and say which of them lie in one field.

    A gram equal to the one just before it (！！！！, 哈哈哈哈) counts once.
    """
    chars = char_hashes()[codes]
    inside = codes != 0
    hashes, valid = [chars], [inside]
    for length in range(2, longest + 1):
        longer = np.zeros_like(chars)
        longer[: -length + 1] = hashes[-1][: -length + 1] * STEP + chars[length - 1 :]
        fits = np.zeros_like(inside)
        fits[: -length + 1] = valid[-1][: -length + 1] & inside[length - 1 :]
        hashes.append(longer)
        valid.append(fits)
    for gram, fits in zip(hashes, valid, strict=True):
        fits[1:] &= gram[1:] != gram[:-1]
    return hashes, valid


@dataclass(frozen=True, slots=True)
class Grams:
    """The grams of n posts: `columns` (m, 4) of every place of the batch, by length; `counts` (n,) of the real ones."""

    columns: Columns
    counts: Ints
    folded: Folded

    def matrix(self) -> sparse.csr_array:
        """Give the counts as a sparse matrix (n, 2^BITS + 1); duplicates of a row are left for the product to add."""
        flat = self.columns.reshape(-1)
        pointer = np.append(self.folded.starts[::2], len(self.columns)) * LONGEST
        shape = (len(self.folded), NOTHING + 1)
        return sparse.csr_array((np.ones(len(flat), dtype=np.float32), flat, pointer), shape=shape)


def grams(folded: Folded) -> Grams:
    """Hash the character n-grams (1–4) of a batch."""
    if not len(folded.codes):
        return Grams(np.zeros((0, LONGEST), dtype=np.int32), np.zeros(len(folded), dtype=np.int64), folded)
    hashes, valid = rolling(folded.codes, LONGEST)
    columns = np.empty((len(folded.codes), LONGEST), dtype=np.int32)
    for at, (gram, fits) in enumerate(zip(hashes, valid, strict=True)):
        columns[:, at] = np.where(fits, gram >> np.uint32(32 - BITS), NOTHING)
    real = sum((fits.astype(np.int64) for fits in valid), start=np.zeros(len(folded.codes), dtype=np.int64))
    return Grams(columns, np.add.reduceat(real, folded.starts[::2]), folded)


def topic_columns(codes: Codes, is_word: Flags) -> tuple[Columns, Flags]:
    """Give the topic column (2^TOPIC_BITS) of the two-character gram at every place, and where it is all word."""
    hashes, valid = rolling(codes, 2)
    both = valid[1] & is_word
    both[:-1] &= is_word[1:]
    return (hashes[1] >> np.uint32(32 - TOPIC_BITS)).astype(np.int32), both


def topics(folded: Folded, is_word: Flags, idf: Floats) -> sparse.csr_array:
    """Weigh the two-character grams of a batch by rarity: rows (n, 2^TOPIC_BITS) of length 1, or 0 without content.

    `idf` (2^TOPIC_BITS,) is 0 for grams too common to tell one matter from another.
    """
    shape: tuple[int, int] = (len(folded), 1 << TOPIC_BITS)
    if not len(folded.codes):
        nothing = np.zeros(shape[0] + 1, dtype=np.int32)
        return sparse.csr_array((np.zeros(0, dtype=np.float32), nothing[:0], nothing), shape=shape)
    columns, real = topic_columns(folded.codes, is_word)
    real &= idf[columns] > 0
    places = np.flatnonzero(real)
    chosen = columns[places]
    pointer = np.append(np.searchsorted(places, folded.starts[::2]), len(places))
    found: sparse.csr_array[np.float32, tuple[int, int]]
    found = sparse.csr_array((idf[chosen], chosen, pointer), shape=shape)
    found.sum_duplicates()
    # A word said twice says a little more, not twice as much.
    share = found.data / idf[found.indices]
    found.data = (idf[found.indices] * (1 + np.log(np.maximum(share, 1)))).astype(np.float32)
    lengths = np.sqrt(np.bincount(row_of(found), weights=found.data**2, minlength=shape[0]))
    found.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(found.indptr)).astype(np.float32)
    return found


def row_of(matrix: sparse.csr_array) -> Ints:
    """Give the row of every stored value."""
    return np.repeat(np.arange(len(matrix.indptr) - 1), np.diff(matrix.indptr))
