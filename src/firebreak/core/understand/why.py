"""Which words made a score? Shares a head's score among the words of the post, so that they add up to it exactly."""

import re
from collections.abc import Iterable, Mapping
from unicodedata import category

import numpy as np

from firebreak.core.terms import Weight
from firebreak.core.text.spans import Pair
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.mask import OURS, THEIRS
from firebreak.core.understand.model import EVEN, HEADS, SENTIMENT, TONE, Model
from firebreak.core.understand.phrases import phrases
from firebreak.core.understand.score import Scores

WORTH = 0.02  # share of all weight below which a word is not named
MOST = 12
NAME = re.compile(f"[{chr(OURS)}{chr(THEIRS)}]+")


def why(scores: Scores, model: Model, post: int, *, outcome: Mapping[str, float]) -> tuple[Weight, ...]:
    """Explain heads of one post; `outcome` says which, and the score that the weights of each add up to.

    A weight without a span is what no single word made: the bias, punctuation, and many small shares.
    """
    pieces = pieces_of(scores, post)
    return tuple(each for head, score in outcome.items() for each in shares(scores, model, post, head, score, pieces))


def column_of(model: Model, head: str, *, names_us: bool) -> tuple[Floats, Floats]:
    """Give the gram and cue weights of a head; sentiment is positive less negative."""
    if head == "sentiment":
        bad = (SENTIMENT if names_us else TONE).start
        good = bad + 2
        return model.weights[:, good] - model.weights[:, bad], model.cue_weights[:, good] - model.cue_weights[:, bad]
    place = HEADS.index(head)
    return model.weights[:, place], model.cue_weights[:, place]


def shares(scores: Scores, model: Model, post: int, head: str, score: float, pieces: Iterable[Pair]) -> list[Weight]:
    """Give the words of one head with their shares, strongest first, and the rest without a place."""
    low, high = bounds(scores, post)
    columns = column_of(model, head, names_us=scores.names_us(post))
    by_char = by_phrase(char_weights(scores, post, *columns), scores.folded.text[low:high], pieces)
    total = np.abs(by_char).sum()
    scale = min(1.0, 2.0 / total) if total else 0.0
    named = [one for one in runs(by_char * scale) if abs(one[2]) >= WORTH * total * scale]
    named = sorted(named, key=lambda one: -abs(one[2]))[:MOST]
    span = scores.folded.span
    words = [Weight(head, span(low + start, low + end), round(value, 6)) for start, end, value in named]
    rest = round(score - sum(word.weight for word in words), 6)
    return [*words, Weight(head, None, rest)] if rest or not words else words


def char_weights(scores: Scores, post: int, gram_weights: Floats, cue_weights: Floats) -> Floats:
    """Spread every gram's and every cue's weight evenly over its characters: (characters of title and text,)."""
    low, high = bounds(scores, post)
    found = np.zeros(high - low, dtype=np.float64)
    spread = 1 / np.sqrt(scores.grams.counts[post] + EVEN)
    for length in range(1, scores.grams.columns.shape[1] + 1):
        part = gram_weights[scores.grams.columns[low:high, length - 1]] * spread / length
        for ahead in range(length):
            found[ahead:] += part[: len(part) - ahead]
    hits = scores.hits
    own = np.flatnonzero((hits.slot // 2 == post) & ~hits.negated)
    first = own[np.unique(hits.group[own], return_index=True)[1]]
    for hit in first:
        start, end = int(hits.start[hit]) - low, int(hits.end[hit]) - low
        found[start:end] += cue_weights[hits.group[hit]] / (end - start)
    return found.astype(np.float32)


def by_phrase(by_char: Floats, text: str, pieces: Iterable[Pair]) -> Floats:
    """Spread what a word or phrase weighs evenly over it, so that none is named by half; punctuation names nothing."""
    for start, end in pieces:
        by_char[start:end] = by_char[start:end].mean()
    by_char[[place for place, char in enumerate(text) if is_silent(char)]] = 0
    return by_char


def is_silent(char: str) -> bool:
    kind = category(char)
    return kind[0] in "PZ" or kind == "Cc"


def pieces_of(scores: Scores, post: int) -> list[Pair]:
    """Give the words and phrases of title and text, as places from the beginning of the title."""
    low, high = bounds(scores, post)
    text, hits = scores.folded.text[low:high], scores.hits
    own = np.flatnonzero(hits.slot // 2 == post)
    known = zip((hits.start[own] - low).tolist(), (hits.end[own] - low).tolist(), strict=True)
    return [*phrases(text, known), *(match.span() for match in NAME.finditer(text))]


def bounds(scores: Scores, post: int) -> Pair:
    """Give where title and text of a post lie in the joined text."""
    return int(scores.folded.starts[2 * post]), int(scores.folded.ends[2 * post + 1]) + 1


def runs(by_char: Floats) -> list[tuple[int, int, float]]:
    """Join neighbouring characters that pull the same way: (start, end, weight)."""
    sign = np.sign(by_char)
    edges = np.flatnonzero(np.diff(sign, prepend=2, append=2))
    parts = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [(start, end, float(by_char[start:end].sum())) for start, end in parts if sign[start]]
