"""How early did alerts come? By how long before the fullest hour of the stories that they were about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST = 5  # alerted stories, below which no middle is told


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Of `stories` that came to a peak, `told` were alerted on, `early` of them before it.

    `low`, `middle` and `high` are the quartiles of the hours before the peak, less than 0 after it; None for too few.
    """

    stories: int
    told: int
    early: int
    low: float | None
    middle: float | None
    high: float | None


def lead_time(leads: Sequence[float | None]) -> LeadTime:
    """Sum up by how many hours each story's first alert came before its fullest hour; None for a story without one.

    >>> lead_time([1.0, 2.0, 3.0, 4.0, -5.0, None])
    LeadTime(stories=6, told=5, early=4, low=1.0, middle=2.0, high=3.0)
    """
    told = [one for one in leads if one is not None]
    found = np.quantile(told, (0.25, 0.5, 0.75)).tolist() if len(told) >= LEAST else (None, None, None)
    return LeadTime(len(leads), len(told), sum(one > 0 for one in told), *found)
