"""How strongly does each head speak about each post? Grams times weights plus cues times weights, all heads at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from firebreak.core.terms import Post
from firebreak.core.text.batch import Folded, Heard
from firebreak.core.text.grams import Grams, grams
from firebreak.core.understand.cues import CueHits, Floats
from firebreak.core.understand.mask import mask_names
from firebreak.core.understand.model import EVEN, SENTIMENT, TONE, Model
from firebreak.core.understand.second import Again, Second, read_again
from firebreak.core.understand.signs import SIGNS, signs

OWN = SIGNS.index("own_named") - len(SIGNS)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What was scored and how: `logits` (n, heads); `shown` (n, columns + signs) the cues and signs of each post.

    Sentiment is that towards the brand where it is named, else the tone of the words. `again` is what a second reader
    has to do with the logits, if there was one.
    """

    folded: Folded
    grams: Grams
    hits: CueHits
    shown: Floats
    logits: Floats
    again: Again | None = None

    def names_us(self, post: int) -> bool:
        return bool(self.shown[post, OWN] > 0)


def score(posts: Sequence[Post], heard: Heard, model: Model, second: Second | None = None) -> Scores:
    """Score a batch; names of watched brands and rivals are masked first. A second reader sees some of it."""
    masked = mask_names(heard)
    found = grams(masked)
    hits = model.lexicon.find(masked, masked.text)
    shown = np.concatenate([hits.flags, signs(posts, heard)], axis=1)
    spread = 1 / np.sqrt(found.counts + EVEN)
    logits = (found.matrix() @ model.weights) * spread[:, None].astype(np.float32)
    logits += shown @ model.cue_weights + model.bias
    unnamed = shown[:, OWN] == 0
    logits[unnamed, SENTIMENT] = logits[unnamed, TONE]
    first = Scores(folded=masked, grams=found, hits=hits, shown=shown, logits=logits.astype(np.float32))
    return first if second is None else weighed(first, posts, heard, second)


def weighed(first: Scores, posts: Sequence[Post], heard: Heard, second: Second) -> Scores:
    """Let a second reader weigh in."""
    named = first.shown[:, OWN] > 0
    logits, again = read_again(posts, heard, first.folded, first.logits, named=named, reader=second)
    return replace(first, logits=logits, again=again)


def softmax(logits: Floats) -> Floats:
    """Turn rows of logits into probabilities that add up to 1."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Turn log odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)
