"""How does a forecast fit one brand? Its band is moved by what became of the brand's own stories that have ended."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firebreak.core.assess.spread.forecaster import LEVELS, Span

LEAST = 20  # ended stories, below which the published band is shown as it is


@dataclass(frozen=True, slots=True)
class Outcome:
    """A forecast of a story that has ended since: what was there, what was told, and what it came to."""

    seen: float
    told: Span
    final: float


@dataclass(frozen=True, slots=True)
class Fit:
    """By how much, in logarithms of size, the ends and the middle of a band are moved; `stories` it rests on."""

    low: float
    middle: float
    high: float
    stories: int

    def moved(self, told: Span, *, seen: float) -> Span:
        """Give the band as it fits the brand: in order, and never below what is there."""
        middle = moved(told.p50, self.middle, seen)
        low, high = moved(told.p10, self.low, seen), moved(told.p90, self.high, seen)
        return Span(min(low, middle), middle, max(high, middle))


def moved(size: float, by: float, seen: float) -> float:
    return max(float((1 + size) * np.exp(by) - 1), seen)


def fit_of(outcomes: Sequence[Outcome]) -> Fit | None:
    """Give how the brand's bands are to be moved; None while too few of its stories have ended.

    Each end by the conformal quantile of what its stories missed it by, so that one of ten lies beyond it.
    """
    if len(outcomes) < LEAST:
        return None
    final = np.log1p([one.final for one in outcomes])
    told = np.log1p([(one.told.p10, one.told.p50, one.told.p90) for one in outcomes])
    missed = final[:, None] - told
    level = LEVELS[2] * (len(outcomes) + 1) / len(outcomes)
    return Fit(
        low=float(np.quantile(missed[:, 0], 1 - level, method="lower")),
        middle=float(np.median(missed[:, 1])),
        high=float(np.quantile(missed[:, 2], level, method="higher")),
        stories=len(outcomes),
    )
