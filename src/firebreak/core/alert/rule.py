"""Is this something a person must hear of? The rules that turn numbers and stories into alarms, once per episode."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from firebreak.core.alert.baseline import Usual
from firebreak.core.terms import Alarm, Assessment, Reason, Severity, Signal, StoryFacts

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """When an alarm is raised. Chances are those of so many posts or more by the brand's own habit."""

    few: int = 3  # fewer posts are never an alarm of number
    volume_chance: float = 1e-6
    joy_chance: float = 1e-9  # … of a volume in which few complain: a campaign is no crisis
    joy_share: float = 0.3  # share of negative posts below which it is joy
    negative_chance: float = 3e-6
    growth_chance: float = 1e-3
    growth_level: Severity = Severity.S3  # a story that grows wakes from this level on
    silence_chance: float = 1e-4
    silence_least: timedelta = timedelta(minutes=5)
    polls_missed: int = 3
    quiet: timedelta = timedelta(hours=6)  # an episode ends after so long without the signal
    hard_rule_quiet: timedelta = timedelta(hours=72)  # … of a hard rule


@dataclass(frozen=True, slots=True)
class Window:
    """Posts of a window that ends now, and what it usually has."""

    length: timedelta
    posts: int
    negative: int
    usual: Usual
    usual_negative: Usual


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
class Episode:
    """One run of a signal: its alarm's key, when it began and when the signal was last there."""

    key: str
    began: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class BrandNow:
    """All that the rules look at, at one moment. `episodes` are the last of each subject, by `subject(...)`."""

    brand: str
    windows: tuple[Window, ...] = ()
    stories: tuple[StoryNow, ...] = ()
    sources: tuple[SourceNow, ...] = ()
    episodes: Mapping[str, Episode] = field(default_factory=dict)


def subject(signal: Signal, of: str) -> str:
    """Name what an episode is about: a signal of a brand, a story or a source."""
    return f"{signal.value}:{of}"


def alarms(now: BrandNow, at: datetime, rules: AlarmRules = AlarmRules()) -> tuple[list[Alarm], dict[str, Episode]]:
    """Give every alarm that stands at `at`, worst first, and the episodes to be remembered.

    An alarm that goes on keeps its key, so that a matter alerts once; after a quiet time the next is a new episode.
    """
    raised = [
        *_hard_rules(now.stories),
        *_growing(now.stories, rules),
        *_loud(now, rules),
        *_silent(now.sources, at, rules),
    ]
    episodes = dict(now.episodes)
    found = []
    for name, alarm in raised:
        episode = _episode(episodes.get(name), name, at, rules)
        episodes[name] = episode
        found.append(replace(alarm, key=episode.key))
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


def _loud(now: BrandNow, rules: AlarmRules) -> list[Named]:
    """More than the brand is used to, in complaints or else in all; the window that is furthest out speaks.

    Complaints beyond the usual say all that the volume would say, so the volume keeps silent then.
    """
    return _furthest(now, Signal.NEGATIVE_VOLUME, rules) or _furthest(now, Signal.VOLUME, rules)


def _furthest(now: BrandNow, signal: Signal, rules: AlarmRules) -> list[Named]:
    out = []
    for window in now.windows:
        observed, usual, limit = _side(window, signal, rules)
        chance = usual.chance(observed)
        if observed >= rules.few and chance < limit:
            out.append((chance, window.length, window, observed, usual))
    if not out:
        return []
    _, _, window, observed, usual = min(out, key=lambda one: one[:2])
    line = _beyond(signal.value, observed, usual, window.length)
    share = Reason("negative_of", 0.0, {"negative": window.negative, "posts": window.posts})
    alarm = Alarm("", signal, _level(window, rules), (line, share), usual.range(), observed, window=window.length)
    return [(subject(signal, now.brand), alarm)]


def _side(window: Window, signal: Signal, rules: AlarmRules) -> tuple[int, Usual, float]:
    if signal is Signal.NEGATIVE_VOLUME:
        return window.negative, window.usual_negative, rules.negative_chance
    joyful = window.negative < rules.joy_share * window.posts
    return window.posts, window.usual, rules.joy_chance if joyful else rules.volume_chance


def _level(window: Window, rules: AlarmRules) -> Severity:
    """Judge loudness by its tone alone: joy, however loud, is no crisis. What it is about, the stories judge."""
    share = window.negative / window.posts if window.posts else 0.0
    per_hour = window.negative / (window.length / HOUR)
    if share >= 0.5 and per_hour >= 30:
        return Severity.S2
    return Severity.S3 if share >= rules.joy_share else Severity.S4


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
