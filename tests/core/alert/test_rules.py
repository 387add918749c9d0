"""Must a person hear of this? Few false alarms, and one alarm per matter and episode."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from firebreak.core.alert.baseline import BUCKET, Usual, learn_habit
from firebreak.core.alert.rule import AlarmRules, BrandNow, Episode, SourceNow, StoryNow, Window, alarms, subject
from firebreak.core.terms import Alarm, Assessment, Category, Reason, Severity, Signal, StoryFacts

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


CALM = Window(HOUR, 3, 0, Usual(3.0, 5.0), Usual(0.3, 3.0))


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (CALM, []),
        # complaints far out of the usual
        (replace(CALM, posts=12, negative=12), [(Signal.NEGATIVE_VOLUME, S3)]),
        # … and so many that it is high risk; that it is loud as well needs no second alarm
        (replace(CALM, posts=60, negative=40), [(Signal.NEGATIVE_VOLUME, S2)]),
        # twice, three times the joy is no alarm
        (replace(CALM, posts=6), []),
        (replace(CALM, posts=12), []),
        # twenty times is worth a line in the digest, and no more
        (replace(CALM, posts=60, negative=1), [(Signal.VOLUME, S4)]),
        # the same surplus counts for less when nobody complains
        (replace(CALM, posts=30, negative=0), []),
        (replace(CALM, posts=30, negative=10, usual_negative=Usual(8.0, 3.0)), [(Signal.VOLUME, S3)]),
        # two complaints are never a volume
        (replace(CALM, posts=2, negative=2, usual_negative=Usual(1e-6, 3.0), usual=Usual(1e-6, 3.0)), []),
    ],
)
def test_it_tells_loud_from_angry(window: Window, expected: list[tuple[Signal, Severity]]) -> None:
    found = heard(BrandNow("dew", windows=(window,)))

    assert [(alarm.signal, alarm.severity) for alarm in found] == expected


def test_the_window_that_is_furthest_out_speaks() -> None:
    hour, quarter = replace(CALM, posts=20, negative=20), Window(15 * MIN, 20, 20, Usual(0.8, 5.0), Usual(0.1, 3.0))

    found = heard(BrandNow("dew", windows=(hour, quarter)))

    assert {alarm.reasons[0].facts["minutes"] for alarm in found} == {15}
    assert found[0].observed == 20
    assert found[0].range is not None


def test_an_alarm_names_the_window_whose_posts_raised_it() -> None:
    """So that its evidence can be those posts."""
    hour = replace(CALM, posts=12, negative=12)
    quarter = replace(CALM, length=15 * MIN, posts=12, negative=12, usual_negative=Usual(0.1, 3.0))

    (loud,) = heard(BrandNow("dew", windows=(hour, quarter)))
    (growing,) = heard(BrandNow("dew", stories=(GROWING,)))
    (hard,) = heard(
        BrandNow("dew", stories=(replace(GROWING, assessment=judged(S2, hard=True), negative_last_hour=1),))
    )

    assert (loud.window, growing.window, hard.window) == (15 * MIN, HOUR, None)


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


def month(per_day: float, *, seed: int, joy: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
    """Make 30 days of posts and complaints by 5 minutes: people sleep, evenings are busy, some days have a campaign."""
    rng = np.random.default_rng(seed)
    hours = np.array([2, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 4, 5, 5, 6, 8, 6, 5, 5, 5, 6, 7, 8, 9, 8, 6, 4])
    place = np.arange(30 * 288)
    campaign = np.array([joy.get(day, 1.0) for day in range(30)])[place // 288]
    weekend = np.where(place // 288 % 7 >= 5, 1.3, 1.0)
    calm = per_day / 288 * (hours / hours.mean())[place % 288 // 12] * weekend
    negative = rng.poisson(0.1 * calm)
    return negative + rng.poisson(0.9 * calm * campaign), negative


def watched(posts: np.ndarray, negative: np.ndarray) -> set[str]:
    """Look every quarter of an hour, with a habit learnt every midnight, and give the keys of all alarms."""
    began = datetime(2026, 10, 4, 16, tzinfo=UTC)  # a Monday midnight in Taipei
    episodes: dict[str, Episode] = {}
    keys: set[str] = set()
    for end in range(12, len(posts) + 1, 3):
        if end % 288 == 12:
            learnt = [learn_habit(series[: end - 12], ends=began + (end - 12) * BUCKET) for series in (posts, negative)]
        windows = []
        for length in (3, 12):
            start = began + (end - length) * BUCKET
            sums = [int(series[end - length : end].sum()) for series in (posts, negative)]
            usual = [habit.usual(start, length * BUCKET) for habit in learnt]
            windows.append(Window(length * BUCKET, *sums, *usual))
        found, episodes = alarms(
            BrandNow("dew", windows=tuple(windows), episodes=episodes), began + end * BUCKET, RULES
        )
        keys |= {alarm.key for alarm in found}
    return keys


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_quiet_month_with_two_campaign_days_stays_quiet(seed: int) -> None:
    """R1.47: thirty posts a day, twice the joy on two days."""
    assert watched(*month(30, seed=seed, joy={10: 2.0, 11: 2.0})) == set()


def test_a_crisis_spread_over_a_month_raises_no_volume_alarm() -> None:
    rng = np.random.default_rng(4)
    posts = np.bincount(rng.integers(0, 30 * 288, 1500), minlength=30 * 288)

    assert watched(posts, rng.binomial(posts, 0.6)) == set()


def test_the_same_crisis_in_an_afternoon_is_heard() -> None:
    """R1.47."""
    posts, negative = month(30, seed=5, joy={})
    storm = np.zeros_like(posts)
    storm[20 * 288 + 168 : 20 * 288 + 192] = 1  # twelve an hour from two in the afternoon

    assert len(watched(posts + storm, negative + storm)) >= 1
