"""What crises did others have that this brand listens to: when, how loud beside their own usual, and in which words?

R2.35: the log of rivals. Alerts about watches that listen to somebody else are the least grave there are
(`core/alert/rule`), by which a crisis stays in the log when its watch is gone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import Quoted, quotable, what_is_unusual
from firebreak.console.formats import thousands
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Watch
from firebreak.core.alert.narrow import PREFIX, key_of
from firebreak.core.terms import Severity, WatchKind

RIVALS = (WatchKind.COMPETITOR.value, WatchKind.INDUSTRY.value)
ON_A_PAGE = 50
QUOTED = 3  # posts shown of each


def rivals_alerts(brand: Brand) -> QuerySet[Alert]:
    """Give all alerts about watches that listen to somebody else, newest first."""
    own = Watch.objects.filter(brand=brand).exclude(kind__in=RIVALS).values_list("pk", flat=True)
    of_own = Q(pk__in=[])
    for pk in own:
        of_own |= Q(key__contains=f":{key_of(pk)}:")
    rows = Alert.objects.filter(brand=brand, severity=Severity.S4, key__contains=f":{PREFIX}").exclude(of_own)
    return rows.order_by("-at", "-pk")


@dataclass(frozen=True, slots=True)
class Crisis:
    """One alert about a rival, with the first posts that it rests on and are still there."""

    alert: Alert
    posts: Sequence[Quoted]

    @property
    def what(self) -> str:
        return what_is_unusual(self.alert)

    @property
    def heard(self) -> int:
        """Count the posts that were heard of it."""
        return round(self.alert.observed or 0)

    @property
    def usual(self) -> str:
        """Give the range that was left; nothing where none was learnt."""
        low, high = self.alert.low, self.alert.high
        return f"{thousands(round(low or 0))}–{thousands(round(high))}" if high is not None else ""


class RivalLog:
    """The log at the seat's moment; `who` shows one rival alone."""

    def __init__(self, seat: Seat, *, who: str = "", page: str = "") -> None:
        self.seat, self.who, self.wanted = seat, who, page

    @cached_property
    def known(self) -> Counter[str]:
        """Count the alerts of each rival; one that is listened to and had none counts none."""
        names = Watch.objects.filter(brand=self.seat.brand, kind__in=RIVALS).values_list("name", flat=True)
        found = Counter(dict.fromkeys(names, 0))
        found.update(alert.watch_name for alert in rivals_alerts(self.seat.brand).only("reasons"))
        return found

    @property
    def names(self) -> list[tuple[str, int, str]]:
        """Give each rival with its number of alerts and its address, the loudest first."""
        return [(name, count, f"?{urlencode({'who': name})}") for name, count in self.known.most_common()]

    @cached_property
    def found(self) -> Page[Alert]:
        rows = rivals_alerts(self.seat.brand)
        if self.who in self.known:
            rows = rows.filter(pk__in=[one.pk for one in rows if one.watch_name == self.who])
        return Paginator(rows, ON_A_PAGE).get_page(self.wanted)

    @cached_property
    def crises(self) -> list[Crisis]:
        alerts = list(self.found)
        posts = quotable(self.seat.brand).in_bulk({pk for one in alerts for pk in one.evidence[:QUOTED]})
        return [Crisis(one, [Quoted(posts[pk]) for pk in one.evidence[:QUOTED] if pk in posts]) for one in alerts]

    @property
    def is_heard(self) -> bool:
        return bool(self.known)
