"""How did a set of posts grow? Equal stretches of time, counts in them, and the band in which they should lie."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import ngettext

from firebreak.console.govern.models import Brand
from firebreak.console.listen.habit import habit_of
from firebreak.core.terms import Range

STEPS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 180, 360, 720, 1440, 4320, 10080))
MOST = 48
LEAST = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """`count` equal buckets of length `every`, the first beginning at `start`."""

    start: datetime
    every: timedelta
    count: int

    def place(self, at: datetime) -> int:
        """Give the bucket of an instant; outside the stretch it is negative, or `count` and more."""
        return (at - self.start) // self.every

    def begins(self, index: int) -> datetime:
        return self.start + index * self.every

    def share(self, at: datetime) -> float:
        """Give where an instant lies, in [0, 1]."""
        whole = self.every * self.count
        return min(max((at - self.start) / whole, 0.0), 1.0)

    def counts(self, instants: Iterable[datetime]) -> list[float]:
        """Count the instants in each bucket: where it begins among all of them in order tells how many came before."""
        ordered = sorted(instants)
        before = [bisect_left(ordered, self.begins(index)) for index in range(self.count + 1)]
        return [float(end - start) for start, end in pairwise(before)]

    def labels(self) -> list[str]:
        """Name each bucket by its beginning: the time within a day or two, else the day."""
        form = "%H:%M" if self.every * self.count <= timedelta(days=2) else "%m/%d %H:%M"
        form = "%m/%d" if self.every >= timedelta(days=1) else form
        return [f"{timezone.localtime(self.begins(index)):{form}}" for index in range(self.count)]


def stretch(first: datetime, last: datetime, *, most: int = MOST) -> Stretch:
    """Cut the time from `first` to `last` into at most `most` buckets, at least a few, on round local times."""
    every = next((step for step in STEPS if (last - first) / step < most - 1), STEPS[-1])
    local = timezone.localtime(first)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight + ((local - midnight) // every) * every
    count = int((last - start) // every) + 1
    if count < LEAST:
        start, count = start - (LEAST - count) * every, LEAST
    return Stretch(start=start, every=every, count=count)


def usual_in(brand: Brand, over: Stretch, *, at: datetime) -> list[Range]:
    """Give what the brand usually hears in each bucket, all its stories together."""
    habit = habit_of(brand, negative=False, at=at)
    return [habit.usual(over.begins(index), over.every).range() for index in range(over.count)]


def per_bucket(every: timedelta) -> int:
    """Give the length of a bucket in minutes, as figures name it."""
    return int(every.total_seconds() // 60)


def unit_of(every: timedelta) -> str:
    """Name what a figure counts: posts in a bucket, by hours where it is as long."""
    minutes = per_bucket(every)
    if minutes % 60:
        return ngettext("per %(n)d minute", "per %(n)d minutes", minutes) % {"n": minutes}
    return ngettext("per %(n)d hour", "per %(n)d hours", minutes // 60) % {"n": minutes // 60}
