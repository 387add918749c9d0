"""Is a plan to be drilled again after 90 days, and at once where it never was? (R1.3 in part)"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.prevent.drill import is_stale

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("days", "stale"),
    [
        (0, False),
        (89, False),
        (90, False),  # the last day on which it still counts
        (91, True),
        (4000, True),
    ],
)
def test_a_drill_counts_for_ninety_days(days: int, stale: bool) -> None:
    assert is_stale(TODAY - timedelta(days=days), today=TODAY) is stale


def test_a_plan_that_was_never_drilled_is_to_be_drilled() -> None:
    assert is_stale(None, today=TODAY)


@given(st.dates(min_value=date(2000, 1, 1), max_value=TODAY), st.integers(0, 400))
def test_a_later_drill_never_makes_a_plan_stale(last: date, later: int) -> None:
    assert is_stale(last, today=TODAY) >= is_stale(last + timedelta(days=later), today=TODAY)
