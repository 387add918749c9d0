"""Is one watch spoken of more than it usually is, whatever is said of the brand as a whole?

Each watch has a range of its own, learnt from the posts in which it was heard. As for the brand, the last hours are
judged as they stand and what is older is settled into a row. A watch that nobody spoke of within the hour is not beyond
its usual: nothing is read or judged of it, and what it missed is learnt when it is next spoken of.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from firebreak.console.alert.campaigns import Campaign
from firebreak.console.alert.hearing import JUDGED, RIVALS, Heard, Hit, counted, heard_by, untold
from firebreak.console.alert.lately import Series
from firebreak.console.alert.learning import (
    DAY,
    HOUR,
    OPEN,
    SKEW,
    announced,
    beginning,
    beginning_of,
    bucket_of,
    feeds_of,
    heard,
    settled_at,
    time_of,
)
from firebreak.console.alert.models import WatchLearnt
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand, told_of
from firebreak.console.listen.models import Watch
from firebreak.core.alert.detect.course import Course
from firebreak.core.alert.detect.state import load, save
from firebreak.core.alert.detect.watching import Counts, Talk, Unusual, Watching
from firebreak.core.alert.narrow import PREFIX, WatchNow, key_of, standing
from firebreak.core.alert.rule import LOUD
from firebreak.core.terms import Sentiment, WatchKind

ANEW = timedelta(days=7)  # all is learnt anew so often, from the posts that are still there
LATELY = timedelta(minutes=65)  # who was not spoken of in the last hour is not beyond the usual
ONE_MATTER = timedelta(hours=72)  # the longest window: so long the posts of a rival's matter are in one

Known = tuple[int, int]  # how much was told of a brand, and the bucket

_courses: dict[int, tuple[tuple[int, int, bytes], Course]] = {}  # open hours by watch, and of which row
_ahead: dict[int, Known] = {}  # by brand as it was when nothing lagged behind
_hits: dict[int, tuple[Known, Heard]] = {}  # what was heard of late, from the learning to the look
_looked: dict[int, tuple[tuple[Known, tuple[int, ...]], tuple[WatchNow, ...]]] = {}  # … and what a look found


@dataclass(frozen=True, slots=True)
class Frame:
    """How the buckets `first` ≤ bucket < `end` were heard, the same for all watches of a brand."""

    first: int
    end: int
    heard: Series
    announced: Series

    def counts(self, hits: Iterable[Hit], begin: int, end: int) -> Counts:
        part = slice(begin - self.first, end - self.first)
        return counted(hits, begin, end, heard=self.heard[part], announced=self.announced[part])


def watches_now(brand: Brand, *, told: Collection[int], at: datetime) -> tuple[WatchNow, ...]:
    """Say how each watch stands beside the `told` stories, and settle the hours that nothing more is expected of."""
    rests_on = (as_it_is(brand, at=at), tuple(told))
    held = _looked.get(brand.pk)
    if held is None or held[0] != rests_on:
        watches = judged_of(brand)
        held = rests_on, tuple(look_at(brand, watches, told=told, at=at)) if watches else ()
        _looked[brand.pk] = held
    return held[1]


def judged_of(brand: Brand) -> list[Watch]:
    return list(Watch.objects.filter(brand=brand, kind__in=JUDGED).order_by("pk"))


def as_it_is(brand: Brand, *, at: datetime) -> Known:
    """Give what a look rests on: while it is the same, so is what it finds."""
    return told_of(brand), bucket_of(at)


def look_at(brand: Brand, watches: Sequence[Watch], *, told: Collection[int], at: datetime) -> list[WatchNow]:
    """Judge those that were spoken of within the hour; the others have nothing unusual."""
    settled, now = settled_at(at), bucket_of(at) + 1
    hits = heard_lately(brand, at=at)
    active = spoken_of(watches, hits, at=at)
    rows = WatchLearnt.objects.in_bulk([one.pk for one in active]) if active else {}
    near = [one for one in active if is_near(rows.get(one.pk), one, until=settled, at=at)]
    ready = {one: course for one in near if (course := course_of(rows[one.pk]))}
    first = min((rows[one.pk].until for one in ready), default=settled)
    if first < settled:
        hits = heard_by(brand, time_of(first), time_of(now))
    found = {}
    if ready:
        frame = frame_of(brand, first, now, at=at)
        for one, course in ready.items():
            settle(rows[one.pk], course, hits[one.name], frame, until=settled)
            found[one.pk] = unusual_of_watch(brand, one, course, hits, frame, told=told, at=at)
    return [watch_now(one, untold(hits.get(one.name, ()), told), found.get(one.pk), since=settled) for one in watches]


def heard_lately(brand: Brand, *, at: datetime) -> Heard:
    """Give what was heard since the last settled hour; the look that follows the learning need not ask again."""
    held = _hits.pop(brand.pk, None)
    if held and held[0] == as_it_is(brand, at=at):
        return held[1]
    return heard_by(brand, time_of(settled_at(at)), time_of(bucket_of(at) + 1))


def spoken_of(watches: Iterable[Watch], hits: Heard, *, at: datetime) -> list[Watch]:
    """Give the watches that were spoken of within the hour."""
    return [one for one in watches if any(hit.at > at - LATELY for hit in hits.get(one.name, ())[-1:])]


def watch_now(watch: Watch, hits: Iterable[Hit], unusual: Unusual | None, *, since: int) -> WatchNow:
    late = [one for one in hits if one.at >= time_of(since)]
    return WatchNow(
        key=key_of(watch.pk),
        name=watch.name,
        rivals=WatchKind(watch.kind) in RIVALS,
        posts=frozenset(one.post for one in late),
        stories=Counter(Story(number=one.story).code for one in late if one.story),
        unusual=unusual,
    )


def frame_of(brand: Brand, first: int, end: int, *, at: datetime) -> Frame:
    return Frame(
        first=first,
        end=end,
        heard=heard(brand, first, end, feeds=feeds_of(brand), at=at),
        announced=announced(brand, first, end),
    )


def unusual_of_watch(
    brand: Brand, watch: Watch, course: Course, hits: Heard, frame: Frame, *, told: Collection[int], at: datetime
) -> Unusual | None:
    """Give how a watch is beyond its usual, beside what was told; that it falls quiet, only the brand is asked for."""
    left = untold(hits[watch.name], told)
    stand = course.now(frame.counts(left, settled_at(at), frame.end))
    one = next((one for one in stand.now() if one.signal in LOUD), None)
    if one is None:
        return None
    if one.begins < time_of(frame.first):
        left = untold(heard_by(brand, one.begins, time_of(frame.end))[watch.name], told)
    rest = without_told(one, [hit for hit in left if one.begins <= hit.at <= at], brand, at=at)
    return rest if rest.stands else None


def without_told(one: Unusual, hits: Sequence[Hit], brand: Brand, *, at: datetime) -> Unusual:
    """Judge a window by these posts alone; talk in an announced campaign that is no praise is expected."""
    if one.of is Talk.NO_PRAISE:
        runs = Campaign.objects.filter(brand=brand).during(one.begins, at)
        times = [(run.begins, run.over) for run in runs]
        hits = [hit for hit in hits if not any(begins <= hit.at < over for begins, over in times)]
    tones = Counter(hit.tone for hit in hits)
    counts = {
        "posts": len(hits),
        "negative": tones[Sentiment.NEGATIVE],
        "sober": len(hits) - tones[Sentiment.POSITIVE],
    }
    return one.with_only(**{name: min(count, getattr(one, name)) for name, count in counts.items()})


def definition(watch: Watch) -> str:
    """Give a digest of what a watch listens for: with another one it hears something else."""
    return sha256(repr((watch.name, watch.kind, watch.any, watch.none, watch.query)).encode()).hexdigest()


def is_near(row: WatchLearnt | None, watch: Watch, *, until: int, at: datetime) -> bool:
    """Tell whether few hours are missing of what was learnt of a watch as it is now, and none is ahead."""
    if row is None or not row.state or row.definition != definition(watch):
        return False
    return 0 <= until - row.until <= OPEN and -SKEW <= at - row.anew_at < ANEW


def course_of(row: WatchLearnt) -> Course | None:
    """Give what a row holds, with its open hours where this process has them; None where it is of another layout."""
    held = _courses.pop(row.pk, None)
    if held and held[0] == seen(row):
        return held[1]
    return read(row)


def read(row: WatchLearnt) -> Course | None:
    watching = beginning(row.begun)
    return Course(watching) if load(bytes(row.state), watching.complaints) else None


def settle(row: WatchLearnt, course: Course, hits: Sequence[Hit], frame: Frame, *, until: int) -> None:
    """Take in the hours up to the bucket `until`, each once, and remember the open ones for the next look."""
    if row.until < until:
        course.settle(frame.counts(hits, row.until, until))
        row.until, row.state = until, save(course.settled.complaints)
        row.save()
    _courses[row.pk] = seen(row), course


def seen(row: WatchLearnt) -> tuple[int, int, bytes]:
    return row.begun, row.until, bytes(row.state)


def learn_watches_ahead(brand: Brand, *, at: datetime) -> None:
    """Learn what takes long of the watches that lag behind, before the brand is locked."""
    known = as_it_is(brand, at=at)
    if _ahead.get(brand.pk) != known:
        learn_behind(brand, judged_of(brand), until=settled_at(at), at=at)
        _ahead[brand.pk] = known  # not before: what broke off is learnt at the next look


def learn_behind(brand: Brand, watches: Sequence[Watch], *, until: int, at: datetime) -> None:
    """Learn anew each watch that is spoken of and that no look can go on with."""
    if not watches:
        return
    hits = _hits[brand.pk] = as_it_is(brand, at=at), heard_lately(brand, at=at)
    active = spoken_of(watches, hits[1], at=at)
    rows = WatchLearnt.objects.in_bulk([one.pk for one in active]) if active else {}
    behind = [one for one in active if is_behind(rows.get(one.pk), one, until=until, at=at)]
    if not behind:
        return
    lowest = {one.pk: beginning_of_watch(brand, one, rows.get(one.pk), until=until) for one in behind}
    frame = frame_of(brand, min(lowest.values()), until, at=at)
    known = learnt_from(brand, {one.name: lowest[one.pk] for one in behind}, frame)
    keep_fresh(brand, [fresh_row(one, rows.get(one.pk), *known[one.name], until=until, at=at) for one in behind], rows)
    _looked.pop(brand.pk, None)


def is_behind(row: WatchLearnt | None, watch: Watch, *, until: int, at: datetime) -> bool:
    """Tell whether what was learnt of a watch cannot be gone on with."""
    return row is None or not is_near(row, watch, until=until, at=at) or (row.pk not in _courses and not read(row))


def beginning_of_watch(brand: Brand, watch: Watch, row: WatchLearnt | None, *, until: int) -> int:
    """Give the bucket from which on it can have been heard: as the brand, and since it listens for what it does."""
    since = since_of(watch, row, until=until)
    return min(max(beginning_of(brand, until=until), since), until)


def since_of(watch: Watch, row: WatchLearnt | None, *, until: int) -> int:
    """Give since when it has listened for this; a definition that was changed is a break in what is usual."""
    if row is None:
        return 0
    return row.since if row.definition == definition(watch) else until


def learnt_from(brand: Brand, lowest: Mapping[str, int], frame: Frame) -> dict[str, tuple[int, Watching]]:
    """Learn watches by name, each from its first post since its `lowest` bucket on, and say from where.

    Before that nobody listened for it, or nobody spoke. The posts are read a day at a time, however many weeks it is.
    """
    known: dict[str, tuple[int, Watching]] = {}
    for begin in range(frame.first, frame.end, DAY):
        end = min(begin + DAY, frame.end)
        hits = heard_by(brand, time_of(begin), time_of(end))
        for name, low in lowest.items():
            spoke = next((one.at for one in hits.get(name, ()) if one.at >= time_of(low)), None)
            if name not in known and spoke:
                begun = max(bucket_of(spoke) // HOUR * HOUR, low)
                known[name] = begun, beginning(begun)
            if name in known:
                begun, watching = known[name]
                watching.feed(frame.counts(hits.get(name, ()), max(begin, begun), end))
    return {name: known.get(name) or (frame.end, beginning(frame.end)) for name in lowest}


def fresh_row(
    watch: Watch, row: WatchLearnt | None, begun: int, watching: Watching, *, until: int, at: datetime
) -> WatchLearnt:
    return WatchLearnt(
        watch=watch,
        definition=definition(watch),
        since=since_of(watch, row, until=until),
        begun=begun,
        until=until,
        anew_at=at,
        state=save(watching.complaints),
    )


@transaction.atomic
def keep_fresh(brand: Brand, fresh: Sequence[WatchLearnt], known: Mapping[int, WatchLearnt]) -> None:
    """Keep what was learnt, unless somebody has learnt or forgotten meanwhile, or dropped the watch."""
    lock_brand(brand)
    there = set(Watch.objects.filter(brand=brand).values_list("pk", flat=True))
    stored = WatchLearnt.objects.in_bulk([one.pk for one in fresh])
    for one in fresh:
        was, now = known.get(one.pk), stored.get(one.pk)
        if one.pk in there and (was and seen(was)) == (now and seen(now)):
            one.save()


def aside_of(brand: Brand, watches: Iterable[WatchNow] = (), *, at: datetime, late: Iterable[str]) -> list[Hit]:
    """Give the posts of somebody else's matter, of which a watch tells: they are no talk of the brand.

    `late` are the subjects of the episodes that were there within the longest window.
    """
    keys = {one.key for one, _unusual in standing(list(watches)) if one.rivals}
    keys |= {of for subject in late if (of := subject.rpartition(":")[2]).startswith(PREFIX)}
    if not keys:
        return []
    told = [int(key.removeprefix(PREFIX)) for key in keys]
    names = Watch.objects.filter(brand=brand, pk__in=told, kind__in=RIVALS).values_list("name", flat=True)
    hits = heard_by(brand, at - ONE_MATTER, time_of(bucket_of(at) + 1)) if names else {}
    found = {one.post: one for name in names for one in hits.get(name, ()) if one.foreign}
    return [one for one in found.values() if one.at >= at - ONE_MATTER]


def forget_narrow() -> None:
    _courses.clear()
    _looked.clear()
    _hits.clear()
    _ahead.clear()
