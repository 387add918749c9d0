"""How did an alert come about? The rule that fired, its limits, and the figures that went in."""

from dataclasses import dataclass
from datetime import timedelta
from math import exp

from django.utils.translation import gettext as _

from firebreak.console.alert.models import Alert
from firebreak.console.formats import duration, percent, thousands
from firebreak.core.alert.detect.complaints import SOBER_EXTRA
from firebreak.core.alert.detect.tuning import DEFAULT
from firebreak.core.alert.rule import FIRST_EVER, AlarmRules
from firebreak.core.terms import Signal

RULES = AlarmRules()
VERSIONS = {  # detector; which posts it counts; rules of harm
    Signal.NEGATIVE_VOLUME: 4,
    Signal.VOLUME: 4,
    Signal.SLOW_CLIMB: 3,
    Signal.NEGATIVE_SHARE: 3,
    Signal.HARD_RULE: 3,
}
NUMBERS = {
    "few": DEFAULT.few,
    "odds": thousands(round(exp(DEFAULT.rare), -2)),
    "sober": thousands(round(exp(DEFAULT.rare + SOBER_EXTRA), -3)),
}


@dataclass(frozen=True, slots=True)
class How:
    """A rule in words, what went into it, how often the matter is told, and the version of the rule."""

    rule: str
    inputs: str
    once: str
    version: str


def how_of(alert: Alert) -> How:
    if alert.first_terms:
        return how_first(alert)
    signal = Signal(alert.signal)
    quiet = RULES.hard_rule_quiet if signal is Signal.HARD_RULE else RULES.quiet
    return How(
        rule=" ".join(filter(None, (rule_of(signal), alert.watch_name and of_watch()))),
        inputs=inputs_of(alert),
        once=_("The same matter is told once; again only when it gets worse, or after %(quiet)s without the signal.")
        % {"quiet": duration(quiet)},
        version=f"alert.{signal.value} {VERSIONS.get(signal, 1)}" + (", alert.watch 1" if alert.watch_name else ""),
    )


def of_watch() -> str:
    """Say in what an alert of one watch differs from that of the whole brand."""
    return _(
        "Counted is what this watch alone hears, against a range of its own, and the limit is higher the more watches"
        " there are. Nothing is told while the whole brand, a story or another watch is told of the same posts; a"
        " competitor or an industry is always S4, a watch of the brand's own S3 at most."
    )


def how_first(alert: Alert) -> How:
    """Explain an alert on words that were never said of the brand before."""
    count = {"posts": thousands(alert.observed or 0), "terms": len(alert.first_terms)}
    return How(
        rule=_(
            "Within %(within)s two people, each in words of their own, complain with a term of a watch of controversy"
            " that stands in no post heard before, after seven days of listening or more; what a told story says is no"
            " matter of its own. Always S4: the story says how grave it is."
        )
        % {"within": duration(window_of(alert))},
        inputs=_("%(posts)s complaints with %(terms)s new terms; before that none") % count,
        once=_("Each term is told once: from then on it has been said."),
        version=f"alert.{FIRST_EVER} 1",
    )


def rule_of(signal: Signal) -> str:
    """Say when a signal fires, with the limits that the rule goes by."""
    if signal is Signal.HARD_RULE:
        return _(
            "A serious defect with a photo or video, or harm that several people tell of: at least S2, whatever the"
            " numbers."
        )
    if signal is Signal.STORY_GROWTH:
        return _(
            "A story of level %(level)s or worse has %(few)s or more negative posts in 60 minutes, has grown since the"
            " hour before, and the whole brand hears so many in fewer than 1 of %(odds)s such hours."
        ) % {"level": RULES.growth_level.value, "few": RULES.few, "odds": odds(RULES.growth_chance)}
    if (said := detected().get(signal)) is not None:
        return " ".join((said % NUMBERS, loudness(signal)))
    return _(
        "No answer to %(visits)s visits in a row and for at least %(least)s, or nothing new for so long as happens by"
        " chance in fewer than 1 of %(odds)s cases."
    ) % {
        "visits": RULES.polls_missed,
        "least": duration(RULES.silence_least),
        "odds": odds(RULES.silence_chance),
    }


def detected() -> dict[Signal, str]:
    """Say what the detector looks at for each of its signals, with places for its numbers."""
    return {
        Signal.NEGATIVE_VOLUME: _(
            "Complaints of the last 5 minutes to 6 hours, each person once a day, are held against what the brand"
            " hears at this hour, on workdays and days of rest. It alarms from %(few)s posts on that by chance"
            " come less than once in %(odds)s hours, by the brand's own record."
        ),
        Signal.VOLUME: _(
            "All that is not praise in the last 5 minutes to 6 hours is held against what the brand hears at this"
            " hour, and against how much praise there is: a campaign is expected. It alarms where that comes less"
            " than once in %(sober)s hours."
        ),
        Signal.SLOW_CLIMB: _(
            "The complaints of one or three days, or all that is not praise, are beyond the usual, so that by chance"
            " they come less than once in %(odds)s hours, while no single hour stands out."
        ),
        Signal.NEGATIVE_SHARE: _(
            "In the last day a larger part of those who speak complain than is usual for the brand, so that by"
            " chance it comes less than once in %(odds)s days, however many posts there are."
        ),
        Signal.DROP: _(
            "In the last day no more than a third of the usual posts came, although the sources answer; by chance"
            " that comes less than once in a million days."
        ),
    }


def loudness(signal: Signal) -> str:
    """Say which level a signal of the whole brand has; only a burst can be high risk by its tone alone."""
    share = {"share": percent(RULES.angry_share)}
    if signal is Signal.DROP:
        return _("Always S4.")
    if signal in (Signal.SLOW_CLIMB, Signal.NEGATIVE_SHARE):
        return _("S3 from %(share)s negative, else S4.") % share
    return _("S2 where half or more are negative and 30 or more an hour, S3 from %(share)s negative, else S4.") % share


def inputs_of(alert: Alert) -> str:
    """Write the figures that went in."""
    if alert.observed is None or alert.high is None or alert.expected is None:
        count = {"posts": thousands(len(alert.evidence))}
        return _("%(posts)s posts as evidence") % count if alert.evidence else _("No posts: see the reasons above.")
    return _(
        "%(seen)s seen in %(window)s; usually %(usual)s, and from %(low)s to %(high)s in 99 of 100 such windows, learnt"
        " from up to 56 days of the brand's own counts"
    ) % {
        "low": thousands(alert.low or 0.0),
        "seen": thousands(alert.observed),
        "window": duration(window_of(alert)),
        "usual": thousands(round(alert.expected, 1)),
        "high": thousands(alert.high),
    }


def window_of(alert: Alert) -> timedelta:
    """Give the window that was counted; a story's is an hour."""
    minutes = next((one["facts"]["minutes"] for one in alert.reasons if "minutes" in one["facts"]), 60)
    return timedelta(minutes=minutes)


def odds(chance: float) -> str:
    return thousands(round(1 / chance))
