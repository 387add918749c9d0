"""What do many small trees say together? Every tree asks the same few questions on all its paths."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Trees (t, depth): which feature each level asks, from which value on the answer is yes; leaves (t, 2^depth)."""

    asks: npt.NDArray[np.uint8]
    least: Singles
    leaves: Singles
    base: float

    def values(self, rows: Singles) -> npt.NDArray[np.float64]:
        """Add up the trees for rows (n, features); what is not known (NaN) answers no."""
        yes = rows[:, self.asks] >= self.least
        turns = 1 << np.arange(self.asks.shape[1])[::-1]
        leaf = yes @ turns
        tree = np.arange(len(self.asks))
        return np.asarray(self.leaves[tree, leaf].sum(axis=1, dtype=np.float64) + self.base)
