"""When will the rest come? A path between now, the next hour and the week's end, as attention usually fades."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from firebreak.core.assess.spread.cascade import Floats
from firebreak.core.assess.spread.features import EDGES, TAIPEI, attention

HOUR = timedelta(hours=1)
FADE = 1.1  # the middle one of the powers that the forecaster knows


@dataclass(frozen=True, slots=True)
class Ways:
    """Counts at `age`: what is there, what the next hour adds, what there is within a week."""

    began: datetime
    age: timedelta
    seen: float
    next_hour: float
    final: float

    def at(self, ages: Sequence[timedelta]) -> list[float]:
        """Give what is there at each age from `self.age` on; only now, an hour on and the end are forecasts."""
        came = come_by(self.began, [self.age, self.age + HOUR, *ages])
        left = max(1 - came[0], 1e-9)
        shares = (came - came[0]) / left
        soon, parts = max(float(shares[1]), 1e-9), shares[2:]
        rest = max(self.final - self.seen - self.next_hour, 0.0)
        first = self.next_hour * np.minimum(parts / soon, 1.0)
        later = rest * np.maximum(parts - soon, 0.0) / max(1 - soon, 1e-9)
        return [float(value) for value in self.seen + first + later]


def come_by(began: datetime, ages: Sequence[timedelta]) -> Floats:
    """Give the share of a week's attention that is over at each age."""
    local = began.astimezone(TAIPEI)
    drawn = attention(local.hour + local.minute / 60, FADE)
    total = np.concatenate([[0.0], np.cumsum(drawn)]) / drawn.sum()
    return np.asarray(np.interp([age.total_seconds() for age in ages], EDGES, total))
