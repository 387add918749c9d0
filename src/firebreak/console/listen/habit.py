"""What does a brand usually hear at this hour? Its habit, learnt anew each hour from the counts before it."""

from datetime import datetime, timedelta

import numpy as np
from django.db.models import Exists, Min, OuterRef, Subquery

from firebreak.console.govern.models import Brand
from firebreak.console.listen.bygone import Bygone
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup, Source
from firebreak.console.listen.tally import UPLOAD, tally
from firebreak.core.alert.baseline import DAYS_KEPT, Habit, Usual, learn_habit
from firebreak.core.terms import Sentiment

HOUR = timedelta(hours=1)
DAY_OF_BUCKETS = 86400 // BUCKET_SECONDS

Series = np.ndarray[tuple[int], np.dtype[np.float64]]

_habits: dict[tuple[int, bool], tuple[datetime, Habit, int]] = {}
_pasts: dict[tuple[int, int], tuple[datetime, datetime, Series]] = {}


def habit_of(brand: Brand, *, negative: bool, at: datetime) -> Habit:
    """Give the brand's habit as it was learnt at the beginning of this hour."""
    return learnt_at(brand, negative=negative, at=at)[0]


def learnt_at(brand: Brand, *, negative: bool, at: datetime) -> tuple[Habit, int]:
    """Give the habit of this hour, and from how many five-minute buckets it was learnt."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    held = _habits.get((brand.pk, negative))
    if held is None or held[0] != hour:
        past = counts(brand, ends=hour, negative=True) if negative else heard_before(brand, ends=hour, at=at)
        held = (hour, learn_habit(past, ends=hour), len(past))
        _habits[brand.pk, negative] = held
    return held[1:]


def is_learnt(brand: Brand, *, at: datetime) -> bool:
    """Tell whether a day was heard, before which nobody can say what is usual."""
    return learnt_at(brand, negative=False, at=at)[1] >= DAY_OF_BUCKETS


def hours_heard(brand: Brand, *, at: datetime) -> int:
    """Tell for how many whole hours the brand has been listened to."""
    now = int(at.timestamp()) // BUCKET_SECONDS
    return (now - first_bucket(brand, at_most=now)) * BUCKET_SECONDS // 3600


def past_of(brand: Brand, *, ends: datetime, days: int, at: datetime) -> Series:
    """Give the counts of the days before `ends`, read once in the hour of `at`; anew while they are less than a day."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    held = _pasts.get((brand.pk, days))
    if held is None or held[:2] != (hour, ends):
        held = (hour, ends, counts(brand, ends=ends, negative=False, days=days))
        if len(held[2]) >= DAY_OF_BUCKETS:
            _pasts[brand.pk, days] = held
    return held[2]


def heard_before(brand: Brand, *, ends: datetime, at: datetime) -> Series:
    """Give what `counts` gives of all posts, from what is read once in the hour, with the day before it."""
    return past_of(brand, ends=ends, days=DAYS_KEPT + 1, at=at)[-DAYS_KEPT * DAY_OF_BUCKETS :]


def forget_habits() -> None:
    _habits.clear()
    _pasts.clear()


def usual_per_hour(brand: Brand, *, at: datetime) -> Usual:
    """Tell what the hour that ends at `at` usually has."""
    return habit_of(brand, negative=False, at=at).usual(at - HOUR, HOUR)


def counts(brand: Brand, *, ends: datetime, negative: bool, days: int = DAYS_KEPT) -> Series:
    """Give posts per five-minute bucket before `ends`, oldest first, from when on all of it was heard."""
    last = int(ends.timestamp()) // BUCKET_SECONDS
    first = max(first_bucket(brand, at_most=last), last - days * 86400 // BUCKET_SECONDS)
    series = np.zeros(max(last - first, 0))
    for bucket, tone, posts, _voices in tally(brand, first, last):
        if not negative or tone == Sentiment.NEGATIVE:
            series[bucket - last] += posts
    return np.maximum(series, 0.0)


def first_bucket(brand: Brand, *, at_most: int) -> int:
    """Give the bucket from which on what is counted is all that was said, as far as we listen.

    A file brings a past as it was. What a feed still shows of the days before we came to it is a rest of them.
    """
    sources = Source.ever.filter(brand=OuterRef("pk")).order_by()
    files = Exists(sources.filter(kind=UPLOAD))
    begun = Subquery(sources.values("brand").annotate(begun=Min("created_at")).values("begun"))
    there, gone = (
        Subquery(rows.filter(brand=OuterRef("pk")).order_by("bucket").values("bucket")[:1])
        for rows in (Rollup.objects.all(), Bygone.objects.all())
    )
    known = Brand.objects.filter(pk=brand.pk).annotate(files=files, begun=begun, there=there, gone=gone)
    *buckets, has_file, since = known.values_list("there", "gone", "files", "begun").get()
    heard = [int(bucket) for bucket in buckets if bucket is not None]
    if not heard:
        return at_most
    first = min(heard)
    listening = int(since.timestamp()) // BUCKET_SECONDS if since and not has_file else first
    return min(max(first, listening), at_most)
