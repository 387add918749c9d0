"""Is a risk as grave as its two figures say, and do incidents only ever speak for more? (R2.91 in part: five by five)"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.prevent.risk import Figures, Happened, Level, is_due, level_of, proposed
from firebreak.core.terms import Severity

AT = datetime(2026, 11, 20, tzinfo=UTC)
DAY = timedelta(days=1)
steps = st.integers(1, 5)
figures = st.builds(Figures, steps, steps)
ends = st.integers(0, 4000).map(lambda days: AT - days * DAY)
incidents = st.lists(st.builds(Happened, ends, st.sampled_from(Severity)), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [
        (1, 1, Level.LOW),
        (4, 1, Level.LOW),
        (1, 5, Level.MEDIUM),
        (3, 3, Level.MEDIUM),  # 9, the last of medium
        (2, 5, Level.HIGH),  # 10, the first of high
        (4, 4, Level.HIGH),  # 16, the last of high
        (5, 4, Level.EXTREME),
        (5, 5, Level.EXTREME),
    ],
)
def test_the_level_follows_the_score(likelihood: int, impact: int, level: Level) -> None:
    assert level_of(Figures(likelihood, impact)) is level


@given(figures)
def test_the_worst_harm_to_health_is_extreme_in_every_row_and_no_other_step_is(one: Figures) -> None:
    with_health = level_of(one, harms_health=True)

    assert with_health is (Level.EXTREME if one.impact == 5 else level_of(one))


@pytest.mark.parametrize(
    ("days_ago", "likelihood"),
    [
        ([0] * 12, 5),  # monthly
        ([0, 365], 4),  # several within a year
        ([0], 3),
        ([365], 3),
        ([366], 2),
        ([5 * 365], 2),
        ([5 * 365 + 1], 1),
        ([0, 366, 2000], 3),  # what is older than a year does not make it several a year
    ],
)
def test_how_often_it_happened_speaks_for_a_likelihood(days_ago: list[int], likelihood: int) -> None:
    known = [Happened(AT - days * DAY, Severity.S3) for days in days_ago]

    assert proposed(known, at=AT) == Figures(likelihood, 3)


def test_the_gravest_incident_speaks_for_the_impact() -> None:
    known = [Happened(AT, Severity.S4), Happened(AT - 400 * DAY, Severity.S1)]

    assert proposed(known, at=AT) == Figures(3, 5)
    assert proposed([], at=AT) is None


@pytest.mark.parametrize("worst", Severity)
def test_the_graver_an_incident_the_more_harm_it_speaks_for(worst: Severity) -> None:
    harm = {Severity.S1: 5, Severity.S2: 4, Severity.S3: 3, Severity.S4: 2}[worst]

    assert proposed([Happened(AT, worst)], at=AT) == Figures(3, harm)


@given(incidents, incidents)
def test_one_more_incident_never_speaks_for_less(some: list[Happened], more: list[Happened]) -> None:
    fewer, all_of_them = proposed(some, at=AT), proposed([*some, *more], at=AT)

    assert fewer and all_of_them
    assert fewer.raised_by(all_of_them) == all_of_them


@given(figures, figures)
def test_raising_lowers_neither_figure_and_does_not_depend_on_the_order(one: Figures, other: Figures) -> None:
    raised = one.raised_by(other)

    assert raised == other.raised_by(one)
    assert (raised.likelihood, raised.impact) >= (one.likelihood, 0) and raised.impact >= one.impact


def test_a_review_is_due_from_its_day_on() -> None:
    day = date(2026, 11, 20)

    assert [is_due(day, today=day + n * DAY) for n in (-1, 0, 30)] == [False, True, True]
