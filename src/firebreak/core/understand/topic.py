"""What is a post about? The likeliest category, or a graver complaint that is almost as likely."""

import numpy as np

from firebreak.core.terms import Category
from firebreak.core.text.batch import Ints
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.model import COMPLAINTS

PRAISE = list(Category).index(Category.PRAISE)
PLEASED = 0.3  # what a complaint's probability is worth in a post that is positive


def in_tone(categories: Floats, tone: Floats) -> Floats:
    """Give the probabilities (n, 14) as the tone (n, 3) allows: what is negative is no praise, what is positive hardly
    complains (the contract's rulings)."""
    likeliest = tone.argmax(axis=1)
    allowed = categories.copy()
    allowed[likeliest == 0, PRAISE] = 0
    allowed[likeliest == 2, : len(COMPLAINTS)] *= PLEASED
    return allowed


def primary(categories: Floats, *, gravest_from: float) -> Ints:
    """Give the place (n,) in `Category` of the primary one of probabilities (n, 14).

    With several complaints the gravest is primary: the first in the order of `Category` that reaches `gravest_from`
    of the likeliest. Praise, questions and the rest never give way to a complaint that is less likely.
    """
    best = np.asarray(categories.argmax(axis=1), dtype=np.int64)
    complaints = categories[:, : len(COMPLAINTS)]
    graver = (complaints >= gravest_from * categories.max(axis=1, keepdims=True)).argmax(axis=1)
    return np.asarray(np.where(best < len(COMPLAINTS), graver, best), dtype=np.int64)
