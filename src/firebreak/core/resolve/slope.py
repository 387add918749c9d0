"""How steeply did a count rise or fall before an instant and after it, and how sure is that?

Interrupted time series: one straight piece before, one after, free to jump between them (segmented regression;
Wagner et al. 2002, doi:10.1046/j.1365-2710.2002.00430.x; Bernal et al. 2017, doi:10.1093/ije/dyw098). Volume is a
quasi-Poisson regression, so that posts which come in threads widen the interval (Wedderburn 1974,
doi:10.1093/biomet/61.3.439); a share is a weighted straight line. Neighbouring bins resemble one another, so that the
variance is stretched by (1 + r)/(1 − r), r being the correlation of neighbouring residuals freed of its bias in short
series (Bayley & Hammersley 1946, doi:10.2307/2983560), and the t quantile has as many fewer degrees of freedom.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

Series = npt.NDArray[np.float64]

SURE = 0.95
STEPS = 50
HELD = 1e-4  # keeps a side that ends in nothing but zeros from falling without end
LARGEST_R = 0.8
LEAST_FREEDOM = 3.0


@dataclass(frozen=True, slots=True)
class Slope:
    """Change per hour with its 95 % interval: of the logarithm of a volume, or of a share in [0, 1]."""

    rate: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Say which way it goes: up, down, or unsure where the interval holds 0."""
        return "up" if self.low > 0 else "down" if self.high < 0 else "unsure"


@dataclass(frozen=True, slots=True)
class Turn:
    """The slopes before and after, their difference, and the line of each bin with its band: (low, middle, high).

    `jump` is by how much the second piece begins higher than the first one ends: no slope, so not per hour; `heights`
    are the two, per bin (of a volume their logarithms).
    """

    before: Slope
    after: Slope
    change: Slope
    jump: Slope
    heights: tuple[float, float]
    lines: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One straight piece as fitted: height at 0 and rise per bin, their covariance but for its scale, residuals."""

    places: Series
    said: Series
    spread: Series
    residuals: Series

    def line(self, stretch: float) -> Series:
        """Give (low, middle, high) of the straight line at each place, `stretch` standard errors wide."""
        design = design_of(self.places)
        middle = design @ self.said
        width = stretch * np.sqrt(np.einsum("ij,jk,ik->i", design, self.spread, design))
        return np.stack([middle - width, middle, middle + width], axis=1)


def volume_turn(before: Series, after: Series, *, bin_hours: float) -> Turn:
    """Compare how a volume moved; counts (n,) and (m,) per bin, earliest first, n and m ≥ 3.

    >>> turn = volume_turn(2.0 ** np.arange(4, 10), 2.0 ** np.arange(9, 3, -1), bin_hours=1.0)
    >>> round(turn.before.rate, 2), round(turn.after.rate, 2), turn.change.verdict
    (0.69, -0.69, 'down')
    """
    one, two = fit_counts(before, behind(before)), fit_counts(after, ahead(after))
    stretch = stretch_of((one, two))
    lines = np.exp(np.clip(np.concatenate([one.line(stretch), two.line(stretch)]), -20.0, 20.0))
    return turn_of(one, two, stretch=stretch, bin_hours=bin_hours, lines=lines)


def share_turn(before: tuple[Series, Series], after: tuple[Series, Series], *, bin_hours: float) -> Turn:
    """Compare how a share moved; each side gives part and whole per bin. A bin without a post says nothing."""
    one, two = fit_share(*before, behind(before[1])), fit_share(*after, ahead(after[1]))
    stretch = stretch_of((one, two))
    lines = np.clip(np.concatenate([one.line(stretch), two.line(stretch)]), 0.0, 1.0)
    return turn_of(one, two, stretch=stretch, bin_hours=bin_hours, lines=lines)


def behind(series: Series) -> Series:
    """Give the middles of the bins before, in bins from what was said."""
    return np.arange(-len(series), 0, dtype=np.float64) + 0.5


def ahead(series: Series) -> Series:
    return np.arange(len(series), dtype=np.float64) + 0.5


def design_of(places: Series) -> Series:
    return np.stack([np.ones_like(places), places], axis=1)


def fit_counts(counts: Series, places: Series) -> Piece:
    """Fit log mean = height + rise · place by Newton's method, each step held so that it cannot run away."""
    design, held = design_of(places), HELD * np.eye(2)
    said = np.array([np.log(max(float(counts.mean()), 0.1)), 0.0])
    for _ in range(STEPS):
        mean = np.exp(np.clip(design @ said, -20.0, 20.0))
        step = np.linalg.solve(design.T @ (mean[:, None] * design) + held, design.T @ (counts - mean) - HELD * said)
        size = float(np.abs(step).max())
        said = said + step * min(1.0, 2.0 / max(size, 1e-12))
        if size < 1e-9:
            break
    mean = np.exp(np.clip(design @ said, -20.0, 20.0))
    spread = np.linalg.inv(design.T @ (mean[:, None] * design) + held)
    return Piece(places, said, spread, (counts - mean) / np.sqrt(mean))


def fit_share(part: Series, whole: Series, places: Series) -> Piece:
    """Fit share = height + rise · place, each bin weighing its posts, in units of a binomial's variance."""
    there = whole > 0
    share = part[there] / whole[there]
    mean = (part.sum() + 1.0) / (whole.sum() + 2.0)  # never 0 or 1, where the variance would be nothing
    weight = whole[there] / (mean * (1.0 - mean))
    design = design_of(places[there])
    spread = np.linalg.inv(design.T @ (weight[:, None] * design) + HELD * np.eye(2))
    said = spread @ (design.T @ (weight * share))
    return Piece(places, said, spread, (share - design @ said) * np.sqrt(weight))


def stretch_of(pieces: Sequence[Piece]) -> float:
    """Tell how many of the fitted standard errors the 95 % interval is wide, to either side."""
    squares = sum(float(piece.residuals @ piece.residuals) for piece in pieces)
    free = sum(len(piece.residuals) for piece in pieces) - 2.0 * len(pieces)
    likeness = likeness_of(pieces, squares)
    wider = (1.0 + likeness) / (1.0 - likeness)
    loose = max(1.0, squares / max(free, 1.0))  # a count is never surer than Poisson's, a share than the binomial's
    freedom = max(free / wider, LEAST_FREEDOM)
    return float(stdtrit(freedom, (1.0 + SURE) / 2.0) * np.sqrt(loose * wider))


def likeness_of(pieces: Sequence[Piece], squares: float) -> float:
    """Give the correlation of neighbouring residuals in [0, 0.8], freed of what a fitted line takes from it."""
    if squares <= 0.0:
        return 0.0
    seen = sum(float(piece.residuals[1:] @ piece.residuals[:-1]) for piece in pieces) / squares
    bins = sum(len(piece.residuals) for piece in pieces) / len(pieces)
    freed = (seen + 2.0 / bins) / max(1.0 - 4.0 / bins, 0.2)
    return min(max(freed, 0.0), LARGEST_R)


def turn_of(one: Piece, two: Piece, *, stretch: float, bin_hours: float, lines: Series) -> Turn:
    """Give the slopes of both pieces per hour, that of the second less that of the first, and the jump between."""
    (high, rise), (height, climb) = one.said, two.said
    first, second = np.diag(one.spread), np.diag(two.spread)
    before, after, change = (
        slope_of(rate / bin_hours, stretch * error**0.5 / bin_hours)
        for rate, error in ((rise, first[1]), (climb, second[1]), (climb - rise, first[1] + second[1]))
    )
    jump = slope_of(height - high, stretch * (first[0] + second[0]) ** 0.5)
    told = tuple((float(low), float(middle), float(top)) for low, middle, top in lines)
    return Turn(before, after, change, jump, (float(high), float(height)), told)


def slope_of(rate: float, width: float) -> Slope:
    return Slope(float(rate), float(rate - width), float(rate + width))
