"""What did a copy change? The words put in and taken out, each with a little of what stands around it.

The pieces are those of Ratcliff and Obershelp's matching (difflib) over words: a Latin word, a number or a code is one,
and so is every other character, as Chinese has no spaces. What two texts begin and end with alike is put aside first.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

MOST = 400  # words compared, where the texts differ: a hostile pair of this size takes a tenth of a second
AROUND = 8  # words of what stayed that are shown beside a change
SILENT = ("Z", "P", "C")  # kinds of characters that copies are not judged by: space, punctuation, control
WORD = re.compile(r"[0-9A-Za-z]+(?:[-_.][0-9A-Za-z]+)*|\s+|.", re.DOTALL)


class Kind(StrEnum):
    """What became of a piece of the first text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came; `short` says that words which stayed are left out of it."""

    kind: Kind
    text: str
    short: bool = False


def changes(first: str, second: str) -> tuple[Piece, ...]:
    """Give what the second text changed of the first, in order; nothing where they differ in punctuation alone.

    Of texts that differ over more than 400 words only the beginning of the difference is compared.

    >>> [(piece.kind.value, piece.text) for piece in changes("批號 B2611-07 的豆漿", "批號 B2611-01 的豆漿")]
    [('same', '批號 '), ('gone', 'B2611-07'), ('new', 'B2611-01'), ('same', ' 的豆漿')]
    """
    old, new = WORD.findall(first), WORD.findall(second)
    head = alike(old, new)
    tail = alike(old[head:][::-1], new[head:][::-1])
    end_old, end_new = len(old) - tail, len(new) - tail
    middle_old, middle_new = old[head:end_old][:MOST], new[head:end_new][:MOST]
    after = old[end_old:] if len(middle_old) == end_old - head and len(middle_new) == end_new - head else []
    found = [(Kind.SAME, old[:head]), *compared(middle_old, middle_new), (Kind.SAME, after)]
    if all(kind is Kind.SAME for kind, _said in found):
        return ()
    pieces = [(kind, said) for kind, said in found if said]
    return tuple(
        shortened(kind, said, first=at == 0, last=at == len(pieces) - 1) for at, (kind, said) in enumerate(pieces)
    )


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words that two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def says(words: Iterable[str]) -> bool:
    """Tell whether anything but space, punctuation and control characters is said."""
    return any(unicodedata.category(char)[0] not in SILENT for word in words for char in word)


def compared(old: Sequence[str], new: Sequence[str]) -> list[tuple[Kind, Sequence[str]]]:
    """Line two runs of words up; a change of punctuation alone counts as none."""
    found: list[tuple[Kind, Sequence[str]]] = []
    for tag, start, end, low, high in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = old[start:end], new[low:high]
        if tag == "equal" or not (says(gone) or says(come)):
            found.append((Kind.SAME, gone))
        else:
            found += [(Kind.GONE, gone), (Kind.NEW, come)]
    return found


def shortened(kind: Kind, words: Sequence[str], *, first: bool, last: bool) -> Piece:
    """Keep of words that stayed only those beside a change."""
    room = AROUND if first or last else 2 * AROUND
    if kind is not Kind.SAME or len(words) <= room:
        return Piece(kind, "".join(words))
    head = "" if first else "".join(words[:AROUND])
    tail = "" if last else "".join(words[-AROUND:])
    return Piece(kind, f"{head}…{tail}", short=True)
