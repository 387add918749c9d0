"""What does a brand usually hear at this hour? Its habit, learnt anew each hour from the counts before it."""

from datetime import datetime, timedelta

import numpy as np
from django.db.models import Sum

from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup
from firebreak.core.alert.baseline import DAYS_KEPT, Habit, Usual, learn_habit
from firebreak.core.terms import Sentiment

HOUR = timedelta(hours=1)
DAY_OF_BUCKETS = 86400 // BUCKET_SECONDS

Series = np.ndarray[tuple[int], np.dtype[np.float64]]

_habits: dict[tuple[int, bool], tuple[datetime, Habit]] = {}
_pasts: dict[tuple[int, int], tuple[datetime, datetime, Series]] = {}


def habit_of(brand: Brand, *, negative: bool, at: datetime) -> Habit:
    """Give the brand's habit as it was learnt at the beginning of this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    held = _habits.get((brand.pk, negative))
    if held is None or held[0] != hour:
        held = (hour, learn_habit(counts(brand, ends=hour, negative=negative), ends=hour))
        _habits[brand.pk, negative] = held
    return held[1]


def past_of(brand: Brand, *, ends: datetime, days: int, at: datetime) -> Series:
    """Give the counts of the days before `ends`, read once in the hour of `at`; anew while they are less than a day."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    held = _pasts.get((brand.pk, days))
    if held is None or held[:2] != (hour, ends):
        held = (hour, ends, counts(brand, ends=ends, negative=False, days=days))
        if len(held[2]) >= DAY_OF_BUCKETS:
            _pasts[brand.pk, days] = held
    return held[2]


def forget_habits() -> None:
    _habits.clear()
    _pasts.clear()


def usual_per_hour(brand: Brand, *, at: datetime) -> Usual:
    """Tell what the hour that ends at `at` usually has."""
    return habit_of(brand, negative=False, at=at).usual(at - HOUR, HOUR)


def counts(brand: Brand, *, ends: datetime, negative: bool, days: int = DAYS_KEPT) -> Series:
    """Give posts per five-minute bucket before `ends`, oldest first, from the first bucket that ever had one."""
    last = int(ends.timestamp()) // BUCKET_SECONDS
    rows = Rollup.objects.filter(brand=brand, bucket__lt=last, bucket__gte=last - days * 86400 // BUCKET_SECONDS)
    if negative:
        rows = rows.filter(sentiment=Sentiment.NEGATIVE.value)
    found = dict(rows.values_list("bucket").annotate(total=Sum("count")).order_by("bucket"))
    first = first_bucket(brand, at_most=last)
    series = np.zeros(max(last - max(first, last - days * 86400 // BUCKET_SECONDS), 0))
    for bucket, total in found.items():
        series[bucket - last] = total
    return series


def first_bucket(brand: Brand, *, at_most: int) -> int:
    """Give the bucket in which listening to this brand began to bear posts."""
    first = Rollup.objects.filter(brand=brand).order_by("bucket").values_list("bucket", flat=True).first()
    return at_most if first is None else min(first, at_most)
