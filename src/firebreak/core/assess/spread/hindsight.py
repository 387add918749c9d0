"""How good were forecasts of stories that have ended since? The Brier score of a chance, and how often a band held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from firebreak.core.assess.spread.cascade import WEEK, Floats
from firebreak.core.assess.spread.forecaster import HOUR, Span

LEAST = 20  # ended stories, below which a score is chance


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of a story, and what came: the chance of a fuller hour, and the week's end with its band."""

    story: int
    chance: float
    was_ahead: bool
    told: Span
    final: float

    @property
    def held(self) -> bool:
        """Tell whether the end lay within the band, which is said in whole posts."""
        return round(self.told.p10) <= self.final <= round(self.told.p90)


@dataclass(frozen=True, slots=True)
class Hindsight:
    """How good forecasts were. `brier` is 0 where all was foreseen; `plain` that of always saying the usual share."""

    forecasts: int
    stories: int
    ahead: float
    brier: float
    plain: float
    held: float


def hindsight(judged: Sequence[Judged]) -> Hindsight | None:
    """Score forecasts, every story counting the same however often it was forecast; None while too few have ended.

    Brier 1950, https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
    """
    keys, story, times = np.unique([one.story for one in judged], return_inverse=True, return_counts=True)
    if len(keys) < LEAST:
        return None
    weight = 1 / times[story] / len(keys)
    ahead = np.array([one.was_ahead for one in judged], np.float64)
    share = float(weight @ ahead)
    return Hindsight(
        forecasts=len(judged),
        stories=len(keys),
        ahead=share,
        brier=float(weight @ (np.array([one.chance for one in judged]) - ahead) ** 2),
        plain=share * (1 - share),
        held=float(weight @ np.array([one.held for one in judged], np.float64)),
    )


def fullest(delays: Floats) -> timedelta:
    """Say when the fullest hour began, the first of such, of posts (n,) in seconds after the first one."""
    week = delays[(delays >= 0) & (delays <= WEEK.total_seconds())]
    return HOUR * int(np.bincount((week // HOUR.total_seconds()).astype(np.int64)).argmax()) if len(week) else HOUR * 0
