"""How good were the forecasts of a brand's stories, now that they have ended? Looked at once an hour."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from django.db.models import F
from django.utils.translation import gettext as _

from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.models import Forecast, Story, StoryPost
from firebreak.console.assess.services import ALIVE
from firebreak.console.formats import percent, thousands
from firebreak.console.govern.models import Brand
from firebreak.console.listen.hourly import AsOf, Count, since
from firebreak.core.assess.spread import WEEK
from firebreak.core.assess.spread.cascade import Floats
from firebreak.core.assess.spread.hindsight import LEAST, Hindsight, Judged, fullest, hindsight

LOOKED = 300  # ended stories, the latest
MOST_POSTS = 50_000  # of these together


def ended_of(brand: Brand, *, by: datetime) -> list[Story]:
    """Give the latest stories that were forecast and have ended, as many as hold so many posts together."""
    rows = Story.objects.filter(brand=brand, last_post_at__lte=by - ALIVE, forecasts__isnull=False).shown()
    found = list(rows.distinct().order_by("-last_post_at", "pk")[:LOOKED])
    together = np.cumsum([one.post_count for one in found])
    return found[: int(np.searchsorted(together, MOST_POSTS, side="right"))]


def judged_of(stories: Sequence[Story]) -> list[Judged]:
    """Hold every kept forecast of stories against the posts that came."""
    came = delays_of(stories)
    peaks = {pk: fullest(delays[1:]) for pk, delays in came.items()}  # counted after the first, as it was learnt
    rows = Forecast.objects.filter(story__in=list(came)).select_related("story").order_by("story", "at")
    return [
        judged(row, came[row.story_id], was_ahead=peaks[row.story_id] >= row.at - row.story.first_post_at)
        for row in rows
    ]


def judged(row: Forecast, delays: Floats, *, was_ahead: bool) -> Judged:
    return Judged(row.story_id, row.peak_ahead, was_ahead, row.final, float(len(delays)))


def delays_of(stories: Sequence[Story]) -> dict[int, Floats]:
    """Give by story how many seconds after its first each post of its first week came, in order."""
    rows = StoryPost.objects.filter(
        story__in=[one.pk for one in stories], post__published_at__lte=F("story__first_post_at") + WEEK
    ).order_by("story", "post__published_at")
    found: dict[int, Floats] = {}
    for pk, group in groupby(rows.values_list("story", "post__published_at"), key=itemgetter(0)):
        seconds = np.array([moment.timestamp() for _pk, moment in group])
        found[pk] = seconds - seconds[0]
    return found


@dataclass(frozen=True, slots=True)
class Looked:
    """How good the forecasts of ended stories were, None of too few, and how many stories there are."""

    found: Hindsight | None
    stories: int


def look(brand: Brand, hour: datetime) -> Looked:
    judged = judged_of(ended_of(brand, by=hour))
    return Looked(hindsight(judged), len({one.story for one in judged}))


def unpacked(kept: Any) -> Looked:
    return Looked(Hindsight(**kept["found"]) if kept["found"] else None, kept["stories"])


HINDSIGHT = Count("hindsight 1", count=look, pack=asdict, unpack=unpacked)


class LookedBack:
    """How good the brand's forecasts were, in words and figures."""

    def __init__(self, brand: Brand, *, at: datetime, known: AsOf[Looked] | None = None) -> None:
        looked = known.what if known else HINDSIGHT.at(brand, at=at)
        self.found, self.stories = looked.found, looked.stories
        self.since = since(known, at=at)

    @property
    def said(self) -> str:
        if self.found is None:
            text = _("How good forecasts are here is said once %(least)s stories have ended; there are %(n)s.")
            return text % {"least": LEAST, "n": thousands(self.stories)}
        text = _(
            "Of %(stories)s ended stories the range held in %(held)s, where 80%% was wanted; the chance of a fuller"
            " hour has a Brier score of %(brier)s, where the usual share alone has %(plain)s: %(better)s."
        )
        return text % {
            "stories": thousands(self.found.stories),
            "held": percent(self.found.held),
            "brier": f"{self.found.brier:.3f}",
            "plain": f"{self.found.plain:.3f}",
            "better": _("better than that") if self.found.brier < self.found.plain else _("no better than that"),
        }

    @property
    def figures(self) -> list[Metric]:
        return [self.brier, self.held]

    @property
    def inputs(self) -> str:
        if self.found is None:
            return _("%(n)s ended stories; below %(least)s nothing is said") % {"n": self.stories, "least": LEAST}
        text = _(
            "%(forecasts)s forecasts of %(stories)s ended stories; of %(ahead)s the fullest hour was still to come"
        )
        return text % {
            "forecasts": thousands(self.found.forecasts),
            "stories": thousands(self.found.stories),
            "ahead": percent(self.found.ahead),
        }

    @property
    def brier(self) -> Metric:
        return Metric(
            code="brier",
            label=_("Brier score of forecasts"),
            value=f"{self.found.brier:.3f}" if self.found else "—",
            unit="",
            note="",
            formula=_(
                "The mean square of what the chance that the fullest hour was still to come missed by (1 if it came, 0"
                " if not), every ended story counting the same: 0 is foreseen each time, and to beat is the share of"
                " such stories × the share of the others."
            ),
            inputs=self.inputs,
            version="forecast.brier 1",
        )

    @property
    def held(self) -> Metric:
        return Metric(
            code="held",
            label=_("Forecasts whose range held"),
            value=percent(self.found.held) if self.found else "—",
            unit="",
            note="",
            formula=_(
                "Published forecasts between whose ends, rounded to whole posts, the story's first week ended ÷ all,"
                " every ended story counting the same; 80% is what the range promises."
            ),
            inputs=self.inputs,
            version="forecast.held 1",
        )


def looked_back(brand: Brand, *, at: datetime) -> LookedBack | None:
    """Look back without making anybody wait; None where nothing was counted yet."""
    known = HINDSIGHT.shown(brand, at=at)
    return LookedBack(brand, at=at, known=known) if known else None


def forecast_figures(brand: Brand, *, at: datetime) -> list[Metric]:
    """Give how good the brand's forecasts were as `firebreak metric` prints it."""
    return LookedBack(brand, at=at).figures
