"""What do the numbers of the board say, and what were they before? Each is a sum of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q, Sum

from firebreak.console.assess.models import Story, StoryQuerySet
from firebreak.console.govern.models import Brand
from firebreak.console.home.answered import Answered, answered_of
from firebreak.console.home.period import Period
from firebreak.console.home.running import Running, answer_times
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.handling import seats_to_hold
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup
from firebreak.core.terms import Sentiment


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a period beside those of the same time before it; None where there is nothing to compare."""

    mentions: int
    mentions_before: int
    negative_share: float | None
    negative_share_before: float | None
    untriaged: int
    untriaged_since: datetime | None
    answer: timedelta | None
    answer_before: timedelta | None
    replies: Answered

    @property
    def mentions_change(self) -> float | None:
        """Give the change in whole percent."""
        return round((self.mentions / self.mentions_before - 1) * 100) if self.mentions_before else None

    @property
    def share_change(self) -> float | None:
        """Give the change in percentage points."""
        if self.negative_share is None or self.negative_share_before is None:
            return None
        return round((self.negative_share - self.negative_share_before) * 100)

    @property
    def answer_change(self) -> float | None:
        """Give the change in minutes."""
        if self.answer is None or self.answer_before is None:
            return None
        return round((self.answer - self.answer_before) / timedelta(minutes=1))


def numbers_of(brand: Brand, *, period: Period, at: datetime, known: Sequence[Running]) -> Numbers:
    """Read the numbers of the period that ends at `at`; `known` are the incidents since twice its length."""
    middle, start = at - period.length, at - 2 * period.length
    (mentions, share), (before, share_before) = heard_in(brand, (middle, at), (start, middle))
    stories = untriaged(brand, since=middle)
    waiting = stories.aggregate(count=Sum("negative_count"), first=Min("first_post_at"))
    return Numbers(
        mentions=mentions,
        mentions_before=before,
        negative_share=share,
        negative_share_before=share_before,
        untriaged=max((waiting["count"] or 0) - one_by_one(brand, stories, at=at), 0),
        untriaged_since=waiting["first"],
        answer=answer_times(known, since=middle, until=at + timedelta(seconds=1)),
        answer_before=answer_times(known, since=start, until=middle),
        replies=answered_of(brand, negative=round((share or 0.0) * mentions), since=middle, until=at),
    )


def heard(brand: Brand, *, after: datetime, until: datetime) -> tuple[int, float | None]:
    """Give the mentions of the buckets after one instant up to another, and the share that is negative."""
    return heard_in(brand, (after, until))[0]


def heard_in(brand: Brand, *spans: tuple[datetime, datetime]) -> list[tuple[int, float | None]]:
    """Give the same for several spans of time, all in one question."""
    ends = [[int(one.timestamp()) // BUCKET_SECONDS for one in span] for span in spans]
    sums: dict[str, Sum] = {}
    for place, (first, last) in enumerate(ends):
        within = Q(bucket__gt=first, bucket__lte=last)
        sums[f"whole{place}"] = Sum("count", filter=within)
        sums[f"part{place}"] = Sum("count", filter=within & Q(sentiment=Sentiment.NEGATIVE.value))
    least, most = min(first for first, _ in ends), max(last for _, last in ends)
    found = Rollup.objects.filter(brand=brand, bucket__gt=least, bucket__lte=most).aggregate(**sums)
    pairs = [(int(found[f"whole{place}"] or 0), found[f"part{place}"] or 0) for place in range(len(ends))]
    return [(whole, part / whole if whole else None) for whole, part in pairs]


def one_by_one(brand: Brand, stories: StoryQuerySet, *, at: datetime) -> int:
    """Count the negative mentions of stories that somebody holds or has closed, each by itself.

    What somebody holds who may do so no more waits for anybody again.
    """
    touched = Q(holder__in=seats_to_hold(brand, at=at).values("person")) | Q(closed_at__isnull=False)
    rows = Handling.objects.filter(touched, brand=brand, post__reading__sentiment=Sentiment.NEGATIVE.value)
    return rows.filter(post__place__story__in=stories.values("pk")).count()


def untriaged(brand: Brand, *, since: datetime) -> StoryQuerySet:
    """Keep stories with negative posts that nobody has taken: no incident, and no alert that somebody answered."""
    rows = Story.objects.filter(brand=brand, last_post_at__gt=since, negative_count__gt=0, incident__isnull=True)
    answered = Q(alerts__acknowledged_at__isnull=False) | Q(alerts__closed_at__isnull=False)
    taken = Story.objects.filter(answered, brand=brand).values("pk")
    return rows.shown().exclude(pk__in=taken)
