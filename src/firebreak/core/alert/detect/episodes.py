"""When is somebody told? Once when an episode begins, and once a day while it goes on."""

from datetime import timedelta

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.tuning import Tuning

Flags = npt.NDArray[np.bool_]


class Episodes:
    """Remembers of n series when the signal was last there and when somebody was last told, in bins."""

    def __init__(self, series: int, step: timedelta, tuning: Tuning) -> None:
        self.quiet, self.longest = tuning.quiet / step, tuning.longest / step
        self.seen = 0
        self.last, self.told = np.full(series, -np.inf), np.full(series, -np.inf)

    def tell(self, out: Flags) -> Flags:
        """Mark in the next bins (n, k), of which `out` are beyond the usual, those in which somebody is told."""
        marks = np.zeros_like(out)
        for place in np.flatnonzero(out.any(axis=0)):
            now, on = self.seen + float(place), out[:, place]
            marks[:, place] = on & ((now - self.last > self.quiet) | (now - self.told >= self.longest))
            self.told = np.where(marks[:, place], now, self.told)
            self.last = np.where(on, now, self.last)
        self.seen += out.shape[1]
        return marks
