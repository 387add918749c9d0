"""What does the building of stories remember between two batches? The book of a brand's stories still alive."""

import json
import zlib
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from firebreak.core.errors import BadInput
from firebreak.core.terms import Category
from firebreak.core.text.grams import TOPIC_BITS
from firebreak.core.text.towns import ROOM

Floats = npt.NDArray[np.float32]
Times = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Signatures = npt.NDArray[np.uint32]
Copies = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
Sparse: TypeAlias = "csr_array[np.float32, tuple[int, int]]"

WORDS = 1 << TOPIC_BITS
WIDTH = WORDS + ROOM
"""Columns of features: those of words, then those of towns."""
SIGNATURE = 64
KEPT = 2
"""Signatures and copy keys kept of a story: its first post's and its latest's."""
CATEGORIES: tuple[Category, ...] = tuple(Category)
COMPLAINTS = sum(category.is_complaint for category in CATEGORIES)
"""The first so many categories, in the order of Category, are complaints."""

_FORMAT = 1
_STORED = {
    "keys": np.int64,
    "refs": np.int64,
    "first": np.float64,
    "last": np.float64,
    "mass": np.float32,
    "heat": np.float32,
    "tally": np.int32,
    "signatures": np.uint32,
    "copies": np.uint64,
}


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The stories of a brand that may still grow, and the latent seeds that a second post would make a story.

    K rows, one each. `keys` (K,): a story has its number ≥ 1, a seed a number ≤ −2. `refs` (K,): the caller's id of the
    first post. `vectors` (K, WIDTH): faded sum of the posts' features. `first`, `last` (K,): epoch seconds. `mass`
    (K,): posts, faded. `heat` (K,): complaints of late, as of `last`. `tally` (K, 14): posts by category, in the order
    of Category. `signatures` (K, 2, 64) and `copies` (K, 2): of the first post and the latest.
    """

    vectors: Sparse
    keys: Keys
    refs: Keys
    first: Times
    last: Times
    mass: Floats
    heat: Floats
    tally: Counts
    signatures: Signatures
    copies: Copies
    next_story: int = 1
    next_seed: int = -2

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def latent(self) -> Flags:
        """Which rows (K,) are seeds that have no story number yet."""
        return self.keys < 0

    @property
    def sizes(self) -> Counts:
        """Posts of each row (K,)."""
        return np.asarray(self.tally.sum(axis=1), np.int32)

    @property
    def begun(self) -> int:
        """How many stories and seeds were ever begun."""
        return self.next_story - 1 - (self.next_seed + 2)

    def row(self, key: int) -> int:
        """Find the row of a story; raises BadInput when it is no longer, or never was, in the book."""
        found = np.flatnonzero(self.keys == key)
        if not len(found):
            raise BadInput(problem="story_unknown", story=key)
        return int(found[0])

    def take(self, rows: Flags | Keys) -> "Book":
        """Keep some rows."""
        return replace(self, vectors=self.vectors[rows], **{name: getattr(self, name)[rows] for name in _STORED})

    def to_bytes(self) -> bytes:
        """Write the whole book, about 0.5 kB a row; the same book gives the same bytes."""
        head = {"format": _FORMAT, "rows": len(self), "next_story": self.next_story, "next_seed": self.next_seed}
        parts = [
            np.diff(self.vectors.indptr).astype("<u4"),
            self.vectors.indices.astype("<u2"),
            self.vectors.data.astype("<f2"),
            *(getattr(self, name).astype(np.dtype(kind).newbyteorder("<")) for name, kind in _STORED.items()),
        ]
        return json.dumps(head).encode() + b"\n" + zlib.compress(b"".join(part.tobytes() for part in parts), 1)


def sparse(matrix: Any) -> Sparse:
    """Give a matrix as sparse rows of float32; a vector becomes one row."""
    return cast(
        "Sparse", csr_array(np.atleast_2d(matrix) if isinstance(matrix, np.ndarray) else matrix, dtype=np.float32)
    )


def empty_book() -> Book:
    """Begin a brand's book."""
    return Book(
        vectors=sparse((0, WIDTH)),
        keys=np.zeros(0, np.int64),
        refs=np.zeros(0, np.int64),
        first=np.zeros(0),
        last=np.zeros(0),
        mass=np.zeros(0, np.float32),
        heat=np.zeros(0, np.float32),
        tally=np.zeros((0, len(CATEGORIES)), np.int32),
        signatures=np.zeros((0, KEPT, SIGNATURE), np.uint32),
        copies=np.zeros((0, KEPT), np.uint64),
    )


def from_bytes(stored: bytes) -> Book:
    """Read a book that `Book.to_bytes` wrote; nothing at all is an empty book. Raises BadInput for anything else."""
    if not stored:
        return empty_book()
    try:
        line, _, packed = bytes(stored).partition(b"\n")
        head = json.loads(line)
        if head["format"] != _FORMAT:
            raise BadInput(problem="book_format", format=head["format"])
        return _unpacked(head, zlib.decompress(packed))
    except (ValueError, KeyError, TypeError, zlib.error) as wrong:
        raise BadInput(problem="book_unreadable") from wrong


def _unpacked(head: dict[str, int], body: bytes) -> Book:
    rows, place = head["rows"], 0
    shapes = {"tally": (len(CATEGORIES),), "signatures": (KEPT, SIGNATURE), "copies": (KEPT,)}

    def read(kind: npt.DTypeLike, count: int) -> npt.NDArray[np.generic]:
        nonlocal place
        wanted = np.dtype(kind).newbyteorder("<")
        found = np.frombuffer(body, wanted, count, place)
        place += count * wanted.itemsize
        return found

    lengths = read(np.uint32, rows).astype(np.int32)
    total = int(lengths.sum())
    indices = read(np.uint16, total).astype(np.int32)
    data = read(np.float16, total).astype(np.float32)
    indptr = np.concatenate([np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)])
    columns: dict[str, Any] = {}
    for name, kind in _STORED.items():
        shape = (rows, *shapes.get(name, ()))
        columns[name] = read(kind, int(np.prod(shape))).astype(kind).reshape(shape)
    vectors = csr_array((data, indices, indptr), shape=(rows, WIDTH))
    return Book(vectors=vectors, next_story=head["next_story"], next_seed=head["next_seed"], **columns)


def joined(above: Book, below: Book) -> Book:
    """Put the rows of one book under those of another, with the numbering of the first."""
    columns: dict[str, Any] = {name: np.concatenate([getattr(above, name), getattr(below, name)]) for name in _STORED}
    vectors = sparse(vstack([above.vectors, below.vectors], format="csr"))
    return replace(above, vectors=vectors, **columns)


def merge(book: Book, gone: int, into: int) -> Book:
    """Let the story `gone` go on in the story `into`; both are named by number. Raises BadInput for an unknown one."""
    source, target = book.row(gone), book.row(into)
    if source == target:
        raise BadInput(problem="story_same", story=into)
    pair = book.take(np.array([target, source]))
    late = int(np.argmax(pair.last))
    both = replace(
        pair.take(np.array([0])),
        vectors=sparse(pair.vectors.sum(axis=0)),
        refs=pair.refs[[int(np.argmin(pair.first))]],
        first=pair.first.min(keepdims=True),
        last=pair.last.max(keepdims=True),
        mass=pair.mass.sum(keepdims=True),
        heat=pair.heat.max(keepdims=True),
        tally=pair.tally.sum(axis=0, keepdims=True),
        signatures=np.stack([pair.signatures[0, 0], pair.signatures[late, -1]])[None],
        copies=np.array([[pair.copies[0, 0], pair.copies[late, -1]]], np.uint64),
    )
    others = np.ones(len(book), bool)
    others[[source, target]] = False
    return trimmed(joined(book.take(others), both))


LONGEST = 256
"""Features kept of a story: its heaviest."""


def trimmed(book: Book) -> Book:
    """Keep the heaviest features of each row at the precision in which they are stored.

    A book that was written and read again is therefore the same book, and goes on in the same way.
    """
    vectors = book.vectors
    lengths = np.diff(vectors.indptr)
    keep = np.abs(vectors.data) > 1e-4
    for row in np.flatnonzero(lengths > LONGEST):
        part = slice(vectors.indptr[row], vectors.indptr[row + 1])
        order = np.argsort(-vectors.data[part], kind="stable")[LONGEST:]
        keep[vectors.indptr[row] + order] = False
    kept = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])
    slim: Any = csr_array(
        (
            vectors.data[keep].astype(np.float16).astype(np.float32),
            vectors.indices[keep],
            kept[vectors.indptr].astype(np.int32),
        ),
        shape=vectors.shape,
    )
    slim.sort_indices()
    return replace(book, vectors=slim)
