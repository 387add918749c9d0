"""Does the mean of a short series change at its end? Killick et al., PELT, JASA 2012, on squared error.

Short series need no pruning: the optimum is found by looking at every last change point.
"""

import numpy as np
import numpy.typing as npt

from bench.detect.brand import Series

NEW = 2  # values after the last change for it to be news


def rises(values: Series, penalty: float) -> npt.NDArray[np.bool_]:
    """Tell for each of n series (n, m) whether the best segmentation has a rise in its last values.

    `penalty` is in units of 2 · variance · log m.
    """
    many, length = values.shape
    scale = 2 * penalty * np.log(length) * np.maximum(_noise(values), 1e-9)
    sums = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    squares = np.pad(np.cumsum(values**2, axis=1), ((0, 0), (1, 0)))
    best, last = np.zeros((many, length + 1)), np.zeros((many, length + 1), np.int64)
    best[:, 0] = -scale
    for end in range(1, length + 1):
        part = sums[:, end, None] - sums[:, :end]
        cost = squares[:, end, None] - squares[:, :end] - part**2 / (end - np.arange(end))
        total = best[:, :end] + cost + scale[:, None]
        last[:, end] = total.argmin(axis=1)
        best[:, end] = total.min(axis=1)
    change = last[:, length]
    rows = np.arange(many)
    after = (sums[:, -1] - sums[rows, change]) / (length - change)
    before = sums[rows, change] / np.maximum(change, 1)
    return np.asarray((change >= length - NEW) & (after > before))


def _noise(values: Series) -> Series:
    """Give the variance (n,) from differences, which a change of the mean hardly touches."""
    return np.asarray(np.median(np.diff(values, axis=1) ** 2, axis=1) / (2 * 0.4549))
