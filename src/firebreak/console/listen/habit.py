"""What does a brand usually hear at this hour? Its habit, learnt anew each hour from the counts before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Exists, Min, OuterRef, Subquery

from firebreak.console.govern.models import Brand
from firebreak.console.listen.bygone import Bygone
from firebreak.console.listen.hourly import Count, hour_of
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup, Source
from firebreak.console.listen.tally import UPLOAD, tally
from firebreak.core.alert.baseline import DAYS_KEPT, Habit, Usual, learn_habit
from firebreak.core.terms import Sentiment

HOUR = timedelta(hours=1)
DAY_OF_BUCKETS = 86400 // BUCKET_SECONDS
HOUR_OF_BUCKETS = 3600 // BUCKET_SECONDS
DAYS_READ = DAYS_KEPT + 31  # of the longest period that a page shows, each day is held against what came before it

Series = np.ndarray[tuple[int], np.dtype[np.float64]]

_habits: dict[tuple[int, bool], tuple[datetime, Habit, int]] = {}


def habit_of(brand: Brand, *, negative: bool, at: datetime) -> Habit:
    """Give the brand's habit as it was learnt at the beginning of this hour."""
    return learnt_at(brand, negative=negative, at=at)[0]


def learnt_at(brand: Brand, *, negative: bool, at: datetime) -> tuple[Habit, int]:
    """Give the habit of this hour, and from how many five-minute buckets it was learnt."""
    hour = hour_of(at)
    held = _habits.get((brand.pk, negative))
    if held is None or held[0] != hour:
        found = past_at(brand, at=at)
        for is_negative, past in ((False, found.whole), (True, found.negative)):
            lately = past[-DAYS_KEPT * DAY_OF_BUCKETS :]
            _habits[brand.pk, is_negative] = (hour, learn_habit(lately, ends=hour), len(lately))
        held = _habits[brand.pk, negative]
    return held[1:]


def is_learnt(brand: Brand, *, at: datetime) -> bool:
    """Tell whether a day was heard, before which nobody can say what is usual."""
    return learnt_at(brand, negative=False, at=at)[1] >= DAY_OF_BUCKETS


def hours_heard(brand: Brand, *, at: datetime) -> int:
    """Tell for how many whole hours the brand has been listened to."""
    now = int(at.timestamp()) // BUCKET_SECONDS
    return (now - first_bucket(brand, at_most=now)) * BUCKET_SECONDS // 3600


@dataclass(frozen=True, slots=True)
class Past:
    """All posts, and the negative ones, of each five-minute bucket before an hour, oldest first."""

    whole: Series
    negative: Series


def past_of(brand: Brand, *, ends: datetime, days: int, at: datetime) -> Series:
    """Give all posts of the days before `ends`, which is no later than the beginning of this hour."""
    whole = past_at(brand, at=at).whole
    last = max(len(whole) - int((hour_of(at) - ends).total_seconds()) // BUCKET_SECONDS, 0)
    return whole[max(last - days * DAY_OF_BUCKETS, 0) : last]


def past_at(brand: Brand, *, at: datetime) -> Past:
    """Give the past of this hour: held, stored, or counted; anew while it is less than a day.

    What was stored an hour ago is carried on by the last hour, until the loop has counted all of it again.
    """
    hour, latest = hour_of(at), PAST.latest(brand, at=at)
    if latest is None or latest.hour < hour - HOUR or len(latest.what.whole) < DAY_OF_BUCKETS:
        return PAST.counted(brand, hour).what
    return latest.what if latest.hour == hour else carried_on(latest.what, brand, hour)


def carried_on(past: Past, brand: Brand, hour: datetime) -> Past:
    """Add the last hour before `hour`."""
    last = int(hour.timestamp()) // BUCKET_SECONDS
    new = counted(brand, last - HOUR_OF_BUCKETS, last)
    return Past(np.concatenate((past.whole, new.whole)), np.concatenate((past.negative, new.negative)))


def count_past(brand: Brand, hour: datetime) -> Past:
    last = int(hour.timestamp()) // BUCKET_SECONDS
    return counted(brand, max(first_bucket(brand, at_most=last), last - DAYS_READ * DAY_OF_BUCKETS), last)


def counted(brand: Brand, first: int, last: int) -> Past:
    """Count the posts of the buckets `first` ≤ bucket < `last`."""
    whole, negative = np.zeros(max(last - first, 0)), np.zeros(max(last - first, 0))
    for bucket, tone, posts, _voices in tally(brand, first, last):
        whole[bucket - last] += posts
        if tone == Sentiment.NEGATIVE:
            negative[bucket - last] += posts
    return Past(np.maximum(whole, 0.0), np.maximum(negative, 0.0))


def packed(past: Past) -> Any:
    return [past.whole.astype(int).tolist(), past.negative.astype(int).tolist()]


def unpacked(kept: Any) -> Past:
    return Past(*(np.array(one, np.float64) for one in kept))


PAST = Count("past 1", count=count_past, pack=packed, unpack=unpacked)


def forget_habits() -> None:
    _habits.clear()
    PAST.forget()


def usual_per_hour(brand: Brand, *, at: datetime) -> Usual:
    """Tell what the hour that ends at `at` usually has."""
    return habit_of(brand, negative=False, at=at).usual(at - HOUR, HOUR)


def counts(brand: Brand, *, ends: datetime, negative: bool, days: int = DAYS_KEPT) -> Series:
    """Give posts per five-minute bucket before `ends`, oldest first, from when on all of it was heard."""
    last = int(ends.timestamp()) // BUCKET_SECONDS
    found = counted(brand, max(first_bucket(brand, at_most=last), last - days * DAY_OF_BUCKETS), last)
    return found.negative if negative else found.whole


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
