"""Does an entry stand in a list of which only one digest is known? A Merkle tree after RFC 9162, section 2.1.

Leaves and nodes are hashed apart, so that no node can pass for a leaf. Digests are SHA-256, as bytes.
"""

import hashlib
from collections.abc import Sequence
from itertools import pairwise

EMPTY = hashlib.sha256(b"").digest()


def leaf(content: bytes) -> bytes:
    """Give the digest of one entry of the list."""
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A tree over leaves in order; built once, asked for many paths."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [list(leaves)]
        while len(self.levels[-1]) > 1:
            self.levels.append(above(self.levels[-1]))

    @property
    def root(self) -> bytes:
        """Give the one digest that stands for all leaves, that of nothing where there is none."""
        return self.levels[-1][0] if self.levels[0] else EMPTY

    def path(self, index: int) -> list[bytes]:
        """Give the digests beside the way from a leaf (counted from 0) up to the root."""
        found = []
        for level in self.levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                found.append(level[beside])
            index >>= 1
        return found


def above(level: Sequence[bytes]) -> list[bytes]:
    """Give the next level; who has nobody beside them goes up as they are."""
    pairs = [node(left, right) for left, right in list(pairwise(level))[::2]]
    return [*pairs, *level[len(pairs) * 2 :]]


def root_from(digest: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """Give the root to which a leaf's path leads in a tree of `count` leaves, None where no such path can be.

    >>> whole = Tree([leaf(b"a"), leaf(b"b"), leaf(b"c")])
    >>> root_from(leaf(b"c"), 2, 3, whole.path(2)) == whole.root
    True
    """
    if not 0 <= index < count:
        return None
    last, found, rest = count - 1, digest, list(path)
    while last > 0:
        if index & 1 or index < last:
            if not rest:
                return None
            beside = rest.pop(0)
            found = node(beside, found) if index & 1 else node(found, beside)
        index, last = index >> 1, last >> 1
    return None if rest else found
