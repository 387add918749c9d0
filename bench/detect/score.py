"""How good are alarms? Recall of severe crises, false alarms per brand-month, and how soon, after made-up months."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.detect.brand import DAY, HOUR, LEARNING, LENGTH, MINUTES, MONTH
from bench.detect.world import Months

Alerts = npt.NDArray[np.bool_]
QUIET = 6 * HOUR  # an episode ends after so long without the signal, as in the product; rules without it gain by it
LONGEST = DAY  # who keeps ringing longer rings again
AFTER = DAY  # the day after a crisis is nobody's false alarm


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one way to raise alarms. `delay` are bins from the first bad post to the alarm, of those found."""

    found: tuple[bool, ...]
    false: int
    months: float
    delay: tuple[int, ...]
    late: tuple[int, ...]  # bins after the later of ten posts and ten minutes; negative where earlier

    @property
    def recall(self) -> float:
        return float(np.mean(self.found))

    @property
    def precision(self) -> float:
        """Give the share of severe crises among what was alarmed of; 1 where nothing was. Falls as crises are rarer."""
        hits = sum(self.found)
        return hits / (hits + self.false) if hits + self.false else 1.0

    @property
    def false_per_month(self) -> float:
        return self.false / self.months

    @property
    def median_minutes(self) -> float:
        return float(np.median(self.delay)) * MINUTES if self.delay else float("nan")

    @property
    def in_time(self) -> float:
        """Give the share of all crises that were known by the later of ten posts and ten minutes."""
        return sum(late <= 0 for late in self.late) / len(self.found)


def episodes(alerts: Alerts) -> list[int]:
    """Give the bins where alarms begin: after quiet, and again for every day that one goes on."""
    onsets: list[int] = []
    last = -LENGTH
    for place in np.flatnonzero(alerts):
        if place - last > QUIET or place - onsets[-1] >= LONGEST:
            onsets.append(int(place))
        last = int(place)
    return onsets


def score(alerts: Alerts, worlds: Sequence[Months]) -> Score:
    """Judge alerts (n, LENGTH) of n brands."""
    found, delay, late, false = [], [], [], 0
    for row, world in zip(alerts, worlds, strict=True):
        onsets = [one for one in episodes(row) if one >= LEARNING]
        crisis = world.crisis
        hits = [one for one in onsets if crisis.first <= one <= crisis.last]
        false += sum(not crisis.first <= one <= crisis.last + AFTER for one in onsets)
        found.append(bool(hits))
        delay += [hits[0] - crisis.first + 1][: len(hits)] if hits else []
        late += [hits[0] - crisis.due] if hits else []
    months = len(worlds) * (LENGTH - LEARNING) / MONTH
    return Score(tuple(found), false, months, tuple(delay), tuple(late))


def by_kind(result: Score, worlds: Sequence[Months]) -> dict[str, tuple[int, int]]:
    """Give found and all crises by kind."""
    kinds: dict[str, tuple[int, int]] = {}
    for hit, world in zip(result.found, worlds, strict=True):
        was, of = kinds.get(world.crisis.kind, (0, 0))
        kinds[world.crisis.kind] = (was + hit, of + 1)
    return dict(sorted(kinds.items()))
