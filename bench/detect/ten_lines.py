"""What would anybody write in ten lines? The last hour, six hours or day of complaints against their four weeks."""

import numpy as np

from bench.detect.brand import DAY, HOUR
from bench.detect.published import Published, Table, recent
from bench.detect.score import Alerts


def ten_lines(now: Table, sigmas: float) -> Alerts:
    alerts = np.zeros(now.posts.shape, bool)
    usual = recent(now.posts, 27 * DAY, DAY) / (27 * DAY)
    for bins in (HOUR, 6 * HOUR, DAY):
        seen, expected = recent(now.posts, bins), usual * bins
        alerts |= (seen >= 3) & (seen > expected + sigmas * np.sqrt(expected + 0.5))
    return alerts


TEN_LINES = Published("ten lines (Poisson, 1 h · 6 h · 1 d)", ten_lines, (3, 4, 5, 6, 8, 10))
