"""Does a forecast hold what it promises: never below what is there, in order, and from nothing that comes later?"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.assess.spread import WEEK, Cascade, Forecast, Forecaster, forecast, forecast_each
from firebreak.core.assess.spread.features import NAMES, features
from firebreak.core.assess.spread.forecaster import mix, reproduction, widened
from firebreak.core.assess.spread.trees import Trees

HOUR = timedelta(hours=1)
PUBLISHED = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DELAYS = st.lists(st.floats(0, 900_000, allow_nan=False), max_size=80).map(sorted)
AGES = st.floats(1, 2_000_000).map(lambda seconds: timedelta(seconds=seconds))


def cascade(delays: list[float], **told: object) -> Cascade:
    return Cascade("x", np.array(delays, float), **{"published_at": PUBLISHED, **told})  # type: ignore[arg-type]


def foretold(one: Cascade, at: timedelta) -> Forecast:
    return forecast([one], at, knowledge.forecaster())[0]


@given(DELAYS, AGES, st.sampled_from([None, PUBLISHED]), st.one_of(st.none(), st.integers(0, 10**9)))
@settings(max_examples=60, deadline=None)
def test_it_is_in_order_and_never_below_what_is_there(
    delays: list[float], at: timedelta, published: datetime | None, followers: int | None
) -> None:
    one = foretold(cascade(delays, published_at=published, followers=followers), at)

    within_week = sum(delay <= min(at, WEEK).total_seconds() for delay in delays)
    assert within_week <= one.final.p10 <= one.final.p50 <= one.final.p90 < float("inf")
    assert 0 <= one.next_hour.p10 <= one.next_hour.p50 <= one.next_hour.p90 <= max(one.final.p90 - one.seen, 0)
    assert 0 <= one.peak_ahead <= 1
    assert one.reproduction >= 0


@given(DELAYS, st.floats(60, 500_000).map(lambda seconds: timedelta(seconds=seconds)))
@settings(max_examples=30, deadline=None)
def test_nothing_that_comes_later_is_looked_at(delays: list[float], at: timedelta) -> None:
    known = [delay for delay in delays if delay <= at.total_seconds()]

    assert foretold(cascade(delays), at) == foretold(cascade(known), at)


def test_a_cascade_is_forecast_alike_alone_and_among_others() -> None:
    many = [cascade([float(step) for step in range(7, 3600, 11 + number)]) for number in range(300)]

    together = forecast(many, HOUR, knowledge.forecaster())

    assert together[280] == foretold(many[280], HOUR)


def test_each_is_forecast_at_its_own_age() -> None:
    one = cascade([float(step) for step in range(7, 9000, 50)])
    ages = [HOUR / 6, HOUR, WEEK + HOUR]

    together = forecast_each([one] * 3, ages, knowledge.forecaster())

    assert together == [foretold(one, at) for at in ages]


def test_what_still_runs_fast_is_seen_to_go_further_than_what_has_stopped() -> None:
    running = foretold(cascade([60.0 * step for step in range(60)]), HOUR)
    stopped = foretold(cascade([5.0 * step for step in range(60)]), HOUR)

    assert running.final.p50 > stopped.final.p50
    assert running.next_hour.p50 > stopped.next_hour.p50
    assert running.reproduction > stopped.reproduction


def test_after_a_week_the_end_is_known() -> None:
    one = foretold(cascade([10.0, 20.0, WEEK.total_seconds() + 5]), WEEK + HOUR)

    assert (one.seen, one.final.p10, one.final.p50, one.final.p90) == (3, 2, 2, 2)
    assert (one.next_hour.p90, one.peak_ahead, one.growing) == (0, 0, False)


def test_the_features_are_numbers_where_all_is_told() -> None:
    told = cascade([1.0, 2.0], followers=0, verified=True, disputed=False)

    for at in (timedelta(seconds=1), HOUR, WEEK):
        assert np.isfinite(features([told, cascade([], followers=3, verified=False, disputed=True)], [at, at])).all()


def test_what_nobody_told_is_unknown_and_not_nought() -> None:
    row = dict(zip(NAMES, features([cascade([1.0], published_at=None)], [HOUR])[0].tolist(), strict=True))

    unknown = {name for name, value in row.items() if np.isnan(value)}
    assert {"followers", "per_follower", "verified", "disputed", "hour_sine", "awake"} <= unknown
    assert "seen" not in unknown


def test_a_band_is_widened_and_always_holds_its_middle() -> None:
    crossed, plain = widened(np.array([[2.0, 1.0, 0.5], [0.0, 1.0, 3.0]]), 0.25)

    assert crossed.tolist() == [1.0, 1.0, 1.0]
    assert plain.tolist() == [-0.25, 1.0, 3.25]


@pytest.mark.parametrize(
    ("seconds", "shares"),
    [
        (10, [1.0, 0.0]),  # younger than the first age
        (100, [1.0, 0.0]),
        (1000, [0.5, 0.5]),  # halfway by the logarithm
        (99_999, [0.0, 1.0]),
    ],
)
def test_between_two_ages_the_answers_are_mixed(seconds: int, shares: list[float]) -> None:
    found = mix(np.array([100.0, 10_000.0]), [timedelta(seconds=seconds)])

    assert found[0].tolist() == pytest.approx(shares)


def test_trees_answer_no_to_what_is_not_known() -> None:
    trees = Trees(np.array([[0, 1]], np.uint8), np.array([[-np.inf, 5]], np.float32), np.array([[1, 2, 3, 4]]), 0.5)

    values = trees.values(np.array([[np.nan, np.nan], [0, 4], [0, 5]], np.float32))

    assert values.tolist() == [1.5, 3.5, 4.5]


def test_trees_that_do_not_fit_the_features_are_refused() -> None:
    trees = Trees(np.array([[len(NAMES)]], np.uint8), np.zeros((1, 1), np.float32), np.zeros((1, 2), np.float32), 0.0)

    with pytest.raises(ValueError, match="do not fit"):
        Forecaster("x", np.array([60.0]), [[trees] * 7], np.ones((1, 2)), np.zeros((1, len(NAMES))))


def test_nothing_passed_on_reproduces_nothing() -> None:
    assert reproduction(np.array([]), HOUR) == 0
