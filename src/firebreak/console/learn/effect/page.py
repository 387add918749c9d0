"""What was heard around each thing that was said? The part of a room that holds texts and volume side by side."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firebreak.console.access import Seat
from firebreak.console.assess.models import Story
from firebreak.console.charts import Area, Figure, Line, Mark, line_chart
from firebreak.console.formats import duration, short_time, thousands
from firebreak.console.learn.effect.saying import WORDS, as_share, lack_of, points_per_hour, sentence_of
from firebreak.console.listen.growth import Stretch, stretch, unit_of
from firebreak.console.listen.models import Post
from firebreak.console.respond.clocks import OUTWARD
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.resolve.effect import MOST_BINS, STEPS, Effect, Heard, effects_of, said_together
from firebreak.core.resolve.slope import Slope, Turn
from firebreak.core.terms import Sentiment

SAID = (*OUTWARD, "correct_progress_page")
SHARE_POSTS = 5  # fewer posts in a bucket have no share …
SHARE_BUCKETS = 16  # … so these are longer than those of the volume
HOUR = timedelta(hours=1)
LONGEST = MOST_BINS * STEPS[-1]  # before a word, beyond which no post has a say in its slope


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what is compared, before, after, and their difference, with ranges."""

    name: str
    before: str
    before_range: str
    after: str
    after_range: str
    difference: str
    difference_range: str


@dataclass(frozen=True)
class Word:
    """What was said at one time, with what was heard around it."""

    number: int
    lines: list[Moment]
    effect: Effect
    at: datetime

    @property
    def said(self) -> datetime:
        return self.effect.window.said

    @property
    def sentence(self) -> str:
        return sentence_of(self.effect.volume) if self.effect.volume else lack_of(self.effect, at=self.at)

    @property
    def span_before(self) -> str:
        return duration(self.effect.window.before * self.effect.window.every)

    @property
    def span_after(self) -> str:
        return duration(self.effect.window.after * self.effect.window.every)

    @property
    def rows(self) -> list[Row]:
        """Give the slopes of volume and of the negative share, each with its range, and the level around it."""
        told = []
        if self.effect.volume:
            told.append(self.level_of(self.effect.volume))
            told.append(row_of(_("Volume, per hour"), self.effect.volume, as_share))
        if self.effect.share:
            told.append(row_of(_("Negative share, points per hour"), self.effect.share, points_per_hour))
        return told

    def level_of(self, turn: Turn) -> Row:
        """Give the posts per hour right before and right after, as the two straight pieces have them."""
        before, after = (
            thousands(round(math.exp(height) * (HOUR / self.effect.window.every))) for height in turn.heights
        )
        return Row(
            _("Posts per hour at that time"),
            before,
            "",
            after,
            "",
            as_share(turn.jump.rate),
            ranged(turn.jump, as_share),
        )

    @property
    def figure(self) -> SafeString:
        """Draw both straight pieces with their band over what was counted."""
        turn, window = self.effect.volume, self.effect.window
        if turn is None:
            return SafeString("")
        over = Stretch(window.begins, window.every, window.before + window.after)
        low, middle, high = (list(each) for each in zip(*turn.lines, strict=True))
        cut, count = window.before, window.before + window.after
        halves = ((pgettext("side", "before"), 0, cut), (pgettext("side", "after"), cut, count))
        slope, band = _("Slope: %(side)s"), _("95%% range: %(side)s")
        return line_chart(
            Figure(
                sentence=self.sentence,
                labels=over.labels(),
                lines=(
                    Line(_("All"), [float(each) for each in self.effect.posts]),
                    *(Line(slope % {"side": name}, part(middle, *ends), "dash") for name, *ends in halves),
                ),
                areas=tuple(
                    Area(band % {"side": name}, part(low, *ends), part(high, *ends), "f2") for name, *ends in halves
                ),
                marks=(Mark(cut, str(self.number)),),
                unit=unit_of(window.every),
            )
        )


def part(values: list[float], begins: int, ends: int) -> list[float | None]:
    """Keep a stretch of values; the rest is a gap."""
    return [value if begins <= place < ends else None for place, value in enumerate(values)]


def row_of(name: str, turn: Turn, say: Callable[[float], str]) -> Row:
    before, after = ((say(one.rate), ranged(one, say)) for one in (turn.before, turn.after))
    return Row(name, *before, *after, str(WORDS[turn.change.verdict]), "")


def ranged(slope: Slope, say: Callable[[float], str]) -> str:
    return _("%(low)s to %(high)s") % {"low": say(slope.low), "high": say(slope.high)}


class EffectBoard:
    """The course of an incident's story with a mark for each thing that was said; parts are read when asked for."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat, self.incident, self.at = seat, incident, seat.at

    @property
    def story(self) -> Story | None:
        one = self.incident.story
        return one.merged_into or one if one else None

    @cached_property
    def posts(self) -> list[Heard]:
        """Give the posts of the story, from the longest stretch before the matter, or its first word, until now."""
        since = min([self.incident.golden_start, *(line.at for line in self.lines[:1])]) - LONGEST
        rows = Post.objects.filter(place__story=self.story, published_at__gte=since, published_at__lte=self.at)
        told = rows.order_by("published_at").values_list("published_at", "reading__sentiment")
        return [Heard(at, sentiment == Sentiment.NEGATIVE) for at, sentiment in told]

    @cached_property
    def lines(self) -> list[Moment]:
        """Give the lines of the timeline by which something was said to the public."""
        rows = self.incident.moments.filter(kind__in=SAID, at__lte=self.at)
        return list(rows.select_related("person").order_by("at", "pk"))

    @cached_property
    def words(self) -> list[Word]:
        """Give what was said, newest first."""
        told: dict[datetime, list[Moment]] = defaultdict(list)
        marks = said_together(line.at for line in self.lines)
        for line in self.lines:
            told[max(mark for mark in marks if mark <= line.at)].append(line)
        found = effects_of(self.posts, marks, at=self.at)
        numbered = [Word(place, told[one.window.said], one, self.at) for place, one in enumerate(found, start=1)]
        return numbered[::-1]

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """Give the time from the first post to an hour after the last post or word, not beyond now."""
        first = self.posts[0].at
        last = max([self.posts[-1].at, *(line.at for line in self.lines)]) + HOUR
        return first, max(min(last, self.at), first)

    @cached_property
    def over(self) -> Stretch:
        return stretch(*self.span)

    def marks(self, over: Stretch) -> tuple[Mark, ...]:
        """Give the numbers of what was said; those of one bucket stand together."""
        places: dict[int, list[int]] = defaultdict(list)
        for word in reversed(self.words):
            places[over.place(word.said)].append(word.number)
        told = {place: ", ".join(map(str, numbers)) for place, numbers in places.items()}
        return tuple(Mark(place, numbers) for place, numbers in told.items() if 0 <= place < over.count)

    def counts(self, over: Stretch) -> tuple[list[float], list[float]]:
        every = over.counts(post.at for post in self.posts)
        return every, over.counts(post.at for post in self.posts if post.negative)

    @property
    def sentence(self) -> str:
        text = _("Posts since %(time)s: %(posts)s. Words to the public: %(words)s.")
        return text % {
            "posts": thousands(len(self.posts)),
            "words": thousands(len(self.words)),
            "time": short_time(self.posts[0].at, at=self.at),
        }

    @property
    def volume(self) -> SafeString:
        """Draw how much was said of it."""
        over = self.over
        every, negative = self.counts(over)
        return line_chart(
            Figure(
                sentence=self.sentence,
                labels=over.labels(),
                lines=(Line(_("All"), every), Line(_("Negative"), negative, "neg")),
                marks=self.marks(over),
                unit=unit_of(over.every),
                size="l",
                open_end=over.begins(over.count) > self.at,
            )
        )

    @property
    def share(self) -> SafeString | None:
        """Draw which part of it was negative; a bucket with hardly a post has none; None where none has."""
        over = stretch(*self.span, most=SHARE_BUCKETS)
        pairs = zip(*self.counts(over), strict=True)
        shares = [100 * negative / every if every >= SHARE_POSTS else None for every, negative in pairs]
        if not any(share is not None for share in shares):
            return None
        return line_chart(
            Figure(
                sentence=_("Negative share of the posts over the same time, in percent"),
                labels=over.labels(),
                lines=(Line(_("Negative share"), shares, "neg"),),
                marks=self.marks(over),
                unit="%",
            )
        )
