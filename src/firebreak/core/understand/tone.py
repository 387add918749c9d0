"""How does a post speak of the brand, and of whoever else it names? The model's tone, bent by stars and by place."""

from collections.abc import Sequence

import numpy as np

from firebreak.core.terms import Post, Sentiment
from firebreak.core.text.batch import Flags, Heard
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.model import EVEN, SENTIMENT, Model
from firebreak.core.understand.score import Scores, softmax

STAR = 0.9  # log odds that a star above or below three adds: stars speak of the visit, words of the brand
# Log odds by tone where somebody came to harm: told flatly it reads plain or even well, and must not be missed.
HURT = np.array([0.5, 0.0, -1.0], np.float32)
CLAUSE_ENDS = frozenset("。！？!?；;，,\n")
DECIDED = 0.35  # margin from which a clause alone is taken as negative or positive


def sentiments(posts: Sequence[Post], logits: Floats, *, hurt: Flags) -> Floats:
    """Give p(negative), p(neutral), p(positive) of every post (n, 3); `hurt` (n,) tell of somebody who came to harm."""
    bent = logits[:, SENTIMENT].copy()
    bent[hurt] += HURT
    stars = np.array([post.rating if post.rating is not None else np.nan for post in posts], dtype=np.float32)
    lean = np.where((stars >= 1) & (stars <= 5), (stars - 3) * STAR, 0) if len(posts) else stars
    bent[:, 2] += np.nan_to_num(lean) / 2
    bent[:, 0] -= np.nan_to_num(lean) / 2
    return softmax(bent)


def tone_at(scores: Scores, model: Model, heard: Heard, hit: int, *, overall: Sentiment) -> Sentiment:
    """Give the tone of the clause that holds a hit; where nobody of ours is named, that of the whole post."""
    post = int(heard.post[hit])
    ours = any(heard.watches[heard.watch[other]].kind.is_own for other in heard.of_post(post))
    if not ours:
        return overall
    slot = 2 * post + int(heard.field[hit])
    place = int(heard.folded.starts[slot] + heard.start[hit])
    low, high = clause(heard.folded.text, place, int(heard.folded.starts[slot]), int(heard.folded.ends[slot]))
    columns = scores.grams.columns[low:high]
    leans = model.weights[columns, 2] - model.weights[columns, 0]
    margin = float(leans.sum() / np.sqrt(columns.size + EVEN))
    if abs(margin) < DECIDED:
        return Sentiment.NEUTRAL
    return Sentiment.POSITIVE if margin > 0 else Sentiment.NEGATIVE


def clause(text: str, place: int, low: int, high: int) -> tuple[int, int]:
    """Give the clause around a place, within [low, high)."""
    start, end = place, place
    while start > low and text[start - 1] not in CLAUSE_ENDS:
        start -= 1
    while end < high and text[end] not in CLAUSE_ENDS:
        end += 1
    return start, end
