"""What is being said? Scores a batch of heard posts once and gives everything a reading needs, as arrays."""

from collections.abc import Sequence

import numpy as np

from firebreak.core.terms import Post
from firebreak.core.text.batch import Heard
from firebreak.core.text.copies import copy_keys, prints
from firebreak.core.text.matters import matters
from firebreak.core.understand import feeling, topic, urgent
from firebreak.core.understand.model import ABUSE, CATEGORIES, SENSATIONAL, URGENT, Model
from firebreak.core.understand.reading import Readings, contract_dict
from firebreak.core.understand.score import score, sigmoid, softmax
from firebreak.core.understand.second import Second
from firebreak.core.understand.tone import sentiments

# Where no word names the reason: least probability of a negative tone, and of the category. A picture of supper read as
# unsafe food must not wake anybody.
SURE_OF_TONE, SURE_OF_CATEGORY = 0.6, 0.75

__all__ = ["Model", "Readings", "Second", "contract_dict", "understand"]


def understand(posts: Sequence[Post], heard: Heard, model: Model, second: Second | None = None) -> Readings:
    """Read what each of n posts says, towards the watched brand where one was heard, perhaps by two readers."""
    scores = score(posts, heard, model, second)
    found = urgent.reasons(scores.shown, model.lexicon.columns, model.reasons)
    tone = sentiments(posts, scores.logits, hurt=(found & urgent.HURT) > 0)
    categories = topic.in_tone(softmax(scores.logits[:, CATEGORIES]), tone)
    primary = topic.primary(categories, gravest_from=model.gravest_from)
    proofs = urgent.evidence(posts, primary)
    urgency, why = urgent.judge(
        sigmoid(scores.logits[:, URGENT]),
        threshold=model.urgent_from,
        categories=primary,
        sure=(tone[:, 0] >= SURE_OF_TONE) & (categories[np.arange(len(posts)), primary] >= SURE_OF_CATEGORY),
        found=found,
        proofs=proofs,
    )
    felt = feeling.emotions(scores.logits, tone)
    return Readings(
        posts=posts,
        heard=heard,
        model=model,
        scores=scores,
        matched=heard.matched,
        sentiment=tone,
        emotions=felt,
        intensity=feeling.intensity(scores, model, felt, tone),
        sensational=sigmoid(scores.logits[:, SENSATIONAL]),
        category=primary,
        categories=categories,
        urgent=urgency,
        reasons=why,
        evidence=proofs,
        abuse=sigmoid(scores.logits[:, ABUSE]),
        confidence=tone.max(axis=1),
        copy_keys=copy_keys(heard.folded),
        prints=prints(heard.folded),
        topics=matters(scores.folded, model.idf),
    )
