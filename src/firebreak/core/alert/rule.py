"""Is this something a person must hear of? The rules that turn numbers and stories into alarms, once per episode."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import exp
from zlib import crc32

from firebreak.core.alert.baseline import Usual
from firebreak.core.alert.detect.watching import Talk, Unusual
from firebreak.core.alert.narrow import WatchNow, apart, loudest
from firebreak.core.terms import Alarm, Assessment, Reason, Severity, Signal, StoryFacts

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
BEYOND_ODDS = 50.0  # log hours; a day of a thousand voices is rarer than a float can say
LONGEST_ODDS = 1e9  # hours: rarer than once in a hundred thousand years is said of nothing
OF_WATCH = "of_watch"  # the line that names the watch whose own range was left …
WATCH_TOO = "watch_too"  # … and one that was left, too, while the whole brand is told of
LOUD = (Signal.NEGATIVE_VOLUME, Signal.VOLUME, Signal.SLOW_CLIMB, Signal.NEGATIVE_SHARE)
FIRST_EVER = "first_ever"  # a rule whatever the numbers, with episodes and a line of its own
A_DAY_EACH = (Signal.DROP, Signal.NEGATIVE_SHARE)  # whose rarity is that of a day, not of an hour
CODES = {  # lines that say which posts were counted
    (Signal.VOLUME, Talk.NO_PRAISE): "volume_without_praise",
    (Signal.SLOW_CLIMB, Talk.NO_PRAISE): "climb_without_praise",
    (Signal.SLOW_CLIMB, Talk.COMPLAINTS): "climb_of_complaints",
}


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """When an alarm is raised. Chances are those of so many posts or more by the brand's own habit.

    How unusual the brand as a whole is, its detector judges.
    """

    few: int = 3  # fewer posts are never an alarm of number
    angry_share: float = 0.3  # share of negative posts from which on a loud brand is more than a line of the digest
    angriest_share: float = 0.5  # … and with so many an hour, high risk
    angriest_per_hour: float = 30.0
    one_matter: timedelta = timedelta(hours=72)  # a slow climb so soon after a burst is the same matter
    growth_chance: float = 1e-3
    growth_level: Severity = Severity.S3  # a story that grows wakes from this level on
    first_voices: int = 2  # one person's word of controversy, a person finds among the mentions
    silence_chance: float = 1e-4
    silence_least: timedelta = timedelta(minutes=5)
    polls_missed: int = 3
    quiet: timedelta = timedelta(hours=6)  # an episode ends after so long without the signal
    hard_rule_quiet: timedelta = timedelta(hours=72)  # … of a hard rule


@dataclass(frozen=True, slots=True)
class StoryNow:
    """A story as it stands; `key` is stable for its life. `negative_last_hour` are its own."""

    key: str
    facts: StoryFacts
    assessment: Assessment
    negative_last_hour: int
    usual_negative: Usual  # of the brand, for this hour: the story must stand out of all there is


@dataclass(frozen=True, slots=True)
class SourceNow:
    """A source as it stands: when it last answered, how often it is asked, and since when it has given nothing.

    `usual` is how often it gives something in that time; None where that is not known, or not long enough to matter.
    """

    key: str
    last_answer: datetime
    every: timedelta
    usual: Usual | None = None
    last_post: datetime | None = None


@dataclass(frozen=True, slots=True)
class FirstHeard:
    """Terms of a watch of controversy that complaints of late say of the brand for the first time.

    `posts` of `stories` ("" for a post in none) said them `within` so long; never before while the brand was `known`.
    `voices`: people who did so, each in words of their own.
    """

    watch: str
    terms: tuple[str, ...]
    posts: int
    voices: int
    stories: frozenset[str]
    known: timedelta
    within: timedelta


@dataclass(frozen=True, slots=True)
class Episode:
    """One run of a signal: its alarm's key, when it began and when the signal was last there."""

    key: str
    began: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class BrandNow:
    """All that the rules look at, at one moment. `episodes` are the last of each subject, by `subject(...)`."""

    brand: str
    unusual: tuple[Unusual, ...] = ()
    watches: tuple[WatchNow, ...] = ()
    stories: tuple[StoryNow, ...] = ()
    firsts: tuple[FirstHeard, ...] = ()
    sources: tuple[SourceNow, ...] = ()
    episodes: Mapping[str, Episode] = field(default_factory=dict)


def subject(signal: Signal, of: str) -> str:
    """Name what an episode is about: a signal of a brand, a story or a source."""
    return f"{signal.value}:{of}"


def alarms(now: BrandNow, at: datetime, rules: AlarmRules = AlarmRules()) -> tuple[list[Alarm], dict[str, Episode]]:
    """Give every alarm that stands at `at`, worst first, and the episodes to be remembered.

    An alarm that goes on keeps its key, so that a matter alerts once; after a quiet time the next is a new episode.
    """
    of_stories = [*_hard_rules(now.stories), *_growing(now.stories, rules)]
    told = {name.partition(":")[2] for name, _ in of_stories}
    raised = [
        *of_stories,
        *_first_ever(now, told, rules),
        *_odd(now, at, rules),
        *_odd_watches(now, told, at, rules),
        *_silent(now.sources, at, rules),
    ]
    episodes = dict(now.episodes)
    found = []
    for name, alarm in raised:
        if not alarm.key:
            episodes[name] = _episode(episodes.get(name), name, at, rules)
        found.append(replace(alarm, key=alarm.key or episodes[name].key))
    return sorted(found, key=lambda alarm: alarm.severity.rank if alarm.severity else 9), episodes


def _episode(before: Episode | None, name: str, at: datetime, rules: AlarmRules) -> Episode:
    quiet = rules.hard_rule_quiet if name.startswith(Signal.HARD_RULE) else rules.quiet
    if before is not None and at - before.last <= quiet:
        return Episode(before.key, before.began, max(before.last, at))
    return Episode(key=f"{name}:{int(at.timestamp())}", began=at, last=at)


Named = tuple[str, Alarm]


def _hard_rules(stories: Iterable[StoryNow]) -> list[Named]:
    """R1.25: a serious defect with a photo or video wakes at once, whatever the numbers."""
    return [
        (
            subject(Signal.HARD_RULE, story.key),
            Alarm("", Signal.HARD_RULE, story.assessment.severity, story.assessment.reasons),
        )
        for story in stories
        if story.assessment.hard_rule
    ]


def _growing(stories: Iterable[StoryNow], rules: AlarmRules) -> list[Named]:
    """A story of complaints that grows beyond what the brand hears in such an hour, and matters."""
    found = []
    for story in stories:
        observed, level = story.negative_last_hour, story.assessment.severity
        chance = story.usual_negative.chance(observed)
        matters = level.rank <= rules.growth_level.rank
        grows = story.facts.last_hour > story.facts.hour_before
        if observed < rules.few or chance > rules.growth_chance or not matters or not grows:
            continue
        usual = story.usual_negative
        lines = (_beyond("negative_last_hour", observed, usual, HOUR), *story.assessment.reasons)
        alarm = Alarm("", Signal.STORY_GROWTH, level, lines, usual.range(), observed, window=HOUR)
        found.append((subject(Signal.STORY_GROWTH, story.key), alarm))
    return found


def _first_ever(now: BrandNow, told: Collection[str], rules: AlarmRules) -> list[Named]:
    """What two people say of the brand as nobody did before is looked at; how grave it is, the stories judge.

    Where the stories that say it are told anyway, it is no matter of its own.
    """
    return [
        (
            f"{FIRST_EVER}:{one.watch}:{crc32(' '.join(one.terms).encode()):08x}",
            Alarm("", Signal.HARD_RULE, Severity.S4, (_first_line(one),), None, one.posts, window=one.within),
        )
        for one in now.firsts
        if one.voices >= rules.first_voices and not one.stories <= set(told)
    ]


def _first_line(one: FirstHeard) -> Reason:
    facts = {"terms": list(one.terms), "watch": one.watch, "posts": one.posts, "days": one.known.days}
    return Reason(FIRST_EVER, 0.0, {**facts, "minutes": _minutes(one.within)})


def _odd(now: BrandNow, at: datetime, rules: AlarmRules) -> list[Named]:
    """What the detector finds unusual about the brand as a whole, each signal by its rarest window."""
    found = [_told(one, _burst_before(one, now.brand, now, at, rules), now, at, rules) for one in now.unusual]
    inner = loudest(now.watches)
    if inner is None:
        return found
    line = _watch_line(WATCH_TOO, *inner, at)
    return [(name, with_line(alarm, line) if alarm.signal in LOUD else alarm) for name, alarm in found]


def with_line(alarm: Alarm, line: Reason) -> Alarm:
    """Put a line before the last one."""
    return replace(alarm, reasons=(*alarm.reasons[:-1], line, *alarm.reasons[-1:]))


def _odd_watches(now: BrandNow, told: Collection[str], at: datetime, rules: AlarmRules) -> list[Named]:
    """What is unusual about one watch by itself, where neither the brand nor a story is told of for the same posts.

    Of a watch that listens to somebody else it is for the digest, and none is graver than what the whole brand hears.
    """
    running = {one.key: signal for one in now.watches if (signal := _running(one.key, now, at, rules))}
    own = [one for one in now.watches if not one.rivals]
    inside = {one.key for one in own if one.unusual and _is_the_brands(one.unusual, now, at, rules)}
    found = apart(now.watches, inside=inside, stories=told, running=running)
    told_as = {
        watch.key: (running[watch.key], "") if watch.key in running else _burst_before(one, watch.key, now, at, rules)
        for watch, one in found
    }
    return [_of_watch(watch, one, told_as[watch.key], at, rules) for watch, one in found]


def _is_the_brands(one: Unusual, now: BrandNow, at: datetime, rules: AlarmRules) -> bool:
    """Tell whether what is unusual about a watch is in what the whole brand is told of, or was within its window.

    Complaints are not in talk that is none; of a volume that is over nobody knows any more what it was.
    """
    bitter = one.of is Talk.COMPLAINTS
    loud = [each for each in now.unusual if each.signal in LOUD]
    calm = {each.signal for each in loud if bitter and not _is_angry(each, rules)}
    unknown = {Signal.VOLUME} if bitter else set()
    before = (now.episodes.get(subject(signal, now.brand)) for signal in LOUD if signal not in calm | unknown)
    told = any(each and (at - each.last <= rules.quiet or one.begins < each.last) for each in before)
    return told or any(each.signal not in calm for each in loud)


def _is_angry(one: Unusual, rules: AlarmRules) -> bool:
    return one.of is Talk.COMPLAINTS or _share(one) >= rules.angry_share


def _share(one: Unusual) -> float:
    return one.negative / one.posts if one.posts else 0.0


def _running(of: str, now: BrandNow, at: datetime, rules: AlarmRules) -> Signal | None:
    """Name the signal by which a brand or watch was told to be beyond its usual, while that goes on."""
    last = ((signal, now.episodes.get(subject(signal, of))) for signal in LOUD)
    return next((signal for signal, one in last if one and at - one.last <= rules.quiet), None)


def _of_watch(watch: WatchNow, one: Unusual, known: tuple[Signal, str], at: datetime, rules: AlarmRules) -> Named:
    (signal, key), length = known, at - one.begins
    level = Severity.S4 if watch.rivals else max(_level(one, length, rules), Severity.S3, key=lambda each: each.rank)
    lines = (_watch_line(OF_WATCH, watch, one, at), *_lines(one, at))
    return subject(signal, watch.key), Alarm(key, signal, level, lines, one.range, one.observed, window=length)


def _watch_line(code: str, watch: WatchNow, one: Unusual, at: datetime) -> Reason:
    usual = {"low": one.range.low, "high": one.range.high, "minutes": _minutes(at - one.begins)}
    return Reason(code, 0.0, {"watch": watch.name, "posts": one.observed, **usual})


def _burst_before(one: Unusual, of: str, now: BrandNow, at: datetime, rules: AlarmRules) -> tuple[Signal, str]:
    """Name the burst and its key of which a climb is the rest: what still fills a window of days is no new matter.

    The burst's episode is left as it is, so that another burst is told although the rest of the first still stands.
    """
    bursts = (Signal.NEGATIVE_VOLUME, Signal.VOLUME) if one.signal is Signal.SLOW_CLIMB else ()
    for burst in bursts:
        before = now.episodes.get(subject(burst, of))
        if before is not None and at - before.last <= rules.one_matter:
            return burst, before.key
    return one.signal, ""


def _told(one: Unusual, known: tuple[Signal, str], now: BrandNow, at: datetime, rules: AlarmRules) -> Named:
    (signal, key), length = known, at - one.begins
    alarm = Alarm(key, signal, _level(one, length, rules), _lines(one, at), one.range, one.observed, window=length)
    return subject(signal, now.brand), alarm


def _lines(one: Unusual, at: datetime) -> tuple[Reason, ...]:
    code = CODES.get((one.signal, one.of), one.signal.value)
    facts = {"posts": one.observed, "usual": round(one.range.expected, 1), "minutes": _minutes(at - one.begins)}
    share = {"negative": one.negative, "posts": one.posts}
    hours = exp(min(one.rarity, BEYOND_ODDS)) * (24 if one.signal in A_DAY_EACH else 1)
    odds = {"once_in_hours": round(min(hours, LONGEST_ODDS)), "for_minutes": _minutes(at - one.since)}
    return Reason(code, 0.0, facts), Reason("how_unusual", 0.0, odds), Reason("negative_of", 0.0, share)


def _minutes(length: timedelta) -> int:
    return max(1, int(length.total_seconds() // 60))


def _level(one: Unusual, length: timedelta, rules: AlarmRules) -> Severity:
    """Judge loudness by its tone alone: joy, however loud, is no crisis. What it is about, the stories judge."""
    share = _share(one)
    per_hour = one.negative / (max(length, QUARTER) / HOUR)
    if one.signal is Signal.DROP or share < rules.angry_share:
        return Severity.S4
    loud = one.signal in (Signal.NEGATIVE_VOLUME, Signal.VOLUME)
    grave = loud and share >= rules.angriest_share and per_hour >= rules.angriest_per_hour
    return Severity.S2 if grave else Severity.S3


def _silent(sources: Iterable[SourceNow], at: datetime, rules: AlarmRules) -> list[Named]:
    """R1.5: a source that no longer answers, or that has given nothing for far longer than it is used to."""
    found = []
    for source in sources:
        mute = at - source.last_answer
        limit = max(rules.silence_least, rules.polls_missed * source.every)
        line = None
        if mute >= limit:
            line = Reason("no_answer", 0.0, {"minutes": int(mute.total_seconds() // 60)})
        elif source.usual is not None and source.usual.silence() < rules.silence_chance:
            since = at - (source.last_post or source.last_answer)
            facts = {"minutes": int(since.total_seconds() // 60), "usual": round(source.usual.mean, 1)}
            line = Reason("no_posts", 0.0, facts)
        if line is not None:
            found.append((subject(Signal.SOURCE_SILENT, source.key), Alarm("", Signal.SOURCE_SILENT, None, (line,))))
    return found


def _beyond(code: str, observed: int, usual: Usual, length: timedelta) -> Reason:
    facts = {"posts": observed, "usual": round(usual.mean, 1), "minutes": int(length.total_seconds() // 60)}
    return Reason(code, 0.0, facts)
