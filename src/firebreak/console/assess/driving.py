"""What drives a story's forecast, and how bad may it become? Lines and a sentence from what was forecast."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from math import log
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from firebreak import knowledge
from firebreak.console.assess.models import Assessment, Forecast
from firebreak.console.formats import compact, duration, local, thousands
from firebreak.core import flow
from firebreak.core.assess.ahead import grown
from firebreak.core.assess.ruling import under
from firebreak.core.assess.spread import Cascade, Span
from firebreak.core.assess.spread.drivers import drivers
from firebreak.core.assess.spread.features import ACTIVITY
from firebreak.core.terms import Category, Ruling, Severity, StoryFacts

SHOWN = 3
NAMES = {
    "size": pgettext_lazy("driver", "Size at this age"),
    "lately": pgettext_lazy("driver", "Pace of late"),
    "course": pgettext_lazy("driver", "Course so far"),
    "chain": pgettext_lazy("driver", "What posts beget"),
    "first_voice": pgettext_lazy("driver", "First voice"),
    "disputed": pgettext_lazy("driver", "Disputed"),
    "clock": pgettext_lazy("driver", "Time of day"),
}


@dataclass(frozen=True, slots=True)
class Drive:
    """One thing that moves the forecast: by how much, and what of the story it rests on."""

    code: str
    factor: float
    fact: str

    @property
    def name(self) -> str:
        return str(NAMES[self.code])

    @property
    def times(self) -> str:
        return f"×{self.factor:.2f}"

    @property
    def strength(self) -> float:
        """Tell how far from 1 it is, as a share of twice as much or half."""
        return min(abs(log(self.factor)) / log(2), 1.0)

    @property
    def look(self) -> str:
        return "up" if self.factor > 1 else "ok"

    @property
    def said(self) -> str:
        return _("more than typical") if self.factor > 1 else _("less than typical")


def drives_of(cascade: Cascade, came: Sequence[datetime], *, told: Forecast) -> list[Drive]:
    """Give what drives the forecast most, the strongest first; `came` is when its posts came, earliest first."""
    age = max(told.at - came[0], timedelta(seconds=1))
    found = drivers(cascade, age, knowledge.forecaster())[:SHOWN]
    facts = facts_of(cascade, came, told=told)
    return [Drive(one.code, one.factor, facts.get(one.code, "")) for one in found]


def facts_of(cascade: Cascade, came: Sequence[datetime], *, told: Forecast) -> dict[str, str]:
    """Say of the story what each group of features looks at."""
    age, hour = told.at - came[0], local(told.at).hour
    late = len(came) - bisect_right(came, told.at - age / 4)
    usual = ACTIVITY[hour : hour + 1].item()
    return {
        "size": _("%(posts)s posts in %(age)s") % {"posts": thousands(len(came)), "age": duration(age)},
        "lately": _("%(late)s of %(posts)s posts came in the last quarter of its time")
        % {"late": thousands(late), "posts": thousands(len(came))},
        "course": _("half of its posts were there after %(half)s of %(age)s")
        % {"half": duration(came[(len(came) - 1) // 2] - came[0]), "age": duration(age)},
        "chain": _("one post has begotten %(r)s others of late") % {"r": f"{told.reproduction:.2f}"},
        "first_voice": voice_of(cascade),
        "clock": _("at %(hour)s o'clock %(times)s times as much is passed on as on average")
        % {"hour": hour, "times": f"{usual:.1f}"},
    }


def voice_of(cascade: Cascade) -> str:
    if cascade.followers is None:
        return _("nobody knows how many follow the first voice")
    return _("%(n)s follow the first voice") % {"n": compact(cascade.followers)}


def damage_of(
    made: Assessment | None, *, floor: str, final: Span, after: Span, ruling: Ruling | None = None
) -> tuple[float, float] | None:
    """Give the scores between which a story ends if it grows as forecast; None where its facts were not kept.

    A person's word counts as it will then: until something graver comes than they saw.
    """
    facts = kept_facts(made.facts) if made else None
    if facts is None:
        return None
    rules, least = knowledge.severity(), Severity(floor) if floor else None
    ends = ((final.p10, after.p10), (final.p90, after.p90))
    low, high = (
        under(flow.assess(grown(facts, posts=posts, next_hour=soon), rules, floor=least), ruling).score
        for posts, soon in ends
    )
    return low, max(low, high)


def kept_facts(kept: Mapping[str, Any]) -> StoryFacts | None:
    """Give the facts of an assessment as it kept them; None where none were, or others than are asked for by now."""
    lists = {name: tuple(kept.get(name, ())) for name in ("harms", "floors")}
    given = {one.name: kept[one.name] for one in fields(StoryFacts) if one.name in kept} | lists
    try:
        return StoryFacts(**(given | {"category": Category(kept["category"])}))
    except (KeyError, TypeError, ValueError):
        return None


def said_of(ends: tuple[float, float] | None) -> str:
    """Say how bad it may become."""
    if ends is None:
        return ""
    low, high = ({"level": Severity.of_score(score).value, "score": thousands(round(score))} for score in ends)
    numbers = {f"{end}_{name}": value for end, of in (("low", low), ("high", high)) for name, value in of.items()}
    if low == high:
        return (
            _("If it grows like this and is told as before, it comes to %(low_level)s (%(low_score)s points).")
            % numbers
        )
    text = _(
        "If it grows like this and is told as before, it comes to %(low_level)s (%(low_score)s points) to"
        " %(high_level)s (%(high_score)s points)."
    )
    return text % numbers
