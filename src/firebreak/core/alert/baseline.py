"""What is normal here and now? The brand's own rhythm, learnt from its past counts only.

A count is taken as negative binomial around level × hour of the day × kind of day. Both factors are shrunk towards one,
so that a week of a small brand teaches little and a month of a large one much; how little is known widens the range.
Source: negative binomial as gamma-mixed Poisson, Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 2.6.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from firebreak.core.errors import BadInput
from firebreak.core.terms import Range

Series = npt.NDArray[np.float64]

BUCKET = timedelta(minutes=5)
TAIPEI = timedelta(hours=8)
HOURS = 24
WEEKEND = 5
DAYS_KEPT = 56
HOUR_BEND = 2.5  # hours of a day differ by a factor: variance 1 ÷ 2.5 before anything was heard, less with every post
DAY_BEND = 20.0  # weekends differ less
GUESSED_POSTS = 0.3  # so little is known of a brand before anything was heard …
GUESSED_HOURS = 0.3  # … one post an hour, give or take a factor of many
DAYS_DIFFER = 0.12  # relative variance of a day's level: no two days are alike, and one day tells little of the next
BURSTS = 2.0  # size of the negative binomial assumed before anything was seen: posts come in small bursts
BURST_WEIGHT = 20.0  # … and its weight, in posts
CALM = 0.9  # share of hours that a crisis is not expected to fill
BUSIEST = 3.0  # times the mean in the busiest hour of a day
GUESSED_RATE = 0.1  # an hour's posts taken for the least that a brand usually has
LEAST_SPREAD = 0.02
HALF_LIFE_DAYS = 14.0
ODD = 0.01  # an hour less likely than this was no usual one, and teaches only as much as the least likely usual


@dataclass(frozen=True, slots=True)
class Usual:
    """How many posts a window usually has: `mean` ≥ 0 and `size` > 0 (var = mean + mean² / size)."""

    mean: float
    size: float

    def chance(self, observed: float) -> float:
        """Give the probability of so many or more, in [0, 1]."""
        if observed <= 0:
            return 1.0
        return float(betainc(np.ceil(observed), self.size, self.mean / (self.mean + self.size)))

    def silence(self) -> float:
        """Give the probability of no post at all."""
        return float((self.size / (self.size + self.mean)) ** self.size)

    def high(self, chance: float) -> int:
        """Give the least count that is exceeded with at most `chance` in (0, 1)."""
        low, top = 0, 1
        while self.chance(top + 1) > chance:
            top *= 2
        while low < top:
            middle = (low + top) // 2
            low, top = (low, middle) if self.chance(middle + 1) <= chance else (middle + 1, top)
        return low

    def low(self, chance: float) -> int:
        """Give the greatest count below which lies at most `chance`."""
        low, top = 0, 1
        while 1.0 - self.chance(top + 1) <= chance:
            top *= 2
        while low < top:
            middle = (low + top) // 2
            low, top = (middle + 1, top) if 1.0 - self.chance(middle + 1) <= chance else (low, middle)
        return low

    def range(self, chance: float = 0.01) -> Range:
        """Give the expected count and the band that is left with `chance`, half on either side."""
        return Range(expected=self.mean, low=float(self.low(chance / 2)), high=float(self.high(chance / 2)))


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """What the past taught: posts per hour, how sure that is, and the factors of hours (2, 24: workday, weekend)."""

    rate: float
    weight: float  # posts that the rate rests on
    hour_weight: Series  # (24,) and the factor of each hour
    days: float  # days listened to, older ones counting less
    factors: Series
    size: float
    offset: timedelta = TAIPEI

    def usual(self, start: datetime, window: timedelta) -> Usual:
        """Tell what a window that begins at `start` (aware) usually has."""
        middle = _local(start + window / 2, self.offset)
        hours = window / timedelta(hours=1)
        mean = self.rate * hours * float(self.factors[int(middle.weekday() >= WEEKEND), middle.hour])
        bursts = 1 / (self.size * min(hours, 1.0))  # as if they came and went within the hour
        return Usual(mean=mean, size=1 / (bursts + float(self.doubt[middle.hour])))

    def over(self, start: datetime, end: datetime) -> Usual:
        """Tell what a stretch of any length usually has, hour by hour; `end` is after `start`.

        Bursts and days differ each by themselves and level out over many; a wrong level or hour stays wrong throughout.
        """
        count = -(-(end - start) // timedelta(hours=1))
        piece = (end - start) / count
        hours = piece / timedelta(hours=1)
        middles = [_local(start, self.offset) + (place + 0.5) * piece for place in range(count)]
        hour = np.asarray([middle.hour for middle in middles])
        day = np.asarray([middle.toordinal() for middle in middles])
        weekend = np.asarray([middle.weekday() >= WEEKEND for middle in middles], np.int64)
        means = self.rate * hours * self.factors[weekend, hour]
        by_hour, by_day = _sums(hour, means, HOURS), _sums(day - day[0], means)
        mean = float(means.sum())
        spread = float((means**2).sum()) / (self.size * hours) + mean**2 / self.weight
        spread += DAYS_DIFFER * (1 + 1 / (self.days + 0.1)) * float((by_day**2).sum())
        spread += float((by_hour**2 / self.hour_weight).sum())
        return Usual(mean=mean, size=mean**2 / spread)

    @property
    def doubt(self) -> Series:
        """How little is known of level, day and hour: relative variances of three gammas, added, by hour (24,)."""
        return np.asarray(1 / self.weight + DAYS_DIFFER * (1 + 1 / (self.days + 0.1)) + 1 / self.hour_weight)


def expected_range(
    counts: npt.ArrayLike,
    at: datetime,
    *,
    window: timedelta = timedelta(minutes=15),
    chance: float = 0.01,
    offset: timedelta = TAIPEI,
) -> Range:
    """Tell what is normal for the window that begins at `at`, from 5-minute counts that end at `at`.

    Outside the band lies `chance`, half on either side. A caller that asks for many windows learns the habit once.
    """
    return learn_habit(counts, ends=at, offset=offset).usual(at, window).range(chance)


def learn_habit(counts: npt.ArrayLike, *, ends: datetime, offset: timedelta = TAIPEI) -> Habit:
    """Learn a brand's habit from its past.

    counts (n,) posts per 5-minute bucket, consecutive, oldest first, n ≥ 0; NaN where nobody listened. `ends` is the
    end of the last bucket. Only the last 56 days count, recent weeks more than older ones.
    """
    series = np.asarray(counts, np.float64)[-DAYS_KEPT * 24 * 12 :]
    if series.ndim != 1 or np.nanmin(series, initial=0) < 0:
        raise BadInput(problem="counts")
    past = _by_hour(series, ends, offset)
    past = replace(past, posts=np.minimum(past.posts, _first_ceiling(past)))
    habit = _fit(past, offset)
    for _ in range(3):  # what was no usual hour must not become the usual
        past = replace(past, posts=np.minimum(past.posts, _ceilings(habit, past)))
        habit = _fit(past, offset)
    return habit


def _local(at: datetime, offset: timedelta) -> datetime:
    if at.tzinfo is None:
        raise BadInput(problem="naive_time")
    return at.astimezone(timezone(offset))


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """Hours of the clock (m,): posts, share of the hour that was listened to, hour of the week, trust in its age."""

    posts: Series
    heard: Series
    when: npt.NDArray[np.int64]
    trust: Series

    @property
    def cell(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        return (self.when // HOURS >= WEEKEND).astype(np.int64), self.when % HOURS


def _by_hour(series: Series, ends: datetime, offset: timedelta) -> _Past:
    if not len(series):
        return _Past(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0))
    monday = datetime(2001, 1, 1, tzinfo=timezone(offset))
    place = np.arange(-len(series), 0) + (_local(ends, offset) - monday) // BUCKET
    hours = place // 12
    known = ~np.isnan(series)
    posts = _sums(hours - hours[0], np.where(known, series, 0.0))
    heard = _sums(hours - hours[0], known) / 12
    age = np.arange(len(posts))[::-1] / 24
    return _Past(posts, heard, (hours[0] + np.arange(len(posts))) % 168, 0.5 ** (age / HALF_LIFE_DAYS))


def _fit(past: _Past, offset: timedelta) -> Habit:
    posts, hours = past.trust * past.posts, past.trust * past.heard
    day, hour = past.cell
    rate = float((posts.sum() + GUESSED_POSTS) / (hours.sum() + GUESSED_HOURS))
    foreseen = rate * _sums(hour, hours, HOURS)
    by_hour = (_sums(hour, posts, HOURS) + HOUR_BEND) / (foreseen + HOUR_BEND)
    expected = _sums(day, rate * by_hour[hour] * hours, 2)
    by_day = (_sums(day, posts, 2) + DAY_BEND) / (expected + DAY_BEND)
    factors = by_day[:, None] * by_hour
    return Habit(
        rate=rate,
        weight=float(posts.sum() + GUESSED_POSTS),
        hour_weight=foreseen + HOUR_BEND,
        days=float(hours.sum()) / HOURS,
        factors=factors,
        size=_size(past, rate * factors[day, hour]),
        offset=offset,
    )


def _sums(places: npt.NDArray[np.int64], weights: npt.ArrayLike, size: int = 0) -> Series:
    return np.asarray(np.bincount(places, weights, size), np.float64)


def _size(past: _Past, rate: Series) -> float:
    mean = rate * past.heard
    surplus = float((past.trust * ((past.posts - mean) ** 2 - mean)).sum())
    squares = float((past.trust * mean**2).sum())
    relative = (surplus + BURST_WEIGHT / BURSTS) / (squares + BURST_WEIGHT)
    return 1 / max(relative, LEAST_SPREAD)


def _first_ceiling(past: _Past) -> float:
    """Give a bound that no usual hour passes, from the calmer hours and how busy the busiest hour of a day is."""
    if not len(past.posts):
        return 0.0
    calm = past.posts[past.posts <= np.quantile(past.posts, CALM)]
    return float(Usual(BUSIEST * max(float(calm.mean()), GUESSED_RATE), BURSTS).high(ODD))


def _ceilings(habit: Habit, past: _Past) -> Series:
    """Give the most posts (m,) that a usual hour has."""
    spread = 1 / habit.size + habit.doubt
    cells, which = np.unique(np.stack(past.cell), axis=1, return_inverse=True)
    most = [
        Usual(habit.rate * float(habit.factors[day, hour]), float(1 / spread[hour])).high(ODD) for day, hour in cells.T
    ]
    return np.asarray(most, np.float64)[which]
