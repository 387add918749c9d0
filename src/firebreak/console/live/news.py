"""What is told to an open page: which topics moved, what waits on each page, and every new alert in a sentence."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.console import clock, words
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.live.marks import Counts, counts_now, moved, write_mark
from firebreak.console.shell import Shell

ALERT = "@alert"  # among the counts of a mark: the newest alert that was told
MOST_ALERTS = 3


@dataclass(frozen=True, slots=True)
class News:
    """One event: `kind` tick, pulse or toast, with its mark and what it says."""

    kind: str
    mark: str
    says: dict[str, Any]

    def written(self) -> str:
        """Write it as the event-stream format wants it."""
        head = f"id: {self.mark}\n" if self.mark else ""
        return f"event: {self.kind}\n{head}data: {json.dumps(self.says, ensure_ascii=False)}\n\n"


def time_now() -> dict[str, Any]:
    """Give the service's clock, for countdowns that go by it."""
    return {"now": clock.now().isoformat(), "speed": clock.speed()}


def tick(heard: Counts) -> News:
    return News("tick", write_mark(heard), time_now())


def newest_alert(seat: Seat) -> int:
    told = Alert.objects.filter(brand=seat.brand, silence__isnull=True)
    return told.order_by("-pk").values_list("pk", flat=True).first() or 0


def state(seat: Seat) -> Counts:
    """Read how far somebody has heard who knows all there is by now."""
    return counts_now([seat.brand.pk])[seat.brand.pk] | {ALERT: newest_alert(seat)}


def pulse(request: HttpRequest, seat: Seat, counts: Counts, heard: Counts) -> News:
    """Tell which topics moved since `heard`, with the numbers beside the navigation."""
    request.seat = replace(seat, at=clock.now())  # type: ignore[attr-defined]  # the shell reads it
    topics = moved({topic: count for topic, count in counts.items() if topic != ALERT}, heard)
    says = {**time_now(), "topics": topics, "counts": Shell(request).counts}
    return News("pulse", write_mark(counts), says)


def toasts(seat: Seat, *, after: int, language: str, mark: str) -> list[News]:
    """Say each alert that came after the alert `after`, the newest few only."""
    fresh = Alert.objects.filter(brand=seat.brand, pk__gt=after, silence__isnull=True)
    fresh = fresh.select_related("story", "source").order_by("-pk")
    with translation.override(language):
        return [
            News("toast", mark, {**time_now(), "text": sentence_of(alert), "severity": alert.severity})
            for alert in reversed(list(fresh[:MOST_ALERTS]))
        ]


def sentence_of(alert: Alert) -> str:
    """Say an alert in one sentence, without any word of a post but its story's title."""
    about = alert.story.title if alert.story else alert.source.name if alert.source else alert.watch_name
    facts = {"severity": alert.severity, "signal": words.SIGNALS[alert.signal], "about": about}
    if alert.severity and about:
        return _("%(severity)s alert, %(signal)s: %(about)s") % facts
    if about:
        return _("Alert, %(signal)s: %(about)s") % facts
    return _("Alert: %(signal)s") % facts


def written(news: Iterable[News]) -> str:
    return "".join(one.written() for one in news)
