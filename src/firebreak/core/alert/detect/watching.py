"""What is unusual about a brand just now: a burst, a slow climb over days, a drop, a share of complaints?"""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import Enum
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
    share_nats,
)
from firebreak.core.alert.detect.detector import ODDS, Standing, band
from firebreak.core.alert.detect.level import is_weekend
from firebreak.core.alert.detect.state import twin
from firebreak.core.alert.detect.surprise import deviance
from firebreak.core.alert.detect.tuning import DEFAULT
from firebreak.core.alert.detect.windows import HOUR
from firebreak.core.terms import Range, Signal

Series = npt.NDArray[np.float64]

STEP = timedelta(minutes=5)
LONGEST_BURST = timedelta(hours=6)  # what shows in longer windows only is a slow climb
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

    def tells_the_same(self, other: "Counts") -> bool:
        """Tell whether bin for bin everything is the same."""
        return all(np.array_equal(getattr(self, one.name), getattr(other, one.name)) for one in fields(self))


class Talk(Enum):
    """Which posts are counted: those that complain, all but praise, or all. The value is the detector's row."""

    COMPLAINTS = NEGATIVE
    NO_PRAISE = SOBER
    EVERYTHING = ALL


@dataclass(frozen=True, slots=True)
class Unusual:
    """A window that ends now and is beyond the usual: what came in it, what was expected, how rare that is.

    `posts`, `negative` and `sober` (all but praise) are those of the window, of which `of` says what `range` and
    `rarity` speak of. `rarity` is −log of the chance that such a thing begins in an hour, of a drop and a share that it
    holds for a day. `begins` is the beginning of the window, `since` that of the matter.
    """

    signal: Signal
    posts: int
    negative: int
    range: Range
    rarity: float
    begins: datetime
    since: datetime
    of: Talk = Talk.EVERYTHING
    sober: int = 0
    spread: float = 0.0
    slope: float = 1.0  # rarity per nat of surprise, by the brand's own record

    @property
    def observed(self) -> int:
        return {Talk.COMPLAINTS: self.negative, Talk.NO_PRAISE: self.sober, Talk.EVERYTHING: self.posts}[self.of]

    @property
    def stands(self) -> bool:
        """Tell whether it is still rare enough to alarm."""
        return self.clears(0.0)

    def clears(self, rarer: float) -> bool:
        """Tell whether it is by `rarer` nats more than rare enough to alarm."""
        extra = SOBER_EXTRA if self.of is Talk.NO_PRAISE else 0.0
        return self.rarity - extra >= DEFAULT.rare + rarer and self.observed >= DEFAULT.few

    def with_only(self, *, posts: int, negative: int, sober: int) -> "Unusual":
        """Judge the same window with fewer posts in it, as when those of a story that was told are left out."""
        fewer = replace(self, posts=posts, negative=negative, sober=sober)
        if self.signal is Signal.NEGATIVE_SHARE:
            fewer = replace(fewer, range=share_range(posts, self._usual_share))
        return replace(fewer, rarity=self.rarity - self.slope * max(self._nats - fewer._nats, 0.0))

    def falls_with(self, more: int) -> bool:
        """Tell whether a drop is one even if so many posts are not counted in it; no other signal is of a drop."""
        return self.signal is not Signal.DROP or self.posts + more <= FELL_TO * self.range.expected

    @property
    def _usual_share(self) -> float:
        return self.range.expected / max(self.posts, 1)

    @property
    def _nats(self) -> float:
        """Give the surprise of what is counted."""
        if self.signal is Signal.NEGATIVE_SHARE:
            share = np.array([self._usual_share])
            return float(share_nats(np.array([float(self.negative)]), np.array([float(self.posts)]), share)[0])
        seen, usual, spread = (np.array([float(one)]) for one in (self.observed, self.range.expected, self.spread))
        return float(deviance(seen, usual, spread)[0])


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
        rarity = np.concatenate([heard.complaints, heard.sober - SOBER_EXTRA])
        self.lately = np.concatenate([self.lately, rarity], axis=1)[:, -(DEFAULT.quiet // STEP) :]

    def after(self, counts: Counts) -> "Watching":
        """Give how it stands after the next bins, and stay as it is."""
        other = copy(self)
        other.complaints = twin(self.complaints)
        other.feed(counts)
        return other

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
        of = Talk.COMPLAINTS if first == VOICES else Talk.NO_PRAISE
        one = self._window(stand, signal, of, place, float(rarity[place]))
        return replace(one, since=self._since(0 if first == VOICES else 1, one.begins))

    def _window(self, stand: Standing, signal: Signal, of: Talk, place: int, rarity: float) -> Unusual:
        usual, spread = stand.usual[of.value, place], stand.spread[of.value, place]
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
            of=of,
            sober=int(stand.seen[SOBER, place]),
            spread=float(spread),
            slope=float(stand.slope[of.value, place]),
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
        one = self._window(stand, Signal.NEGATIVE_SHARE, Talk.COMPLAINTS, self._lengths.index(DAY), rarity)
        return replace(one, range=share_range(one.posts, float(self.complaints.usual_share[0])), slope=1.0)

    def _drop(self, stand: Standing) -> Unusual | None:
        """Tell a day in which far fewer posts came than is usual."""
        place = self._lengths.index(DAY)
        seen, usual, spread = (part[ALL, place : place + 1] for part in (stand.seen, stand.usual, stand.spread))
        fell = -float(deviance(seen, usual, spread)[0])
        if not self._warm or seen[0] > FELL_TO * usual[0] or fell < FELL:
            return None
        return self._window(stand, Signal.DROP, Talk.EVERYTHING, place, fell)

    @property
    def _warm(self) -> bool:
        return bool(self.complaints.detector.heard_before[ALL] >= DAYS_KNOWN)


def share_range(posts: int, usual: float) -> Range:
    """Give how many of so many posts usually complain."""
    expected, wide = usual * posts, ODDS * float(np.sqrt(SHARE_THREADS * posts * usual * (1 - usual)))
    return Range(expected, float(max(0, floor(expected - wide))), float(ceil(expected + wide)))


def pieces(counts: Counts, bins: int) -> Iterator[Counts]:
    """Cut counts into pieces of so many bins."""
    return (counts[begin : begin + bins] for begin in range(0, len(counts.posts), bins))
