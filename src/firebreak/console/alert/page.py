"""Who was woken, why, has somebody answered, and how much of it was noise?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.charts import Line, bar_chart
from firebreak.console.formats import duration, percent, thousands
from firebreak.console.sentences import reason_parts, reason_sentence

WEEKS = 8
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
TOLD = 3  # reasons shown of an alert
NIGHT = (22, 7)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: sent, failed, next, or still to come."""

    look: str
    icon: str
    who: str
    at: datetime | None
    counts_down: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An alert as the page shows it."""

    alert: Alert
    title: str
    reasons: list[str]
    ladder: list[Step]

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.ladder if step.look == "next"), None)

    @property
    def stood_in(self) -> bool:
        """Tell whether administrators are called because nobody holds a role of the route."""
        return any(one.stand_in for one in self.alert.deliveries.all())

    @property
    def incident(self) -> Any:
        return incident_of(self.alert)

    @property
    def answered_after(self) -> str:
        taken = self.alert.acknowledged_at
        return duration(taken - self.alert.at) if taken else ""


@dataclass(frozen=True, slots=True)
class Noise:
    """What the alerts of the last weeks were good for."""

    chart: SafeString
    conclusion: str
    answered_in: str
    at_night: int
    undelivered: int
    this_week: int


def incident_of(alert: Alert) -> Any:
    """Give the incident that an alert or its story led to."""
    return getattr(alert, "incident", None) or (getattr(alert.story, "incident", None) if alert.story else None)


class AlertPage:
    """The alerts of a brand at the seat's moment."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    @property
    def rows(self) -> Any:
        linked = Alert.objects.filter(brand=self.seat.brand).select_related(
            "story__incident", "source", "acknowledged_by", "incident"
        )
        return linked.prefetch_related("deliveries__person")

    @property
    def in_app_only(self) -> bool:
        """Tell whether nobody is called outside the console, because no mail server is set up."""
        return not settings.EMAIL_URL

    @cached_property
    def open(self) -> list[Card]:
        """Give the unanswered alerts, the one that climbs next first."""
        cards = [self.card(alert) for alert in self.rows.unanswered(at=self.seat.at)]
        return sorted(cards, key=lambda card: (card.alert.severity or "S9", next_at(card, self.seat.at)))

    @cached_property
    def snoozed(self) -> list[Card]:
        later = self.rows.filter(closed_at__isnull=True, acknowledged_at__isnull=True, snoozed_until__gt=self.seat.at)
        return [self.card(alert) for alert in later.order_by("snoozed_until")]

    @cached_property
    def taken(self) -> list[Card]:
        """Give the alerts that somebody has taken and that are still open, with those dealt with today."""
        midnight = timezone.localtime(self.seat.at).replace(hour=0, minute=0, second=0, microsecond=0)
        today = Q(acknowledged_at__gte=midnight) | Q(closed_at__gte=midnight)
        still = Q(acknowledged_at__isnull=False, closed_at__isnull=True)
        return [self.card(alert) for alert in self.rows.filter(today | still).order_by("-at")[:50]]

    def card(self, alert: Alert) -> Card:
        said = [reason_sentence(*reason_parts(one)) for one in strongest(alert.reasons)]
        return Card(alert=alert, title=title_of(alert), reasons=said, ladder=self.ladder(alert))

    def ladder(self, alert: Alert) -> list[Step]:
        """Give who is called when: what was sent, what comes next, and every rung after it."""
        steps: list[Step] = []
        for one in sorted(alert.deliveries.all(), key=lambda one: (one.sent_at or one.next_at or alert.at, one.pk)):
            steps.append(self.step(one, is_next=not any(step.look == "next" for step in steps)))
        return steps

    def step(self, one: Delivery, *, is_next: bool) -> Step:
        if self.in_app_only:
            return Step("", "bell", one.person.name, None)
        who = _("%(name)s · %(channel)s") % {"name": one.person.name, "channel": channel(one.channel)}
        if one.failed:
            return Step("fail", "x", who, one.sent_at)
        if one.sent_at:
            return Step("ok", "check", who, one.sent_at)
        if one.next_at is None:
            return Step("", "dash", who, None)
        return Step("next", "clock", who, one.next_at, True) if is_next else Step("", "ring", who, one.next_at, True)

    @property
    def median_answer(self) -> str:
        return answer_time([card.alert for card in self.taken])

    @cached_property
    def pressing(self) -> Card | None:
        """Give the unanswered alert that matters most."""
        return self.open[0] if self.open else None

    @cached_property
    def noise(self) -> Noise:
        """Tell from the records how many alerts led to something: an incident, or a person who took it."""
        since = self.seat.at - WEEKS * WEEK
        alerts = list(self.rows.filter(at__gt=since))
        weeks: dict[int, list[Alert]] = defaultdict(list)
        for alert in alerts:
            weeks[WEEKS - 1 - (self.seat.at - alert.at) // WEEK].append(alert)
        useful = [sum(is_useful(alert) for alert in weeks[week]) for week in range(WEEKS)]
        total = [len(weeks[week]) for week in range(WEEKS)]
        return Noise(
            chart=noise_chart(self.seat.at, useful, total),
            conclusion=noise_sentence(useful[-1], total[-1]),
            answered_in=answer_time(alerts),
            at_night=sum(is_night(one.sent_at) for one in sent(alerts) if one.sent_at),
            undelivered=Delivery.objects.filter(alert__in=alerts).exclude(failed="").count(),
            this_week=total[-1],
        )


def title_of(alert: Alert) -> str:
    if alert.story:
        return alert.story.title or alert.story.code
    if alert.source:
        return alert.source.name
    return str(words.SIGNALS[alert.signal])


def strongest(reasons: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what speaks for an alert: what it was raised by, then the reasons with most points."""
    return sorted(reasons, key=lambda one: (one["points"] != 0, -one["points"]))[:TOLD]


def next_at(card: Card, at: datetime) -> datetime:
    step = card.next_step
    return step.at if step and step.at else at + DAY


def channel(code: str) -> str:
    return {"email": _("e-mail")}.get(code, code)


def sent(alerts: Iterable[Alert]) -> list[Delivery]:
    return [one for alert in alerts for one in alert.deliveries.all() if one.sent_at and not one.failed]


def is_night(at: datetime) -> bool:
    hour = timezone.localtime(at).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def is_useful(alert: Alert) -> bool:
    return alert.acknowledged_at is not None or incident_of(alert) is not None


def answer_time(alerts: Iterable[Alert]) -> str:
    """Give how long it took, in the middle, until somebody took an alert."""
    spans = [(one.acknowledged_at - one.at).total_seconds() for one in alerts if one.acknowledged_at]
    return duration(timedelta(seconds=median(spans))) if spans else "—"


def noise_sentence(useful: int, total: int) -> str:
    if not total:
        return _("No alert in the last 7 days.")
    told = ngettext(
        "%(n)s alert in the last 7 days, %(share)s useful", "%(n)s alerts in the last 7 days, %(share)s useful", total
    )
    return told % {"n": thousands(total), "share": percent(useful / total)}


def noise_chart(at: datetime, useful: Sequence[int], total: Sequence[int]) -> SafeString:
    """Draw alerts per week, those that led to something below."""
    starts = [timezone.localtime(at - (WEEKS - 1 - week) * WEEK) for week in range(WEEKS)]
    others = [whole - good for whole, good in zip(total, useful, strict=True)]
    return bar_chart(
        sentence=_("Alerts of the last %(weeks)s weeks, those that were taken or led to an incident below")
        % {"weeks": WEEKS},
        labels=[f"{start:%m/%d}" for start in starts],
        lower=Line(_("Useful"), [float(count) for count in useful]),
        upper=Line(_("Others"), [float(count) for count in others]),
        words=[percent(good / whole) if whole else "" for good, whole in zip(useful, total, strict=True)],
        unit=_("alerts per week"),
    )
