"""How unusual is a count, given what was expected, and given how far this brand's counts usually stray?

Source: deviance of the negative binomial, McCullagh & Nelder, Generalized Linear Models, 2nd ed. 1989, ch. 11; excesses
over a threshold as exponential, Siffer et al., Anomaly detection in streams with extreme value theory, KDD 2017.
"""

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.tuning import Tuning

Series = npt.NDArray[np.float64]


def deviance(counts: Series, expected: Series, spread: Series) -> Series:
    """Give the surprise in nats, about −log of the chance of so many; negative where fewer came than expected.

    Where threads are rarer than windows the deviance alone leaves out how rare a first post is: hence log(1 + spread).

    counts and expected (…) posts, ≥ 0; spread (…) relative variance beyond Poisson's, > 0.

    >>> bool(deviance(np.array([3.0]), np.array([0.02]), np.array([0.1]))[0] > 10)
    True
    """
    size = 1 / spread
    mean = np.maximum(expected, 1e-9)
    nats = counts * np.log(np.maximum(counts, 1e-9) / mean) - (counts + size) * np.log((counts + size) / (mean + size))
    return np.asarray(np.where(counts > mean, nats + np.log1p(spread), -nats))


class Record:
    """What n series usually do in each of w windows: how widely they spread, how often and how far they stray.

    `hours` (w,) is how long each window is; `threads` (w,) the variance ÷ mean that posts in threads have in it, before
    this brand's is known.
    """

    def __init__(self, series: int, hours: Series, threads: Series, tuning: Tuning) -> None:
        self.tuning = tuning
        self.threads = threads - 1
        self.guessed = tuning.guessed / np.maximum(hours, 1.0) ** tuning.longer_is_rarer
        self.surplus, self.surplus_of = (np.zeros((series, len(threads))) for _ in range(2))
        self.passed, self.excess, self.height = (np.zeros((series, len(threads))) for _ in range(3))
        self.weight = np.zeros((series, 1))

    def spread(self, expected: Series) -> Series:
        """Give the relative variance beyond Poisson's of counts (n, w, k) that are expected so."""
        trust = self.tuning.spread_weight
        ratio = np.maximum((self.surplus + trust) / (self.surplus_of + trust), 0.05)[:, :, None]
        return np.asarray(ratio * (self.threads[:, None] / np.maximum(expected, 1e-9) + self.tuning.relative))

    def rarity(self, nats: Series) -> Series:
        """Give −log of the chance that such a surprise (n, w, k) begins in an hour, by the brand's own record."""
        slope, offset = self.line
        return np.asarray(offset[:, :, None] + nats * slope[:, :, None])

    @property
    def line(self) -> tuple[Series, Series]:
        """Give slope and offset (n, w) by which nats become a rarity."""
        share = (self.passed + self.guessed) / (self.weight + self.tuning.guessed_in)
        slope = 1 / self.mean_excess
        return slope, np.asarray(-self.tuning.beyond * slope - np.log(share))

    @property
    def mean_excess(self) -> Series:
        """Give how far beyond the limit surprises go in the mean (n, w), never less than in a true model."""
        guessed, trust = self.tuning.guessed_excess, self.tuning.excess_weight
        return np.asarray(np.maximum((self.excess + guessed * trust) / (self.passed + trust), guessed))

    def learn(
        self, counts: Series, expected: Series, peak: Series, *, hours: float, heard: npt.NDArray[np.bool_]
    ) -> None:
        """Take in the windows (n, w) that end now and the peak surprise of these `hours`, where `heard` (n,)."""
        fade = np.where(heard, 0.5 ** (hours / 24 / self.tuning.record_half_life), 1.0)[:, None]
        usual = self.threads * expected + self.tuning.relative * expected**2
        most = self.tuning.cap**2 * (expected + usual)
        weight = np.minimum(usual, 3.0) * heard[:, None] / np.maximum(usual, 1e-9)
        self.surplus = self.surplus * fade + weight * np.minimum((counts - expected) ** 2 - counts, most)
        self.surplus_of = self.surplus_of * fade + weight * usual
        self.weight = self.weight * fade + heard[:, None]
        self._stray(np.where(heard[:, None], peak - self.tuning.beyond, 0.0), fade)

    def _stray(self, beyond: Series, fade: Series) -> None:
        """Count each excursion beyond the limit once, by the highest it comes to."""
        most = self.tuning.longest_excess * self.mean_excess
        height = np.where(beyond > 0, np.maximum(self.height, np.minimum(beyond, most)), 0.0)
        self.passed = self.passed * fade + ((height > 0) & (self.height == 0))
        self.excess = self.excess * fade + np.maximum(height - self.height, 0.0)
        self.height = height
