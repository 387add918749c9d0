"""What does an open desk hear? What moved at any of its brands, and each new alert with the brand's name."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.console import clock
from firebreak.console.alert.models import Alert
from firebreak.console.desk.places import Place, places_of
from firebreak.console.govern.models import Person
from firebreak.console.live.line import still_signed_in
from firebreak.console.live.marks import Counts, counts_now, moved, write_mark
from firebreak.console.live.news import ALERT, MOST_ALERTS, News, sentence_of, time_now


class DeskLine:
    """The line of a desk: a topic's count is the sum over its brands, which only grows."""

    def __init__(self, request: HttpRequest, person: Person, places: list[Place]) -> None:
        self.request = request
        self.person = person
        self.brands = frozenset(place.brand.pk for place in places)
        self.language = translation.get_language() or "zh-hant"

    def state(self) -> Counts:
        sums: Counter[str] = Counter()
        for counts in counts_now(sorted(self.brands)).values():
            sums.update({topic: count for topic, count in counts.items() if ":" not in topic})
        newest = told_to(self.brands).order_by("-pk").values_list("pk", flat=True).first()
        return {**sums, ALERT: newest or 0}

    def news(self, now: Counts, heard: Counts) -> list[News]:
        topics = moved({topic: count for topic, count in now.items() if topic != ALERT}, heard)
        told = [News("pulse", write_mark(now), {**time_now(), "topics": topics})]
        if now[ALERT] > heard.get(ALERT, now[ALERT]):
            told += self.toasts(after=heard[ALERT], mark=write_mark(now))
        return told

    def toasts(self, *, after: int, mark: str) -> list[News]:
        """Say each alert that came after the alert `after`, the newest few only."""
        fresh = told_to(self.brands).filter(pk__gt=after).order_by("-pk")
        newest = list(fresh.select_related("brand", "story", "source")[:MOST_ALERTS])
        with translation.override(self.language):
            return [
                News("toast", mark, {**time_now(), "text": said(alert), "severity": alert.severity})
                for alert in reversed(newest)
            ]

    def may_still_look(self) -> bool:
        """Tell whether the person may enter the same brands as before; the page comes again for others by itself."""
        person = still_signed_in(self.request, self.person)
        if person is None:
            return False
        return frozenset(place.brand.pk for place in places_of(person, at=clock.now())) == self.brands


def told_to(brands: Iterable[int]) -> QuerySet[Alert]:
    """Give the alerts that nobody has silenced."""
    return Alert.objects.filter(brand__in=brands, silence__isnull=True)


def said(alert: Alert) -> str:
    return _("%(brand)s: %(alert)s") % {"brand": alert.brand.name, "alert": sentence_of(alert)}
