"""What do the next seven days bring? Posts and the share of negative ones, each with a band that holds four in five.

A day is expected to have the level of late, where recent days weigh more and no outburst counts in full, times the
factor of its day of the week, which is shrunk towards one. The band is no assumption: the same method is asked for each
day that is past as if it were still to come, and the spread is the least that would have held four of five of them.
Sources: negative binomial as gamma-mixed Poisson and beta-binomial, Gelman et al., Bayesian Data Analysis, 3rd ed.
2013, sections 2.6 and 5.3; asking the past from a moving origin, Tashman, International Journal of Forecasting 16,
2000, doi:10.1016/S0169-2070(00)00065-0.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaincinv

from firebreak.core.alert.baseline import DAYS_KEPT, Series, Usual
from firebreak.core.errors import BadInput
from firebreak.core.terms import Range

AHEAD = 7  # days that are foretold
LEAST_DAYS = 14  # with less nobody can tell a day of the week from chance
HELD = 0.8  # of the days to come, how many should lie within the band
OUTSIDE = 1 - HELD
KINDS = 7  # days of the week; a holiday is asked for as a Sunday

LEVEL_DAYS = 7.0  # after so many days a day counts half for the level …
SHARE_DAYS = 14.0  # … and for the negative share
MOST_TIMES, MOST_MORE = 2.5, 5.0  # a day counts for at most so many times the usual day, and so many posts more
DAY_DOUBT = 2.0  # days of factor one that every day of the week has before anything was heard …
POST_DOUBT = 16.0  # … and so many posts' worth, so that a small brand learns its week slowly
FIRST = 7  # days that are known before the past is asked
WIDER = 0.1  # each day further ahead is so much more spread
SPREADS = np.geomspace(0.003, 4.0, 28)  # relative variances that are tried, the least first
GUESSED_SPREAD, GUESSED_ANSWERS = 0.15, 20.0  # what was taken for the spread before the past was asked, and its weight
CROWDS = np.geomspace(0.001, 0.9, 24)  # how alike posts of a day are, as a correlation
GUESSED_CROWD = 0.03
DAY_CROWD = 0.05  # a day of a thousand posts tells as much of the share as twenty by themselves
GUESSED_SHARE, GUESSED_POSTS = 0.2, 2.0  # the share of a brand of which nothing was heard
LEAST_MEAN = 0.5  # posts in all the days heard that are thought of where there was none

Kinds = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What a day brings: posts ≥ 0, and the negative share in [0, 1], each with its band of 80 %."""

    posts: Range
    share: Range


def week_ahead(posts: npt.ArrayLike, negative: npt.ArrayLike, kinds: Sequence[int]) -> tuple[DayAhead, ...] | None:
    """Foretell the seven days after the last one; None where fewer than fourteen were heard.

    posts (n,) and negative (n,) counts a day, whole days, oldest first, 0 ≤ negative ≤ posts; kinds (n + 7,) the day of
    the week of each, 0 to 6, those ahead last. Of the days heard the last 56 are used.

    >>> week_ahead([10] * 21, [2] * 21, [0, 1, 2, 3, 4, 5, 6] * 4)[6].posts.expected
    10.0
    """
    said, bad, days = _clean(posts, negative, kinds)
    if len(said) < LEAST_DAYS:
        return None
    past = _asked(said, bad, days)
    spread, crowd = _spread(past), _crowd(past)
    expected, share = expect(said, days), share_of(said, bad)
    least = LEAST_MEAN / len(said)
    wider = [float(one) for one in _wider(np.arange(AHEAD))]
    return tuple(
        DayAhead(_posts(mean, spread * times, least), _share(share, mean, crowd * times))
        for mean, times in zip(map(float, expected), wider, strict=True)
    )


def _clean(posts: npt.ArrayLike, negative: npt.ArrayLike, kinds: Sequence[int]) -> tuple[Series, Series, Kinds]:
    said, bad, days = np.asarray(posts, np.float64), np.asarray(negative, np.float64), np.asarray(kinds, np.int64)
    if said.ndim != 1 or said.shape != bad.shape or len(days) != len(said) + AHEAD:
        raise BadInput(problem="days")
    if (bad < 0).any() or (bad > said).any() or (days < 0).any() or (days >= KINDS).any():
        raise BadInput(problem="days")
    return said[-DAYS_KEPT:], bad[-DAYS_KEPT:], days[-DAYS_KEPT - AHEAD :]


def expect(posts: Series, kinds: Kinds) -> Series:
    """Give the posts (7,) expected of the days after the last; posts (n,), n ≥ 7, kinds (n + 7,)."""
    count = len(posts)
    calm = np.minimum(posts, MOST_TIMES * np.median(posts) + MOST_MORE)
    factors = _factors(calm, kinds[:count])
    trust = _trust(count, LEVEL_DAYS)
    level = (trust * calm).sum() / (trust * factors[kinds[:count]]).sum()
    return np.asarray(level * factors[kinds[count : count + AHEAD]])


def _factors(calm: Series, kinds: Kinds) -> Series:
    """Give how many times its week each day of the week has (7,), shrunk towards one."""
    around = np.convolve(calm, np.ones(KINDS), "same") / np.convolve(np.ones(len(calm)), np.ones(KINDS), "same")
    level = max(float(calm.mean()), 1 / len(calm))
    doubt = DAY_DOUBT * level + POST_DOUBT
    return np.asarray((np.bincount(kinds, calm, KINDS) + doubt) / (np.bincount(kinds, around, KINDS) + doubt))


def _trust(count: int, half: float) -> Series:
    return np.asarray(0.5 ** (np.arange(count)[::-1] / half))


def share_of(posts: Series, negative: Series) -> float:
    """Give the negative share of late, in (0, 1); a day of many posts does not speak for all."""
    trust = _trust(len(posts), SHARE_DAYS) / (1 + DAY_CROWD * np.maximum(posts - 1, 0))
    return float(((trust * negative).sum() + GUESSED_SHARE * GUESSED_POSTS) / ((trust * posts).sum() + GUESSED_POSTS))


def _wider(ahead: npt.ArrayLike) -> Series:
    return np.asarray(1 + WIDER * np.asarray(ahead, np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """Days that came (m,), how far ahead each was asked for (0 to 6), what was said of it, and what it brought."""

    ahead: Series
    expected: Series
    share: Series
    posts: Series
    negative: Series


def _asked(posts: Series, negative: Series, kinds: Kinds) -> _Past:
    """Ask for every day of the past as if it were to come."""
    rows = [
        (ahead, mean, share, posts[day + ahead], negative[day + ahead])
        for day in range(FIRST, len(posts))
        for share in (share_of(posts[:day], negative[:day]),)
        for ahead, mean in enumerate(expect(posts[:day], kinds[: day + AHEAD])[: len(posts) - day])
    ]
    return _Past(*np.asarray(rows, np.float64).T)


def _spread(past: _Past) -> float:
    """Give the least relative variance whose band would have held four of five days."""
    mean, wider = np.maximum(past.expected, LEAST_MEAN / DAYS_KEPT), _wider(past.ahead)

    def held(spread: float) -> npt.NDArray[np.bool_]:
        size = 1 / (spread * wider)
        part = mean / (mean + size)
        as_many = np.where(past.posts > 0, betainc(np.maximum(past.posts, 1), size, part), 1.0)
        as_few = 1 - betainc(past.posts + 1, size, part)
        return np.asarray((as_many > OUTSIDE / 2) & (as_few > OUTSIDE / 2))

    return _least(SPREADS, held, GUESSED_SPREAD)


def _crowd(past: _Past) -> float:
    """Give the least likeness of a day's posts whose band would have held four of five shares."""
    heard = past.posts > 0
    posts, share, wider = past.posts[heard], past.negative[heard] / past.posts[heard], _wider(past.ahead[heard])

    def held(crowd: float) -> npt.NDArray[np.bool_]:
        a, b = _beta(past.share[heard], past.expected[heard], crowd * wider)
        below = betainc(a, b, np.minimum(share + 0.5 / posts, 1))
        above = betainc(a, b, np.maximum(share - 0.5 / posts, 0))
        return np.asarray((below > OUTSIDE / 2) & (above < 1 - OUTSIDE / 2))

    return _least(CROWDS, held, GUESSED_CROWD)


def _least(tried: Series, held: Callable[[float], npt.NDArray[np.bool_]], guessed: float) -> float:
    """Find by halving the first of those tried under which enough of the answers held, the guess being some more."""

    def is_enough(one: float) -> bool:
        answers, guess = held(one), GUESSED_ANSWERS * one / (one + guessed * OUTSIDE / HELD)
        return bool(answers.sum() + guess >= HELD * (len(answers) + GUESSED_ANSWERS))

    return float(tried[min(bisect_left(tried, True, key=is_enough), len(tried) - 1)])


def _beta(share: npt.ArrayLike, posts: npt.ArrayLike, crowd: npt.ArrayLike) -> tuple[Series, Series]:
    """Give the beta whose variance is that of a beta-binomial share of so many posts, so alike."""
    mean = np.asarray(share, np.float64)
    one = 1 / np.maximum(posts, 1.0)
    alike = np.minimum(one + (1 - one) * np.minimum(crowd, 1.0), 0.95)
    weight = 1 / alike - 1
    return mean * weight, (1 - mean) * weight


def _posts(mean: float, spread: float, least: float) -> Range:
    band = Usual(max(mean, least), 1 / spread).range(OUTSIDE)
    return Range(expected=mean, low=min(band.low, float(np.floor(mean))), high=max(band.high, float(np.ceil(mean))))


def _share(share: float, posts: float, crowd: float) -> Range:
    """Give the share and its band, open where less than half a post lies beyond."""
    a, b = _beta(share, posts, crowd)
    low, high = (float(betaincinv(a, b, one)) for one in (OUTSIDE / 2, 1 - OUTSIDE / 2))
    half = 0.5 / max(posts, 1.0)
    low, high = 0.0 if low < half else min(low, share), 1.0 if high > 1 - half else max(high, share)
    return Range(expected=share, low=low, high=high)
