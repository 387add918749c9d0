"""Does a text say that something is so, or that it is not? The sign of what stands at a place of a clause."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from firebreak.core.respond.facts.fact import Sheet
from firebreak.core.respond.facts.rules import Shape, shape

CLAUSE = re.compile(r"(?:[^,。!?;\n:.]|(?<=\d)[,:](?=\d)|\.(?! |$))+")
JOINT = re.compile("并|且|但|可")
WHICH = shape("(?:沒|未)[^,。不]{1,4}(?:的|之)")
"""What is said of a thing by the way (沒上到的課), and denies nothing of it."""
REACH_BEFORE, REACH_AFTER = 10, 28


STOPS = "。!?;\n"


def sentence_at(whole: str, start: int, end: int) -> tuple[int, int]:
    """Give where the sentence begins and ends that a place of a text lies in."""
    ends = [at for sign in STOPS if (at := whole.find(sign, end)) >= 0]
    return max(whole.rfind(sign, 0, start) for sign in STOPS) + 1, min(ends, default=len(whole))


class Part(NamedTuple):
    """A clause and where it stands."""

    text: str
    start: int
    end: int


def parts_of(sheet: Sheet) -> Iterator[Part]:
    """Give the clauses of a text."""
    for match in CLAUSE.finditer(sheet.whole):
        yield Part(match.group(), match.start(), match.end())


def is_denied(sheet: Sheet, part: Part, start: int, end: int, before: Shape, after: Shape) -> bool:
    """Say whether what stands at a place of a clause is denied: an odd number of negations around it."""
    head = WHICH.sub("", JOINT.split(sheet.whole[max(part.start, start - REACH_BEFORE) : start])[-1])
    tail = sheet.whole[end : end + REACH_AFTER]
    return (len(before.findall(head)) + bool(after.search(tail))) % 2 == 1
