"""Where may a reader cut a text? Into words of letters and short phrases of Han, so that nobody reads half a word.

There is no dictionary. A phrase of Han goes from one break to the next; it breaks at whatever is no Han, around every
known word of two characters and more (one alone may be part of a word: 嘴 of 嘴巴), and beside small words that begin
or end a phrase. Words that only look like those stay whole.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from firebreak.core.text.fold import fold
from firebreak.core.text.search import LONGEST_WORD, PIECE, WORD
from firebreak.core.text.spans import Pair

LETTERS = re.compile(f"{WORD.pattern}(?:['’]{WORD.pattern})*")
LONGEST = 12  # Han of a phrase; what has no break for longer stays in pieces
WHOLE = (
    "但是|可是|還是|就是|不是|只是|總是|也是|都是|要是|算是|是否|是非|的確|目的|的士|了解|了不起|也許|成就|就業|就近|首都|都市|"
    "都會|剎那|棉被|把握|很多|被害|被告"
)
BEGINS = "我們|你們|妳們|他們|她們|我|你|妳|您|他|她|這|那|但|都|也|就|很|被|把|跟|是|因為|所以|如果|雖然|而且|然後"
ENDS = "的|了|嗎|呢|吧|啊"
SMALL = re.compile(f"(?P<whole>{fold(WHOLE)})|(?P<begins>{fold(BEGINS)})|(?P<ends>{fold(ENDS)})")


def phrases(text: str, known: Iterable[Pair] = ()) -> list[Pair]:
    """Give the places of words and phrases of a folded text, in order: none holds punctuation or half a `known` word.

    >>> text = "手上是紙片，割到了嘴 didn't"
    >>> [text[start:end] for start, end in phrases(text, [(3, 5)])]
    ['手上', '是', '紙片', '割到了', '嘴', "didn't"]
    """
    words = [match.span() for match in LETTERS.finditer(text) if match.end() - match.start() <= LONGEST_WORD]
    held = joined((start, end) for start, end in known if end - start > 1)
    runs = (match.span() for match in PIECE.finditer(text) if match.lastgroup == "han")
    return sorted([*words, *(piece for run in runs for piece in cut(text, run, held))])


def cut(text: str, run: Pair, held: Iterable[Pair]) -> Iterator[Pair]:
    """Cut a run of Han at its breaks."""
    start, end = run
    inside = [(max(low, start), min(high, end)) for low, high in held if low < end and high > start]
    breaks = {start, end, *(edge for pair in inside for edge in pair)}
    breaks |= {at for at in small_breaks(text, start, end) if not any(low < at < high for low, high in inside)}
    places = sorted(breaks)
    return (pair for pair in pairwise(places) if pair[1] - pair[0] <= LONGEST)


def small_breaks(text: str, start: int, end: int) -> Iterator[int]:
    """Give the places where small words of a run make a break."""
    for match in SMALL.finditer(text, start, end):
        if match.lastgroup != "ends":
            yield match.start()
        if match.lastgroup != "begins":
            yield match.end()


def joined(known: Iterable[Pair]) -> list[Pair]:
    """Join the words that overlap; two that only touch stay two."""
    found: list[Pair] = []
    for start, end in sorted(known):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
