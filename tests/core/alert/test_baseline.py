"""What is normal here and now? Learnt from the past only, honest when little is known."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.alert.baseline import BUCKET, Usual, expected_range, learn_habit
from firebreak.core.errors import BadInput

TAIPEI = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 2, tzinfo=TAIPEI)
HOUR, QUARTER, DAY = timedelta(hours=1), timedelta(minutes=15), 288


def posts(
    days: int, per_hour: float, *, seed: int = 1, by_hour: dict[int, float] | None = None, weekend: float = 1
) -> np.ndarray:
    """Make counts per 5 minutes from Monday on: `by_hour` and `weekend` are factors."""
    place = np.arange(days * DAY)
    factor = np.array([(by_hour or {}).get(hour, 1.0) for hour in range(24)])[place % DAY // 12]
    factor = factor * np.where(place // DAY % 7 >= 5, weekend, 1)
    return np.random.default_rng(seed).poisson(per_hour / 12 * factor).astype(float)


def test_it_finds_the_level() -> None:
    usual = learn_habit(posts(28, 24), ends=MONDAY + 28 * 24 * HOUR).usual(MONDAY + 28 * 24 * HOUR, HOUR)

    assert usual.mean == pytest.approx(24, rel=0.1)


def test_it_knows_night_from_evening() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    habit = learn_habit(posts(28, 12, by_hour={3: 0.1, 21: 3.0}), ends=ends)

    assert habit.usual(ends + 3 * HOUR, HOUR).mean < 3
    assert habit.usual(ends + 21 * HOUR, HOUR).mean == pytest.approx(36, rel=0.2)


def test_it_knows_the_weekend() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    habit = learn_habit(posts(28, 12, weekend=2.0), ends=ends)

    workday, weekend = (habit.usual(ends + days * 24 * HOUR, HOUR).mean for days in (1, 5))
    assert weekend / workday == pytest.approx(2, rel=0.2)


def test_a_quarter_of_an_hour_expects_a_quarter_and_is_less_even() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    habit = learn_habit(posts(28, 24), ends=ends)

    assert habit.usual(ends, QUARTER).mean == pytest.approx(habit.usual(ends, HOUR).mean / 4)
    assert habit.usual(ends, QUARTER).size < habit.usual(ends, HOUR).size


def test_time_is_read_on_the_wall_of_the_brand() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    habit = learn_habit(posts(28, 12, by_hour={21: 5.0}), ends=ends)

    evening = ends + 21 * HOUR
    assert habit.usual(evening.astimezone(UTC), HOUR) == habit.usual(evening, HOUR)
    elsewhere = learn_habit(posts(28, 12, by_hour={21: 5.0}), ends=ends, offset=timedelta())
    assert elsewhere.usual(evening, HOUR).mean == pytest.approx(habit.usual(evening, HOUR).mean, rel=0.05)


def test_the_last_hour_of_friday_in_taipei_is_no_weekend() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    habit = learn_habit(posts(28, 12, weekend=3.0), ends=ends)

    thursday, friday, saturday = (habit.usual(ends + (days * 24 + 23) * HOUR, HOUR).mean for days in (3, 4, 5))

    assert friday == thursday
    assert saturday > 2 * friday


def test_with_little_history_the_range_is_wide() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    nothing, day, month = (learn_habit(posts(days, 6), ends=ends).usual(ends, HOUR) for days in (0, 1, 28))

    assert nothing.chance(12) > 0.01  # of a brand of which nothing is known, twelve an hour are no wonder
    assert month.chance(20) < day.chance(20)
    assert (day.high(0.01) - day.mean) > (month.high(0.01) - month.mean)


def test_three_complaints_in_a_quarter_mean_something_to_a_small_brand() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    small = learn_habit(posts(28, 0.1), ends=ends).usual(ends, QUARTER)
    large = learn_habit(posts(28, 30), ends=ends).usual(ends, QUARTER)

    assert small.chance(3) < 1e-3
    assert large.chance(3) > 0.8


def test_a_past_crisis_does_not_become_the_usual() -> None:
    ends = MONDAY + 14 * 24 * HOUR
    calm = posts(14, 2)
    storm = calm.copy()
    storm[10 * DAY : 10 * DAY + 72] += 10  # six hours at 120 an hour

    quiet, after = (learn_habit(series, ends=ends).usual(ends, HOUR) for series in (calm, storm))
    assert after.mean < 2 * quiet.mean
    assert after.high(1e-3) < 3 * quiet.high(1e-3)


def test_a_new_level_is_learnt_within_weeks() -> None:
    ends = MONDAY + 42 * 24 * HOUR
    grown = np.concatenate([posts(21, 4), posts(21, 12, seed=2)])

    assert learn_habit(grown, ends=ends).usual(ends, HOUR).mean > 8


def test_hours_in_which_nobody_listened_are_not_silence() -> None:
    ends = MONDAY + 28 * 24 * HOUR
    heard = posts(28, 12)
    blind = heard.copy()
    blind[::2] = np.nan
    blind[5 * DAY : 12 * DAY] = np.nan

    full, half = (learn_habit(series, ends=ends).usual(ends, HOUR) for series in (heard, blind))
    assert half.mean == pytest.approx(full.mean, rel=0.1)


def test_the_band_holds_what_it_promises() -> None:
    """Of the hours of a month, about one in a hundred lies outside the 99 % band, never many."""
    series = posts(35, 6, by_hour=dict.fromkeys(range(7), 0.3))
    habit = learn_habit(series[: 28 * DAY], ends=MONDAY + 28 * 24 * HOUR)
    hours = series[28 * DAY :].reshape(-1, 12).sum(axis=1)
    bands = [habit.usual(MONDAY + (28 * 24 + hour) * HOUR, HOUR).range(0.01) for hour in range(len(hours))]

    outside = sum(not band.low <= seen <= band.high for band, seen in zip(bands, hours, strict=True))
    assert outside / len(hours) < 0.03


def test_only_the_past_counts() -> None:
    series, at = posts(28, 6), MONDAY + 20 * 24 * HOUR

    assert expected_range(series[: 20 * DAY], at) == expected_range(series[: 20 * DAY].copy(), at)
    assert expected_range(series[: 20 * DAY], at, window=HOUR).expected == pytest.approx(6, rel=0.3)


@given(st.floats(0.01, 500), st.floats(0.05, 100), st.integers(0, 2000))
def test_more_posts_are_never_more_usual(mean: float, size: float, count: int) -> None:
    usual = Usual(mean, size)

    assert 0 <= usual.chance(count + 1) <= usual.chance(count) <= 1


@given(st.floats(0.01, 200), st.floats(0.2, 100), st.sampled_from([0.2, 0.01, 1e-3, 1e-6]))
def test_the_upper_edge_is_the_least_that_keeps_its_promise(mean: float, size: float, chance: float) -> None:
    usual = Usual(mean, size)
    high = usual.high(chance)

    assert usual.chance(high + 1) <= chance
    assert high == 0 or usual.chance(high) > chance


@given(st.floats(0.01, 200), st.floats(0.2, 100), st.sampled_from([0.5, 0.2, 0.01, 1e-3]))
def test_the_lower_edge_is_the_first_that_is_not_too_rare(mean: float, size: float, chance: float) -> None:
    usual = Usual(mean, size)
    low = usual.low(chance)

    assert 1 - usual.chance(low + 1) > chance
    assert low == 0 or 1 - usual.chance(low) <= chance


@given(st.floats(0.01, 200), st.floats(0.2, 100))
def test_a_range_is_in_order(mean: float, size: float) -> None:
    band = Usual(mean, size).range()

    assert 0 <= band.low <= band.high
    assert band.low <= band.expected


def test_silence_is_the_chance_of_no_post() -> None:
    usual = Usual(5.0, 2.0)

    assert usual.silence() == pytest.approx(1 - usual.chance(1))


@given(st.lists(st.integers(0, 1000), max_size=400))
def test_any_past_gives_a_habit(counts: list[int]) -> None:
    usual = learn_habit(counts, ends=MONDAY).usual(MONDAY, HOUR)

    assert usual.mean > 0
    assert usual.size > 0


def test_what_is_no_past_is_refused() -> None:
    with pytest.raises(BadInput):
        learn_habit([-1.0], ends=MONDAY)
    with pytest.raises(BadInput):
        learn_habit([1.0], ends=datetime(2026, 11, 2))
    with pytest.raises(BadInput):
        learn_habit([[1.0]], ends=MONDAY)


def test_the_last_bucket_ends_where_it_is_said_to_end() -> None:
    """A past of one loud hour a day puts it into the right hour, also when it ends within an hour."""
    ends = MONDAY + 28 * 24 * HOUR - 7 * BUCKET
    series = posts(28, 1, by_hour={21: 30.0})[:-7]
    habit = learn_habit(series, ends=ends)

    by_hour = [habit.usual(MONDAY + hour * HOUR, HOUR).mean for hour in range(24)]
    assert int(np.argmax(by_hour)) == 21
    assert by_hour[20] < 3
    assert by_hour[22] < 3


NIGHTS = dict.fromkeys(range(8), 0.0)


def test_a_stretch_of_an_hour_is_the_window_of_that_hour() -> None:
    habit = learn_habit(posts(21, 12), ends=MONDAY)

    stretch, window = habit.over(MONDAY, MONDAY + HOUR), habit.usual(MONDAY, HOUR)

    assert (stretch.mean, stretch.size) == pytest.approx((window.mean, window.size))


def test_a_stretch_counts_every_hour_by_its_own_rhythm() -> None:
    habit = learn_habit(posts(28, 12, by_hour=NIGHTS), ends=MONDAY)
    hours = [habit.usual(MONDAY + place * HOUR, HOUR).mean for place in range(24)]

    assert habit.over(MONDAY, MONDAY + 24 * HOUR).mean == pytest.approx(sum(hours))
    assert habit.over(MONDAY, MONDAY + 6 * HOUR).mean < habit.over(MONDAY + 9 * HOUR, MONDAY + 15 * HOUR).mean / 5


def test_days_of_a_stretch_level_out_and_the_level_itself_stays_unsure() -> None:
    habit = learn_habit(posts(28, 12), ends=MONDAY)

    sizes = [habit.over(MONDAY, MONDAY + days * 24 * HOUR).size for days in (1, 2, 4, 300)]

    assert sizes == sorted(sizes)
    assert 1.5 * sizes[0] < sizes[2]
    assert sizes[-1] < habit.weight
