"""Is the time in which talk doubles found where it was planted, and nothing said where nothing can be known?"""

from datetime import timedelta
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.assess.spread.cascade import Floats
from firebreak.core.assess.spread.doubling import LEAST, Course, crowding, doubling, mean

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def planted(doubles: timedelta, age: timedelta, count: int, rng: np.random.Generator) -> Floats:
    """Draw posts, as their ages in seconds, of a story whose pace doubles in a given time."""
    steepness = log(2) * (age / doubles)
    places = np.log1p(rng.random(count) * np.expm1(steepness)) / steepness
    return np.asarray((1 - places) * age.total_seconds())


@pytest.mark.parametrize("minutes", [12, 30, 90, 400])
def test_a_planted_doubling_time_is_found_within_a_tenth(minutes: int) -> None:
    """R1.8: from 2,000 posts, in the middle of 25 draws and in nearly each of them."""
    doubles = minutes * MINUTE
    found = [
        doubling(planted(doubles, 6 * doubles, 2000, np.random.default_rng(seed)), 6 * doubles) for seed in range(25)
    ]

    ratios = np.array([one.middle / doubles if one.middle else 0.0 for one in found])
    assert abs(np.median(ratios) - 1) < 0.03
    assert np.mean(np.abs(ratios - 1) < 0.1) >= 0.9


def test_the_interval_holds_what_was_planted() -> None:
    """R1.8: the 95 % interval, of sixty posts only and after a choice among stretches."""
    held = 0
    for seed in range(200):
        found = doubling(planted(HOUR, 4 * HOUR, 60, np.random.default_rng(seed)), 4 * HOUR)
        held += found.course == Course.GROWING and found.low <= HOUR <= found.high  # type: ignore[operator]
    assert held >= 180


def test_a_steady_pace_is_not_called_growth() -> None:
    called = 0
    for seed in range(200):
        ages = np.random.default_rng(seed).random(300) * 6 * 3600
        called += doubling(ages, 6 * HOUR).course == Course.GROWING
    assert called <= 12


def test_a_story_that_slows_is_told_by_its_last_hours() -> None:
    """Growth until two hours ago, then steady: yesterday's growth is not today's."""
    rng = np.random.default_rng(5)
    before = planted(30 * MINUTE, 4 * HOUR, 800, rng) + 2 * 3600
    since = rng.random(2200) * 2 * 3600

    found = doubling(np.concatenate([since, before]), 6 * HOUR)

    assert found.course == Course.STEADY
    assert found.stretch <= 2 * HOUR


def test_a_pace_that_falls_halves() -> None:
    ages = 6 * 3600 - planted(HOUR, 6 * HOUR, 1500, np.random.default_rng(3))

    found = doubling(ages, 6 * HOUR)

    assert found.course == Course.FADING
    assert found.middle is not None
    assert abs(found.middle / HOUR - 1) < 0.1


def test_posts_that_crowd_make_it_less_sure() -> None:
    """Twenty posts at each of a hundred moments tell no more than these hundred."""
    lone = planted(HOUR, 5 * HOUR, 100, np.random.default_rng(8))
    one, many = doubling(lone, 5 * HOUR), doubling(np.repeat(lone, 20), 5 * HOUR)

    assert one.low and one.high and many.low and many.high
    assert many.high - many.low > (one.high - one.low) / 2


@given(st.lists(st.floats(0, 1e6), max_size=200), st.floats(1, 1e6))
def test_whatever_comes_it_answers_and_its_parts_agree(raw: list[float], seconds: float) -> None:
    """R1.8: fewer than twenty posts have no time; a time lies within its interval; order does not matter."""
    ages, age = np.array(raw), timedelta(seconds=seconds)
    found = doubling(ages, age)

    assert found == doubling(ages[::-1].copy(), age)
    if np.sum(ages < seconds) < LEAST:
        assert found.course == Course.FEW
    if found.middle is not None:
        assert found.course in {Course.GROWING, Course.FADING}
        assert found.low is not None and found.high is not None
        assert timedelta(0) < found.low <= found.middle <= found.high
    else:
        assert found.course in {Course.FEW, Course.STEADY}


@pytest.mark.parametrize("steepness", [0.0, 5e-5, -5e-5, 2e-4])
def test_where_hardly_anything_changes_the_mean_moves_by_a_twelfth(steepness: float) -> None:
    assert mean(steepness) - 0.5 == pytest.approx(steepness / 12, rel=1e-3, abs=1e-9)


def test_posts_at_even_distances_crowd_no_more_than_chance_and_posts_at_one_moment_as_much_as_can_be() -> None:
    even, one = (np.arange(40) + 0.5) / 40, np.full(40, 0.06)

    assert crowding(even, 0.0) == 1.0
    assert crowding(one, 0.0) == pytest.approx(40 * 7 / 6)  # all in one of eight bins


def test_a_story_that_was_loud_a_week_ago_is_told_by_the_few_posts_of_late() -> None:
    """It had 500 posts then: what is too few are those of the longest stretch that is looked at."""
    ages = np.concatenate([np.linspace(0, 3600, 3), np.linspace(6, 7, 500) * 24 * 3600])

    found = doubling(ages, timedelta(days=7))

    assert (found.course, found.posts, found.stretch) == (Course.FEW, 3, 64 * HOUR)


def test_below_twenty_posts_nothing_is_said() -> None:
    found = doubling(np.arange(19.0) * 60, HOUR)

    assert (found.course, found.posts, found.middle) == (Course.FEW, 19, None)
