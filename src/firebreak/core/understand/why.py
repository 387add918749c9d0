"""Which words made a score? Shares a head's score among the words of the post, so that they add up to it exactly."""

import re
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import category

import numpy as np

from firebreak.core.terms import Weight
from firebreak.core.text.spans import Pair
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.mask import OURS, THEIRS
from firebreak.core.understand.model import EVEN, HEADS, SENTIMENT, TONE, Model
from firebreak.core.understand.phrases import phrases
from firebreak.core.understand.score import Scores
from firebreak.core.understand.second import Told

WORTH = 0.02  # share of all weight below which a word is not named
MOST = 12
NAME = re.compile(f"[{chr(OURS)}{chr(THEIRS)}]+")


def why(scores: Scores, model: Model, post: int, *, outcome: Mapping[str, float]) -> tuple[Weight, ...]:
    """Explain heads of one post; `outcome` says which, and the score that the weights of each add up to.

    A weight without a span is what no single word made: the bias, punctuation, and many small shares.
    """
    pieces = pieces_of(scores, post)
    told = told_again(scores, post, pieces)
    found = []
    for head, score in outcome.items():
        columns = column_of(model, head, names_us=scores.names_us(post))
        by_char = by_phrase(char_weights(scores, post, *columns), text_of(scores, post), pieces)
        if head in told:
            by_char = joined(by_char, pieces, *told[head])
        found += shares(scores, post, head, score, by_char)
    return tuple(found)


def told_again(scores: Scores, post: int, pieces: Sequence[Pair]) -> dict[str, Told]:
    """Say what a second reader, if there was one, makes of each head of a post."""
    low, _ = bounds(scores, post)
    places = [(low + start, low + end) for start, end in pieces]
    return scores.again.told(post, places, named=scores.names_us(post)) if scores.again else {}


def joined(by_char: Floats, pieces: Iterable[Pair], share: float, added: Floats) -> Floats:
    """Give what is left of the first reader's weights, with what the second adds to each piece spread over it."""
    both = by_char * share
    for (start, end), weight in zip(pieces, added.tolist(), strict=True):
        both[start:end] += weight / (end - start)
    return both


def column_of(model: Model, head: str, *, names_us: bool) -> tuple[Floats, Floats]:
    """Give the gram and cue weights of a head; sentiment is positive less negative."""
    if head == "sentiment":
        bad = (SENTIMENT if names_us else TONE).start
        good = bad + 2
        return model.weights[:, good] - model.weights[:, bad], model.cue_weights[:, good] - model.cue_weights[:, bad]
    place = HEADS.index(head)
    return model.weights[:, place], model.cue_weights[:, place]


def shares(scores: Scores, post: int, head: str, score: float, by_char: Floats) -> list[Weight]:
    """Give the words of one head with their shares, strongest first, and the rest without a place."""
    low, _ = bounds(scores, post)
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
    low, _ = bounds(scores, post)
    text, hits = text_of(scores, post), scores.hits
    own = np.flatnonzero(hits.slot // 2 == post)
    known = zip((hits.start[own] - low).tolist(), (hits.end[own] - low).tolist(), strict=True)
    return [*phrases(text, known), *(match.span() for match in NAME.finditer(text))]


def text_of(scores: Scores, post: int) -> str:
    low, high = bounds(scores, post)
    return scores.folded.text[low:high]


def bounds(scores: Scores, post: int) -> Pair:
    """Give where title and text of a post lie in the joined text."""
    return int(scores.folded.starts[2 * post]), int(scores.folded.ends[2 * post + 1]) + 1


def runs(by_char: Floats) -> list[tuple[int, int, float]]:
    """Join neighbouring characters that pull the same way: (start, end, weight)."""
    sign = np.sign(by_char)
    edges = np.flatnonzero(np.diff(sign, prepend=2, append=2))
    parts = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [(start, end, float(by_char[start:end].sum())) for start, end in parts if sign[start]]
