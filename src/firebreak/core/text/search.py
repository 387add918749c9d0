"""Which tokens make a Chinese text findable? Two-character words for Han, whole words for ASCII.

SQLite's trigram tokenizer finds no two-character word; these tokens do, in FTS5 (unicode61) and in a PostgreSQL array
alike. The last character of a run is a token too, so that a prefix query finds single characters wherever they stand.
"""

import re
from collections.abc import Iterable, Sequence
from operator import add

from firebreak.core.text.fold import fold
from firebreak.core.text.spans import Pair, overlaps

LONGEST_WORD = 40
PIECE = re.compile(
    r"(?P<word>[0-9a-z\u00c0-\u024f]+)"
    r"|(?P<han>[\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u3400-\u9fff\uac00-\ud7af\U00020000-\U000323af]+)"
)


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


def bigrams_in(*folded: str) -> list[str]:
    """Give the distinct tokens of texts that are folded already; the same as `search_bigrams` of each, in one list."""
    found: dict[str, None] = {}
    for text in folded:
        for word, run in PIECE.findall(text):
            if word:
                found[word[:LONGEST_WORD]] = None
            else:
                found.update(dict.fromkeys(map(add, run, run[1:])))
                found[run[-1]] = None
    return list(found)


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
