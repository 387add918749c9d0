"""How good are forecasts of size? The measures of `cascade_score.py`, on the rows with at least ten reshares seen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau, rankdata

Array = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What somebody forecast: p50 (n,), and where they tell of it, a band (n, 2) and the chance of a peak (n,)."""

    p50: Array
    band: Array | None = None
    peak: Array | None = None

    def only(self, rows: Truths) -> "Told":
        band, peak = (None if part is None else part[rows] for part in (self.band, self.peak))
        return Told(self.p50[rows], band, peak)


@dataclass(frozen=True, slots=True)
class Score:
    """Errors as shares (0.3 is 30 %), rank correlation of the growth to come, the band's cover and median width.

    `brier` is the mean square by which the chance of a peak missed; to beat is the share of peaks × that of the others.
    """

    error: float
    msle: float
    tau: float
    cover: float
    width: float
    auc: float
    brier: float


def score(told: Told, seen: Array, final: Array, ahead: Truths) -> Score:
    low, high = (np.full(len(final), np.nan),) * 2 if told.band is None else told.band.T
    return Score(
        error=float(np.median(np.abs(told.p50 - final) / final)),
        msle=float(np.mean((np.log1p(told.p50) - np.log1p(final)) ** 2)),
        tau=float(kendalltau(told.p50 - seen, final - seen).statistic),
        cover=float("nan") if told.band is None else float(np.mean((low <= final) & (final <= high))),
        width=float(np.median(high / np.maximum(low, 1))),
        auc=float("nan") if told.peak is None else area(ahead, told.peak),
        brier=float("nan") if told.peak is None else float(np.mean((told.peak - ahead) ** 2)),
    )


def area(truth: Truths, chance: Array) -> float:
    """Give the area under the ROC curve."""
    if truth.all() or not truth.any():
        return float("nan")
    ranks, yes = rankdata(chance), int(truth.sum())
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * (len(truth) - yes)))
