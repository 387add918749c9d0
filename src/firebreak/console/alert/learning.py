"""What is unusual about a brand, by all that was ever counted of it? Learnt hour by hour, each count once.

The last hours are judged from the counts as they stand, so that a post that comes late counts when it was published.
What is older is settled: it goes into the row of the brand and is not read again, but for once a day, when all is
learnt anew from the counts, so that corrections, erasures and what came very late count too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import reduce
from itertools import chain
from operator import or_

import numpy as np
from django.db import transaction
from django.db.models import Q, Sum

from firebreak.console.alert.campaigns import Campaign
from firebreak.console.alert.hearing import Hit
from firebreak.console.alert.lately import Said, Series, last_known, remember, said_lately, take_course
from firebreak.console.alert.models import Learnt, WatchLearnt
from firebreak.console.alert.told import told_in
from firebreak.console.assess.facts import NEGATIVE
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand
from firebreak.console.listen.blind import came_later
from firebreak.console.listen.bygone import VOICE
from firebreak.console.listen.habit import PAST, first_bucket
from firebreak.console.listen.models import BUCKET_SECONDS, BlindSpot, Post, Source, SourceHour
from firebreak.console.listen.people import PERSON
from firebreak.console.listen.silence import hour_of, is_fed
from firebreak.console.listen.tally import BACKLOG, UPLOAD, Counted, shown_before, there_and_gone
from firebreak.core.alert.detect.course import Course
from firebreak.core.alert.detect.state import load, save
from firebreak.core.alert.detect.watching import Counts, Unusual, Watching
from firebreak.core.terms import Sentiment
from firebreak.knowledge.rules import holidays

TAIPEI = timezone(timedelta(hours=8))
BUCKET = timedelta(seconds=BUCKET_SECONDS)
HOUR = 3600 // BUCKET_SECONDS
DAY = 24 * HOUR
OPEN = 6 * HOUR  # so long a post may be late and still count when it was published
KEPT = 56 * DAY
ANEW = timedelta(days=1)
SKEW = timedelta(minutes=5)  # another process may have read the clock a little later
SERIES = ("all", "gone", *Sentiment)
Deaf = tuple[int, datetime, datetime | None]  # a source, and since and until when it was not heard


def unusual_of(
    brand: Brand, *, at: datetime, told: Collection[int] = (), aside: Sequence[Hit] = ()
) -> tuple[Unusual, ...]:
    """Give what is unusual at `at` beside the `told` stories, and settle the hours that nothing more is expected of.

    Posts put `aside`, which speak of somebody else's matter, are left out like those that were told.

    What was told is left out before anything is judged: else it would fill the windows in which something else stands
    out, and its own surprise would teach that the brand is often so loud. The bin that runs is judged as if it were
    whole: what is unusual before its end still is at its end.
    """
    settled, now = settled_at(at), bucket_of(at) + 1
    course = learnt(brand, until=settled, at=at)
    if course is None:
        return ()
    counts = counts_of(brand, settled, now, at=at)
    left = untold_of(counts, brand, settled, now, told=told, aside=aside) if told or aside else counts
    more = int((counts.posts - left.posts).sum())
    return tuple(one for one in course.now(left).now() if one.falls_with(more))


def untold_of(
    counts: Counts, brand: Brand, first: int, end: int, *, told: Collection[int], aside: Sequence[Hit]
) -> Counts:
    """Take the posts of told stories and those put aside out of the counts of the buckets `first` ≤ bucket < `end`."""
    gone = {tone: np.zeros(end - first) for tone in Sentiment}
    apart = ((bucket_of(one.at), one.read) for one in aside if one.story_key not in told)
    for bucket, tone in chain(told_in(brand, first, end, told=told), apart):
        if first <= bucket < end:
            gone[Sentiment(tone)][bucket - first] += 1
    negative = np.maximum(counts.negative - gone[Sentiment.NEGATIVE], 0.0)
    return replace(
        counts,
        posts=np.maximum(counts.posts - sum(gone.values()), 0.0),
        negative=negative,
        positive=np.maximum(counts.positive - gone[Sentiment.POSITIVE], 0.0),
        voices=np.minimum(np.minimum(counts.voices, voices(brand, first, end, told=told, aside=aside)), negative),
    )


def settled_at(at: datetime) -> int:
    """Give the bucket up to which nothing more is expected to come in."""
    return (bucket_of(at) + 1 - OPEN) // HOUR * HOUR


def learn_ahead(brand: Brand, *, at: datetime) -> None:
    """Learn what takes long, as all anew once a day, before the brand is locked, so that nobody waits for it.

    Where somebody has learnt or forgotten meanwhile, what was read here may be of before that, and is dropped.
    """
    until, known = settled_at(at), last_known(brand)
    if known and is_near(known, until=until, at=at):
        return  # where another process has forgotten it since, the look finds that out with the brand locked
    row = Learnt.objects.filter(brand=brand).first()
    if row and is_near(row, until=until, at=at):
        return
    begun = beginning_of(brand, until=until)
    if begun >= until:
        return
    watching = beginning(begun)
    watching.feed(counts_of(brand, begun, until, at=at))
    fresh = Learnt(brand=brand, begun=begun, until=until, anew_at=at, state=save(watching.complaints))
    with transaction.atomic():
        lock_brand(brand)
        if turn_of(Learnt.objects.filter(brand=brand).first()) == turn_of(row):
            fresh.save()


def is_near(row: Learnt, *, until: int, at: datetime) -> bool:
    """Tell whether few hours are missing of what was learnt, and all of it was learnt anew within a day."""
    return until - row.until <= OPEN and is_of_today(row, at=at)


def turn_of(row: Learnt | None) -> tuple[datetime, int] | None:
    return (row.anew_at, row.until) if row else None


def beginning_of(brand: Brand, *, until: int) -> int:
    """Give the bucket from which on is learnt what is usual at `until`."""
    return max(first_bucket(brand, at_most=until) // HOUR * HOUR, until - KEPT)


def learnt(brand: Brand, *, until: int, at: datetime) -> Course | None:
    """Give what is known up to the bucket `until`, and keep it; a bucket that was learnt is not learnt again."""
    row = Learnt.objects.filter(brand=brand).first()
    course = kept(row, at=at) if row else None
    if row and course and row.until == until:
        return remember(row, course)
    begun = beginning_of(brand, until=until)
    if begun >= until:
        return None
    if row is None or course is None or row.until > until or row.begun > begun:
        row, course = Learnt(brand=brand, begun=begun, until=begun, anew_at=at), Course(beginning(begun))
    course.settle(counts_of(brand, row.until, until, at=at))
    row.until, row.state = until, save(course.settled.complaints)
    row.save()
    return remember(row, course)


def kept(row: Learnt, *, at: datetime) -> Course | None:
    """Give what the row holds; None where it is of yesterday or of another layout."""
    if not is_of_today(row, at=at):
        return None
    if course := take_course(row):
        return course
    watching = beginning(row.begun)
    return Course(watching) if load(bytes(row.state), watching.complaints) else None


def is_of_today(row: Learnt, *, at: datetime) -> bool:
    """Tell whether all was learnt anew within a day."""
    return bool(row.state) and -SKEW <= at - row.anew_at < ANEW


def beginning(bucket: int) -> Watching:
    return Watching(start=time_of(bucket).astimezone(TAIPEI), rest=holidays().rests)


@transaction.atomic
def forget_learnt(brand: Brand, *, at: datetime) -> None:
    """Learn anew at the next look: a past came in that was not known."""
    lock_brand(brand)
    empty = {"begun": 0, "until": 0, "anew_at": at, "state": b""}
    Learnt.objects.update_or_create(brand=brand, defaults=empty)
    WatchLearnt.objects.filter(watch__brand=brand).update(**empty)
    PAST.drop(brand)


def bucket_of(at: datetime) -> int:
    return int(at.timestamp()) // BUCKET_SECONDS


def time_of(bucket: int) -> datetime:
    return datetime.fromtimestamp(bucket * BUCKET_SECONDS, tz=UTC)


def counts_of(brand: Brand, first: int, end: int, *, at: datetime) -> Counts:
    """Count the buckets `first` ≤ bucket < `end`."""
    open_hours = range(settled_at(at) - HOUR, bucket_of(at) + 1 + DAY)
    said = said_lately(brand, first, end, keep=open_hours, read=lambda *part: said_of(brand, *part))
    feeds = feeds_of(brand)
    later = [one for one in feeds if one.created_at >= time_of(first + 1)]
    shown = series_of(shown_before(brand, first, end), first, end) if later else dict.fromkeys(SERIES, 0.0)
    posts, negative, positive = (
        np.maximum(one + shown[name], 0.0)
        for name, one in (("all", said.posts), (Sentiment.NEGATIVE, said.negative), (Sentiment.POSITIVE, said.positive))
    )
    return Counts(
        posts=posts,
        negative=negative,
        positive=positive,
        voices=np.minimum(said.voices + said.gone, negative),
        heard=heard(brand, first, end, feeds=feeds, at=at),
        announced=said.announced,
    )


def feeds_of(brand: Brand) -> list[Source]:
    """Give the sources that should be heard or were, but for files."""
    return list(Source.ever.filter(brand=brand).exclude(kind=UPLOAD)) if is_fed(brand) else []


def said_of(brand: Brand, first: int, end: int) -> Said:
    """Read what was said in the buckets `first` ≤ bucket < `end`."""
    series = series_of(there_and_gone(brand, first, end), first, end)
    return Said(
        posts=series["all"],
        negative=series[Sentiment.NEGATIVE],
        positive=series[Sentiment.POSITIVE],
        gone=series["gone"],
        voices=voices(brand, first, end),
        announced=announced(brand, first, end),
    )


def series_of(counted: Iterable[Counted], first: int, end: int) -> dict[str, Series]:
    """Put counts into their buckets, by tone and together."""
    series = {name: np.zeros(end - first) for name in SERIES}
    for bucket, tone, count, gone in counted:
        series["all"][bucket - first] += count
        series["gone"][bucket - first] += gone
        series[tone][bucket - first] += count
    return series


def announced(brand: Brand, first: int, end: int) -> Series:
    """Mark the buckets in which an announced campaign runs."""
    marks = np.zeros(end - first)
    for one in Campaign.objects.filter(brand=brand).during(time_of(first), time_of(end)):
        marks[max(0, bucket_of(one.begins) - first) : max(0, bucket_of(one.over) - first)] = 1
    return marks


def voices(brand: Brand, first: int, end: int, *, told: Collection[int] = (), aside: Sequence[Hit] = ()) -> Series:
    """Count the complaints of people who had not complained in the day before; who has no name is somebody else."""
    begin = time_of(first)
    rows = Post.objects.filter(NEGATIVE, brand=brand, published_at__gte=begin - VOICE, published_at__lt=time_of(end))
    rows = rows.exclude(place__story__in=told) if told else rows
    spoke: dict[str, datetime] = {}
    found, out = np.zeros(end - first), {one.post for one in aside}
    said = rows.exclude(BACKLOG).annotate(who=PERSON).order_by("published_at", "pk")
    for pk, who, when in said.values_list("pk", "who", "published_at").iterator():
        if pk in out:
            continue
        known = spoke.get(who)
        spoke[who] = when
        if when >= begin and (known is None or when - known >= VOICE):
            found[bucket_of(when) - first] += 1
    return found


def heard(brand: Brand, first: int, end: int, *, feeds: Iterable[Source], at: datetime) -> Series:
    """Tell how much of what the sources usually give could come in, from 0 to 1; what came in since was heard.

    A source that was removed is not heard any more, and nobody misses what it gave.
    """
    whole = np.ones(end - first)
    deaf = [*missed(brand, first, end), *given_up(feeds, end)] if feeds else []
    shares = shares_of(brand, at=at) if deaf else {}
    out: dict[int, Series] = defaultdict(lambda: np.zeros(end - first))
    for source, began, ended in deaf:
        begins, ends = (max(0, bucket_of(when) - first) for when in (began, ended or time_of(end)))
        out[source][begins:ends] = shares.get(source, 0.0)
    return np.maximum(whole - sum(out.values(), start=np.zeros(end - first)), 0.0)


def missed(brand: Brand, first: int, end: int) -> list[Deaf]:
    """Give the times in which sources were not heard, but for those of which something came in later."""
    rows = BlindSpot.objects.filter(source__brand=brand, began__lt=time_of(end)).exclude(ended__lte=time_of(first))
    found = rows.annotate(later=came_later(brand)).order_by("pk")
    return list(found.filter(later=0).values_list("source", "began", "ended"))


def given_up(feeds: Iterable[Source], end: int) -> list[Deaf]:
    return [(one.pk, one.removed_at, None) for one in feeds if one.removed_at and one.removed_at < time_of(end)]


def shares_of(brand: Brand, *, at: datetime) -> dict[int, float]:
    """Give each source's part of what comes in while all are heard, by what each gives an hour; files come once.

    The hour in which a source was added does not count: it brings what was said before.
    """
    since, now = hour_of(time_of(bucket_of(at) - KEPT)), hour_of(at)
    rows = Source.ever.filter(brand=brand, created_at__lt=at).exclude(kind=UPLOAD)
    begun = {one.pk: max(hour_of(one.created_at), since) for one in rows}
    ended = {one.pk: min(hour_of(one.removed_at), now) for one in rows if one.removed_at}
    within = (Q(source=pk, hour__gt=hour) for pk, hour in begun.items())
    kept = SourceHour.objects.filter(reduce(or_, within, Q(pk__in=[]))).order_by()
    rates = {
        source: count / max(ended.get(source, now) - begun[source], DAY // HOUR)
        for source, count in kept.values_list("source").annotate(Sum("kept"))
    }
    return {source: rate / (sum(rates.values()) or 1.0) for source, rate in rates.items()}
