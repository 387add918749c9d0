"""Does what is chosen among many hold no more luck than was said, to the very bound?"""

import pytest

from firebreak.core.assess.chosen import ONE_SIDE, root, side_of


@pytest.mark.parametrize(
    ("chances", "side"),
    [
        ([0.0001, 0.9, 0.01, 0.5], 0.0125),  # two of four: half of what one alone may be wrong by
        ([0.02, 0.9, 0.6, 0.5], 0.0),
        ([0.025], 0.025),  # to the very bound
        ([0.0251], 0.0),
        ([0.02, 0.025], 0.025),  # the second lets the first in
        ([], 0.0),
    ],
)
def test_of_several_that_were_looked_at_so_much_may_be_luck(chances: list[float], side: float) -> None:
    assert side_of(chances) == pytest.approx(side)


def test_an_interval_leaves_out_one_in_forty_to_either_side() -> None:
    assert pytest.approx(0.025) == ONE_SIDE


@pytest.mark.parametrize(("zero", "found"), [(3.0, 3.0), (0.1, 0.1), (-5.0, 0.0), (20.0, 10.0)])
def test_where_a_rising_line_passes_nothing_is_found_within_the_bounds(zero: float, found: float) -> None:
    assert root(lambda value: value - zero, 0.0, 10.0) == pytest.approx(found, abs=1e-6)
