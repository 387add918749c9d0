"""How healthy is the brand's reputation now? The counts behind the number, and the number as the board shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from statistics import median

from django.db.models import Q, Sum
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from firebreak import knowledge
from firebreak.console.assess.models import Story
from firebreak.console.charts import Figure, Line, line_chart
from firebreak.console.formats import percent, thousands
from firebreak.console.govern.models import Brand
from firebreak.console.home.period import DAY
from firebreak.console.home.recent import RECENT, WEEK, Recent
from firebreak.console.home.running import Running, lately
from firebreak.console.home.volume import CHANCE, LEAST_PAST
from firebreak.console.listen.habit import DAY_OF_BUCKETS, past_of
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup
from firebreak.core.alert.baseline import DAYS_KEPT, learn_habit
from firebreak.core.assess.health import Health, HealthFacts, Part, health
from firebreak.core.respond.clock import State
from firebreak.core.terms import Sentiment

MONTH = 30 * DAY

LABELS: dict[str, Promise] = {
    "mood": pgettext_lazy("health", "Sentiment"),
    "calm": pgettext_lazy("health", "Calm volume"),
    "timely": pgettext_lazy("health", "Answers in time"),
    "handled": pgettext_lazy("health", "Criticism handled"),
    "praise": pgettext_lazy("health", "Word of mouth"),
}
FORMULAS: dict[str, Promise] = {
    "mood": gettext_lazy("1 − negative ÷ all mentions of the last 24 hours."),
    "calm": gettext_lazy("1 within the expected band of the last 6 hours; above it, the band's upper end ÷ mentions."),
    "timely": gettext_lazy("Clocks of incidents kept ÷ those kept or missed, in 30 days."),
    "handled": gettext_lazy(
        "Negative mentions that somebody has taken, alone or with their story, ÷ all in stories of 7 days."
    ),
    "praise": gettext_lazy("Positive ÷ (positive + negative) mentions of 30 days."),
}


@dataclass(frozen=True, slots=True)
class Slow:
    """What is counted once an hour: tones of thirty days, and what these hours usually have at most."""

    positive: int
    negative: int
    usual_high: float | None


_slow: dict[int, tuple[datetime, Slow]] = {}


@dataclass(frozen=True)
class Row:
    """One of the five parts as the board lists it; `before` is its points when the last brief was written."""

    part: Part
    before: float | None

    @property
    def label(self) -> str:
        return str(LABELS[self.part.code])

    @property
    def formula(self) -> str:
        return str(FORMULAS[self.part.code])

    @property
    def points(self) -> int | None:
        return None if self.part.value is None else round(100 * self.part.value)

    @property
    def look(self) -> str:
        return "bad" if self.points is not None and self.points < 50 else ""

    @property
    def interval(self) -> str:
        if self.part.low is None or self.part.high is None:
            return "—"
        return f"{100 * self.part.low:.0f}–{100 * self.part.high:.0f}"

    @property
    def weight(self) -> str:
        return percent(self.part.weight)

    @property
    def change(self) -> float | None:
        return None if self.points is None or self.before is None else self.points - round(self.before)

    @property
    def lack(self) -> str:
        """Say what is missing where there is no number."""
        if self.part.code == "calm":
            return _("no day heard yet")
        return _("too few: %(n)s of %(least)s") % {"n": thousands(self.part.n), "least": thousands(self.part.least)}


@dataclass(frozen=True)
class HealthCard:
    """The number with its parts, and what stood in the briefs of the last thirty days."""

    now: Health
    past: list[tuple[date, dict[str, float]]]  # points of the score and of each part by day, oldest first

    @property
    def score(self) -> int | None:
        return None if self.now.score is None else round(self.now.score)

    @property
    def interval(self) -> str:
        return f"{self.now.low:.0f}–{self.now.high:.0f}"

    @property
    def is_low(self) -> bool:
        return self.now.score is not None and self.now.score < self.warn

    @property
    def warn(self) -> float:
        return knowledge.health().warn

    @property
    def change(self) -> int | None:
        """Give the difference to the newest brief that had a score."""
        return None if self.score is None or not self.line else self.score - round(self.line[-1])

    @cached_property
    def line(self) -> list[float]:
        return [points["score"] for _day, points in self.past if "score" in points]

    @cached_property
    def figure(self) -> SafeString:
        """Draw the scores of the briefs, the one of now last, with the line below which it is a warning."""
        scores = [*self.line, float(self.now.score or 0)]
        lines = (Line(_("Reputation health"), scores), Line(_("Warning line"), [self.warn] * len(scores), "dash"))
        days = [f"{day:%m/%d}" for day, points in self.past if "score" in points]
        labels = [*days, pgettext("health", "now")]
        return line_chart(
            Figure(sentence=self.conclusion, labels=labels, lines=lines, unit=pgettext("health", "points"), size="s")
        )

    @property
    def conclusion(self) -> str:
        facts = {"score": self.score, "median": f"{median(self.line):.0f}", "warn": f"{self.warn:.0f}"}
        return _("Now %(score)s; the median of the briefs of 30 days is %(median)s, the warning line %(warn)s.") % facts

    @property
    def has_line(self) -> bool:
        return self.score is not None and len(self.line) > 1

    @property
    def n(self) -> int:
        """Give how many mentions the part rests on without which there is no number."""
        return self.needed.n

    @property
    def is_unheard(self) -> bool:
        """Tell whether the part without which there is no number is what is missing."""
        return self.needed.value is None

    @property
    def needed(self) -> Part:
        return next(one for one in self.now.parts if one.code == knowledge.health().needs)

    @property
    def rows(self) -> list[Row]:
        newest = self.past[-1][1] if self.past else {}
        return [Row(one, newest.get(one.code)) for one in self.now.parts]

    @property
    def left_out(self) -> list[Row]:
        return [one for one in self.rows if one.points is None]

    @property
    def formula(self) -> str:
        return knowledge.health().formula


def health_of(recent: Recent, *, known: Sequence[Running] | None = None) -> Health:
    """Work the number out from the records as they stand; `known` are the incidents of 30 days, if they were read."""
    return health(facts_of(recent, known=known), knowledge.health())


def points_of(found: Health) -> dict[str, float]:
    """Give what a brief keeps of it: the score and each part in points, 0–100, those that there are."""
    kept = {one.code: round(100 * one.value, 1) for one in found.parts if one.value is not None}
    return kept if found.score is None else {"score": round(found.score, 1), **kept}


def facts_of(recent: Recent, *, known: Sequence[Running] | None = None) -> HealthFacts:
    brand, at = recent.brand, recent.at
    (mentions, share), (hours, _share) = recent.heard(at - DAY, at), recent.heard(at - RECENT, at)
    kept, missed = clocks_kept(lately(brand, since=at - MONTH, at=at) if known is None else known, at=at)
    slow = slow_of(brand, at=at)
    return HealthFacts(
        mentions=mentions,
        negative=round((share or 0.0) * mentions),
        recent=hours,
        usual_high=slow.usual_high,
        kept=kept,
        missed=missed,
        story_negative=story_criticism(brand, at=at),
        open_negative=recent.waiting(at - WEEK).count,
        month_positive=slow.positive,
        month_negative=slow.negative,
    )


def clocks_kept(known: Sequence[Running], *, at: datetime) -> tuple[int, int]:
    """Count the clocks of the incidents of 30 days that were kept, and those that were not."""
    seen = [one for one in known if at - MONTH < one.incident.first_seen_at <= at]
    states = [state for one in seen for state in one.states.values()]
    return states.count(State.MET), states.count(State.MET_LATE) + states.count(State.BREACHED)


def story_criticism(brand: Brand, *, at: datetime) -> int:
    """Count the negative mentions in stories of 7 days, taken or not."""
    stories = Story.objects.filter(brand=brand, last_post_at__gt=at - WEEK).shown()
    return stories.aggregate(whole=Sum("negative_count"))["whole"] or 0


def slow_of(brand: Brand, *, at: datetime) -> Slow:
    """Give what changes slowly, as it stood when this hour began."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    kept = _slow.get(brand.pk)
    if kept is None or kept[0] != hour:
        positive, negative = tones(brand, after=hour - MONTH, until=hour)
        kept = _slow[brand.pk] = (hour, Slow(positive, negative, usual_high(brand, at=hour)))
    return kept[1]


def usual_high(brand: Brand, *, at: datetime) -> float | None:
    """Give the upper end of what the hours before `at` usually have, learnt from the days before; None before a day."""
    past = past_of(brand, ends=at, days=DAYS_KEPT + 1, at=at)[:-DAY_OF_BUCKETS]
    if len(past) < LEAST_PAST:
        return None
    return float(learn_habit(past, ends=at - DAY).over(at - RECENT, at).high(CHANCE))


def tones(brand: Brand, *, after: datetime, until: datetime) -> tuple[int, int]:
    """Count the positive and the negative mentions of the buckets from one instant to another."""
    first, last = (int(one.timestamp()) // BUCKET_SECONDS for one in (after, until))
    rows = Rollup.objects.filter(brand=brand, bucket__gte=first, bucket__lt=last)
    sums = rows.aggregate(
        good=Sum("count", filter=Q(sentiment=Sentiment.POSITIVE.value)),
        bad=Sum("count", filter=Q(sentiment=Sentiment.NEGATIVE.value)),
    )
    return int(sums["good"] or 0), int(sums["bad"] or 0)


def forget_slow() -> None:
    _slow.clear()
