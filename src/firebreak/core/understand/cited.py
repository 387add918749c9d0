"""Which words gave each reason why a person must look now? Where a rule's words stand in an urgent post."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from firebreak.core.terms import Span
from firebreak.core.text.batch import Ints
from firebreak.core.understand.cues import Lexicon, Pair
from firebreak.core.understand.model import Model
from firebreak.core.understand.phrases import joined
from firebreak.core.understand.score import Scores


@dataclass(frozen=True, slots=True)
class Cited:
    """A reason of urgency with the words that gave it; none where the category or what the post carries stands in."""

    reason: str
    spans: tuple[Span, ...]


def cited(scores: Scores, model: Model, post: int, reasons: Iterable[str]) -> tuple[Cited, ...]:
    """Give the words of each reason in one post of a batch, in order of place."""
    return tuple(Cited(reason, spans_of(scores, model, post, model.reasons.get(reason, ""))) for reason in reasons)


def spans_of(scores: Scores, model: Model, post: int, column: str) -> tuple[Span, ...]:
    hits = scores.hits
    found = holding(scores, model.lexicon, column)
    own = found[hits.slot[found] // 2 == post]
    places = zip(hits.start[own].tolist(), hits.end[own].tolist(), strict=True)
    return tuple(scores.folded.span(start, end) for start, end in joined(places))


def holding(scores: Scores, lexicon: Lexicon, column: str) -> Ints:
    """Give the hits of a batch for which a column of reasons holds: of a group, or of both groups of a pair."""
    hits = scores.hits
    pair = next((one for one in lexicon.pairs if one.name == column), None)
    if pair:
        turned = Pair(pair.name, pair.other, pair.one, pair.within)
        return np.union1d(lexicon.near(hits, pair), lexicon.near(hits, turned))
    if column not in lexicon.place:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero((hits.group == lexicon.place[column]) & ~hits.negated)
