"""How many will have passed it on within a week and within the next hour, and is the fullest hour still to come?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from firebreak.core.assess.spread.cascade import WEEK, Cascade, Floats
from firebreak.core.assess.spread.features import KERNELS, NAMES, features, spent
from firebreak.core.assess.spread.trees import Singles, Trees

HOUR = timedelta(hours=1)
LEVELS = (0.1, 0.5, 0.9)
HEADS = (*(f"final_{level}" for level in LEVELS), *(f"next_{level}" for level in LEVELS), "peak")
FINAL, NEXT, PEAK = slice(0, 3), slice(3, 6), 6
BATCH = 256  # cascades measured at once, so that memory stays the same


@dataclass(frozen=True, slots=True)
class Span:
    """What is expected: one of ten ends below p10, half below p50, one of ten above p90."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """A cascade at one age. `reproduction` is how many further reshares one has been begetting lately."""

    id: str
    at: timedelta
    seen: int
    final: Span
    next_hour: Span
    peak_ahead: float
    growing: bool
    reproduction: float


@dataclass(frozen=True, slots=True, eq=False)
class Forecaster:
    """Trees for a few ages (a,) in seconds and all HEADS; `widen` (a, 2) is added to both ends of each band.

    `typical` (a, features) is the middle of what was learnt from at each age.

    Between two ages the answers are mixed by the logarithm of the age; before the first and after the last they stay.
    """

    version: str
    ages: Floats
    heads: Sequence[Sequence[Trees]]
    widen: Floats
    typical: Floats

    def __post_init__(self) -> None:
        asked = max(int(trees.asks.max(initial=0)) for heads in self.heads for trees in heads)
        if {len(heads) for heads in self.heads} != {len(HEADS)} or max(asked, self.typical.shape[1] - 1) >= len(NAMES):
            raise ValueError("the trees do not fit the features")

    def logs(self, rows: Singles, ages: Sequence[timedelta]) -> Floats:
        """Give the raw answers (n, HEADS), bands widened and in order."""
        found = np.zeros((len(rows), len(HEADS)))
        shares = mix(self.ages, ages)
        for place in np.flatnonzero(shares.any(axis=0)):
            here = shares[:, place] > 0
            found[here] += shares[here, place, None] * self.raw(rows[here], int(place))
        return found

    def raw(self, rows: Singles, place: int) -> Floats:
        """Give the answers of the trees grown for one age."""
        found = np.stack([trees.values(rows) for trees in self.heads[place]], axis=1)
        for number, part in enumerate((FINAL, NEXT)):
            found[:, part] = widened(found[:, part], self.widen[place, number])
        return found


def mix(known: Floats, ages: Sequence[timedelta]) -> Floats:
    """Give how much each known age counts for each of `ages` (n, known): those on both sides of it."""
    asked = np.log([at.total_seconds() for at in ages])
    where = np.interp(asked, np.log(known), np.arange(len(known)))
    return np.asarray(np.maximum(1 - np.abs(where[:, None] - np.arange(len(known))), 0.0))


def widened(band: Floats, by: float) -> Floats:
    """Give bands (n, 3) that hold their middle, both ends moved out by `by`."""
    middle = band[:, 1]
    return np.stack([np.minimum(band[:, 0] - by, middle), middle, np.maximum(band[:, 2] + by, middle)], axis=1)


def forecast(cascades: Sequence[Cascade], at: timedelta, model: Forecaster) -> list[Forecast]:
    """Forecast cascades from what was there at `at` (above zero); nothing later is looked at."""
    return forecast_each(cascades, [at] * len(cascades), model)


def forecast_each(cascades: Sequence[Cascade], ages: Sequence[timedelta], model: Forecaster) -> list[Forecast]:
    """Forecast cascades, each from what was there at its own age."""
    found: list[Forecast] = []
    for start in range(0, len(cascades), BATCH):
        found += some(cascades[start : start + BATCH], ages[start : start + BATCH], model)
    return found


def some(cascades: Sequence[Cascade], ages: Sequence[timedelta], model: Forecaster) -> list[Forecast]:
    both = list(zip(cascades, ages, strict=True))
    raw = model.logs(features(cascades, ages), ages)
    seen = np.array([len(cascade.seen(at)) for cascade, at in both], dtype=np.float64)
    last = np.array([speed(cascade, at) for cascade, at in both])
    final = np.maximum((1 + seen[:, None]) * np.exp(raw[:, FINAL]) - 1, seen[:, None])
    after = np.maximum((1 + last[:, None]) * np.exp(raw[:, NEXT]) - 1, 0.0)
    after = np.minimum(after, final - seen[:, None])
    chance = 1 / (1 + np.exp(-raw[:, PEAK]))
    over = np.array([at >= WEEK for at in ages], dtype=np.bool_)
    final[over] = np.array([[len(cascade.seen(WEEK))] for cascade in cascades], dtype=np.float64)[over]
    after[over], chance[over] = 0.0, 0.0
    parts = zip(both, final.tolist(), after.tolist(), chance.tolist(), last.tolist(), strict=True)
    return [told(one, at, Span(*whole), Span(*coming), ahead, pace) for (one, at), whole, coming, ahead, pace in parts]


def told(cascade: Cascade, at: timedelta, final: Span, after: Span, chance: float, last: float) -> Forecast:
    delays = cascade.seen(at)
    return Forecast(
        id=cascade.id,
        at=at,
        seen=len(delays),
        final=final,
        next_hour=after,
        peak_ahead=chance,
        growing=after.p50 > last,
        reproduction=reproduction(delays, at),
    )


def speed(cascade: Cascade, at: timedelta) -> float:
    """Give the reshares of the last hour; of a younger cascade, what an hour would give at the pace so far."""
    window = min(at, HOUR)
    count = len(cascade.seen(at)) - len(cascade.seen(at - window))
    return count * (HOUR / window)


def reproduction(delays: npt.NDArray[np.float64], at: timedelta) -> float:
    """Estimate how many reshares one begets, from the later half: what came over what would come if each begot one.

    The memory is the one of SEISMIC (Zhao et al. 2015, https://doi.org/10.1145/2783258.2783401), reach left out.
    """
    passed = at.total_seconds()
    late = len(delays) - int(np.searchsorted(delays, passed / 2, side="right"))
    seconds, power = KERNELS[0]
    begun = np.concatenate([[0.0], delays])  # the original begets too
    lately = float((spent(passed - begun, seconds, power) - spent(passed / 2 - begun, seconds, power)).sum())
    return late / lately if lately > 0 else 0.0
