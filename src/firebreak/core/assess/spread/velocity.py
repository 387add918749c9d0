"""How fast is talk just now? Posts a minute, with the interval that so few posts allow."""

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

import numpy as np

from firebreak.core.assess.spread.cascade import Floats
from firebreak.core.assess.spread.doubling import SURE

OVER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Velocity:
    """Posts a minute over the last ten, from `posts`, with their 95 % interval."""

    posts: int
    per_minute: float
    low: float
    high: float


def velocity(ages: Floats) -> Velocity:
    """Count the posts of the last ten minutes; `ages` (n,) ≥ 0 in seconds since each post.

    The interval is Byar's for a Poisson count (Breslow and Day 1987, volume 2, page 69).
    """
    count, minutes = int(np.sum(ages < OVER.total_seconds())), OVER / timedelta(minutes=1)
    return Velocity(count, count / minutes, below(count) / minutes, above(count) / minutes)


def below(count: int) -> float:
    """Give the lower end of what a count may stand for.

    >>> round(below(10), 2), round(above(10), 2), below(0)
    (4.79, 18.39, 0.0)
    """
    return float(count * max(1 - 1 / (9 * count) - SURE / (3 * sqrt(count)), 0.0) ** 3) if count else 0.0


def above(count: int) -> float:
    more = count + 1
    return float(more * (1 - 1 / (9 * more) + SURE / (3 * sqrt(more))) ** 3)
