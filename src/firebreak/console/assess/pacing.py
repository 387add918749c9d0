"""How fast is a story, and in what time does it double? The two figures of its pace, with the way to each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from firebreak.console.assess.metrics import Metric, metrics_of
from firebreak.console.assess.models import Story
from firebreak.console.assess.summed import Summed
from firebreak.console.assess.told import Told
from firebreak.console.formats import duration, thousands
from firebreak.console.listen.models import Post
from firebreak.core.alert.baseline import Usual
from firebreak.core.assess.spread.cascade import Floats
from firebreak.core.assess.spread.doubling import AGREES, LEAST, Course, Doubling, doubling
from firebreak.core.assess.spread.velocity import OVER, Velocity, velocity

MINUTE = timedelta(minutes=1)
SHOWN = ("mentions", "negative", "speed", "velocity", "growth", "doubling", "audience", "interactions")


def shown_figures(facts: Summed, posts: Sequence[Told], *, usual: Usual | None, at: datetime) -> list[Metric]:
    """Give all figures of a story whose posts were out by `at`, in the order of its page."""
    ages = ages_of([post.published_at for post in posts], at=at)
    pace = [velocity_metric(velocity(ages)), doubling_metric(doubling(ages, age_of(ages)))]
    known = {one.code: one for one in [*metrics_of(facts, posts, usual=usual), *pace]}
    return [known[code] for code in SHOWN]


def pace_facts(story: Story, *, at: datetime) -> dict[str, Any]:
    """Give the pace of a story as events and other programs get it."""
    rows = Post.objects.filter(place__story=story, published_at__lte=at)
    ages = ages_of(list(rows.order_by("published_at").values_list("published_at", flat=True)), at=at)
    found = doubling(ages, age_of(ages))
    ends = {"low": found.low, "middle": found.middle, "high": found.high}
    return {
        "per_minute": velocity(ages).per_minute,
        "course": found.course.value,
        "minutes": {name: round(end / MINUTE, 1) for name, end in ends.items() if end} or None,
    }


def ages_of(came: Sequence[datetime], *, at: datetime) -> Floats:
    return np.array([(at - moment).total_seconds() for moment in came], dtype=np.float64)


def age_of(ages: Floats) -> timedelta:
    return timedelta(seconds=float(ages.max(initial=0.0)))


def velocity_metric(found: Velocity) -> Metric:
    ends = {"low": thousands(round(found.low, 1)), "high": thousands(round(found.high, 1))}
    minutes = {"minutes": thousands(OVER / MINUTE), "posts": thousands(found.posts)}
    return Metric(
        code="velocity",
        label=_("Velocity"),
        value=thousands(round(found.per_minute, 1)),
        unit=_("posts/min"),
        note=_("95%%: %(low)s to %(high)s") % ends,
        formula=_("Posts of the last %(minutes)s minutes ÷ %(minutes)s; the interval is Byar's for a Poisson count.")
        % minutes,
        inputs=_("%(posts)s posts in %(minutes)s minutes") % minutes,
        version="story.velocity 1",
    )


def doubling_metric(found: Doubling) -> Metric:
    numbers = {"posts": thousands(found.posts), "stretch": duration(found.stretch), "least": LEAST}
    return Metric(
        code="doubling",
        label=_("Doubling time"),
        value=duration(found.middle) if found.middle and found.course == Course.GROWING else "—",
        unit="",
        note=course_of(found),
        formula=_(
            "ln 2 ÷ the rate at which posts an hour grow: the most likely one if posts come by chance at a pace that"
            " changes exponentially. Of the stretches up to now (15 minutes, 30, 60 … 64 hours, the whole story) the"
            " longest counts that agrees with all shorter ones within %(errors)s standard errors."
        )
        % {"errors": AGREES},
        inputs=_("%(posts)s posts in the last %(stretch)s; below %(least)s posts nothing is said") % numbers,
        version="story.doubling 1",
        bad=found.course == Course.GROWING,
    )


def course_of(found: Doubling) -> str:
    """Say what the pace does, with its interval where it has a time."""
    if found.course == Course.FEW:
        numbers = {"posts": thousands(found.posts), "stretch": duration(found.stretch), "least": LEAST}
        return _("too few: %(posts)s posts after the first in the last %(stretch)s, it takes %(least)s") % numbers
    if not (found.middle and found.low and found.high):
        return _("no certain growth in the last %(stretch)s") % {"stretch": duration(found.stretch)}
    times = {"low": duration(found.low), "high": duration(found.high), "middle": duration(found.middle)}
    if found.course == Course.FADING:
        return _("it fades: half in %(middle)s (95%%: %(low)s to %(high)s)") % times
    return _("95%%: %(low)s to %(high)s") % times
