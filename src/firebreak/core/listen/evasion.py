"""Which words are hidden by what stands between their characters (晨 露, 晨*露, zero-width joiners)? A second look.

Taken only at posts where something removable stands between two Han characters. Spaces are also how people punctuate,
so a word spelled with spaces counts only when it stands apart on both sides (大海 風箏 does not hold 海風).
"""

from dataclasses import dataclass

import numpy as np

from firebreak.core.text.batch import Flags, Folded, Ints
from firebreak.core.text.fold import SIZE, text_of

SPACE = " \t\u3000"
BETWEEN = "·・‧•.*_-~|/\\+^`'\"ㄧ丨\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
HAN = np.zeros(SIZE, dtype=np.bool_)
HAN[0x3400:0xA000] = HAN[0x20000:0x323B0] = True
REMOVABLE = np.zeros(SIZE, dtype=np.bool_)
REMOVABLE[[ord(char) for char in SPACE + BETWEEN]] = True
IS_SPACE = np.zeros(SIZE, dtype=np.bool_)
IS_SPACE[[ord(char) for char in SPACE]] = True
FURTHEST = 2  # removable characters in a row that still count as inside a word


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The suspicious posts of a batch without what stands between their Han characters.

    `places` (k,) says where each character of `text` stands in the batch.
    """

    text: str
    places: Ints


def squeeze(folded: Folded) -> Squeezed | None:
    """Give the suspicious posts without what stands between Han characters, or None when no post is suspicious."""
    gone = between_han(folded.codes)
    suspects = np.unique(folded.slot_of(np.flatnonzero(gone)))
    if not len(suspects):
        return None
    inside = np.zeros(len(folded.codes) + 1, dtype=np.int8)
    inside[folded.starts[suspects]] = 1
    np.subtract.at(inside, folded.ends[suspects] + 1, 1)
    kept = (np.cumsum(inside[:-1]) > 0) & ~gone
    return Squeezed(text_of(folded.codes[kept]), np.flatnonzero(kept))


def between_han(codes: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> Flags:
    """Say which characters are removable and stand, at most FURTHEST in a row, between two Han characters."""
    removable, han = REMOVABLE[codes], HAN[codes]
    gone = np.zeros(len(codes), dtype=np.bool_)
    for length in range(1, FURTHEST + 1):
        if len(codes) < length + 2:
            break
        framed = han[: -length - 1] & han[length + 1 :]
        for ahead in range(1, length + 1):
            framed &= removable[ahead : len(codes) - length - 1 + ahead]
        starts = np.flatnonzero(framed)
        for ahead in range(1, length + 1):
            gone[starts + ahead] = True
    return gone


def is_hidden_word(folded: Folded, start: int, end: int, length: int) -> bool:
    """Say whether [start, end) of the batch spells a word of `length` characters with something in between."""
    if end - start <= length:
        return False
    if not IS_SPACE[folded.codes[start:end]].any():
        return True
    before, after = (folded.codes[start - 1] if start else 0), folded.codes[end]
    return not HAN[before] and not HAN[after]
