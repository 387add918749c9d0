"""Which emotions does a post show, and how strongly? The emotion heads, bounded by the tone, and how loud it is."""

import numpy as np

from firebreak.core.terms import Emotion
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.model import EMOTIONS, Model
from firebreak.core.understand.score import Scores, sigmoid
from firebreak.core.understand.signs import SIGNS

JOY = list(Emotion).index(Emotion.JOY)
AROUSING = [list(Emotion).index(one) for one in (Emotion.ANGER, Emotion.FEAR, Emotion.DISGUST, Emotion.GRIEVANCE)]


def emotions(logits: Floats, sentiment: Floats) -> Floats:
    """Give the seven emotions of every post (n, 7) in [0, 1]; joy and hurt do not go with the opposite tone."""
    shown = sigmoid(logits[:, EMOTIONS])
    hurt = 1 - sentiment[:, 2:3]
    bounded = shown * hurt
    bounded[:, JOY] = shown[:, JOY] * (1 - sentiment[:, 0])
    return np.asarray(bounded, dtype=np.float32)


def intensity(scores: Scores, model: Model, felt: Floats, sentiment: Floats) -> Floats:
    """Give how strongly a post feels (n,) in [0, 1]: how far from neutral, how aroused, how loud."""
    column = {name: place for place, name in enumerate((*model.lexicon.columns, *SIGNS))}
    loud = 0.5 * scores.shown[:, column["loud"]] + 0.3 * scores.shown[:, column["exclamation"]]
    loud += 0.2 * scores.shown[:, column["many_exclamations"]]
    aroused = felt[:, AROUSING].max(axis=1, initial=0)
    charged = np.abs(sentiment[:, 2] - sentiment[:, 0])
    soft = 1 - 0.3 * scores.shown[:, column["soft"]]
    return np.asarray(np.clip(charged * (0.35 + 0.4 * aroused + 0.25 * loud) * soft, 0, 1), dtype=np.float32)
