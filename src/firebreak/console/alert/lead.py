"""How early do we know? By how long alerts came before the fullest hours of their stories. Counted once an hour."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.alert.models import Alert
from firebreak.console.assess.hindsight import LOOKED, MOST_POSTS, delays_of
from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import ALIVE
from firebreak.console.formats import duration, percent, thousands
from firebreak.console.govern.models import Brand
from firebreak.console.listen.hourly import AsOf, Count, since
from firebreak.core.alert.lead import LEAST, LeadTime, lead_time
from firebreak.core.assess.spread.hindsight import fullest

HOUR = timedelta(hours=1)
YEAR = timedelta(days=365)
BROUGHT = timedelta(hours=24)  # what came in later than this after its first post was brought from a file
BIG = 20  # posts: with fewer no hour is the fullest for more than chance


def peaked(brand: Brand, *, by: datetime) -> list[Story]:
    """Give the latest big stories of a year that have ended and that were heard as they went."""
    rows = Story.objects.filter(brand=brand, post_count__gte=BIG, last_post_at__lte=by - ALIVE).shown()
    heard = rows.filter(last_post_at__gt=by - YEAR, first_seen_at__lte=F("first_post_at") + BROUGHT)
    found = list(heard.order_by("-last_post_at", "pk")[:LOOKED])
    together = np.cumsum([one.post_count for one in found])
    return found[: int(np.searchsorted(together, MOST_POSTS, side="right"))]


def leads_of(stories: Sequence[Story]) -> list[float | None]:
    """Give of each story by how many hours its first alert came before its fullest hour began; None for no alert.

    An alert of a story that was merged is one of the story that it was merged into.
    """
    keys = [one.pk for one in stories]
    rows = Alert.objects.filter(Q(story__in=keys) | Q(story__merged_into__in=keys)).order_by()
    first = dict(rows.values_list(Coalesce("story__merged_into", "story")).annotate(Min("at")))
    came = delays_of(stories)
    peaks = {one.pk: one.first_post_at + fullest(came[one.pk]) for one in stories if one.pk in came}
    return [(peak - first[pk]) / HOUR if pk in first else None for pk, peak in peaks.items()]


def look(brand: Brand, hour: datetime) -> LeadTime:
    return lead_time(leads_of(peaked(brand, by=hour)))


def unpacked(kept: Any) -> LeadTime:
    return LeadTime(**kept)


LEAD = Count("lead 1", count=look, pack=asdict, unpack=unpacked)


class LeadPage:
    """How early alerts come, in words and as a figure."""

    def __init__(self, brand: Brand, *, at: datetime, known: AsOf[LeadTime] | None = None) -> None:
        self.found = known.what if known else LEAD.at(brand, at=at)
        self.since = since(known, at=at)

    @property
    def said(self) -> str:
        """Say how early, and of how many it can be said."""
        found = self.found
        if found.middle is None:
            text = _(
                "How early alerts come is said once %(least)s alerted stories have peaked and ended; there are %(n)s."
            )
            return text % {"least": LEAST, "n": thousands(found.told)}
        text = ngettext(
            "Half of the alerts came %(time)s or more before the fullest hour (%(told)s story).",
            "Half of the alerts came %(time)s or more before the fullest hour (%(told)s stories).",
            found.told,
        )
        if found.middle <= 0:
            text = ngettext(
                "Half of the alerts came only %(time)s or more after the fullest hour began (%(told)s story).",
                "Half of the alerts came only %(time)s or more after the fullest hour began (%(told)s stories).",
                found.told,
            )
        return text % {"time": spell(found.middle), "told": thousands(found.told)}

    @property
    def middle(self) -> str:
        return "—" if self.found.middle is None else signed(self.found.middle)

    @property
    def half(self) -> str:
        """Give between which leads the middle half of the alerts lies."""
        if self.found.low is None or self.found.high is None:
            return "—"
        return _("%(low)s to %(high)s") % {"low": signed(self.found.low), "high": signed(self.found.high)}

    @property
    def early(self) -> str:
        return percent(self.found.early / self.found.told) if self.found.told else "—"

    @property
    def untold(self) -> int:
        return self.found.stories - self.found.told

    @property
    def figure(self) -> Metric:
        inputs = _(
            "%(stories)s big stories ended; %(told)s were alerted on, %(early)s of them before the peak; %(half)s"
        )
        return Metric(
            code="lead_time",
            label=_("Lead time"),
            value="—" if self.found.middle is None else f"{self.found.middle:.1f}",
            unit=_("hours"),
            note="",
            formula=_(
                "The median of the beginning of a story's fullest hour less its first alert, of stories of the last 365"
                " days with at least %(big)s posts that ended %(days)s days ago and came in as they went. Hours are"
                " counted from the first post; less than 0 is after the peak had begun. Alerts of the whole brand and"
                " stories that were never alerted on have no lead; the latter are counted beside it."
            )
            % {"big": BIG, "days": ALIVE.days},
            inputs=inputs
            % {
                "stories": thousands(self.found.stories),
                "told": thousands(self.found.told),
                "early": thousands(self.found.early),
                "half": self.half,
            },
            version="alert.lead_time 1",
        )


def lead_page(brand: Brand, *, at: datetime) -> LeadPage | None:
    """Give the page without making anybody wait; None where nothing was counted yet."""
    known = LEAD.shown(brand, at=at)
    return LeadPage(brand, at=at, known=known) if known else None


def spell(hours: float) -> str:
    return duration(timedelta(hours=abs(hours)))


def signed(hours: float) -> str:
    """Write hours before the peak with a plus, after it with a minus."""
    return f"{'+' if hours > 0 else '−' if hours < 0 else ''}{spell(hours)}"
