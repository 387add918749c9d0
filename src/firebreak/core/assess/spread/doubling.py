"""In what time does talk double just now? An estimate with its interval, or the reason why there is none."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import log

import numpy as np

from firebreak.core.assess.spread.cascade import Floats

MINUTE = timedelta(minutes=1)
LEAST = 20  # posts in a stretch, below which nothing is said of it
STRETCHES = tuple(15 * MINUTE * 2**step for step in range(9))  # a quarter of an hour to 64 hours back
SURE = 1.959964  # standard normal quantile of 0.975: intervals of 95 %
AGREES = 3.3  # standard errors: wide enough that nine stretches of one pace hardly ever disagree
STEEPEST = 60.0  # e-folds within a stretch; steeper than that, a shorter stretch tells more
BISECTIONS = 60
PER_BIN, MOST_BINS = 5, 20


class Course(StrEnum):
    """What a story's pace does: four words, of which only the first has a doubling time."""

    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Doubling:
    """What the last `stretch` with its `posts` says: the time in which the pace doubles, or halves where it fades.

    With its 95 % interval; there is none for a steady pace, and none for too few posts.
    """

    course: Course
    posts: int
    stretch: timedelta
    middle: timedelta | None = None
    low: timedelta | None = None
    high: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """How the pace changes within a stretch, in e-folds a second, with its standard error."""

    posts: int
    stretch: timedelta
    middle: float
    error: float

    def within(self, errors: float) -> tuple[float, float]:
        return self.middle - errors * self.error, self.middle + errors * self.error


def doubling(ages: Floats, age: timedelta) -> Doubling:
    """Say in what time posts an hour double; `ages` (n,) ≥ 0 in seconds since each post, `age` of the first one.

    Posts are taken as a Poisson process whose pace changes exponentially. Of the stretches up to now the longest is
    used whose growth agrees with that of all shorter ones (intersection of confidence intervals, Goldenshluger and
    Nemirovski 1997), so that what a story did yesterday does not speak for what it does now.
    """
    best: Rate | None = None
    low, high = -np.inf, np.inf
    for stretch in stretches(age):
        found = rate(ages[ages < stretch.total_seconds()], stretch)
        if found is None:
            continue
        ends = found.within(AGREES)
        low, high = max(low, ends[0]), min(high, ends[1])
        if best is not None and low > high:
            break
        best = found
    return told(best) if best else few(ages, age)


def few(ages: Floats, age: timedelta) -> Doubling:
    """Say how many posts the longest stretch holds that was looked at, the first post of a story not among them."""
    longest = max(stretches(age), default=age)
    return Doubling(Course.FEW, int(np.sum(ages < longest.total_seconds())), longest)


def stretches(age: timedelta) -> list[timedelta]:
    """Give the stretches that lie within a story's life, and that life itself."""
    shorter = [one for one in STRETCHES if one < age]
    return [*shorter, age] if timedelta(0) < age < STRETCHES[-1] else shorter


def rate(ages: Floats, stretch: timedelta) -> Rate | None:
    """Estimate how the pace changes within a stretch from the posts in it; None where they are too few.

    Given their number, places x of posts in [0, 1] have the density θ exp(θx) / (exp(θ) − 1), whose likelihood is
    greatest where its mean is the mean of x. The error is Wald's, larger by what posts crowd more than chance has it.
    """
    count, seconds = len(ages), stretch.total_seconds()
    if count < LEAST:
        return None
    places = np.clip(1 - ages / seconds, 0.0, 1.0)
    steepness = steepest(float(places.mean()))
    error = (crowding(places, steepness) / (count * variance(steepness))) ** 0.5
    return Rate(count, stretch, steepness / seconds, error / seconds)


def steepest(wanted: float) -> float:
    """Find θ whose mean is `wanted`, by bisection: the mean rises with θ."""
    low, high = -STEEPEST, STEEPEST
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if mean(middle) < wanted else (low, middle)
    return (low + high) / 2


def mean(steepness: float) -> float:
    """Give the mean place, ½ where nothing changes.

    >>> mean(0.0), round(mean(2.0), 3)
    (0.5, 0.657)
    """
    if abs(steepness) < 1e-4:
        return 0.5 + steepness / 12
    return float(1 / -np.expm1(-steepness) - 1 / steepness)


def variance(steepness: float) -> float:
    """Give the variance of places, 1/12 where nothing changes: what one post tells of θ."""
    if abs(steepness) < 1e-2:
        return 1 / 12
    return float(1 / steepness**2 - 1 / (4 * np.sinh(steepness / 2) ** 2))


def crowding(places: Floats, steepness: float) -> float:
    """Give by how much more counts vary than chance has it, at least 1 (Pearson's χ² over its degrees of freedom)."""
    evened = places if abs(steepness) < 1e-4 else np.expm1(steepness * places) / np.expm1(steepness)
    bins = int(np.clip(len(places) // PER_BIN, 4, MOST_BINS))
    counts, _ = np.histogram(evened, bins=bins, range=(0.0, 1.0))
    expected = len(places) / bins
    return max(1.0, float(np.sum((counts - expected) ** 2) / expected) / (bins - 2))


def told(found: Rate) -> Doubling:
    """Put a rate into times: a pace that may as well be steady has none."""
    slow, fast = found.within(SURE)
    if slow <= 0 <= fast:
        return Doubling(Course.STEADY, found.posts, found.stretch)
    course = Course.GROWING if found.middle > 0 else Course.FADING
    ends = sorted(log(2) / abs(end) for end in (slow, fast))
    low, high = (timedelta(seconds=end) for end in ends)
    return Doubling(course, found.posts, found.stretch, timedelta(seconds=log(2) / abs(found.middle)), low, high)
