"""Is it summed up fairly how early alerts came? (R2.83)"""

import pytest

from firebreak.core.alert.lead import LEAST, LeadTime, lead_time


def test_half_of_the_alerts_came_at_the_middle_or_earlier() -> None:
    found = lead_time([8.0, 4.0, 2.0, -1.0, 0.0, None, None])

    assert found == LeadTime(stories=7, told=5, early=3, low=0.0, middle=2.0, high=4.0)


@pytest.mark.parametrize("told", range(LEAST))
def test_of_few_alerts_no_middle_is_told(told: int) -> None:
    found = lead_time([*[3.0] * told, *[None] * 9])

    assert (found.stories, found.told, found.middle) == (told + 9, told, None)


def test_a_story_that_was_never_alerted_on_moves_no_middle() -> None:
    assert lead_time([1.0] * 5).middle == lead_time([*[1.0] * 5, *[None] * 50]).middle
