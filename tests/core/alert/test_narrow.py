"""Is a watch told of by its own range, and no matter twice where one post is heard by several watches?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from firebreak.core.alert.detect.watching import Talk, Unusual
from firebreak.core.alert.narrow import WatchNow, loudest
from firebreak.core.alert.rule import BrandNow, alarms
from firebreak.core.terms import Alarm, Range, Reason, Severity, Signal
from tests.core.alert.test_rules import GROWING

S2, S3, S4 = Severity.S2, Severity.S3, Severity.S4
AT = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOUD = Unusual(
    signal=Signal.NEGATIVE_VOLUME,
    posts=12,
    negative=12,
    of=Talk.COMPLAINTS,
    range=Range(0.3, 0.0, 4.0),
    rarity=12.0,
    begins=AT - HOUR,
    since=AT - HOUR,
)
TEA = WatchNow("#1", "鮮奶茶", False, frozenset(range(12)), unusual=LOUD)
FOOD = WatchNow("#2", "食安", False, frozenset(range(4, 12)), unusual=replace(LOUD, rarity=11.0, negative=8))
STARS = WatchNow("#3", "星辰", True, frozenset(range(50, 62)), unusual=LOUD)
CALM = WatchNow("#4", "暖杯計畫", False, frozenset())


def told(now: BrandNow, at: datetime = AT) -> list[tuple[str, Signal, Severity | None]]:
    return [(alarm.key.split(":")[1], alarm.signal, alarm.severity) for alarm in alarms(now, at)[0]]


def found(*watches: WatchNow) -> list[Alarm]:
    return alarms(BrandNow("dew", watches=watches), AT)[0]


def test_an_alarm_of_a_watch_names_it_and_its_range() -> None:
    (alarm,) = found(TEA, CALM)

    assert alarm.key.startswith("negative_volume:#1:")
    assert alarm.reasons[0] == Reason(
        "of_watch", 0.0, {"watch": "鮮奶茶", "posts": 12, "low": 0.0, "high": 4.0, "minutes": 60}
    )
    assert (alarm.range, alarm.observed) == (LOUD.range, 12)


def test_posts_that_two_watches_hear_are_told_once_by_the_rarer_one() -> None:
    assert told(BrandNow("dew", watches=(FOOD, TEA))) == [("#1", Signal.NEGATIVE_VOLUME, S3)]


def test_two_watches_with_posts_of_their_own_are_both_told() -> None:
    other = replace(FOOD, posts=frozenset(range(20, 28)))

    assert [key for key, *_ in told(BrandNow("dew", watches=(other, TEA)))] == ["#1", "#2"]


@pytest.mark.parametrize("minutes", [1, 200])
def test_a_second_watch_stays_silent_while_the_first_one_goes_on(minutes: int) -> None:
    _, episodes = alarms(BrandNow("dew", watches=(TEA, FOOD)), AT)
    rarer_now = replace(FOOD, unusual=replace(LOUD, rarity=20.0))

    later = BrandNow("dew", watches=(replace(TEA, unusual=None), rarer_now), episodes=episodes)

    assert told(later, AT + timedelta(minutes=minutes)) == []


def test_an_alarm_that_changes_its_signal_keeps_its_key() -> None:
    (first,), episodes = alarms(BrandNow("dew", watches=(TEA,)), AT)
    all_talk = replace(TEA, unusual=replace(LOUD, signal=Signal.VOLUME, of=Talk.NO_PRAISE, sober=12, rarity=15.0))

    (again,), _ = alarms(BrandNow("dew", watches=(all_talk,), episodes=episodes), AT + HOUR)

    assert again.key == first.key


def test_what_the_whole_brand_is_told_of_no_watch_of_its_own_tells_again() -> None:
    brand = BrandNow("dew", unusual=(LOUD,), watches=(TEA, STARS))
    found, episodes = alarms(brand, AT)
    later = BrandNow("dew", watches=(TEA, STARS), episodes=episodes)

    assert {alarm.key.split(":")[1] for alarm in found} == {"dew", "#3"}
    assert {key for key, *_ in told(later, AT + 5 * HOUR)} == {"#3"}


def test_the_alarm_of_the_brand_names_the_watch_that_is_furthest_out() -> None:
    (alarm,), _ = alarms(BrandNow("dew", unusual=(LOUD,), watches=(FOOD, TEA)), AT)

    (line,) = [one for one in alarm.reasons if one.code == "watch_too"]
    assert line.facts["watch"] == "鮮奶茶"
    assert alarm.reasons[-1].code == "negative_of"


def test_a_story_that_is_told_covers_the_watch_that_hears_it() -> None:
    inside = replace(TEA, stories={"7": 6, "9": 6})  # half of its posts are enough
    beside = replace(TEA, stories={"7": 5, "9": 7})

    assert [key for key, *_ in told(BrandNow("dew", stories=(GROWING,), watches=(inside,)))] == ["7"]
    assert [key for key, *_ in told(BrandNow("dew", stories=(GROWING,), watches=(beside,)))] == ["7", "#1"]


def test_somebody_elses_crisis_is_for_the_digest_and_no_watch_is_graver_than_the_whole_brand() -> None:
    many = replace(LOUD, posts=60, negative=60)

    assert [alarm.severity for alarm in found(replace(STARS, unusual=many))] == [S4]
    assert [alarm.severity for alarm in found(replace(TEA, unusual=many))] == [S3]


def test_the_more_watches_there_are_the_rarer_each_must_be() -> None:
    edge = replace(TEA, unusual=replace(LOUD, rarity=8.5))

    assert len(found(edge)) == 1
    assert found(edge, CALM) == []


def test_of_rivals_the_brand_says_nothing() -> None:
    assert loudest((STARS, CALM)) is None


CHATTER = replace(LOUD, signal=Signal.VOLUME, of=Talk.NO_PRAISE, posts=90, negative=9, sober=60)


@pytest.mark.parametrize(
    ("brand", "expected"),
    [
        (CHATTER, {"dew", "#1"}),
        (replace(CHATTER, signal=Signal.SLOW_CLIMB), {"dew", "#1"}),
        (replace(CHATTER, negative=40), {"dew"}),
        (LOUD, {"dew"}),
    ],
)
def test_complaints_of_a_product_are_told_beside_talk_of_the_brand_that_is_none(
    brand: Unusual, expected: set[str]
) -> None:
    first = BrandNow("dew", unusual=(brand,), watches=(TEA,))
    _, episodes = alarms(first, AT)

    assert {key for key, *_ in told(first)} == expected
    assert {key for key, *_ in told(replace(first, episodes=episodes))} == expected


def test_other_talk_of_a_product_is_in_any_talk_of_the_brand() -> None:
    asked = replace(TEA, unusual=replace(CHATTER, posts=20, negative=1, sober=19))

    assert [key for key, *_ in told(BrandNow("dew", unusual=(CHATTER,), watches=(asked,)))] == ["dew"]


@pytest.mark.parametrize(("began", "expected"), [(24, []), (8, []), (6, ["#1"])])
def test_what_is_left_of_the_brands_burst_in_a_long_window_of_a_product_is_no_matter_of_its_own(
    began: int, expected: list[str]
) -> None:
    _, episodes = alarms(BrandNow("dew", unusual=(LOUD,)), AT - 7 * HOUR)
    climb = replace(LOUD, signal=Signal.SLOW_CLIMB, begins=AT - began * HOUR)

    later = BrandNow("dew", watches=(replace(TEA, unusual=climb),), episodes=episodes)

    assert [key for key, *_ in told(later)] == expected
