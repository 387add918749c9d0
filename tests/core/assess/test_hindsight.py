"""Are forecasts scored fairly once their stories have ended, and is a story's harm carried ahead? (R1.14)"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.assess.ahead import grown
from firebreak.core.assess.severity import judge
from firebreak.core.assess.spread import Span
from firebreak.core.assess.spread.forecaster import HOUR
from firebreak.core.assess.spread.hindsight import LEAST, Judged, fullest, hindsight
from firebreak.core.terms import Category, StoryFacts

FACTS = StoryFacts(
    posts=40, negative=30, urgent=2, last_hour=20, hour_before=12, usual_per_hour=3.0, authors=35, followers=9_000,
    top_followers=4_000, interactions=900, shares=80, sources=3, news=1, intensity=0.6,
    category=Category.PRODUCT_DEFECT, serious=True, evidence=True, serious_with_evidence=False,
)  # fmt: skip


def judged(story: int, *, chance: float, was_ahead: bool, final: float = 50) -> Judged:
    return Judged(story, chance, was_ahead, Span(40, 50, 60), final)


def test_a_score_tells_foresight_from_saying_the_usual_share() -> None:
    knowing = hindsight([judged(n, chance=0.9 if n < 5 else 0.1, was_ahead=n < 5) for n in range(20)])
    usual = hindsight([judged(n, chance=0.25, was_ahead=n < 5) for n in range(20)])

    assert knowing is not None
    assert usual is not None
    assert knowing.brier == pytest.approx(0.01)
    assert usual.brier == pytest.approx(usual.plain) == pytest.approx(0.1875)


def test_a_story_that_was_forecast_often_counts_no_more_than_another() -> None:
    once = [judged(n, chance=0.0, was_ahead=False) for n in range(1, LEAST)]
    often = [judged(0, chance=1.0, was_ahead=False, final=99)] * 11

    found = hindsight([*once, *often])

    assert found is not None
    assert (found.forecasts, found.stories) == (30, 20)
    assert (found.brier, found.held) == (pytest.approx(1 / 20), pytest.approx(19 / 20))


def test_below_twenty_ended_stories_nothing_is_said() -> None:
    assert hindsight([]) is None
    assert hindsight([judged(n % (LEAST - 1), chance=0.5, was_ahead=True) for n in range(200)]) is None


@pytest.mark.parametrize(("final", "held"), [(39.6, True), (39.4, False), (60, True), (61, False)])
def test_a_band_is_held_against_its_whole_posts(final: float, held: bool) -> None:
    assert Judged(1, 0.5, was_ahead=True, told=Span(39.6, 50, 60.4), final=round(final)).held is held


def test_the_fullest_hour_is_the_first_of_the_fullest_and_within_the_week() -> None:
    late = [3600 * 24 * 8.0] * 9

    assert fullest(np.array([10.0, 3700, 3800, 7300, 7400, *late])) == HOUR
    assert fullest(np.array(late)) == 0 * HOUR


@given(st.floats(40, 5000), st.floats(0, 500))
def test_a_story_that_grows_more_is_never_less_grave(posts: float, soon: float) -> None:
    rules = knowledge.severity()

    now, then = (judge(facts, rules).score for facts in (FACTS, grown(FACTS, posts=posts, next_hour=soon)))

    assert then >= now - 1  # shares of whole posts may round a point away


def test_a_story_is_never_seen_smaller_than_it_is() -> None:
    found = grown(FACTS, posts=10, next_hour=1)

    assert found == FACTS
    assert grown(replace(FACTS, posts=0), posts=10, next_hour=0).posts == 0
