"""Does a band follow what became of a brand's own stories, and does a path hold what was forecast?"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.assess.spread import WEEK, Span
from firebreak.core.assess.spread.own import LEAST, Fit, Outcome, fit_of
from firebreak.core.assess.spread.path import HOUR, Ways

BEGAN = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def test_too_few_ended_stories_move_nothing() -> None:
    one = Outcome(20, Span(30, 40, 60), 50)

    assert fit_of([one] * (LEAST - 1)) is None
    assert fit_of([one] * LEAST) is not None


def test_a_moved_band_holds_four_in_five_of_such_stories() -> None:
    chance = np.random.default_rng(7)
    sizes = 100 * np.exp(chance.normal(0.8, 0.9, 10_000))
    outcomes = [Outcome(10, Span(90, 100, 110), float(size)) for size in sizes]

    fit = fit_of(outcomes[:5000])

    assert fit is not None
    band = fit.moved(Span(90, 100, 110), seen=10)
    assert 0.77 <= np.mean((band.p10 <= sizes[5000:]) & (sizes[5000:] <= band.p90)) <= 0.83
    assert band.p50 == pytest.approx(np.median(sizes[:5000]), rel=0.02)


@given(*[st.floats(-5, 5)] * 3, st.floats(0, 100))
def test_a_moved_band_is_in_order_and_never_below_what_is_there(
    low: float, middle: float, high: float, seen: float
) -> None:
    band = Fit(low, middle, high, 20).moved(Span(seen, seen + 5, seen + 50), seen=seen)

    assert seen <= band.p10 <= band.p50 <= band.p90


@pytest.mark.parametrize("hours", [0.2, 1, 6, 48, 166])
def test_a_path_goes_through_now_the_next_hour_and_the_end(hours: float) -> None:
    age = timedelta(hours=hours)

    path = Ways(BEGAN, age, 50, 8, 120).at([age, age + HOUR, WEEK])

    assert path == pytest.approx([50, 58, 120])


def test_what_was_forecast_is_what_comes_within_a_week() -> None:
    assert timedelta(days=7) == WEEK


def test_a_path_never_goes_down() -> None:
    path = Ways(BEGAN, HOUR, 50, 8, 120).at([HOUR * n for n in range(1, 180)])

    assert (np.diff(path) >= -1e-9).all()
