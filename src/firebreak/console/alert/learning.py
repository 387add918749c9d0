"""What is unusual about a brand, by all that was ever counted of it? Learnt hour by hour, each count once.

The last hours are judged from the counts as they stand, so that a post that comes late counts when it was published.
What is older is settled: it goes into the row of the brand and is not read again, but for once a day, when all is
learnt anew from the counts, so that corrections, erasures and what came very late count too.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
from django.db.models import Sum

from firebreak.console.alert.models import Learnt
from firebreak.console.assess.facts import NEGATIVE
from firebreak.console.govern.models import Brand
from firebreak.console.listen.blind import blind_spots
from firebreak.console.listen.habit import first_bucket
from firebreak.console.listen.models import BUCKET_SECONDS, BlindSpot, Post, Rollup, SourceHour
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
VOICE = timedelta(days=1)  # who complained within it is no new voice
ANEW = timedelta(days=1)


def unusual_of(brand: Brand, *, at: datetime) -> tuple[Unusual, ...]:
    """Give what is unusual at `at`, and settle the hours that nothing more is expected of.

    The bin that runs is judged as if it were whole: what is unusual before its end still is at its end.
    """
    now = bucket_of(at) + 1
    settled = (now - OPEN) // HOUR * HOUR
    watching = learnt(brand, until=settled, at=at)
    if watching is None:
        return ()
    watching.feed(counts_of(brand, settled, now, at=at))
    return watching.now()


def learnt(brand: Brand, *, until: int, at: datetime) -> Watching | None:
    """Give what is known up to the bucket `until`, and keep it; a bucket that was learnt is not learnt again."""
    row = Learnt.objects.filter(brand=brand).first()
    if row and row.until == until and (watching := kept(row, at=at)):
        return watching
    begun = max(first_bucket(brand, at_most=until) // HOUR * HOUR, until - KEPT)
    if begun >= until:
        return None
    watching = kept(row, at=at) if row and row.until <= until and row.begun <= begun else None
    if row is None or watching is None:
        row = Learnt(brand=brand, begun=begun, until=begun, anew_at=at)
        watching = beginning(begun)
    watching.feed(counts_of(brand, row.until, until, at=at))
    row.until, row.state = until, save(watching.complaints)
    row.save()
    return watching


def kept(row: Learnt, *, at: datetime) -> Watching | None:
    """Give what the row holds; None where it is of yesterday or of another layout."""
    if not timedelta() <= at - row.anew_at < ANEW:
        return None
    watching = beginning(row.begun)
    return watching if load(bytes(row.state), watching.complaints) else None


def beginning(bucket: int) -> Watching:
    return Watching(start=time_of(bucket).astimezone(TAIPEI), rest=holidays().rests)


def forget_learnt(brand: Brand) -> None:
    """Learn anew at the next look: a past came in that was not known."""
    Learnt.objects.filter(brand=brand).delete()


def bucket_of(at: datetime) -> int:
    return int(at.timestamp()) // BUCKET_SECONDS


def time_of(bucket: int) -> datetime:
    return datetime.fromtimestamp(bucket * BUCKET_SECONDS, tz=UTC)


def counts_of(brand: Brand, first: int, end: int, *, at: datetime) -> Counts:
    """Count the buckets `first` ≤ bucket < `end`."""
    rows = Rollup.objects.filter(brand=brand, bucket__gte=first, bucket__lt=end)
    series = {name: np.zeros(end - first) for name in ("all", *Sentiment)}
    for bucket, tone, count in rows.values_list("bucket", "sentiment").annotate(Sum("count")):
        series["all"][bucket - first] += count
        series[tone][bucket - first] += count
    return Counts(
        posts=series["all"],
        negative=series[Sentiment.NEGATIVE],
        positive=series[Sentiment.POSITIVE],
        voices=np.minimum(voices(brand, first, end), series[Sentiment.NEGATIVE]),
        heard=heard(brand, first, end, at=at),
    )


def voices(brand: Brand, first: int, end: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Count the complaints of people who had not complained in the day before; who has no name is somebody else."""
    begin = time_of(first)
    rows = Post.objects.filter(NEGATIVE, brand=brand, published_at__gte=begin - VOICE, published_at__lt=time_of(end))
    spoke: dict[tuple[str, str], datetime] = {}
    found = np.zeros(end - first)
    who = rows.order_by("published_at", "pk").values_list("source", "author_id", "author_name", "published_at")
    for source, key, name, when in who.iterator():
        known = spoke.get((source, key or name)) if key or name else None
        spoke[source, key or name] = when
        if when >= begin and (known is None or when - known >= VOICE):
            found[bucket_of(when) - first] += 1
    return found


def heard(brand: Brand, first: int, end: int, *, at: datetime) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Tell how much of what the sources usually give could come in, from 0 to 1; what came in since was heard."""
    whole = np.ones(end - first)
    missed = BlindSpot.objects.filter(source__brand=brand, began__lt=time_of(end)).order_by()
    if not missed.exclude(ended__lte=time_of(first)).exists():
        return whole
    spots = [one for one in blind_spots(brand, since=time_of(first), at=at) if not one.made_up]
    shares = shares_of(brand) if spots else {}
    out: dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]] = defaultdict(lambda: np.zeros(end - first))
    for one in spots:
        begins, ends = (max(0, bucket_of(when) - first) for when in (one.starts, one.ends))
        out[one.spot.source_id][begins:ends] = shares.get(one.spot.source_id, 0.0)
    return np.maximum(whole - sum(out.values(), start=np.zeros(end - first)), 0.0)


def shares_of(brand: Brand) -> dict[int, float]:
    """Give each source's part of the mentions that were kept."""
    rows = SourceHour.objects.filter(source__brand=brand).values_list("source").annotate(Sum("kept"))
    counts = Counter(dict(rows))
    return {source: count / max(counts.total(), 1) for source, count in counts.items()}
