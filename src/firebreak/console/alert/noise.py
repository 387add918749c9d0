"""What were the alerts of the last weeks good for? How many led to something, how many to nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.charts import Line, bar_chart
from firebreak.console.formats import duration, percent, thousands

WEEKS = 8
WEEK = timedelta(days=7)
NIGHT = (22, 7)


@dataclass(frozen=True, slots=True)
class Noise:
    """The weeks as a figure, and the last seven days in numbers."""

    chart: SafeString
    conclusion: str
    answered_in: str
    at_night: int
    undelivered: int
    held_back: int
    this_week: int
    for_nothing: int


def noise_of(alerts: Sequence[Alert], *, at: datetime) -> Noise:
    """Count the alerts of the last weeks; those that a silence held back disturbed nobody and are counted apart."""
    weeks: dict[int, list[Alert]] = defaultdict(list)
    for alert in alerts:
        if alert.silence_id is None:
            weeks[WEEKS - 1 - (at - alert.at) // WEEK].append(alert)
    useful = [sum(is_useful(alert) for alert in weeks[week]) for week in range(WEEKS)]
    total = [len(weeks[week]) for week in range(WEEKS)]
    latest = weeks[WEEKS - 1]
    sent = [one for alert in latest for one in alert.deliveries.all() if one.sent_at and not one.failed]
    return Noise(
        chart=noise_chart(at, useful, total),
        conclusion=noise_sentence(useful, total),
        answered_in=answer_time(latest),
        at_night=sum(is_night(one) for one in sent),
        undelivered=sum(bool(one.failed) for alert in latest for one in alert.deliveries.all()),
        held_back=sum(alert.silence_id is not None and at - alert.at < WEEK for alert in alerts),
        this_week=total[-1],
        for_nothing=sum(alert.closed_at is not None and not led_on(alert) for alert in latest),
    )


def led_on(alert: Alert) -> bool:
    """Tell whether an alert led to an incident."""
    return incident_of(alert) is not None


def incident_of(alert: Alert) -> Any:
    """Give the incident that an alert or its story led to."""
    return getattr(alert, "incident", None) or (getattr(alert.story, "incident", None) if alert.story else None)


def is_useful(alert: Alert) -> bool:
    return alert.acknowledged_at is not None or led_on(alert)


def is_night(one: Delivery) -> bool:
    if one.sent_at is None:
        return False
    hour = timezone.localtime(one.sent_at).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def answer_time(alerts: Iterable[Alert]) -> str:
    """Give how long it took, in the middle, until somebody took an alert."""
    spans = [(one.acknowledged_at - one.at).total_seconds() for one in alerts if one.acknowledged_at]
    return duration(timedelta(seconds=median(spans))) if spans else "—"


def noise_sentence(useful: Sequence[int], total: Sequence[int]) -> str:
    """Say how many alerts the last week had and how many were useful, beside the earliest week that had any."""
    if not total[-1]:
        return _("No alert in the last 7 days.")
    told = ngettext(
        "%(n)s alert in the last 7 days, %(share)s useful",
        "%(n)s alerts in the last 7 days, %(share)s useful",
        total[-1],
    ) % {"n": thousands(total[-1]), "share": percent(useful[-1] / total[-1])}
    first = next(week for week, count in enumerate(total) if count)
    weeks = WEEKS - 1 - first
    if not weeks:
        return told
    before = ngettext("%(weeks)s week ago: %(n)s, %(share)s", "%(weeks)s weeks ago: %(n)s, %(share)s", weeks)
    facts = {"weeks": weeks, "n": thousands(total[first]), "share": percent(useful[first] / total[first])}
    return _("; ").join((told, before % facts))


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
    )
