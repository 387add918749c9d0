"""What has the reader learnt? One weight matrix for all heads at once, beside a lexicon of cues; all of it values."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firebreak.core.terms import Category, Emotion, Sentiment
from firebreak.core.text.batch import Ints
from firebreak.core.text.grams import NOTHING
from firebreak.core.understand.cues import Floats, Lexicon

EMOTION_HEADS = tuple(f"emotion:{emotion}" for emotion in Emotion)
CATEGORY_HEADS = tuple(f"category:{category}" for category in Category)
SENTIMENT_HEADS = tuple(f"sentiment:{tone}" for tone in Sentiment)
TONE_HEADS = tuple(f"tone:{tone}" for tone in Sentiment)
HEADS = (*SENTIMENT_HEADS, *EMOTION_HEADS, *CATEGORY_HEADS, "urgent", "abuse", "sensational", *TONE_HEADS)
SENTIMENT = slice(0, 3)  # towards the brand that is named
EMOTIONS = slice(3, 10)
CATEGORIES = slice(10, 24)
URGENT, ABUSE, SENSATIONAL = 24, 25, 26
TONE = slice(27, 30)  # of the words, where nobody of ours is named
COMPLAINTS = tuple(place for place, category in enumerate(Category) if category.is_complaint)
EVEN = 8.0  # grams added to a post's length, so that a word of two characters is not shouted


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights (2^BITS + 1, heads) of hashed grams, (columns, heads) of cues and signs, (heads,) bias; natural log odds.

    A head's logit is grams · weights / √(grams + EVEN) + cues · cue_weights + bias. `idf` (2^TOPIC_BITS,) weighs
    two-character words for stories. `reasons` says which cue column stands for which reason of urgency.
    """

    version: str
    lexicon: Lexicon
    weights: Floats
    cue_weights: Floats
    bias: Floats
    idf: Floats
    reasons: Mapping[str, str]
    urgent_from: float = 0.5
    gravest_from: float = 0.4

    def __post_init__(self) -> None:
        columns = len(self.lexicon.columns)
        if self.weights.shape != (NOTHING + 1, len(HEADS)) or self.cue_weights.shape[0] < columns:
            raise ValueError(f"weights {self.weights.shape}, cues {self.cue_weights.shape} do not fit the lexicon")


def unpack(rows: Ints, values: npt.NDArray[np.int8], scale: Floats) -> Floats:
    """Give the full matrix from the rows that are not zero; a stored byte is the signed root of a weight."""
    weights = np.zeros((NOTHING + 1, len(HEADS)), dtype=np.float32)
    root = values.astype(np.float32) / 127
    weights[rows] = root * np.abs(root) * scale
    return weights
