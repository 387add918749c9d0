"""Which stories and words of a brand are still small and rise, and how is that said? Looked at once an hour."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import exp
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.models import Story
from firebreak.console.assess.speaking import Heard, Uttered, heard, partly_read
from firebreak.console.formats import thousands
from firebreak.console.govern.models import Brand
from firebreak.console.listen.hourly import AsOf, Count, since
from firebreak.core.assess.chosen import FALSE_SHARE
from firebreak.core.assess.weak import DAYS, LEAST, LEAST_DAYS, MOST, STEEPEST, Digest, Rise, Said, digest, voices

DAY = timedelta(days=1)
WINDOW = DAYS * DAY
STORY, WORD, OTHER = "story", "word", "other"
VERSION = "weak.rising 1"


@dataclass(frozen=True, slots=True)
class RiseLine:
    """A rising story or word as it is shown; `story` is None for a word, and for a story that is no longer there."""

    kind: str
    word: str
    story: Story | None
    count: int
    rate: float
    low: float
    high: float
    sure: bool
    days: tuple[int, ...] = ()

    @property
    def is_word(self) -> bool:
        return self.kind == WORD

    @property
    def code(self) -> str:
        """Name it without a word of a post."""
        return self.word if self.is_word else self.story.code if self.story else ""

    @property
    def slope(self) -> str:
        return a_day(self.rate)

    @property
    def interval(self) -> str:
        if self.high >= STEEPEST - 0.01:
            return _("%(low)s or more") % {"low": a_day(self.low)}
        return _("%(low)s to %(high)s") % {"low": a_day(self.low), "high": a_day(self.high)}


def a_day(rate: float) -> str:
    """Write a growth of the logarithm a day as percent: +35%."""
    change = round(100 * (exp(rate) - 1))
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{abs(change):,}%"


def digest_in(found: Heard, *, ends: datetime) -> Digest:
    """Look at every story and known word of the posts, beside the posts in which no known word stands."""
    by_topic = voices(said for one in found.posts for said in topics_of(one, ends=ends))
    others = by_topic.pop(OTHER, None)
    return digest(by_topic, others.days if others else [0] * DAYS)


def topics_of(one: Uttered, *, ends: datetime) -> list[Said]:
    day = DAYS - 1 - min(int((ends - one.at) / DAY), DAYS - 1)
    topics = [f"{WORD}:{word}" for word in one.words] or [OTHER]
    topics += [f"{STORY}:{one.story}"] if one.story else []
    return [Said(topic, one.post, one.who, one.text, day) for topic in topics]


@dataclass(frozen=True, slots=True)
class Looked:
    """What rises, and one in how many posts was read to know it."""

    found: Digest
    every: int


def look(brand: Brand, hour: datetime) -> Looked:
    posts = heard(brand, ends=hour, window=WINDOW)
    return Looked(digest_in(posts, ends=hour), posts.every)


def unpacked(kept: Any) -> Looked:
    found = kept["found"]
    rises = tuple(Rise(**one | {"days": tuple(one["days"])}) for one in found["rises"])
    return Looked(Digest(**found | {"rises": rises}), kept["every"])


WEAK = Count("weak 1", count=look, pack=asdict, unpack=unpacked)


def digest_of(brand: Brand, *, at: datetime) -> tuple[Digest, int]:
    """Give what rises, as of the last full hour, and one in how many posts was read."""
    looked = WEAK.at(brand, at=at)
    return looked.found, looked.every


def facts_of(brand: Brand, *, at: datetime) -> dict[str, Any]:
    """Give the digest as a brief keeps it: numbers, keys of stories and known words."""
    found, every = digest_of(brand, at=at)
    return {"looked": found.looked, "every": every, "lines": [fact_of(one) for one in found.rises]}


def fact_of(one: Rise) -> dict[str, Any]:
    kind, _, key = one.topic.partition(":")
    numbers = {name: round(getattr(one, name), 4) for name in ("rate", "low", "high")}
    return {"kind": kind, "key": key, "count": one.count, "sure": one.sure, "days": list(one.days)} | numbers


def lines_of(brand: int, facts: Mapping[str, Any]) -> list[RiseLine]:
    """Give kept facts as lines, with the stories of the brand of that key as they are now."""
    lines = facts.get("lines", [])
    rows = Story.objects.filter(brand=brand).select_related("ruling")
    stories = rows.in_bulk([int(one["key"]) for one in lines if one["kind"] == STORY])
    return [line_of(one, stories) for one in lines]


def line_of(one: Mapping[str, Any], stories: Mapping[int, Story]) -> RiseLine:
    is_word = one["kind"] == WORD
    return RiseLine(
        kind=one["kind"],
        word=one["key"] if is_word else "",
        story=None if is_word else stories.get(int(one["key"])),
        days=tuple(one["days"]),
        **{name: one[name] for name in ("count", "rate", "low", "high", "sure")},
    )


class WeakPage:
    """What rises at a brand, and how that was found out."""

    def __init__(self, brand: Brand, *, at: datetime, known: AsOf[Looked] | None = None) -> None:
        looked = known.what if known else WEAK.at(brand, at=at)
        self.found, self.every = looked.found, looked.every
        self.since = since(known, at=at)
        self.lines = lines_of(brand.pk, {"lines": [fact_of(one) for one in self.found.rises]})
        self.formula = formula()
        self.version = VERSION

    @property
    def sure(self) -> list[RiseLine]:
        return [one for one in self.lines if one.sure]

    @property
    def said(self) -> str:
        return said_of(self.lines, looked=self.found.looked, every=self.every)

    @property
    def inputs(self) -> str:
        return inputs(self.found, every=self.every)


def weak_page(brand: Brand, *, at: datetime) -> WeakPage | None:
    """Give the page without making anybody wait; None where nothing was counted yet."""
    known = WEAK.shown(brand, at=at)
    return WeakPage(brand, at=at, known=known) if known else None


def said_of_brief(lines: list[RiseLine], facts: Mapping[str, Any]) -> str:
    """Say the same of the facts of a brief; in one of before it was looked for there are none."""
    if not facts:
        return _("Weak signals were not looked for when this brief was written.")
    return said_of(lines, looked=facts["looked"], every=facts.get("every", 1))


def said_of(lines: list[RiseLine], *, looked: int, every: int) -> str:
    """Say in a sentence or two how many small matters rise, and when nothing can be known."""
    return told_of(Counter(one.sure for one in lines), looked) + partly_read(every)


def told_of(sure: Counter[bool], looked: int) -> str:
    if sure[True]:
        text = ngettext("%(n)d small topic rises", "%(n)d small topics rise", sure[True]) % {"n": sure[True]}
        return _("%(what)s.") % {"what": text}
    if sure[False]:
        return _("Nothing small rises for sure; the ones listed may be chance.")
    if looked:
        return _("Nothing small rises.")
    numbers = {"least": LEAST, "most": MOST, "days": LEAST_DAYS}
    return _("It cannot be told: no topic has %(least)s to %(most)s voices on at least %(days)s days.") % numbers


def formula() -> str:
    """Say how the slope is worked out and what is chosen."""
    text = _(
        "Stories and known words with %(least)s to %(most)s voices on at least %(days)s of the last %(window)s days. A"
        " voice is a person's first post on it in words that nobody had said before: a loud account or copies count"
        " once. Slope: the likeliest growth a day, given the days on which the voices came, with an exact interval."
        " Listed as rising is what grows, and faster than posts without any of the words grow at the least, by more"
        " than the luck of having looked at so many: at most %(share)s of them are chance (Benjamini–Hochberg), and"
        " their intervals are widened as much. Other words are not looked for; holidays and new sources are not allowed"
        " for."
    )
    return text % {
        "least": LEAST, "most": MOST, "days": LEAST_DAYS, "window": DAYS, "share": f"{FALSE_SHARE:.0%}",
    }  # fmt: skip


def inputs(found: Digest, *, every: int) -> str:
    text = _("%(looked)s topics looked at; posts without any of the words surely grow by %(least)s a day")
    told = text % {"looked": thousands(found.looked), "least": a_day(found.least)}
    return told if every == 1 else _("%(told)s; one post in %(every)s was read") % {"told": told, "every": every}


def weak_figure(brand: Brand, *, at: datetime) -> Metric:
    """Give the number of small topics that rise, with each of them, as `firebreak metric` prints it."""
    found, every = digest_of(brand, at=at)
    lines = lines_of(brand.pk, {"lines": [fact_of(one) for one in found.rises]})
    told = [f"{one.code} {one.slope} ({one.interval}), n = {one.count}" for one in lines if one.sure]
    return Metric(
        code="rising",
        label=_("Weak signals"),
        value=thousands(found.sure),
        unit="",
        note="",
        formula=formula(),
        inputs="; ".join([inputs(found, every=every), *told]),
        version=VERSION,
    )
