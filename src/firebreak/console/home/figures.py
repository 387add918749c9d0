"""How is each number of the board worked out? Its value, the way to it, and what went in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.assess.metrics import Metric
from firebreak.console.formats import duration, percent, thousands
from firebreak.console.govern.models import Brand
from firebreak.console.home.health import MONTH, Row, health_of
from firebreak.console.home.numbers import Numbers, numbers_of
from firebreak.console.home.period import HOUR, Period
from firebreak.console.home.recent import Recent
from firebreak.console.home.running import lately
from firebreak.console.home.volume import CHANCE, Volume
from firebreak.core.alert.baseline import DAYS_KEPT
from firebreak.core.assess.health import Health


def figures_of(brand: Brand, *, period: Period, at: datetime) -> list[Metric]:
    """Give all numbers of the board over a period, from the records."""
    known = lately(brand, since=at - max(MONTH, 2 * period.length), at=at)
    recent = Recent(brand, at, period.length)
    volume, numbers = Volume(brand, period, at), numbers_of(recent, known=known)
    return [*volume_figures(volume, numbers), *health_figures(health_of(recent, known=known))]


def volume_figures(volume: Volume, numbers: Numbers) -> list[Metric]:
    """Give the band of the chart and the numbers beside it."""
    told = Told(numbers, str(volume.period.label))
    return [*expected(volume), told.mentions(), told.negative(), told.untriaged(), told.answer(), *told.replies()]


def figure(code: str, label: str, value: str, *, formula: str, inputs: str, version: str = "1") -> Metric:
    return Metric(code, label, value, "", "", formula, inputs, f"board.{code} {version}")


def expected(volume: Volume) -> list[Metric]:
    """Give the band of the last stretch of the chart; none while what is usual is being learnt."""
    start, band = volume.over.begins(volume.over.count - 1), volume.band[-1]
    habit = next((habit for day, habit in volume.habits.items() if day == max(volume.habits)), None)
    if band is None or habit is None:
        return []
    hours = volume.over.every / HOUR
    facts = {
        "time": f"{timezone.localtime(start):%H:%M}",
        "rate": thousands(round(habit.rate, 2)),
        "factor": f"{band.expected / (habit.rate * hours):.2f}",
        "length": duration(volume.over.every),
        "usual": thousands(round(band.expected, 1)),
        "seen": thousands(volume.sums[0][-1]),
    }
    formula = _(
        "Posts an hour × the factor of this hour on workdays or weekends × the length, learnt from up to %(days)s days"
        " before the day, recent weeks more; so spread as the brand's own counts are. By chance 1 stretch in %(odds)s"
        " lies outside."
    )
    return [
        figure(
            "expected",
            _("Expected band"),
            f"{thousands(band.low)}–{thousands(band.high)}",
            formula=formula % {"days": DAYS_KEPT, "odds": thousands(round(1 / CHANCE))},
            inputs=_("from %(time)s: %(rate)s × %(factor)s × %(length)s = %(usual)s; %(seen)s seen so far") % facts,
        )
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """The numbers of a period, as each is explained."""

    numbers: Numbers
    period: str

    def mentions(self) -> Metric:
        now, before = thousands(self.numbers.mentions), thousands(self.numbers.mentions_before)
        return figure(
            "mentions",
            _("Mentions"),
            now,
            formula=_("All mentions of the period (%(period)s), counted in stretches of five minutes.") % self.named,
            inputs=_("%(now)s; in the same time before %(before)s") % {"now": now, "before": before},
        )

    def negative(self) -> Metric:
        share, posts = self.numbers.negative_share, self.numbers.mentions
        counts = {"negative": thousands(round((share or 0.0) * posts)), "posts": thousands(posts)}
        return figure(
            "negative",
            _("Negative share"),
            "—" if share is None else percent(share),
            formula=_("Negative ÷ all mentions of the period (%(period)s); a person's correction counts.") % self.named,
            inputs=_("%(negative)s of %(posts)s posts") % counts,
        )

    def untriaged(self) -> Metric:
        count = thousands(self.numbers.untriaged)
        return figure(
            "untriaged",
            _("Untriaged"),
            count,
            formula=_(
                "Negative mentions of stories told in the period (%(period)s) that have no incident and no answered"
                " alert, less those that somebody holds or has closed; as the records stand now."
            )
            % self.named,
            inputs=_("%(posts)s mentions that nobody has taken") % {"posts": count},
        )

    def answer(self) -> Metric:
        took, before = (duration(one) if one else "—" for one in (self.numbers.answer, self.numbers.answer_before))
        return figure(
            "answer",
            _("First reply, median"),
            took,
            formula=_(
                "Median time from first seen to the first reply, of incidents first seen in the period (%(period)s)."
            )
            % self.named,
            inputs=_("%(now)s; in the same time before %(before)s") % {"now": took, "before": before},
        )

    def replies(self) -> list[Metric]:
        found = self.numbers.replies
        counts = {"count": thousands(found.count), "negative": thousands(found.negative)}
        rate = figure(
            "reply_rate",
            _("Negative mentions answered"),
            "—" if found.share is None else percent(found.share),
            formula=_(
                "Negative mentions of the period (%(period)s) with a published reply ÷ all negative mentions of the"
                " period; a person's correction counts."
            )
            % self.named,
            inputs=_("%(count)s of %(negative)s mentions") % counts,
        )
        time = figure(
            "reply_time",
            _("Reply to a mention, median"),
            duration(found.middle) if found.middle is not None else "—",
            formula=_(
                "Median time from a negative mention of the period (%(period)s) to its first published reply; those"
                " that were not answered are in the rate alone."
            )
            % self.named,
            inputs=_("%(count)s answered mentions") % counts,
        )
        return [rate, time]

    @property
    def named(self) -> dict[str, str]:
        return {"period": self.period}


def health_figures(found: Health) -> list[Metric]:
    """Give the health and each of its parts, with its count and its interval of 95 %."""
    rules, rows = knowledge.health(), [Row(one, None) for one in found.parts]
    version = rules.version.rpartition(" ")[2]
    used = _("; ").join(f"{row.label} {row.weight} × {row.points}" for row in rows if row.points is not None)
    score = "—" if found.score is None else f"{found.score:.0f}"
    label = _("Reputation health")
    whole = figure("health", label, score, formula=rules.formula, inputs=used or "—", version=version)
    return [whole, *(part_figure(row, version=version) for row in rows)]


def part_figure(row: Row, *, version: str) -> Metric:
    told = _("n = %(n)s, interval of 95 %%: %(interval)s") % {"n": thousands(row.part.n), "interval": row.interval}
    return figure(
        f"health.{row.part.code}",
        row.label,
        "—" if row.points is None else f"{row.points}",
        formula=row.formula,
        inputs=row.lack if row.points is None else told,
        version=version,
    )
