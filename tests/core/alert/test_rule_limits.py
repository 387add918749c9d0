"""Where exactly does an alarm begin? Each limit from both sides, and the facts that the sentence is made of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from firebreak.core.alert.baseline import Usual
from firebreak.core.alert.detect.watching import Unusual
from firebreak.core.alert.rule import AlarmRules, BrandNow, Episode, SourceNow, StoryNow, alarms, subject
from firebreak.core.terms import Alarm, Assessment, Category, Range, Reason, Severity, Signal, StoryFacts

S1, S2, S3, S4 = Severity
AT = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
HOUR, MIN = timedelta(hours=1), timedelta(minutes=1)
RULES = AlarmRules()
FACTS = StoryFacts(
    posts=9, negative=9, urgent=0, last_hour=8, hour_before=2, usual_per_hour=0.5, authors=9, followers=0,
    top_followers=0, interactions=0, shares=0, sources=1, news=0, intensity=0.5, category=Category.SERVICE,
    serious=False, evidence=False, serious_with_evidence=False,
)  # fmt: skip
GRAVE = Assessment(S2, 55, 3, 1, 3, (Reason("category", 55),))


def usual(observed: int, chance: float) -> Usual:
    """Make a habit by which so many posts or more have just this chance."""
    low, high = 0.0, float(observed)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if Usual(middle, 5.0).chance(observed) < chance else (low, middle)
    return Usual(low, 5.0)


def heard(now: BrandNow, rules: AlarmRules = RULES) -> list[Alarm]:
    return alarms(now, AT, rules)[0]


def level(length: timedelta, posts: int, negative: int) -> Severity | None:
    one = Unusual(Signal.NEGATIVE_VOLUME, posts, negative, Range(1.0, 0.0, 5.0), 12.0, AT - length, AT - length)
    return heard(BrandNow("dew", unusual=(one,)))[0].severity


@pytest.mark.parametrize(
    ("length", "posts", "negative", "expected"),
    [
        (HOUR, 60, 30, S2),  # half of it angry, and thirty within the hour
        (HOUR, 58, 29, S3),  # twenty-nine
        (HOUR, 62, 30, S3),  # less than half
        (15 * MIN, 8, 8, S2),  # thirty-two an hour, told by a quarter of it
        (15 * MIN, 7, 7, S3),
        (2 * MIN, 7, 7, S3),  # a shorter time tells no more than a quarter
        (2 * HOUR, 50, 50, S3),  # twenty-five an hour
        (HOUR, 20, 6, S3),  # three in ten
        (HOUR, 21, 6, S4),
    ],
)
def test_loudness_is_judged_by_its_tone(length: timedelta, posts: int, negative: int, expected: Severity) -> None:
    assert level(length, posts, negative) is expected


def growing(observed: int, chance: float) -> StoryNow:
    return StoryNow("7", FACTS, GRAVE, observed, usual(observed, chance))


@pytest.mark.parametrize(
    ("observed", "chance", "wakes"), [(3, 1e-4, True), (2, 1e-9, False), (8, 0.95e-3, True), (8, 1.05e-3, False)]
)
def test_a_story_wakes_at_once_in_a_thousand_hours(observed: int, chance: float, wakes: bool) -> None:
    found = heard(BrandNow("dew", stories=(growing(observed, chance),)))

    assert [alarm.signal for alarm in found] == [Signal.STORY_GROWTH] * wakes


def test_a_story_at_just_the_limit_wakes() -> None:
    story = growing(8, 1e-4)

    assert heard(BrandNow("dew", stories=(story,)), AlarmRules(growth_chance=story.usual_negative.chance(8)))


def test_a_growing_story_tells_its_hour_first_and_then_why_it_matters() -> None:
    line, *rest = heard(BrandNow("dew", stories=(replace(growing(8, 1e-4), usual_negative=Usual(0.26, 5.0)),)))[
        0
    ].reasons

    assert line == Reason("negative_last_hour", 0.0, {"posts": 8, "usual": 0.3, "minutes": 60})
    assert tuple(rest) == GRAVE.reasons


LISTENING = SourceNow("ptt", AT - MIN, every=MIN)


def silent(source: SourceNow, rules: AlarmRules = RULES) -> list[tuple[Reason, ...]]:
    return [alarm.reasons for alarm in heard(BrandNow("dew", sources=(source,)), rules)]


def test_a_dead_collector_says_for_how_many_minutes() -> None:
    """R1.5."""
    asleep = replace(LISTENING, last_answer=AT - 125 * MIN)

    assert silent(asleep) == [(Reason("no_answer", 0.0, {"minutes": 125}),)]


@pytest.mark.parametrize(
    ("last_post", "minutes"),
    [(AT - 6 * HOUR, 360), (None, 1)],  # nothing ever came: since it last answered
)
def test_an_empty_source_says_since_when_and_what_is_usual(last_post: datetime | None, minutes: int) -> None:
    """R1.5."""
    empty = replace(LISTENING, usual=Usual(30.06, 5.0), last_post=last_post)

    assert silent(empty) == [(Reason("no_posts", 0.0, {"minutes": minutes, "usual": 30.1}),)]


def test_silence_is_told_below_one_chance_in_ten_thousand() -> None:
    def of(mean: float) -> SourceNow:
        return replace(LISTENING, usual=Usual(mean, 1e9), last_post=AT - 6 * HOUR)

    assert silent(of(9.25))  # e^-9.25 is 0.96 in ten thousand
    assert not silent(of(9.18))  # 1.03
    limit = Usual(9.25, 1e9).silence()
    assert not silent(of(9.25), AlarmRules(silence_chance=limit))


@pytest.mark.parametrize(("age", "signal", "same"), [
    (6 * HOUR, Signal.STORY_GROWTH, True),
    (6 * HOUR + MIN, Signal.STORY_GROWTH, False),
    (72 * HOUR, Signal.HARD_RULE, True),
    (72 * HOUR + MIN, Signal.HARD_RULE, False),
])  # fmt: skip
def test_an_episode_lasts_to_the_end_of_its_quiet_time(age: timedelta, signal: Signal, same: bool) -> None:
    name = subject(signal, "7")
    story = replace(growing(8, 1e-4), assessment=replace(GRAVE, hard_rule=True))
    known = {name: Episode("old", AT - 80 * HOUR, AT - age)}

    found, episodes = alarms(BrandNow("dew", stories=(story,), episodes=known), AT)

    key = next(alarm.key for alarm in found if alarm.signal is signal)
    assert (key == "old") is same
    assert episodes[name].began == (AT - 80 * HOUR if same else AT)
    assert episodes[name].last == AT
