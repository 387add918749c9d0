"""When is the mood as usual again? R2.79: sentiment recovery."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput
from firebreak.core.resolve.recovery import DAY, LEAST, recovered, usual_share

QUIET, STORM = (10, 2), (100, 90)


def counts(*stretches: tuple[int, tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Write stretches of hours, each with posts and negative posts an hour."""
    rows = np.array([each for length, each in stretches for _ in range(length)], dtype=np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


@pytest.mark.parametrize(
    ("stretches", "hour"),
    [
        ([(5, QUIET), (10, STORM), (DAY, QUIET)], 15),
        ([(5, QUIET), (10, STORM), (DAY - 1, QUIET)], None),  # a whole day must have passed
        ([(10, STORM), (12, QUIET), (10, STORM), (DAY, QUIET)], 32),  # it came back
        ([(10, STORM), (DAY, (0, 0))], 10),  # nobody speaks of it any more
        ([(10, STORM), (DAY, (1, 1))], None),  # few speak, and all of them complain
        ([(DAY, STORM)], None),
        ([], None),
    ],
)
def test_it_is_the_first_hour_after_the_worst_from_which_a_whole_day_is_as_usual(
    stretches: list[tuple[int, tuple[int, int]]], hour: int | None
) -> None:
    assert recovered(*counts(*stretches), usual=0.25) == hour


def test_quiet_hours_before_the_storm_are_no_recovery() -> None:
    assert recovered(*counts((2 * DAY, QUIET), (3, STORM), (2, QUIET)), usual=0.25) is None


@given(posts=st.integers(LEAST, 10**6), share=st.floats(0, 1))
def test_what_is_usual_lies_above_what_was_counted_and_never_above_one(posts: int, share: float) -> None:
    negative = int(posts * share)

    found = usual_share(posts, negative)

    assert found is not None and negative / posts <= found + 1e-12 and found <= 1 + 1e-12


def test_of_few_posts_nothing_is_usual() -> None:
    assert usual_share(LEAST - 1, 0) is None


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadInput):
        usual_share(5, 6)
    with pytest.raises(BadInput):
        recovered(np.array([1, 2]), np.array([1]), usual=0.5)
