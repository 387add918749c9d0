"""What is unusual about a brand just now: a burst, a slow climb over days, a drop, a share of complaints?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.complaints import (
    ALL,
    DAY,
    DAYS_KNOWN,
    NEARLY,
    NEGATIVE,
    SHARE_THREADS,
    SOBER,
    SOBER_EXTRA,
    VOICES,
    Complaints,
)
from firebreak.core.alert.detect.detector import ODDS, Standing, band
from firebreak.core.alert.detect.level import is_weekend
from firebreak.core.alert.detect.surprise import deviance
from firebreak.core.alert.detect.tuning import DEFAULT
from firebreak.core.alert.detect.windows import HOUR
from firebreak.core.terms import Range, Signal

Series = npt.NDArray[np.float64]

STEP = timedelta(minutes=5)
LONGEST_BURST = timedelta(hours=6)  # what shows in longer windows only is a slow climb
EXTRA = {Signal.VOLUME: SOBER_EXTRA}  # nats by which it must be rarer
HALF = 0.5  # of the alarming rarity: from there on a matter is taken to have begun
FELL = 14.0  # nats by which a day must be below the usual; the sums of a quiet week come to eight
FELL_TO = 1 / 3  # … and to no more than this part of it


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Counts per bin (k,): all posts, those that complain and that are glad, and people who begin to complain.

    `heard` and `announced` as `Complaints` takes them.
    """

    posts: Series
    negative: Series
    positive: Series
    voices: Series
    heard: npt.ArrayLike = 1.0
    announced: npt.ArrayLike = 0.0

    def __getitem__(self, part: slice) -> "Counts":
        heard, announced = (np.broadcast_to(one, self.posts.shape)[part] for one in (self.heard, self.announced))
        return Counts(self.posts[part], self.negative[part], self.positive[part], self.voices[part], heard, announced)


@dataclass(frozen=True, slots=True)
class Unusual:
    """A window that ends now and is beyond the usual: what came in it, what was expected, how rare that is.

    `posts` and `negative` are those of the window; `rarity` is −log of the chance that such a thing begins in an hour;
    `begins` is the beginning of the window, `since` that of the matter.
    """

    signal: Signal
    posts: int
    negative: int
    range: Range
    rarity: float
    begins: datetime
    since: datetime
    spread: float = 0.0
    line: tuple[float, float] = (1.0, 0.0)

    @property
    def observed(self) -> int:
        return self.negative if self.signal in (Signal.NEGATIVE_VOLUME, Signal.NEGATIVE_SHARE) else self.posts

    @property
    def stands(self) -> bool:
        """Tell whether it is still rare enough to alarm."""
        return self.rarity - EXTRA.get(self.signal, 0.0) >= DEFAULT.rare and self.observed >= DEFAULT.few

    def with_only(self, *, posts: int, negative: int) -> "Unusual":
        """Judge the same window with fewer posts in it, as when those of a story that was told are left out."""
        if (posts, negative) == (self.posts, self.negative):
            return self
        fewer = replace(self, posts=posts, negative=negative)
        nats = deviance(np.array([float(fewer.observed)]), np.array([self.range.expected]), np.array([self.spread]))
        slope, offset = self.line
        return replace(fewer, rarity=min(self.rarity, offset + slope * float(nats[0])))


class Watching:
    """One brand, its posts counted in bins of five minutes, the first of which begins at `start` on its clock."""

    def __init__(self, *, start: datetime, rest: Callable[[date], bool] = is_weekend) -> None:
        self.complaints = Complaints(1, start=start, step=STEP, rest=rest)
        self.lately: Series = np.zeros((2, 0))  # rarity of complaints and of all sober talk, in the bins heard last

    @property
    def clock(self) -> datetime:
        """Give the end of the last bin, on the brand's clock."""
        return self.complaints.detector.clock

    def feed(self, counts: Counts) -> None:
        """Take in the next bins."""
        rows = (one[None] for one in (counts.posts, counts.negative, counts.positive, counts.voices))
        heard = self.complaints.feed(*rows, heard=counts.heard, announced=counts.announced)
        self.lately = np.concatenate([heard.complaints, heard.sober - SOBER_EXTRA])[:, -(DEFAULT.quiet // STEP) :]

    def now(self) -> tuple[Unusual, ...]:
        """Give what is unusual at the end of the last bin, of each signal the rarest."""
        stand = self.complaints.detector.standing
        loud = self._loud(stand, VOICES, NEGATIVE, 0.0) or self._loud(stand, SOBER, SOBER, SOBER_EXTRA)
        found = (loud, self._share(stand), self._drop(stand))
        return tuple(one for one in found if one is not None)

    def _loud(self, stand: Standing, first: int, second: int, extra: float) -> Unusual | None:
        """Give the burst, or where only long windows are beyond the usual, the slow climb."""
        rarity = stand.rarity[first]
        if second != first and rarity.max() >= NEARLY:
            rarity = np.maximum(rarity, stand.rarity[second])
        out = rarity - extra >= DEFAULT.rare
        short = np.array([length <= LONGEST_BURST for length in self._lengths])
        chosen = out & short if (out & short).any() else out
        if not chosen.any():
            return None
        place = int(np.where(chosen, rarity, -np.inf).argmax())
        burst = Signal.NEGATIVE_VOLUME if first == VOICES else Signal.VOLUME
        signal = burst if short[place] else Signal.SLOW_CLIMB
        row = NEGATIVE if signal is Signal.NEGATIVE_VOLUME else ALL
        one = self._window(stand, signal, row, place, float(rarity[place]))
        return replace(one, since=self._since(0 if first == VOICES else 1, one.begins))

    def _window(self, stand: Standing, signal: Signal, row: int, place: int, rarity: float) -> Unusual:
        usual, spread = stand.usual[row, place], stand.spread[row, place]
        low, high = band(np.array([usual]), np.array([spread]))
        begins = self._begins(place)
        return Unusual(
            signal=signal,
            posts=int(stand.seen[ALL, place]),
            negative=int(stand.seen[NEGATIVE, place]),
            range=Range(float(usual), float(low[0]), float(high[0])),
            rarity=rarity,
            begins=begins,
            since=begins,
            spread=float(spread),
            line=(float(stand.slope[row, place]), float(stand.offset[row, place])),
        )

    @property
    def _lengths(self) -> tuple[timedelta, ...]:
        return self.complaints.detector.windows

    def _begins(self, place: int) -> datetime:
        length = self._lengths[place]
        if length <= HOUR:
            return self.clock - length
        last = self.clock - STEP
        return last.replace(minute=0, second=0, microsecond=0) - length

    def _since(self, row: int, begins: datetime) -> datetime:
        """Give when the matter began: the first of the last six hours' bins that was half as rare as what alarms.

        A pause within them does not end a matter; only a quiet time of hours does.
        """
        out = np.flatnonzero(self.lately[row] >= HALF * DEFAULT.rare)
        return max(begins, self.clock - (self.lately.shape[1] - int(out[0])) * STEP) if len(out) else begins

    def _share(self, stand: Standing) -> Unusual | None:
        """Tell a day in which far more of the posts complain than is usual, however many they are."""
        rarity = float(self.complaints.share()[0])
        if rarity < DEFAULT.rare:
            return None
        one = self._window(stand, Signal.NEGATIVE_SHARE, NEGATIVE, self._lengths.index(DAY), rarity)
        usual = float(self.complaints.usual_share[0])
        wide = ODDS * float(np.sqrt(SHARE_THREADS * one.posts * usual * (1 - usual)))
        expected = usual * one.posts
        return replace(one, range=Range(expected, float(max(0, floor(expected - wide))), float(ceil(expected + wide))))

    def _drop(self, stand: Standing) -> Unusual | None:
        """Tell a day in which far fewer posts came than is usual."""
        place = self._lengths.index(DAY)
        seen, usual, spread = (part[ALL, place : place + 1] for part in (stand.seen, stand.usual, stand.spread))
        fell = -float(deviance(seen, usual, spread)[0])
        if not self._warm or seen[0] > FELL_TO * usual[0] or fell < FELL:
            return None
        return self._window(stand, Signal.DROP, ALL, place, fell)

    @property
    def _warm(self) -> bool:
        return bool(self.complaints.detector.heard_before[ALL] >= DAYS_KNOWN)


def pieces(counts: Counts, bins: int) -> Iterator[Counts]:
    """Cut counts into pieces of so many bins."""
    return (counts[begin : begin + bins] for begin in range(0, len(counts.posts), bins))
