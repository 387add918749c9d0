"""How much is said, and is that usual? Counts of the period with the band that the brand's own past lets expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firebreak.console.alert.models import Alert
from firebreak.console.charts import Area, Figure, Line, Mark, line_chart
from firebreak.console.formats import compact
from firebreak.console.govern.models import Brand
from firebreak.console.home.period import DAY, HOUR, Period
from firebreak.console.listen.growth import Stretch, unit_of
from firebreak.console.listen.habit import hours_heard, past_of, usual_per_hour
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup
from firebreak.core.alert.baseline import DAYS_KEPT, Habit, Series, Usual, learn_habit
from firebreak.core.terms import Range, Sentiment

CHANCE = 0.002  # outside the band by chance: of a hundred quarter hours not one in ten days
LEAST_PAST = int(DAY.total_seconds()) // BUCKET_SECONDS  # no band before a day was heard
DAY_HOURS = 24
MOST_MARKS = 8
APART = 0.12  # of the width: two words closer than this would lie on each other


@dataclass(frozen=True)
class Volume:
    """The volume of one brand over one period, as it stands at `at`."""

    brand: Brand
    period: Period
    at: datetime

    @cached_property
    def over(self) -> Stretch:
        return self.period.buckets(at=self.at)

    @cached_property
    def stored(self) -> list[tuple[int, int, int]]:
        """Give each stored bucket of the period with all its posts and the negative ones."""
        first, now = (int(one.timestamp()) // BUCKET_SECONDS for one in (self.over.start, self.at))
        rows = Rollup.objects.filter(brand=self.brand, bucket__gte=first, bucket__lte=now)
        negative = Coalesce(Sum("count", filter=Q(sentiment=Sentiment.NEGATIVE.value)), 0)
        return list(rows.values_list("bucket").annotate(whole=Sum("count"), part=negative))

    @cached_property
    def sums(self) -> tuple[list[float], list[float]]:
        """Give all posts and negative posts of each bucket, as sums of the stored counts."""
        every = int(self.over.every.total_seconds()) // BUCKET_SECONDS
        first = int(self.over.start.timestamp()) // BUCKET_SECONDS
        total, bad = [0.0] * self.over.count, [0.0] * self.over.count
        for bucket, whole, part in self.stored:
            total[(bucket - first) // every] += whole
            bad[(bucket - first) // every] += part
        return total, bad

    @property
    def last_hour(self) -> int:
        """Count the mentions of the twelve stored buckets that end with the one of `at`."""
        after = int(self.at.timestamp()) // BUCKET_SECONDS - int(HOUR.total_seconds()) // BUCKET_SECONDS
        return sum(whole for bucket, whole, _part in self.stored if bucket > after)

    @cached_property
    def band(self) -> list[Range | None]:
        """Give what was to be expected of each bucket, from the counts before its day only."""
        begins = [self.over.begins(index) for index in range(self.over.count)]
        return [self.expected(self.habits[midnight_of(one)], one) for one in begins]

    @cached_property
    def habits(self) -> dict[datetime, Habit | None]:
        """Give by the midnight of each day of the period what was known of the brand then."""
        midnights = [midnight_of(self.over.begins(index)) for index in range(self.over.count)]
        last = midnights[-1]
        days = DAYS_KEPT + (last - midnights[0]).days
        past = past_of(self.brand, ends=last, days=days, at=self.at)
        return {one: habit_before(past, ends=last, day=one) for one in set(midnights)}

    def expected(self, habit: Habit | None, start: datetime) -> Range | None:
        return range_of(habit.usual(start, self.over.every)) if habit else None

    @cached_property
    def anomalies(self) -> list[int]:
        """Name the buckets that lie above their band."""
        total, _negative = self.sums
        return [at for at, band in enumerate(self.band) if band and total[at] > band.high]

    @cached_property
    def factor(self) -> float | None:
        """Tell how many times the usual the last hour was; None while no day was heard or next to nothing is usual."""
        if not self.band[-1]:
            return None
        usual = usual_per_hour(self.brand, at=self.at)
        heard = self.last_hour
        return heard / usual.mean if usual.mean > 0 and heard > usual.high(CHANCE) else None

    @property
    def has_band(self) -> bool:
        return any(self.band)

    @cached_property
    def learning(self) -> str:
        """Say for how long the usual is still being learnt; nothing once there is a band."""
        if self.has_band:
            return ""
        heard = hours_heard(self.brand, at=self.at)
        left = max(DAY_HOURS - heard, 0)
        if left:
            return _("Learning what is usual: %(heard)s of 24 hours heard so far.") % {"heard": heard}
        return _("Learning what is usual: the expected band begins with the next day.")

    @cached_property
    def marks(self) -> list[tuple[int, datetime]]:
        """Give bucket and time of the first alerts of the period that have a severity."""
        rows = Alert.objects.filter(brand=self.brand, at__gte=self.over.start, at__lte=self.at).exclude(severity="")
        found: dict[int, datetime] = {}
        for moment in rows.order_by("at").values_list("at", flat=True):
            found.setdefault(self.over.place(moment), moment)
        return list(found.items())[:MOST_MARKS]

    @cached_property
    def conclusion(self) -> str:
        """Say in a sentence what the picture shows."""
        total, _negative = self.sums
        if not any(total):
            return _("Nothing was said in this time.")
        most = max(range(len(total)), key=total.__getitem__)
        facts = {"most": compact(total[most]), "time": self.over.labels()[most]}
        band = self.band[most]
        if band is None:
            return _("Most at %(time)s: %(most)s.") % facts
        facts |= {"low": compact(band.low), "high": compact(band.high)}
        return _("Most at %(time)s: %(most)s, where %(low)s to %(high)s are expected.") % facts

    def figure(self) -> SafeString:
        total, negative = self.sums
        low, high = edges(self.band)
        return line_chart(
            Figure(
                sentence=self.conclusion,
                labels=self.over.labels(),
                lines=(Line(_("All mentions"), total), Line(_("Negative"), negative, "neg")),
                areas=(Area(_("Expected band"), low, high),) if self.has_band else (),
                anomalies=self.anomalies,
                marks=self.named_marks(),
                unit=unit_of(self.over.every),
                open_end=True,
            )
        )

    def named_marks(self) -> list[Mark]:
        """Name each mark that is far enough from the last named one for its word to be read."""
        found: list[Mark] = []
        named = -self.over.count
        for index, moment in self.marks:
            word = ""
            if (index - named) / self.over.count >= APART:
                word, named = _("Alert %(time)s") % {"time": f"{timezone.localtime(moment):%H:%M}"}, index
            found.append(Mark(index, word))
        return found


def midnight_of(instant: datetime) -> datetime:
    return timezone.localtime(instant).replace(hour=0, minute=0, second=0, microsecond=0)


def habit_before(past: Series, *, ends: datetime, day: datetime) -> Habit | None:
    """Learn the habit from the part of `past` (five-minute counts that end at `ends`) that lies before `day`."""
    later = int((ends - day).total_seconds()) // BUCKET_SECONDS
    before = past[: len(past) - later] if later else past
    return learnt(before.tobytes(), day) if len(before) >= LEAST_PAST else None


@lru_cache(maxsize=256)
def learnt(series: bytes, ends: datetime) -> Habit:
    return learn_habit(np.frombuffer(series, np.float64), ends=ends)


@lru_cache(maxsize=4096)
def range_of(usual: Usual) -> Range:
    return usual.range(CHANCE)


def edges(band: Sequence[Range | None]) -> tuple[list[float | None], list[float | None]]:
    return [each.low if each else None for each in band], [each.high if each else None for each in band]
