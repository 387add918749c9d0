"""What stands on the situation board? Every piece is read from records when the page first asks for it."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import title_of
from firebreak.console.assess.metrics import Metric
from firebreak.console.govern.tallies import Tally
from firebreak.console.home.figures import volume_figures
from firebreak.console.home.health import MONTH, HealthCard, health_of
from firebreak.console.home.lanes import Lane, counted, lanes
from firebreak.console.home.models import Brief
from firebreak.console.home.numbers import Numbers, numbers_of
from firebreak.console.home.period import DAY, PERIODS, Period
from firebreak.console.home.recent import Recent
from firebreak.console.home.redlines import RedLine, asked_to_hide, red_lines
from firebreak.console.home.rising import Rising, rising
from firebreak.console.home.running import ClockRow, Running, clock_table, lately, still_running
from firebreak.console.home.urgent import Urgent, gravest_among, most_urgent
from firebreak.console.home.volume import Volume
from firebreak.console.listen.health import Checked, Health, Heard, checked, heard_by_platform, in_trouble
from firebreak.console.listen.models import Rollup
from firebreak.core.terms import Act

PIECES = ("urgent", "waiting", "incidents", "volume", "lanes", "health", "stories", "clocks", "sources", "redlines")
WAITING_SHOWN = 3


def tallied(at: datetime) -> dict[str, QuerySet[Any]]:
    return {"unreviewed": Brief.objects.all().unreviewed(at=at), **counted(at=at), **asked_to_hide(at=at)}


TALLIES = Tally(tallied)


class Board:
    """The board of one seat over one period."""

    def __init__(self, seat: Seat, period: Period) -> None:
        self.seat = seat
        self.period = period
        self.periods = PERIODS.values()

    @cached_property
    def known(self) -> list[Running]:
        """Give the incidents that run, and those that any number of the board looks back at."""
        back = max(MONTH, 2 * self.period.length)
        return lately(self.seat.brand, since=self.seat.at - back, at=self.seat.at)

    @cached_property
    def incidents(self) -> list[Running]:
        return still_running(self.known)

    @cached_property
    def sources(self) -> list[Checked]:
        return checked(self.seat.brand, at=self.seat.at)

    @cached_property
    def trouble(self) -> list[Checked]:
        return in_trouble(self.sources)

    @property
    def in_order(self) -> int:
        return sum(one.health is Health.OK for one in self.sources)

    @cached_property
    def urgent(self) -> Urgent:
        alert = gravest_among(self.waiting)
        return most_urgent(self.seat, alert, incidents=self.incidents, sources=self.sources, recent=self.recent)

    @cached_property
    def waiting(self) -> list[Alert]:
        """Give the alerts that nobody has answered, the gravest first."""
        rows = Alert.objects.filter(brand=self.seat.brand).unanswered(at=self.seat.at)
        return sorted(
            rows.select_related("story__incident", "incident", "source"), key=lambda one: (one.severity or "S9", one.at)
        )

    @property
    def waiting_shown(self) -> list[tuple[Alert, str]]:
        return [(alert, title_of(alert)) for alert in self.waiting[:WAITING_SHOWN]]

    @property
    def may_alert(self) -> bool:
        return self.seat.may(Act.ALERT)

    @property
    def may_incident(self) -> bool:
        return self.seat.may(Act.INCIDENT)

    @property
    def figures(self) -> list[Metric]:
        """Say how the band and the numbers beside the chart are worked out."""
        return volume_figures(self.volume, self.numbers)

    @cached_property
    def health(self) -> HealthCard:
        """Give the number as it is now, beside those of the briefs of thirty days."""
        now = health_of(self.recent, known=self.known)
        return HealthCard(now, [(day, points) for day, points, _weak in self.briefs])

    @cached_property
    def briefs(self) -> list[tuple[date, dict[str, float], list[dict[str, Any]] | None]]:
        """Give what the briefs of thirty days said of health and of weak signals, oldest first."""
        rows = Brief.objects.filter(brand=self.seat.brand, until__gt=self.seat.at - MONTH).order_by("day")
        return list(rows.values_list("day", "facts__health", "facts__weak__lines"))

    @cached_property
    def red_lines(self) -> list[RedLine]:
        return red_lines(self.seat.brand, self.tallies, self.incidents, at=self.seat.at)

    @cached_property
    def lanes(self) -> list[Lane]:
        return lanes(self.seat.brand, self.tallies, self.incidents, sources=self.sources, waiting=len(self.waiting))

    @cached_property
    def tallies(self) -> dict[str, int]:
        """Count what several parts of the board count, in one question."""
        return TALLIES.of(self.seat.brand, at=self.seat.at)

    @property
    def unreviewed(self) -> int:
        """Count the briefs that nobody has signed off for too long."""
        return self.tallies["unreviewed"]

    @cached_property
    def recent(self) -> Recent:
        return Recent(self.seat.brand, self.seat.at, self.period.length)

    @cached_property
    def volume(self) -> Volume:
        return Volume(self.seat.brand, self.period, self.seat.at)

    @cached_property
    def hush(self) -> str:
        """Say why there is nothing to draw: nothing was ever heard (unset), or not in this time (narrow)."""
        if any(self.volume.sums[0]):
            return ""
        was_heard = Rollup.objects.filter(brand=self.seat.brand, count__gt=0).exists()
        return "" if was_heard and self.wider is None else "narrow" if was_heard else "unset"

    @property
    def wider(self) -> Period | None:
        """Give the next longer period, if there is one."""
        longer = [one for one in PERIODS.values() if one.length > self.period.length]
        return min(longer, key=lambda one: one.length, default=None)

    @property
    def wider_url(self) -> str:
        return f"?range={self.wider.code}" if self.wider else ""

    @cached_property
    def figure(self) -> SafeString:
        return self.volume.figure()

    @cached_property
    def numbers(self) -> Numbers:
        return numbers_of(self.recent, known=self.known)

    @cached_property
    def stories(self) -> list[Rising]:
        return rising(self.seat.brand, at=self.seat.at)

    @property
    def weak(self) -> int:
        """Count the small topics of which the last brief said that they rise."""
        return sum(one["sure"] for one in self.briefs[-1][2] or []) if self.briefs else 0

    @cached_property
    def clocks(self) -> list[ClockRow]:
        return clock_table(self.known, since=self.seat.at - self.period.length)

    @cached_property
    def platforms(self) -> list[Heard]:
        return heard_by_platform(self.seat.brand, since=self.seat.at - DAY, at=self.seat.at)
