"""Which words made a score? Shares a head's score among the words of the post, so that they add up to it exactly."""

import re
from collections.abc import Mapping

import numpy as np

from firebreak.core.terms import Weight
from firebreak.core.text.search import LONGEST_WORD, WORD
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.model import EVEN, HEADS, Model
from firebreak.core.understand.score import Scores

WORTH = 0.02  # share of all weight below which a word is not named
MOST = 12
WHOLE = re.compile(f"{WORD.pattern}(?:['’]{WORD.pattern})*")


def why(scores: Scores, model: Model, post: int, *, outcome: Mapping[str, float]) -> tuple[Weight, ...]:
    """Explain heads of one post; `outcome` says which, and the score that the weights of each add up to.

    A weight without a span is what no single word made: the bias, punctuation, and many small shares.
    """
    return tuple(weight for head, score in outcome.items() for weight in shares(scores, model, post, head, score))


def column_of(model: Model, head: str) -> tuple[Floats, Floats]:
    """Give the gram and cue weights of a head; sentiment is positive less negative."""
    if head == "sentiment":
        return model.weights[:, 2] - model.weights[:, 0], model.cue_weights[:, 2] - model.cue_weights[:, 0]
    place = HEADS.index(head)
    return model.weights[:, place], model.cue_weights[:, place]


def shares(scores: Scores, model: Model, post: int, head: str, score: float) -> list[Weight]:
    """Give the words of one head with their shares, strongest first, and the rest without a place."""
    by_char = char_weights(scores, post, *column_of(model, head))
    total = np.abs(by_char).sum()
    scale = min(1.0, 2.0 / total) if total else 0.0
    named = [one for one in runs(by_char * scale) if abs(one[2]) >= WORTH * total * scale]
    named = sorted(named, key=lambda one: -abs(one[2]))[:MOST]
    base = int(scores.folded.starts[2 * post])
    span = scores.folded.span
    words = [Weight(head, span(base + start, base + end), round(value, 6)) for start, end, value in named]
    rest = round(score - sum(word.weight for word in words), 6)
    return [*words, Weight(head, None, rest)] if rest or not words else words


def char_weights(scores: Scores, post: int, gram_weights: Floats, cue_weights: Floats) -> Floats:
    """Spread every gram's and every cue's weight evenly over its characters: (characters of title and text,)."""
    low, high = int(scores.folded.starts[2 * post]), int(scores.folded.ends[2 * post + 1]) + 1
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
    return by_word(found.astype(np.float32), scores.folded.text[low:high])


def by_word(by_char: Floats, text: str) -> Floats:
    """Spread what a word of letters weighs evenly over it: nobody reads half a word. Han needs none of it.

    What is longer than any word stays in pieces: nobody reads it whole.
    """
    for word in WHOLE.finditer(text):
        start, end = word.span()
        if end - start <= LONGEST_WORD:
            by_char[start:end] = by_char[start:end].mean()
    return by_char


def runs(by_char: Floats) -> list[tuple[int, int, float]]:
    """Join neighbouring characters that pull the same way: (start, end, weight)."""
    sign = np.sign(by_char)
    edges = np.flatnonzero(np.diff(sign, prepend=2, append=2))
    parts = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [(start, end, float(by_char[start:end].sum())) for start, end in parts if sign[start]]
