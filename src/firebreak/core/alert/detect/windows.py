"""How many posts came in the last minutes, hours and days? Running sums of n series in constant memory."""

from datetime import timedelta

import numpy as np
import numpy.typing as npt

Series = npt.NDArray[np.float64]

HOUR = timedelta(hours=1)
SHORT = (timedelta(minutes=5), timedelta(minutes=15), HOUR)
LONG = (timedelta(hours=6), timedelta(hours=24), timedelta(hours=72))
THREADS = (1.6, 1.8, 2.0, 2.5, 2.5, 2.5)  # variance ÷ mean of posts that come in threads, in each of these windows


class Windows:
    """Sums over short windows of bins and long ones of stretches (an hour, or one bin where bins are longer).

    A long window begins with a stretch and so is up to one stretch longer.
    """

    def __init__(self, series: int, step: timedelta) -> None:
        self.stretch = max(step, HOUR)
        self.bins = _lengths(SHORT, step)
        self.stretches = {
            length: place for length, place in _lengths(LONG, self.stretch).items() if length * self.stretch > HOUR
        }
        self.lengths = tuple(n * step for n in self.bins) + tuple(n * self.stretch for n in self.stretches)
        self.threads = np.array([THREADS[place] for place in (*self.bins.values(), *self.stretches.values())])
        self.last = np.zeros((series, max(self.bins)))
        self.before = np.zeros((series, max(self.stretches, default=1)))
        self.now = np.zeros(series)

    def add(self, counts: Series) -> Series:
        """Take in bins (n, k) of one stretch; gives the sums (n, w, k) of the windows that end with each."""
        longest = self.last.shape[1]
        sums = np.cumsum(np.concatenate([np.zeros((len(counts), 1)), self.last, counts], axis=1), axis=1)
        ends = sums[:, longest + 1 :]
        short = [ends - sums[:, longest + 1 - n : sums.shape[1] - n] for n in self.bins]
        inside = ends - sums[:, longest : longest + 1] + self.now[:, None]
        long = [inside + self.before[:, -n:].sum(axis=1)[:, None] for n in self.stretches]
        self.last = np.concatenate([self.last, counts], axis=1)[:, -longest:]
        self.now = inside[:, -1]
        return np.stack([*short, *long], axis=1)

    def close(self) -> Series:
        """End the stretch; gives its sum (n,)."""
        whole = self.now
        self.before = np.concatenate([self.before[:, 1:], whole[:, None]], axis=1)
        self.now = np.zeros(len(whole))
        return whole


def _lengths(wanted: tuple[timedelta, ...], unit: timedelta) -> dict[int, int]:
    """Give each different length in units, with the place of what was wanted."""
    found: dict[int, int] = {}
    for place, one in enumerate(wanted):
        found.setdefault(max(1, round(one / unit)), place + (len(SHORT) if wanted is LONG else 0))
    return found
