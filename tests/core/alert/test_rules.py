"""Must a person hear of this? Few false alarms, and one alarm per matter and episode."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from firebreak.core.alert.baseline import Usual
from firebreak.core.alert.detect.watching import Talk, Unusual
from firebreak.core.alert.rule import AlarmRules, BrandNow, Episode, FirstHeard, SourceNow, StoryNow, alarms, subject
from firebreak.core.terms import Alarm, Assessment, Category, Range, Reason, Severity, Signal, StoryFacts

S1, S2, S3, S4 = Severity
AT = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
HOUR, MIN = timedelta(hours=1), timedelta(minutes=1)
RULES = AlarmRules()
QUIET = Usual(0.2, 2.0)
FACTS = StoryFacts(
    posts=10, negative=9, urgent=2, last_hour=8, hour_before=2, usual_per_hour=0.5, authors=9, followers=0,
    top_followers=0, interactions=0, shares=0, sources=2, news=0, intensity=0.5, category=Category.PRODUCT_SAFETY,
    serious=True, evidence=False, serious_with_evidence=False,
)  # fmt: skip
GRAVE = Assessment(S2, 55, 3, 1, 3, (Reason("category", 55),))
GROWING = StoryNow("7", FACTS, GRAVE, 8, QUIET)


def judged(severity: Severity, *, hard: bool = False) -> Assessment:
    return replace(GRAVE, severity=severity, score=severity.floor, hard_rule=hard)


def heard(now: BrandNow, at: datetime = AT) -> list[Alarm]:
    return alarms(now, at, RULES)[0]


def signals(now: BrandNow) -> list[Signal]:
    return [alarm.signal for alarm in heard(now)]


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (GROWING, [Signal.STORY_GROWTH]),
        # two posts are a pair, whatever the odds
        (replace(GROWING, negative_last_hour=2, usual_negative=Usual(0.001, 2.0)), []),
        # a brand that hears eight complaints in every hour is not woken by them
        (replace(GROWING, usual_negative=Usual(8.0, 5.0)), []),
        # what does not matter may grow
        (replace(GROWING, assessment=judged(S4)), []),
        (replace(GROWING, assessment=judged(S3)), [Signal.STORY_GROWTH]),
        # what shrinks does not grow
        (replace(GROWING, facts=replace(FACTS, last_hour=8, hour_before=8)), []),
        # R1.25: a serious defect with a photo wakes whatever the numbers
        (replace(GROWING, assessment=judged(S2, hard=True), negative_last_hour=1), [Signal.HARD_RULE]),
        (replace(GROWING, assessment=judged(S2, hard=True)), [Signal.HARD_RULE, Signal.STORY_GROWTH]),
    ],
)
def test_it_tells_a_story_that_wakes(story: StoryNow, expected: list[Signal]) -> None:
    assert signals(BrandNow("dew", stories=(story,))) == expected


NEW = FirstHeard("食安", ("生鏽",), 3, 2, frozenset({"7", ""}), timedelta(days=30), 6 * HOUR)


@pytest.mark.parametrize(
    ("one", "stories", "expected"),
    [
        (NEW, (), [(Signal.HARD_RULE, S4)]),
        # one voice, however often it speaks
        (replace(NEW, posts=9, voices=1), (), []),
        # what a story that is told anyway says alone is no matter of its own; what is said beside it is
        (replace(NEW, stories=frozenset({"7"})), (GROWING,), [(Signal.STORY_GROWTH, S2)]),
        (NEW, (GROWING,), [(Signal.STORY_GROWTH, S2), (Signal.HARD_RULE, S4)]),
    ],
)
def test_what_was_never_said_before_is_told(
    one: FirstHeard, stories: tuple[StoryNow, ...], expected: list[tuple[Signal, Severity]]
) -> None:
    found = heard(BrandNow("dew", firsts=(one,), stories=stories))

    assert [(alarm.signal, alarm.severity) for alarm in found] == expected


def test_new_words_have_episodes_and_a_line_of_their_own() -> None:
    (alarm,), episodes = alarms(BrandNow("dew", firsts=(NEW,)), AT, RULES)
    (again,), _ = alarms(BrandNow("dew", firsts=(NEW,), episodes=episodes), AT + 5 * HOUR, RULES)

    assert [line.code for line in alarm.reasons] == ["first_ever"]
    assert alarm.key.startswith("first_ever:食安:")
    assert again.key == alarm.key


LOUD = Unusual(
    signal=Signal.NEGATIVE_VOLUME,
    posts=12,
    negative=12,
    of=Talk.COMPLAINTS,
    range=Range(0.3, 0.0, 4.0),
    rarity=12.0,
    begins=AT - HOUR,
    since=AT - 20 * MIN,
)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (LOUD, (Signal.NEGATIVE_VOLUME, S3)),
        (replace(LOUD, posts=60, negative=40), (Signal.NEGATIVE_VOLUME, S2)),  # so many that it is high risk
        (replace(LOUD, signal=Signal.VOLUME, posts=60, negative=1), (Signal.VOLUME, S4)),  # joy, for the digest
        (replace(LOUD, signal=Signal.VOLUME, posts=30, negative=10), (Signal.VOLUME, S3)),
        (replace(LOUD, signal=Signal.SLOW_CLIMB, begins=AT - 72 * HOUR, negative=9), (Signal.SLOW_CLIMB, S3)),
        (replace(LOUD, signal=Signal.NEGATIVE_SHARE, posts=900, negative=800), (Signal.NEGATIVE_SHARE, S3)),
        (replace(LOUD, signal=Signal.DROP, posts=1, negative=1), (Signal.DROP, S4)),
    ],
)
def test_it_tells_loud_from_angry(one: Unusual, expected: tuple[Signal, Severity]) -> None:
    (found,) = heard(BrandNow("dew", unusual=(one,)))

    assert (found.signal, found.severity) == expected


def test_an_alarm_says_what_is_usual_how_rare_this_is_and_since_when() -> None:
    (found,) = heard(BrandNow("dew", unusual=(LOUD,)))

    assert found.reasons == (
        Reason("negative_volume", 0.0, {"posts": 12, "usual": 0.3, "minutes": 60}),
        Reason("how_unusual", 0.0, {"once_in_hours": 162755, "for_minutes": 20}),
        Reason("negative_of", 0.0, {"negative": 12, "posts": 12}),
    )
    assert (found.observed, found.range, found.window) == (12, LOUD.range, HOUR)


def test_what_still_fills_the_days_after_a_burst_is_no_climb_of_its_own() -> None:
    climb = replace(LOUD, signal=Signal.SLOW_CLIMB, begins=AT - 72 * HOUR)
    name = subject(Signal.NEGATIVE_VOLUME, "dew")
    lately, long_ago = (Episode("old", AT - age * HOUR, AT - age * HOUR) for age in (5, 80))

    after, alone = (heard(BrandNow("dew", unusual=(climb,), episodes={name: one})) for one in (lately, long_ago))

    assert [(one.signal, one.key) for one in after] == [(Signal.NEGATIVE_VOLUME, "old")]
    assert [one.signal for one in alone] == [Signal.SLOW_CLIMB]


@pytest.mark.parametrize("hours", [5, 7, 30, 71])
def test_the_rest_of_a_burst_is_the_same_matter_for_days_but_another_burst_is_told(hours: int) -> None:
    climb = replace(LOUD, signal=Signal.SLOW_CLIMB, begins=AT - 72 * HOUR)
    name = subject(Signal.NEGATIVE_VOLUME, "dew")
    known = {name: Episode("old", AT - 80 * HOUR, AT - hours * HOUR)}

    (rest,), episodes = alarms(BrandNow("dew", unusual=(climb,), episodes=known), AT, RULES)
    (again,) = heard(BrandNow("dew", unusual=(LOUD,), episodes=episodes))

    assert rest.key == "old"
    assert episodes == known
    assert (again.key == "old") is (hours <= 6)


@pytest.mark.parametrize(
    ("signal", "of", "code"),
    [
        (Signal.SLOW_CLIMB, Talk.COMPLAINTS, "climb_of_complaints"),
        (Signal.SLOW_CLIMB, Talk.NO_PRAISE, "climb_without_praise"),
        (Signal.VOLUME, Talk.NO_PRAISE, "volume_without_praise"),
        (Signal.NEGATIVE_VOLUME, Talk.COMPLAINTS, "negative_volume"),
        (Signal.DROP, Talk.EVERYTHING, "drop"),
    ],
)
def test_the_first_line_says_which_posts_were_counted(signal: Signal, of: Talk, code: str) -> None:
    (found,) = heard(BrandNow("dew", unusual=(replace(LOUD, signal=signal, of=of, posts=60, sober=40),)))

    counts = {Talk.COMPLAINTS: 12, Talk.NO_PRAISE: 40, Talk.EVERYTHING: 60}
    assert (found.reasons[0].code, found.reasons[0].facts["posts"], found.observed) == (code, counts[of], counts[of])


@pytest.mark.parametrize(
    ("signal", "hours"), [(Signal.NEGATIVE_VOLUME, 2981), (Signal.NEGATIVE_SHARE, 71543), (Signal.DROP, 71543)]
)
def test_what_is_judged_by_the_day_comes_once_in_so_many_days(signal: Signal, hours: int) -> None:
    (found,) = heard(BrandNow("dew", unusual=(replace(LOUD, signal=signal, rarity=8.0),)))

    assert found.reasons[1].facts["once_in_hours"] == hours


def test_what_is_rarer_than_a_float_can_say_is_an_alarm_all_the_same() -> None:
    (found,) = heard(BrandNow("dew", unusual=(replace(LOUD, rarity=1e4),)))

    assert found.reasons[1].facts["once_in_hours"] == 10**9


def test_an_alarm_names_the_window_whose_posts_raised_it() -> None:
    """So that its evidence can be those posts."""
    (growing,) = heard(BrandNow("dew", stories=(GROWING,)))
    (hard,) = heard(
        BrandNow("dew", stories=(replace(GROWING, assessment=judged(S2, hard=True), negative_last_hour=1),))
    )

    assert (growing.window, hard.window) == (HOUR, None)


LISTENING = SourceNow("ptt", AT - MIN, every=MIN)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (LISTENING, None),
        (replace(LISTENING, last_answer=AT - 4 * MIN), None),  # patience of five minutes
        (replace(LISTENING, last_answer=AT - 5 * MIN), "no_answer"),  # R1.5: dead collector, at most five minutes
        (replace(LISTENING, last_answer=AT - 40 * MIN, every=15 * MIN), None),  # asked rarely, given more time
        (replace(LISTENING, last_answer=AT - 45 * MIN, every=15 * MIN), "no_answer"),
        (replace(LISTENING, usual=Usual(30.0, 5.0), last_post=AT - 6 * HOUR), "no_posts"),  # answers, but with nothing
        (replace(LISTENING, usual=Usual(2.0, 5.0), last_post=AT - 6 * HOUR), None),  # that happens
    ],
)
def test_it_tells_a_source_that_fell_silent(source: SourceNow, reason: str | None) -> None:
    """R1.5."""
    found = heard(BrandNow("dew", sources=(source,)))

    assert [alarm.reasons[0].code for alarm in found] == ([reason] if reason else [])
    assert all(alarm.severity is None for alarm in found)


def test_a_matter_that_goes_on_keeps_its_key() -> None:
    now = BrandNow("dew", stories=(GROWING,))
    first, episodes = alarms(now, AT, RULES)

    again, later = alarms(replace(now, episodes=episodes), AT + 5 * HOUR, RULES)
    still, _ = alarms(replace(now, episodes=later), AT + 10 * HOUR, RULES)

    assert first[0].key == again[0].key == still[0].key


def test_after_a_quiet_time_it_is_another_episode() -> None:
    now = BrandNow("dew", stories=(GROWING,))
    first, episodes = alarms(now, AT, RULES)

    again, _ = alarms(replace(now, episodes=episodes), AT + 6 * HOUR + MIN, RULES)

    assert first[0].key != again[0].key


def test_a_hard_rule_is_told_once_for_days() -> None:
    now = BrandNow("dew", stories=(replace(GROWING, assessment=judged(S2, hard=True), negative_last_hour=0),))
    first, episodes = alarms(now, AT, RULES)

    again, _ = alarms(replace(now, episodes=episodes), AT + 71 * HOUR, RULES)
    anew, _ = alarms(replace(now, episodes=episodes), AT + 73 * HOUR, RULES)

    assert first[0].key == again[0].key != anew[0].key


def test_two_stories_and_two_signals_have_keys_of_their_own() -> None:
    hard = replace(GROWING, assessment=judged(S1, hard=True))

    found = heard(BrandNow("dew", stories=(hard, replace(GROWING, key="8"))))

    assert len({alarm.key for alarm in found}) == len(found) == 3
    assert [alarm.severity for alarm in found] == [S1, S1, S2]  # worst first


def test_a_late_look_does_not_turn_an_episode_back() -> None:
    name = subject(Signal.STORY_GROWTH, "7")
    known = {name: Episode("old", AT - HOUR, AT + HOUR)}

    found, episodes = alarms(BrandNow("dew", stories=(GROWING,), episodes=known), AT, RULES)

    assert found[0].key == "old"
    assert episodes[name].last == AT + HOUR
