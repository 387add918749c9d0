"""Will this story grow, how bad is it, and why? Everything the page of one story shows, from its rows."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from firebreak.console.access import Seat
from firebreak.console.assess.answers import Answers
from firebreak.console.assess.members import Member, kinds, members_of
from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.models import Assessment, Story
from firebreak.console.assess.outlook import Outlook
from firebreak.console.assess.pacing import shown_figures
from firebreak.console.assess.ruling import ByHand, by_hand
from firebreak.console.assess.summed import Summed, summed
from firebreak.console.assess.told import Told, told_by
from firebreak.console.assess.voices import Voice, Who, first_voice, voices_of
from firebreak.console.charts import Area, Figure, Lane, Line, Mark, lane_chart, line_chart
from firebreak.console.formats import duration, listed, short_time, thousands
from firebreak.console.listen.growth import Stretch, per_bucket, stretch, unit_of, usual_in
from firebreak.console.listen.habit import is_learnt, usual_per_hour
from firebreak.console.listen.platform import shown_name
from firebreak.console.sentences import RUBRIC
from firebreak.core.alert.baseline import Usual
from firebreak.core.assess.severity import rubric_code
from firebreak.core.terms import Severity

HOUR = timedelta(hours=1)
AXES = {
    "speed": pgettext_lazy("axis", "Speed"),
    "reach": pgettext_lazy("axis", "Reach"),
    "harm": pgettext_lazy("axis", "Harm"),
}
NEXT = {"S4": Severity.S3, "S3": Severity.S2, "S2": Severity.S1}


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the three sub-scores, 0–5, with what its level means (R1.23)."""

    code: str
    name: str
    level: int
    text: str


class StoryPage:
    """One story as it stands at the seat's moment; parts are read when the template asks."""

    def __init__(self, seat: Seat, story: Story) -> None:
        self.seat = seat
        self.story = story

    @cached_property
    def posts(self) -> list[Told]:
        return told_by(self.story, at=self.seat.at)

    @cached_property
    def usual(self) -> Usual | None:
        """Give what the brand hears in this hour; None while that is still being learnt."""
        brand, at = self.seat.brand, self.seat.at
        return usual_per_hour(brand, at=at) if is_learnt(brand, at=at) else None

    @cached_property
    def facts(self) -> Summed:
        return summed(self.posts, at=self.seat.at)

    @property
    def incident(self) -> Any:
        return getattr(self.story, "incident", None)

    @cached_property
    def task(self) -> Any:
        """Give the step that a forecast asked for and somebody put in, if there is one."""
        return self.incident.plan.filter(pack="forecast").order_by("-pk").first() if self.incident else None

    @cached_property
    def assessment(self) -> Assessment | None:
        return self.story.assessments.order_by("-pk").first()

    @property
    def hand(self) -> ByHand | None:
        """Give who set the level by hand, with what the machine says beside it."""
        return by_hand(self.story)

    @cached_property
    def alerts(self) -> list[Any]:
        return list(self.story.alerts.order_by("-at"))

    @property
    def negative_share(self) -> float:
        return self.facts.negative / self.facts.posts if self.facts.posts else 0.0

    @property
    def rises(self) -> bool:
        return self.facts.last_hour >= 2 and self.facts.last_hour > self.facts.hour_before

    @property
    def conclusion(self) -> str:
        """Say in one sentence whether it grows."""
        facts = self.facts
        numbers = {
            "last": thousands(facts.last_hour),
            "before": thousands(facts.hour_before),
        }
        if self.rises:
            return _("Still growing: %(last)s posts in the last hour after %(before)s in the hour before") % numbers
        if facts.last_hour:
            return _("No longer growing: %(last)s posts in the last hour after %(before)s in the hour before") % numbers
        since = duration(self.seat.at - self.story.last_post_at)
        return _("Quiet: nothing new for %(time)s") % {"time": since}

    @property
    def detail(self) -> str:
        """Say what the growth rests on."""
        numbers = {
            "authors": thousands(self.facts.authors),
            "sources": thousands(self.facts.sources),
        }
        told = _("%(authors)s authors on %(sources)s sources. What the brand usually hears is still being learnt.")
        if self.usual:
            numbers["usual"] = thousands(round(self.usual.mean, 1))
            told = _(
                "%(authors)s authors on %(sources)s sources. The brand usually hears %(usual)s posts in this hour."
            )
        strongest = self.voices[0] if self.voices else None
        if strongest and strongest.share < 0.5:
            share = {"share": f"{strongest.share:.0%}"}
            return told % numbers + _(" No single author holds more than %(share)s of the interactions.") % share
        return told % numbers

    @cached_property
    def axes(self) -> list[Axis]:
        made = self.assessment
        if made is None:
            return []
        levels = {"speed": made.speed, "reach": made.reach, "harm": made.harm}
        return [
            Axis(code, str(AXES[code]), level, str(RUBRIC[rubric_code(code, level)])) for code, level in levels.items()
        ]

    @property
    def next_level(self) -> str:
        """Name the score at which the next worse level begins; a level set by hand goes by no score."""
        worse = None if self.story.is_by_hand else NEXT.get(self.story.severity)
        return _("%(level)s from %(score)s") % {"level": worse.value, "score": worse.floor} if worse else ""

    @cached_property
    def metrics(self) -> list[Metric]:
        return shown_figures(self.facts, self.posts, usual=self.usual, at=self.seat.at)

    @cached_property
    def over(self) -> Stretch:
        last = min(self.seat.at, max(self.story.last_post_at + HOUR, self.story.first_post_at + 3 * HOUR))
        return stretch(self.story.first_post_at, max(last, self.story.first_post_at))

    @cached_property
    def counts(self) -> list[float]:
        """Give the posts of each step of the growth."""
        return self.over.counts(post.published_at for post in self.posts)

    @cached_property
    def growth(self) -> SafeString:
        """Draw the growth over what the brand usually hears, with the moments at which alerts were raised."""
        over = self.over
        band = usual_in(self.seat.brand, over, at=self.seat.at) if self.usual else []
        usual = Area(_("Usual for the brand"), [one.low for one in band], [one.high for one in band])
        counts = self.counts
        negative = over.counts(post.published_at for post in self.posts if post.is_negative)
        return line_chart(
            Figure(
                sentence=self.growth_sentence,
                labels=over.labels(),
                lines=(Line(_("All"), counts), Line(_("Negative"), negative, "neg")),
                areas=(usual,) if band else (),
                anomalies=[at for at, one in enumerate(band) if counts[at] > one.high],
                marks=self.marks,
                unit=unit_of(over.every),
                size="l",
                open_end=over.begins(over.count) > self.seat.at,
            )
        )

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Give when alerts were raised; of two that would write over each other, the first."""
        shown: list[int] = []
        for place in sorted(self.over.place(alert.at) for alert in self.alerts):
            if 0 <= place < self.over.count and (not shown or place - shown[-1] > self.over.count // 5):
                shown.append(place)
        return tuple(Mark(place, _("Alert")) for place in shown)

    @property
    def growth_sentence(self) -> str:
        peak = max(self.counts, default=0)
        text = _("%(total)s posts since %(time)s, at most %(peak)s in %(minutes)s minutes")
        return text % {
            "total": thousands(len(self.posts)),
            "time": short_time(self.story.first_post_at, at=self.seat.at),
            "peak": thousands(peak),
            "minutes": thousands(per_bucket(self.over.every)),
        }

    @cached_property
    def outlook(self) -> Outlook:
        """Say how far it will go."""
        return Outlook(self.seat, self.story, self.posts, self.assessment)

    @cached_property
    def hops(self) -> list[tuple[str, list[Told]]]:
        """Give the sources in the order in which the story reached them."""
        found: dict[str, list[Told]] = defaultdict(list)
        for post in self.posts:
            found[post.source].append(post)
        return list(found.items())

    @property
    def hops_sentence(self) -> str:
        if len(self.hops) < 2:
            return _("It has stayed on one source.")
        (_one, first), (name, second) = self.hops[:2]
        text = _("After %(time)s it went from %(first)s to %(second)s; %(count)s sources so far.")
        return text % {
            "time": duration(second[0].published_at - first[0].published_at),
            "first": shown_name(_one),
            "second": shown_name(name),
            "count": len(self.hops),
        }

    @cached_property
    def lanes(self) -> SafeString:
        labels = self.over.labels()
        steps = [0, self.over.count // 2, self.over.count - 1]
        lanes = [self.lane(name, posts) for name, posts in self.hops[:8]]
        return lane_chart(lanes, axis=[labels[step] for step in steps], caption=_("How it went from source to source"))

    def lane(self, name: str, posts: Sequence[Told]) -> Lane:
        places = Counter(post.channel for post in posts if post.channel)
        return Lane(
            name=shown_name(name),
            note=listed(channel for channel, _n in places.most_common(2)),
            first=short_time(posts[0].published_at, at=self.seat.at),
            starts=self.over.share(posts[0].published_at),
            values=self.over.counts(post.published_at for post in posts),
        )

    @cached_property
    def voices(self) -> list[Voice]:
        """Give the authors whose posts drew most interactions."""
        return voices_of(self.seat, self.posts)

    @cached_property
    def first(self) -> Voice | None:
        """Give who spoke of it first."""
        return first_voice(self.seat, self.posts)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.seat, self.story)

    @cached_property
    def named(self) -> dict[Who, Voice]:
        """Give the authors that are shown: who spoke first, and whose posts drew most."""
        return {voice.who: voice for voice in (self.first, *self.voices) if voice}

    @property
    def other_voices(self) -> int:
        return max(self.facts.authors - len(self.named), 0)

    @property
    def other_share(self) -> float:
        share = sum(voice.share for voice in self.named.values())
        return max(1 - share, 0.0) if share else 0.0

    @property
    def nameless(self) -> str:
        """Say how many posts name no author, and how they are counted."""
        count = sum(not post.account for post in self.posts)
        text = ngettext(
            "%(count)s post names no author and counts as an author of its own.",
            "%(count)s posts name no author and count as an author each.",
            count,
        )
        return text % {"count": thousands(count)} if count else ""

    def members(self, order: str) -> list[Member]:
        """Give the posts, those that nearly repeat another folded under the first of them."""
        return members_of(self.seat, self.kinds, order=order)

    @cached_property
    def kinds(self) -> list[list[Told]]:
        return kinds(self.posts)

    @property
    def folded(self) -> str:
        """Say how many posts are told by others."""
        copies = len(self.posts) - len(self.kinds)
        return ngettext("%(n)s similar one folded", "%(n)s similar ones folded", copies) % {"n": thousands(copies)}

    @cached_property
    def others(self) -> list[Story]:
        """Give the stories that this one may go on in, newest first."""
        rows = Story.objects.filter(brand=self.seat.brand).shown().exclude(pk=self.story.pk)
        return list(rows.order_by("-last_post_at")[:30])
