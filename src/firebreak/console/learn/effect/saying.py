"""How is it said, without a word of cause, what was heard before and after something?"""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak.console.formats import duration, short_time, thousands
from firebreak.core.resolve.effect import LEAST_BINS, LEAST_POSTS, STEPS, Effect, Lack
from firebreak.core.resolve.slope import Slope, Turn

BEFORE: Mapping[str, Promise] = {
    "up": gettext_lazy("Before it, volume rose: %(rate)s an hour (95%% range %(low)s to %(high)s)."),
    "down": gettext_lazy("Before it, volume fell: %(rate)s an hour (95%% range %(low)s to %(high)s)."),
    "unsure": gettext_lazy("Before it, volume had no clear direction (95%% range %(low)s to %(high)s an hour)."),
}
AFTER: Mapping[str, Promise] = {
    "up": gettext_lazy("After it, volume rose: %(rate)s an hour (95%% range %(low)s to %(high)s)."),
    "down": gettext_lazy("After it, volume fell: %(rate)s an hour (95%% range %(low)s to %(high)s)."),
    "unsure": gettext_lazy("After it, volume had no clear direction (95%% range %(low)s to %(high)s an hour)."),
}
CHANGES: Mapping[str, Promise] = {
    "up": gettext_lazy("The slope after is higher than before."),
    "down": gettext_lazy("The slope after is lower than before."),
    "unsure": gettext_lazy("No difference of the slopes can be told."),
}
LACKS: Mapping[Lack, Promise] = {
    Lack.BEGUN: gettext_lazy("No slope: less than %(least)s of the matter is known before it."),
    Lack.NEAR: gettext_lazy("No slope: something else was said within %(least)s, the two cannot be told apart."),
    Lack.EARLY: gettext_lazy("No slope yet: there is one from %(time)s on, %(least)s after it."),
    Lack.FEW: gettext_lazy("No slope: %(before)s posts before and %(after)s after; either side takes %(posts)s."),
}
JUMPS: Mapping[str, Promise] = {
    "up": gettext_lazy("The level right after is higher than right before: %(rate)s (95%% range %(low)s to %(high)s)."),
    "down": gettext_lazy(
        "The level right after is lower than right before: %(rate)s (95%% range %(low)s to %(high)s)."
    ),
}
WORDS: Mapping[str, Promise] = {
    "up": gettext_lazy("higher"),
    "down": gettext_lazy("lower"),
    "unsure": gettext_lazy("no difference"),
}


def signed(value: float, unit: str) -> str:
    """Write +18% or −2.1; what rounds to nothing has no sign."""
    text = f"{abs(value):.0f}" if abs(value) >= 10 else f"{abs(value):.1f}"
    bare = float(text) == 0
    return f"{'' if bare else '−' if value < 0 else '+'}{text}{unit}"


def as_share(rate: float) -> str:
    """Write a difference of logarithms as a share: what a slope makes of a volume in an hour; a huge one as more."""
    share = math.expm1(min(rate, 10.0)) * 100
    return _("more than +1,000%%") % {} if share > 1000 else signed(share, "%")


def points_per_hour(rate: float) -> str:
    return signed(rate * 100, "")


def facts_of(slope: Slope) -> dict[str, str]:
    return {"rate": as_share(slope.rate), "low": as_share(slope.low), "high": as_share(slope.high)}


def sentence_of(turn: Turn) -> str:
    """Say how volume moved before and after, whether the two differ, and whether it jumped between them."""
    before, after = BEFORE[turn.before.verdict], AFTER[turn.after.verdict]
    parts = [before % facts_of(turn.before), after % facts_of(turn.after), str(CHANGES[turn.change.verdict])]
    if jump := JUMPS.get(turn.jump.verdict):
        parts.append(jump % facts_of(turn.jump))
    return " ".join(parts)


def lack_of(effect: Effect, *, at: datetime) -> str:
    """Say why there is no slope, and from what on there would be one."""
    if effect.lack is None:
        return ""
    least: timedelta = LEAST_BINS * effect.window.every
    return str(LACKS[effect.lack]) % {
        "least": duration(LEAST_BINS * STEPS[0] if effect.lack is Lack.BEGUN else least),
        "time": short_time(effect.window.said + least, at=at),
        "before": thousands(effect.posts_before),
        "after": thousands(effect.posts_after),
        "posts": thousands(LEAST_POSTS),
    }
