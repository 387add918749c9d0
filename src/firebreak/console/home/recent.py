"""What was heard, and what waits? Asked once for all the lengths of time that a page looks back over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count, Min, Q, QuerySet, Sum

from firebreak.console.assess.models import Story, StoryQuerySet
from firebreak.console.govern.models import Brand
from firebreak.console.home.period import DAY, HOUR
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.handling import gone_holders
from firebreak.console.listen.models import BUCKET_SECONDS, Reading, Rollup
from firebreak.core.terms import Sentiment

RECENT = 6 * HOUR  # of which health asks whether it was unusual
WEEK = 7 * DAY

Span = tuple[datetime, datetime]
Heard = tuple[int, float | None]  # mentions, and the share of negative ones


@dataclass(frozen=True, slots=True)
class Waiting:
    """Negative mentions of stories that nobody has taken: how many, and since when the first one."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Recent:
    """The mentions of a brand over the last `length`, the same time before it, a day and six hours, as of `at`."""

    brand: Brand
    at: datetime
    length: timedelta = DAY

    def heard(self, after: datetime, until: datetime) -> Heard:
        """Give the mentions of the buckets after one instant up to another, and the share that is negative."""
        return self.all_heard[after, until]

    @cached_property
    def all_heard(self) -> dict[Span, Heard]:
        middle = self.at - self.length
        spans = (middle, self.at), (middle - self.length, middle), (self.at - DAY, self.at), (self.at - RECENT, self.at)
        return heard_in(self.brand, spans)

    def waiting(self, since: datetime) -> Waiting:
        """Give what waits in the stories that moved since, over `length` or over a week."""
        return self.all_waiting[since]

    @cached_property
    def all_waiting(self) -> dict[datetime, Waiting]:
        return waiting_in(self.brand, [self.at - self.length, self.at - WEEK], at=self.at)


def heard_in(brand: Brand, spans: Iterable[Span]) -> dict[Span, Heard]:
    """Sum what is stored of several spans of time, all in one question."""
    ends = {span: [int(one.timestamp()) // BUCKET_SECONDS for one in span] for span in spans}
    sums: dict[str, Sum] = {}
    for place, (first, last) in enumerate(ends.values()):
        within = Q(bucket__gt=first, bucket__lte=last)
        sums[f"whole{place}"] = Sum("count", filter=within)
        sums[f"part{place}"] = Sum("count", filter=within & Q(sentiment=Sentiment.NEGATIVE.value))
    least, most = min(first for first, _ in ends.values()), max(last for _, last in ends.values())
    found = Rollup.objects.filter(brand=brand, bucket__gt=least, bucket__lte=most).aggregate(**sums)
    pairs = [(int(found[f"whole{place}"] or 0), found[f"part{place}"] or 0) for place in range(len(ends))]
    return {span: (whole, part / whole if whole else None) for span, (whole, part) in zip(ends, pairs, strict=True)}


def waiting_in(brand: Brand, instants: Sequence[datetime], *, at: datetime) -> dict[datetime, Waiting]:
    """Sum the negative mentions of untaken stories that moved since each instant, but for those taken one by one."""
    stories = untriaged(brand, since=min(instants))
    sums: dict[str, Sum | Min] = {}
    for place, since in enumerate(instants):
        moved = Q(last_post_at__gt=since)
        sums[f"count{place}"] = Sum("negative_count", filter=moved)
        sums[f"first{place}"] = Min("first_post_at", filter=moved)
    found, taken = stories.aggregate(**sums), one_by_one(brand, stories, instants, at=at)
    return {
        since: Waiting(max((found[f"count{place}"] or 0) - taken[place], 0), found[f"first{place}"])
        for place, since in enumerate(instants)
    }


def one_by_one(brand: Brand, stories: StoryQuerySet, instants: Iterable[datetime], *, at: datetime) -> list[int]:
    """Count for each instant the negative mentions, of the stories that moved since, that somebody holds or has closed.

    What somebody holds who may do so no more waits for anybody again.
    """
    rows = taken_alone(brand, at=at).filter(post__reading__sentiment=Sentiment.NEGATIVE.value)
    moved = [Count("pk", filter=Q(post__place__story__last_post_at__gt=since)) for since in instants]
    found = rows.filter(post__place__story__in=stories.values("pk")).aggregate(
        **{f"count{place}": count for place, count in enumerate(moved)}
    )
    return list(found.values())


def taken_alone(brand: Brand, *, at: datetime) -> QuerySet[Handling]:
    """Keep the mentions that somebody holds who still may, or has closed."""
    held = Q(holder__isnull=False) & ~Q(holder__in=gone_holders(brand, at=at))
    return Handling.objects.filter(held | Q(closed_at__isnull=False), brand=brand)


def urgent_waiting(brand: Brand, *, at: datetime) -> int:
    """Count the mentions of the last week that a person must look at now and nobody has taken."""
    stories = untriaged(brand, since=at - WEEK)
    rows = Reading.objects.filter(urgent=True, post__place__story__in=stories.values("pk"))
    return rows.exclude(post__in=taken_alone(brand, at=at).values("post")).count()


def untriaged(brand: Brand, *, since: datetime) -> StoryQuerySet:
    """Keep stories with negative posts that nobody has taken: no incident, and no alert that somebody answered."""
    rows = Story.objects.filter(brand=brand, last_post_at__gt=since, negative_count__gt=0, incident__isnull=True)
    answered = Q(alerts__acknowledged_at__isnull=False) | Q(alerts__closed_at__isnull=False)
    taken = Story.objects.filter(answered, brand=brand).values("pk")
    return rows.shown().exclude(pk__in=taken)
