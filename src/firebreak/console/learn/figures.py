"""How well did it go? The figures of an incident for its review, each with the way to it. (R1.63, R2.79)"""

import math
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _

from firebreak.console.access import Seat
from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.models import Forecast, Story
from firebreak.console.assess.summed import summed
from firebreak.console.assess.told import told_by
from firebreak.console.formats import compact, duration, percent, thousands
from firebreak.console.listen.models import BUCKET_SECONDS
from firebreak.console.listen.tally import tally
from firebreak.console.respond.clocks import TOLD_BRAND, clocks_of, deeds_of, moments_of
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.assess.spread.cascade import WEEK
from firebreak.core.resolve.recovery import DAY, LEAST, Counts, recovered, usual_share
from firebreak.core.respond.cadence import in_time
from firebreak.core.respond.clock import Deeds
from firebreak.core.terms import Sentiment

HOUR, BUCKETS_AN_HOUR = timedelta(hours=1), 3600 // BUCKET_SECONDS
QUIET, AFTER = timedelta(days=28), timedelta(days=14)
TOLD_AIM = 0.95
NONE = "—"


class Figures:
    """The figures of one incident, as the records stand at the seat's time."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.incident, self.at = incident, seat.at

    @cached_property
    def moments(self) -> list[Moment]:
        return moments_of(self.incident)

    @cached_property
    def deeds(self) -> Deeds:
        return deeds_of(self.incident, self.moments)

    @property
    def all(self) -> list[Metric]:
        return [self.taken_on(), self.first_word(), self.told(), self.mood(), self.reach()]

    def taken_on(self) -> Metric:
        formula = _("From first seen until somebody answered the alert or took the lead.")
        return self.timed("ack", _("Taken on"), self.deeds.acknowledged, formula)

    def first_word(self) -> Metric:
        formula = _("From first seen until the first statement to the public was out.")
        return self.timed("holding", _("First word to the public"), min(self.deeds.outward, default=None), formula)

    def timed(self, clock: str, label: str, done: datetime | None, formula: str) -> Metric:
        """Give how long something took, beside what its clock allowed."""
        allowed = next((one for one in clocks_of(self.incident, self.moments) if one.name == clock), None)
        took = duration(done - self.incident.first_seen_at) if done else NONE
        note = _("allowed: %(time)s") % {"time": duration(allowed.due - allowed.starts)} if allowed else ""
        is_bad = allowed is not None and not allowed.over_at_start and allowed.is_breached(self.at)
        return metric(clock, label, took, note=note, formula=formula, inputs=took, bad=is_bad)

    def told(self) -> Metric:
        """Give the share of the words to the brand that came in time."""
        lapses = (one.at for one in self.moments if one.kind == "breach" and one.facts.get("clock") == TOLD_BRAND)
        met, missed = in_time((one.at for one in self.moments if one.kind == TOLD_BRAND), lapses)
        share = met / (met + missed) if met + missed else None
        return metric(
            "told_brand",
            _("Brand told in time"),
            NONE if share is None else percent(math.floor(share * 100) / 100),  # 94.9 % is no 95 %
            note=_("aim: %(share)s") % {"share": percent(TOLD_AIM)},
            formula=_(
                "Updates to the brand within the cadence of the level ÷ those, and the times that passed without."
            ),
            inputs=_("%(met)s in time, %(missed)s missed") % {"met": met, "missed": missed},
            bad=share is not None and share < TOLD_AIM,
        )

    def mood(self) -> Metric:
        """Give after how long the brand's mentions were no more negative than they usually are."""
        start = self.incident.golden_start
        quiet, after = self.heard(start - QUIET, start), self.heard(start, min(self.at, start + AFTER))
        posts, negative = (int(counts.sum()) for counts in quiet)
        usual = usual_share(posts, negative)
        found = None if usual is None else recovered(*after, usual=usual)
        facts = {"posts": thousands(posts), "negative": thousands(negative)}
        told = _("%(negative)s of %(posts)s posts of the 28 days before were negative") % facts
        upper = _("usual is up to %(share)s") % {"share": percent(usual)} if usual is not None else ""
        few = _("fewer than %(least)s posts in the 28 days before") % {"least": LEAST}
        return metric(
            "mood",
            _("Mood as usual again"),
            NONE if found is None else duration(found * HOUR),
            note=few if usual is None else upper if found is not None else _("not yet, or not within 14 days"),
            formula=_(
                "From the first post until the start of the first %(hours)s hours after the worst one in which the"
                " brand's mentions are no more negative than usual: the upper end of the interval of 95 %% (Wilson)."
            )
            % {"hours": DAY},
            inputs=_("; ").join(filter(None, (told, upper))),
            bad=usual is not None and found is None,
        )

    def heard(self, since: datetime, until: datetime) -> tuple[Counts, Counts]:
        """Give posts and negative posts (n,) of the whole hours of a time."""
        first = int(since.timestamp()) // BUCKET_SECONDS
        hours = max(0, int((until - since) / HOUR))
        posts, negative = np.zeros(hours, np.int64), np.zeros(hours, np.int64)
        for bucket, tone, count, _voices in tally(self.incident.brand, first, first + hours * BUCKETS_AN_HOUR):
            place = (bucket - first) // BUCKETS_AN_HOUR
            posts[place] += count
            negative[place] += count * (tone == Sentiment.NEGATIVE)
        return posts, np.minimum(negative, posts)

    def reach(self) -> Metric:
        """Give how much fewer people the story reached in its week than was forecast before the first word."""
        label, formula = (
            _("Reach beside the forecast"),
            _(
                "Posts of the story's first week, less those that the last forecast before the first word to the public"
                " expected, × followers an author per post: an upper limit, and no proof that the word was the cause."
            ),
        )
        story, said = self.story, min(self.deeds.outward, default=None)
        forecast = said and story and story.forecasts.filter(at__lte=said).order_by("-at").first()
        if not story or not forecast:
            note = _("no forecast before the first word")
            return metric("reach", label, NONE, note=note, formula=formula, inputs=note)
        if self.at < story.first_post_at + WEEK:
            note = _("known a week after the first post")
            return metric("reach", label, NONE, note=note, formula=formula, inputs=note)
        return self.compared(story, forecast, label, formula)

    @property
    def story(self) -> Story | None:
        one = self.incident.story
        return one.merged_into or one if one else None

    def compared(self, story: Story, forecast: Forecast, label: str, formula: str) -> Metric:
        posts = told_by(story, at=story.first_post_at + WEEK)
        each = summed(posts, at=self.at).followers / len(posts) if posts else 0.0
        fewer = forecast.final_middle - len(posts)
        is_within = forecast.final_low <= len(posts) <= forecast.final_high
        facts = {
            "came": thousands(len(posts)),
            "middle": thousands(round(forecast.final_middle)),
            "low": thousands(round(forecast.final_low)),
            "high": thousands(round(forecast.final_high)),
            "each": thousands(round(each)),
        }
        sign = "−" if fewer > 0 else "+" if fewer < 0 else ""
        return metric(
            "reach",
            label,
            f"{sign}{compact(round(abs(fewer) * each))}",
            note=_("within the forecast's range: no difference can be told")
            if is_within
            else _("%(came)s posts, forecast %(middle)s") % facts,
            formula=formula,
            inputs=_("%(came)s posts came, %(middle)s (%(low)s–%(high)s) were forecast, %(each)s followers a post")
            % facts,
            bad=fewer < 0 and not is_within,
        )


def metric(
    code: str, label: str, value: str, *, note: str, formula: str, inputs: str, bad: bool = False, version: str = "1"
) -> Metric:
    return Metric(code, label, value, "", note, formula, inputs, f"review.{code} {version}", bad)
