"""What was heard before and after each thing that was said, and is that enough to speak of a slope?

After is not because: other things happen in the same hours, and a night is quieter than a day whatever was said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from firebreak.core.resolve.slope import Series, Turn, share_turn, volume_turn

STEPS = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=2))
MOST_BINS = 24  # to either side: four hours, twelve, or two days
LEAST_BINS = 6  # to either side
LEAST_POSTS = 20  # to either side
TOGETHER = timedelta(minutes=10)
HOUR = timedelta(hours=1)


class Lack(StrEnum):
    """Why no slope is given."""

    BEGUN = "begun"  # the matter had hardly begun
    NEAR = "near"  # something else was said just before or just after
    EARLY = "early"  # not enough time has passed since
    FEW = "few"  # fewer than LEAST_POSTS on one side


@dataclass(frozen=True, slots=True)
class Heard:
    """A post as far as it counts here."""

    at: datetime
    negative: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Whole bins of length `every` before and after something was said; nothing else was said inside."""

    said: datetime
    every: timedelta
    before: int
    after: int

    @property
    def begins(self) -> datetime:
        return self.said - self.before * self.every

    @property
    def ends(self) -> datetime:
        return self.said + self.after * self.every


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Posts and negative posts per bin of a window, and how they moved; `lack` says why there is no slope."""

    window: Window
    posts: Series
    negative: Series
    lack: Lack | None
    volume: Turn | None
    share: Turn | None  # None also where too few bins have any post

    @property
    def posts_before(self) -> int:
        return int(self.posts[: self.window.before].sum())

    @property
    def posts_after(self) -> int:
        return int(self.posts[self.window.before :].sum())


def said_together(instants: Iterable[datetime]) -> list[datetime]:
    """Give the instants at which something was said; what came within ten minutes of the first counts as one.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> len(said_together([noon, noon + timedelta(minutes=4), noon + timedelta(minutes=11)]))
    2
    """
    found: list[datetime] = []
    for instant in sorted(instants):
        if not found or instant - found[-1] > TOGETHER:
            found.append(instant)
    return found


def effects_of(posts: Iterable[Heard], said: Iterable[datetime], *, at: datetime) -> list[Effect]:
    """Give, for each thing that was said by `at`, what was heard around it; order of `posts` does not matter."""
    known = sorted((post for post in posts if post.at < at), key=lambda post: post.at)
    marks = [one for one in said_together(said) if one <= at]
    if not known or not marks:
        return []
    course = Course(np.array([post.at.timestamp() for post in known]), np.array([post.negative for post in known]))
    bounds = [min(known[0].at, marks[0]), *marks, at]
    return [
        effect_of(
            course, window_around(course, mark, since=since, until=until), first=not place, last=place == len(marks) - 1
        )
        for place, (since, mark, until) in enumerate(zip(bounds, marks, bounds[2:], strict=False))
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """All posts in the order of time: seconds (n,), and which are negative (n,)."""

    times: Series
    negative: npt.NDArray[np.bool_]

    def between(self, begins: datetime, ends: datetime) -> slice:
        return slice(*(int(place) for place in np.searchsorted(self.times, [begins.timestamp(), ends.timestamp()])))

    def counts(self, window: Window) -> tuple[Series, Series]:
        """Count posts and negative posts per bin of a window."""
        inside, bins = self.between(window.begins, window.ends), window.before + window.after
        places = ((self.times[inside] - window.begins.timestamp()) // window.every.total_seconds()).astype(np.int64)
        every = np.bincount(places, minlength=bins)[:bins]
        negative = np.bincount(places[self.negative[inside]], minlength=bins)[:bins]
        return every.astype(np.float64), negative.astype(np.float64)


def effect_of(course: Course, window: Window, *, first: bool, last: bool) -> Effect:
    """Compare both sides of one thing that was said, where there is enough of both."""
    posts, negative = course.counts(window)
    lack = lack_of(window, posts, first=first, last=last)
    if lack:
        return Effect(window, posts, negative, lack, None, None)
    cut, hours = window.before, window.every / HOUR
    volume = volume_turn(posts[:cut], posts[cut:], bin_hours=hours)
    heard = min(int((side > 0).sum()) for side in (posts[:cut], posts[cut:]))
    if heard < LEAST_BINS:
        return Effect(window, posts, negative, None, volume, None)
    share = share_turn((negative[:cut], posts[:cut]), (negative[cut:], posts[cut:]), bin_hours=hours)
    return Effect(window, posts, negative, None, volume, share)


def lack_of(window: Window, posts: Series, *, first: bool, last: bool) -> Lack | None:
    """Say what is missing for a slope on both sides, None where nothing is."""
    if window.before < LEAST_BINS:
        return Lack.BEGUN if first else Lack.NEAR
    if window.after < LEAST_BINS:
        return Lack.EARLY if last else Lack.NEAR
    sides = posts[: window.before].sum(), posts[window.before :].sum()
    return Lack.FEW if min(sides) < LEAST_POSTS else None


def window_around(course: Course, said: datetime, *, since: datetime, until: datetime) -> Window:
    """Choose the shortest bins whose time before holds enough posts; what came after has no say in it.

    Where none does, the longest of which there are enough.
    """
    windows = [Window(said, every, bins_in(said - since, every), bins_in(until - said, every)) for every in STEPS]
    long = [one for one in windows if one.before >= LEAST_BINS] or windows[:1]
    return next((one for one in long if held(course, one) >= LEAST_POSTS), long[-1])


def held(course: Course, window: Window) -> int:
    before = course.between(window.begins, window.said)
    return int(before.stop - before.start)


def bins_in(span: timedelta, every: timedelta) -> int:
    return min(max(span // every, 0), MOST_BINS)
