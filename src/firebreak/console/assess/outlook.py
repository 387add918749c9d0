"""How far will this story go, and was the last word on that right? The fan, its sentences, and what they rest on."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count, F
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.assess.driving import Drive, damage_of, drives_of, said_of
from firebreak.console.assess.foretelling import HOUR, LEAST, cascade_of, row_of
from firebreak.console.assess.hindsight import LookedBack, looked_back
from firebreak.console.assess.models import Assessment, Forecast, Story, StoryPost
from firebreak.console.assess.ruling import ruling_of
from firebreak.console.assess.services import ALIVE
from firebreak.console.assess.told import Told
from firebreak.console.charts import Line, fan_chart
from firebreak.console.formats import percent, short_time, thousands
from firebreak.console.listen.growth import Stretch, stretch
from firebreak.core import flow
from firebreak.core.assess.spread import WEEK, Cascade, Span
from firebreak.core.assess.spread.own import Fit, Outcome, fit_of
from firebreak.core.assess.spread.path import Ways
from firebreak.core.respond.prevention import threatens
from firebreak.core.terms import Severity

NEAR = 2  # a forecast made at half to twice the age tells how this one fits the brand
ENDED = 300  # stories that are looked back at, the latest
AHEAD = (3 * HOUR, 48 * HOUR)  # how far the figure looks, at least and at most


class Outlook:
    """What is ahead of a story whose posts are known, at the seat's moment."""

    def __init__(self, seat: Seat, story: Story, posts: Sequence[Told], made: Assessment | None = None) -> None:
        self.seat = seat
        self.story = story
        self.made = made
        self.came = [post.published_at for post in posts]
        self.posts = posts

    @property
    def age(self) -> timedelta:
        return self.seat.at - self.came[0] if self.came else timedelta(0)

    @property
    def silence(self) -> str:
        """Say why nothing is forecast; empty where something is."""
        if len(self.came) < LEAST:
            return _("Below %(least)s posts nobody can say how far it will go; there are %(posts)s.") % {
                "least": LEAST,
                "posts": len(self.came),
            }
        return _("It began more than a week ago: how far it went can be seen.") if self.age >= WEEK else ""

    @cached_property
    def cascade(self) -> Cascade:
        told = [(post.published_at, post.followers, post.verified) for post in self.posts]
        return cascade_of(self.story.code, told)

    @cached_property
    def now(self) -> Forecast:
        """Give what is to be said now; the rows keep what was said at set ages."""
        age = max(self.age, timedelta(seconds=1))
        made = flow.foretell([self.cascade], [age], knowledge.forecaster())[0]
        return row_of(self.story.pk, made, at=self.seat.at)

    @cached_property
    def fit(self) -> Fit | None:
        """Give how the brand's own ended stories move the published band."""
        return fit_of(self.outcomes())

    def outcomes(self) -> list[Outcome]:
        """Give one forecast of each ended story of the brand, made at about this age."""
        rows = Forecast.objects.filter(
            story__brand=self.seat.brand,
            story__last_post_at__lte=self.seat.at - ALIVE,
            story__merged_into__isnull=True,
        ).select_related("story")
        found: dict[int, Forecast] = {}
        for row in rows.order_by("-at")[: ENDED * NEAR]:
            if self.age / NEAR <= row.at - row.story.first_post_at <= self.age * NEAR:
                found.setdefault(row.story_id, row)
        sizes = sizes_of([row.story for row in found.values()])
        return [Outcome(row.seen, row.final, sizes[pk]) for pk, row in found.items() if sizes[pk] >= row.seen]

    @cached_property
    def final(self) -> Span:
        told = self.now.final
        return self.fit.moved(told, seen=len(self.came)) if self.fit else told

    @property
    def range(self) -> str:
        return _("Range 80%")

    @property
    def sentence(self) -> str:
        """Say how far it will go, and how sure that is."""
        numbers = {
            "now": thousands(len(self.came)),
            "low": thousands(round(self.final.p10)),
            "high": thousands(round(self.final.p90)),
        }
        text = _("Four times in five it ends its first week with %(low)s to %(high)s posts; there are %(now)s.")
        return text % numbers

    @property
    def soon(self) -> str:
        """Say what the next hour brings, and whether the fullest hour is over."""
        numbers = {
            "low": thousands(round(self.now.next_low)),
            "high": thousands(round(self.now.next_high)),
            "chance": percent(self.now.peak_ahead),
        }
        text = _("Within the next hour %(low)s to %(high)s more. Its fullest hour is still to come: %(chance)s.")
        return text % numbers

    @cached_property
    def drives(self) -> list[Drive]:
        """Give the three things that drive the forecast most (R1.14)."""
        return drives_of(self.cascade, self.came, told=self.now)

    @property
    def damage(self) -> str:
        """Say how bad it may become; nothing before it was judged."""
        return said_of(self.ends)

    @cached_property
    def ends(self) -> tuple[float, float] | None:
        """Give the scores at both ends of the range; None before it was judged."""
        ruling = ruling_of(self.story)
        return damage_of(self.made, floor=self.story.floor, final=self.final, after=self.now.next_hour, ruling=ruling)

    @property
    def threat(self) -> Severity | None:
        """Give the level that its upper end comes to, where that asks for something to be done before (R2.87)."""
        if self.silence or self.ends is None:
            return None
        return threatens(Severity(self.story.severity), self.ends[1], knowledge.prevention())

    @cached_property
    def looked_back(self) -> LookedBack | None:
        return looked_back(self.seat.brand, at=self.seat.at)

    @property
    def rests_on(self) -> str:
        """Say on what the band was measured."""
        if self.fit is None:
            return _("The band was measured on published cascades, not on this brand's stories: too few have ended.")
        text = ngettext(
            "The band was measured on %(n)s ended story of this brand.",
            "The band was measured on %(n)s ended stories of this brand.",
            self.fit.stories,
        )
        return text % {"n": self.fit.stories}

    @cached_property
    def last(self) -> Forecast | None:
        """Give the latest forecast whose next hour is over, so that it can be held against what came."""
        return self.story.forecasts.filter(at__lte=self.seat.at - HOUR).order_by("-at").first()

    @property
    def hindsight(self) -> str:
        """Say what the last forecast said of its next hour, and what came."""
        if self.last is None:
            return ""
        came = self.seen_by(self.last.at + HOUR) - self.seen_by(self.last.at)
        low, high = round(self.last.next_low), round(self.last.next_high)
        held = low <= came <= high
        text = (
            _("The forecast of %(time)s said %(low)s to %(high)s for the hour after; %(came)s came, as it said.")
            if held
            else _("The forecast of %(time)s said %(low)s to %(high)s for the hour after; %(came)s came: it was wrong.")
        )
        return text % {
            "time": short_time(self.last.at, at=self.seat.at),
            "low": thousands(low),
            "high": thousands(high),
            "came": thousands(came),
        }

    @property
    def figure(self) -> SafeString:
        """Draw what came, the fan from now on, and what the last forecast expected of the time since."""
        over = self.over
        here = over.place(self.seat.at)
        grown = [float(self.seen_by(over.begins(index))) for index in range(here)] + [float(len(self.came))]
        future = [over.begins(index) for index in range(here + 1, over.count)]
        low, middle, high = (
            [*[None] * here, *self.path(self.now, end, final, [self.seat.at, *future])]
            for end, final in zip(spans(self.now.next_hour), spans(self.final), strict=True)
        )
        return fan_chart(
            sentence=self.sentence,
            labels=over.labels(),
            actual=[*grown, *[None] * len(future)],
            middle=middle,
            outer=(low, high),
            now=_("Now"),
            earlier=self.earlier(over, here),
            unit=_("posts so far"),
        )

    @cached_property
    def over(self) -> Stretch:
        ahead = min(max(self.age, AHEAD[0]), AHEAD[1], max(WEEK - self.age, HOUR))
        return stretch(self.came[0], self.seat.at + ahead)

    def seen_by(self, instant: datetime) -> int:
        return bisect_right(self.came, instant)  # they come earliest first

    def path(self, told: Forecast, soon: float, final: float, instants: Sequence[datetime]) -> list[float]:
        began = self.came[0]
        ways = Ways(began, told.at - began, told.seen, soon, final)
        return ways.at([instant - began for instant in instants])

    def earlier(self, over: Stretch, here: int) -> Line | None:
        """Draw the last forecast from when it was made up to now."""
        if self.last is None:
            return None
        start = max(over.place(self.last.at) + 1, 0)
        told = self.path(
            self.last, self.last.next_middle, self.last.final_middle, [over.begins(at) for at in range(start, here + 1)]
        )
        values = [*[None] * start, *told, *[None] * (over.count - here - 1)]
        name = _("Forecast of %(time)s") % {"time": f"{timezone.localtime(self.last.at):%H:%M}"}
        return Line(name, values, "prev")


def sizes_of(stories: Sequence[Story]) -> dict[int, int]:
    """Count the posts of each story's first week, which is what was forecast."""
    counts = {one.pk: one.post_count for one in stories}
    long = [one.pk for one in stories if one.last_post_at - one.first_post_at > WEEK]
    within = StoryPost.objects.filter(story__in=long, post__published_at__lte=F("story__first_post_at") + WEEK)
    return counts | dict(within.order_by().values_list("story").annotate(Count("pk"))) if long else counts


def spans(span: Span) -> tuple[float, float, float]:
    return span.p10, span.p50, span.p90
