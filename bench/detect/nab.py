"""How does the Numenta Anomaly Benchmark (v1.1) judge alerts? The shared scorer's rules, in numpy alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.detect.brand import Series

Alerts = npt.NDArray[np.bool_]
PROBATION, PROBATION_ROWS = 0.15, 5000
FALSE_WEIGHT = 0.11  # of the standard profile; a window found or missed weighs 1
WEEK = 7 * 24 * 12


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """Mentions of one brand, the window (n,) that each row is in or −1, and what an alert there is worth (n,)."""

    name: str
    values: Series
    windows: npt.NDArray[np.int64]
    worth: Series
    probation: int

    @property
    def many(self) -> int:
        return int(self.windows.max()) + 1


@dataclass(frozen=True, slots=True)
class Nab:
    """Raw score over all windows, and what it is made of."""

    raw: float
    windows: int
    hit: int
    false_episodes: int
    weeks: float

    def __add__(self, other: "Nab") -> "Nab":
        return Nab(
            self.raw + other.raw,
            self.windows + other.windows,
            self.hit + other.hit,
            self.false_episodes + other.false_episodes,
            self.weeks + other.weeks,
        )

    @property
    def standard(self) -> float:
        """Give the score on the scale where no alert at all is 0 and perfection 100."""
        return 100 * (self.raw + self.windows) / (2 * self.windows)

    @property
    def false_per_week(self) -> float:
        return self.false_episodes / self.weeks


def volumes(folder: Path) -> list[Volume]:
    """Read the counts and windows of every brand of the folder."""
    spans = json.loads((folder / "windows.json").read_text())
    return [_volume(folder / name, spans[name]) for name in sorted(spans)]


def _volume(path: Path, spans: Sequence[Sequence[str]]) -> Volume:
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    times = np.array([row[0] for row in rows], "datetime64[us]")
    windows, worth = np.full(len(rows), -1), np.full(len(rows), -1.0)
    ends = [np.flatnonzero((times >= np.datetime64(a)) & (times <= np.datetime64(b)))[[0, -1]] for a, b in spans]
    for place, (first, last) in enumerate(sorted(map(tuple, ends))):
        inside, width = np.arange(first, last + 1), last - first + 1
        windows[inside] = place
        worth[inside] = _fade((inside - last - 1) / width) / _fade(np.float64(-1.0))
        worth[last + 1 :] = _fade(np.arange(1, len(rows) - last) / (width - 1))
    values = np.array([float(row[1]) for row in rows])
    return Volume(path.stem, values, windows, worth, int(PROBATION * min(len(rows), PROBATION_ROWS)))


def _fade(where: Series | np.float64) -> Series:
    return np.asarray(np.where(where > 3, -1.0, 2 / (1 + np.exp(np.minimum(5 * where, 500.0))) - 1))


def judge(volume: Volume, alerts: Alerts) -> Nab:
    """Score alerts (n,): the earliest of a window counts, each outside costs, and so does a window missed."""
    counted = alerts & (np.arange(len(alerts)) >= volume.probation)
    best = [volume.worth[counted & (volume.windows == place)].max(initial=-1.0) for place in range(volume.many)]
    false = counted & (volume.windows < 0)
    raw = sum(best) + FALSE_WEIGHT * float(volume.worth[false].sum())
    episodes = int((false & ~np.pad(false, (1, 0))[:-1]).sum())
    rows = len(alerts) - volume.probation
    return Nab(raw, volume.many, sum(one > -1 for one in best), episodes, rows / WEEK)
