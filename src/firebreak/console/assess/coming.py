"""What do the next seven days of a brand bring, and how is that said? Told anew each hour from the counts before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.assess.metrics import Metric
from firebreak.console.charts import Area, Figure, Line, Mark, line_chart
from firebreak.console.formats import WEEKDAYS, percent, thousands
from firebreak.console.govern.models import Brand
from firebreak.console.listen.habit import DAY_OF_BUCKETS, PAST, Past, Series
from firebreak.console.listen.hourly import AsOf, hour_of, since
from firebreak.core.alert.baseline import DAYS_KEPT
from firebreak.core.alert.week import AHEAD, LEAST_DAYS, DayAhead, week_ahead
from firebreak.core.terms import Range

DAY = timedelta(days=1)
SHOWN = 14  # days of the past that stand before those ahead
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
POSTS, SHARE = "ahead.posts 1", "ahead.share 1"


def kind_of(day: date) -> int:
    """Give the day of the week by which a day goes: a holiday goes as a Sunday, a Saturday of work as a Friday."""
    works = knowledge.workdays().works(day)
    if day.weekday() < SATURDAY:
        return day.weekday() if works else SUNDAY
    return FRIDAY if works else day.weekday()


@dataclass(frozen=True, slots=True)
class Told:
    """A day ahead as it is told: from when on, how many posts, and what share of them negative."""

    begins: datetime
    day: DayAhead

    @property
    def label(self) -> str:
        return label_of(self.begins)

    @property
    def posts(self) -> str:
        return span_of(self.day.posts)

    @property
    def share(self) -> str:
        return share_of(self.day.share)

    @property
    def told(self) -> str:
        expected, share = thousands(rounded(self.day.posts.expected)), percent(self.day.share.expected)
        return f"{self.label} {expected} ({self.posts}), {share} ({self.share})"


def label_of(begins: datetime) -> str:
    """Name a day by its date and weekday."""
    on = timezone.localtime(begins)
    return _("%(day)s %(weekday)s") % {"day": f"{on:%m/%d}", "weekday": WEEKDAYS[on.weekday()]}


def span_of(band: Range) -> str:
    low, high = thousands(band.low), thousands(band.high)
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def share_of(band: Range) -> str:
    return _("%(low)s to %(high)s") % {"low": percent(band.low), "high": percent(band.high)}


def rounded(count: float) -> float:
    return round(count, 1) if count < 10 else round(count)


class Coming:
    """The days ahead of a brand, beside the last two weeks; each day begins at the full hour at which was counted."""

    def __init__(self, known: AsOf[Past], *, at: datetime) -> None:
        self.begins = known.hour
        self.since = since(known, at=at)
        self.posts, self.negative = by_day(known.what.whole), by_day(known.what.negative)
        self.heard = len(self.posts)
        self.version = f"{POSTS}, {SHARE}"

    @property
    def days(self) -> list[Told]:
        told = foretold(self.posts.tobytes(), self.negative.tobytes(), self.begins)
        return [Told(self.begins + ahead * DAY, day) for ahead, day in enumerate(told or ())]

    @property
    def said(self) -> str:
        """Say what is expected, or that nobody can tell yet."""
        days = self.days
        if not days:
            text = _("It cannot be told yet: %(heard)s of %(least)s days heard.")
            return text % {"heard": self.heard, "least": LEAST_DAYS}
        most = max(days, key=lambda one: one.day.posts.expected)
        text = _(
            "Of the next 24 hours %(posts)s mentions are expected, of them %(share)s negative; the fullest day will be"
            " %(day)s with %(most)s. Four days in five lie within."
        )
        return text % {"posts": days[0].posts, "share": days[0].share, "day": most.label, "most": most.posts}

    @property
    def labels(self) -> list[str]:
        first = self.begins - min(SHOWN, self.heard) * DAY
        return [label_of(first + place * DAY) for place in range(min(SHOWN, self.heard) + AHEAD)]

    @property
    def posts_figure(self) -> SafeString:
        """Draw the posts of each day, and those expected."""
        return self.drawn(list(self.posts[-SHOWN:]), [one.day.posts for one in self.days], unit=_("mentions a day"))

    @property
    def share_figure(self) -> SafeString:
        """Draw the negative share of each day in percent, and that expected; a day without posts has none."""
        came = [
            round(100 * bad / said) if said else None
            for said, bad in zip(self.posts[-SHOWN:], self.negative[-SHOWN:], strict=True)
        ]
        ahead = [one.day.share for one in self.days]
        bands = [Range(*(round(100 * part) for part in (one.expected, one.low, one.high))) for one in ahead]
        return self.drawn(came, bands, unit=_("percent negative"))

    def drawn(self, came: Sequence[float | None], ahead: Sequence[Range], *, unit: str) -> SafeString:
        past = len(came)
        gap: list[float | None] = [None] * past
        expected, low, high = (
            [*gap, *parts] for parts in zip(*((rounded(one.expected), one.low, one.high) for one in ahead), strict=True)
        )
        return line_chart(
            Figure(
                sentence=self.said,
                labels=self.labels,
                lines=(
                    Line(_("Actual"), [*came, *[None] * len(ahead)]),
                    Line(_("Expected"), expected, "dash"),
                ),
                areas=(Area(self.range, low, high, "f2"),),
                marks=(Mark(past, _("Now")),),
                unit=unit,
            )
        )

    @property
    def range(self) -> str:
        return _("Range 80%")

    @property
    def hour(self) -> str:
        return f"{timezone.localtime(self.begins):%H:%M}"

    @property
    def formula(self) -> str:
        return formula()

    @property
    def inputs(self) -> str:
        text = _("%(days)s days heard, %(posts)s mentions, %(negative)s of them negative; days begin at %(time)s")
        return text % {
            "days": self.heard,
            "posts": thousands(self.posts.sum()),
            "negative": thousands(self.negative.sum()),
            "time": self.hour,
        }


def by_day(buckets: Series) -> Series:
    """Add up five-minute counts to whole days that end with the last bucket, the last 56 of them."""
    days = min(len(buckets) // DAY_OF_BUCKETS, DAYS_KEPT)
    return np.asarray(buckets[len(buckets) - days * DAY_OF_BUCKETS :].reshape(days, DAY_OF_BUCKETS).sum(axis=1))


@lru_cache(maxsize=256)
def foretold(posts: bytes, negative: bytes, begins: datetime) -> tuple[DayAhead, ...] | None:
    """Foretell the days from `begins` on; a day goes by the date on which its middle lies."""
    said, bad = np.frombuffer(posts, np.float64), np.frombuffer(negative, np.float64)
    middles = [timezone.localtime(begins + (place + 0.5) * DAY) for place in range(-len(said), AHEAD)]
    return week_ahead(said, np.minimum(bad, said), [kind_of(middle.date()) for middle in middles])


def coming(brand: Brand, *, at: datetime) -> Coming | None:
    """Give the days ahead without making anybody wait; None where nothing was counted yet."""
    known = PAST.shown(brand, at=at)
    return Coming(known, at=at) if known else None


def formula() -> str:
    text = _(
        "Level of late (each week back counts half; a day counts at most 2.5 times the middle one and 5 more) × the"
        " factor of the day of the week, shrunk towards 1; holidays go as Sundays. The share: that of late, where "
        "two weeks back count half and a loud day does not speak for all. The same was asked for each day heard, up"
        " to %(days)s back, as if it were to come, and the bands (negative binomial, beta) are as wide as held four"
        " of five of them; further ahead they are wider. What has not begun yet, a crisis or a campaign, is not in "
        "it."
    )
    return text % {"days": DAYS_KEPT}


def coming_figures(brand: Brand, *, at: datetime) -> list[Metric]:
    """Give posts and negative share of the next 24 hours, with all seven days, as `firebreak metric` prints them."""
    found = Coming(AsOf(hour_of(at), PAST.at(brand, at=at)), at=at)
    days = found.days
    inputs = "; ".join([found.inputs, *(one.told for one in days)]) if days else found.said
    values = (
        (POSTS, _("Mentions, next 24 hours"), days[0].posts if days else "—"),
        (SHARE, _("Negative share, next 24 hours"), days[0].share if days else "—"),
    )
    return [
        Metric(version.split()[0], label, value, "", "", formula(), inputs, version) for version, label, value in values
    ]
