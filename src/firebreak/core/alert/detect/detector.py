"""Is what is being said just now more than this brand is used to? Knows only the past, forgets nothing it needs.

For every bin the counts of the last five minutes to three days are held against what was expected. How rare that is
comes from the brand's own record of surprises, so that a brand that is often loud must be louder to be heard.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.episodes import Episodes
from firebreak.core.alert.detect.level import Level, is_weekend
from firebreak.core.alert.detect.surprise import Record, deviance
from firebreak.core.alert.detect.tuning import DEFAULT, Tuning
from firebreak.core.alert.detect.windows import HOUR, Windows
from firebreak.core.errors import BadInput

Series = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SHORTEST_STEP, LONGEST_STEP = timedelta(minutes=1), timedelta(days=1)
STILL = 1.0  # nats of the last hours that show that what fills a window of days goes on
ODDS = 2.576  # the band holds 99 of 100 usual bins


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What was made of k bins of n series, each (n, k).

    `low`–`high` holds 99 of 100 usual bins; `rarity` is −log of the chance in an hour; `score` in [0, 1] is ½ where it
    is rare enough to alarm; `alert` marks where somebody is told, once per episode; `window` is the place in
    `Detector.windows` of the rarest one.
    """

    expected: Series
    low: Series
    high: Series
    rarity: Series
    score: Series
    alert: Flags
    window: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How each window (n, w) stands at the end of the last bin: what came, what was expected, how widely it spreads.

    `rarity` is that of so many, by `offset` + deviance × `slope`; 0 where it counts for nothing.
    """

    seen: Series
    usual: Series
    spread: Series
    rarity: Series
    slope: Series
    offset: Series


class Detector:
    """Watches n series of counts in equal bins, the first of which begins at `start` on the brand's clock.

    `rest` tells of a day whether people rest on it; by itself only weekends are.
    """

    standing: Standing

    def __init__(
        self,
        series: int,
        *,
        start: datetime,
        step: timedelta,
        tuning: Tuning = DEFAULT,
        rest: Callable[[date], bool] = is_weekend,
    ) -> None:
        if not SHORTEST_STEP <= step <= LONGEST_STEP:
            raise BadInput(problem="step", seconds=int(step.total_seconds()))
        self.step, self.clock, self.tuning, self.rest = step, start, tuning, rest
        self.level = Level(series, tuning)
        self.sums = Windows(3 * series, step)  # of what came, of what was expected, and of the least expected
        hours = np.array([length / HOUR for length in self.windows])
        self.record = Record(series, hours, self.sums.threads, tuning)
        self.heard, self.heard_before = np.zeros(series), np.zeros(series)
        self.peak = np.full((series, len(self.windows)), -np.inf)
        self.episodes = Episodes(series, step, tuning)

    @property
    def windows(self) -> tuple[timedelta, ...]:
        """Give the lengths of the windows that are looked at."""
        return self.sums.lengths

    def feed(self, counts: npt.ArrayLike, *, heard: npt.ArrayLike = 1.0, least: npt.ArrayLike = 0.0) -> Judged:
        """Judge the next bins, each by what came up to it.

        counts (n, k) posts, ≥ 0, NaN where nobody listened; `heard` (n, k) how many bins' worth came in: 1 usually,
        less while a source is out, more where one hands in what it held back; `least` (n, k) posts that are expected
        whatever the habit, such as the share of complaints that a campaign brings.
        """
        known = np.asarray(counts, np.float64)
        if known.ndim != 2 or len(known) != len(self.heard) or np.nanmin(known, initial=0) < 0 or np.isinf(known).any():
            raise BadInput(problem="counts")
        shares = np.where(np.isnan(known), 0.0, np.broadcast_to(np.asarray(heard, np.float64), known.shape))
        floors = np.broadcast_to(np.asarray(least, np.float64), known.shape)
        parts, begin = [], 0
        while begin < known.shape[1]:
            part = slice(begin, min(begin + self.left, known.shape[1]))
            parts.append(self._judge(np.nan_to_num(known[:, part]), shares[:, part], floors[:, part]))
            begin = part.stop
        return _joined(parts, len(known))

    @property
    def left(self) -> int:
        """Tell how many bins are left that begin within this hour of the clock."""
        rest = HOUR - timedelta(
            minutes=self.clock.minute, seconds=self.clock.second, microseconds=self.clock.microsecond
        )
        return max(1, -(-rest // self.step))

    def _judge(self, counts: Series, heard: Series, floor: Series) -> Judged:
        hour, weekend = self.clock.hour, int(self.rest(self.clock.date()))
        last = counts.shape[1] == self.left
        mean = (self.level.rate(hour, weekend) * (self.step / HOUR))[:, None] * heard
        seen, usual, least = np.split(self.sums.add(np.concatenate([counts, mean, floor])), 3)
        usual = np.maximum(usual, least)
        spread = self.record.spread(usual) + self.level.doubt[:, None, None]
        nats = deviance(seen, usual, spread)
        told = (seen >= self.tuning.few) & self._goes_on(nats) & self._warm()[:, None, None]
        rarity = np.where(told, self.record.rarity(nats), 0.0)
        rarest = rarity.max(axis=1)
        slope, offset = self.record.line
        ends = [part[:, :, -1] for part in (seen, usual, spread, rarity)]
        self.standing = Standing(ends[0], ends[1], ends[2], ends[3], slope, offset)
        low, high = band(mean, spread[:, 0])
        alert = self.episodes.tell(rarest >= self.tuning.rare)
        made = Judged(mean, low, high, np.maximum(rarest, 0), score(rarest, self.tuning), alert, rarity.argmax(axis=1))
        self.peak = np.maximum(self.peak, nats.max(axis=2))
        self.heard = self.heard + heard.sum(axis=1) * (self.step / HOUR)
        if last:
            self._learn(seen[:, :, -1], usual[:, :, -1], hour, weekend)
        self.clock += counts.shape[1] * self.step
        return made

    def _goes_on(self, nats: Series) -> Flags:
        """Tell which surprises (n, w, k) are not mere echoes: a window of days still holds what ended yesterday."""
        hour = len(self.sums.bins) - 1
        now, lately = nats[:, hour] > 0, nats[:, hour : hour + 2].max(axis=1) > STILL
        long = np.arange(nats.shape[1])[:, None] > hour + 1
        return np.asarray(now[:, None] & (lately[:, None] | ~long))

    def _warm(self) -> Flags:
        return np.asarray(self.heard_before >= self.tuning.warm_up / HOUR)

    def _learn(self, seen: Series, usual: Series, hour: int, weekend: int) -> None:
        """End the stretch: what was too odd to be usual teaches only as much as the oddest usual."""
        posts, expected, _ = np.split(self.sums.close(), 3)
        hours = self.sums.stretch / HOUR
        warm, some = self._warm(), self.heard > 0
        spread = self.record.spread(np.maximum(expected, 1e-9)[:, None, None])[:, len(self.sums.bins) - 1, 0]
        most = expected + self.tuning.cap * np.sqrt(expected + spread * expected**2 + 0.25)
        taught = np.where(warm, np.minimum(posts, most), posts)
        self.level.learn(hour, weekend, posts=taught, expected=expected, heard=self.heard, hours=hours)
        self.record.learn(seen, usual, self.peak, hours=hours, heard=warm & some)
        self.heard_before = self.heard_before + self.heard
        self.heard = np.zeros_like(self.heard)
        self.peak = np.full_like(self.peak, -np.inf)


def score(rarity: Series, tuning: Tuning) -> Series:
    """Put a rarity on the scale from 0 to 1, on which ½ alarms."""
    return np.asarray(1 - 0.5 ** (np.maximum(rarity, 0) / tuning.rare))


def band(mean: Series, spread: Series) -> tuple[Series, Series]:
    """Give the counts between which 99 of 100 usual ones lie, by the cube root of a gamma (Wilson & Hilferty 1931)."""
    variance = np.maximum(mean + spread * mean**2, 1e-9)
    ninth = variance / (9 * np.maximum(mean, 1e-9) ** 2)
    low, high = (mean * np.maximum(1 - ninth + side * np.sqrt(ninth), 0) ** 3 for side in (-ODDS, ODDS))
    return np.floor(low), np.ceil(np.where(mean > 0, high, 0.0))


def _joined(parts: list[Judged], series: int) -> Judged:
    none = np.zeros((series, 0))
    if not parts:
        return Judged(none, none, none, none, none, none.astype(bool), none.astype(np.int64))
    names = Judged.__dataclass_fields__
    return Judged(**{name: np.concatenate([getattr(part, name) for part in parts], axis=1) for name in names})
