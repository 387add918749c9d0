"""Who covers which duty when? Nobody is on duty in a gap, and a gap is all that is wanted and not covered."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.duty import Turn, duties, gaps, on_duty
from firebreak.core.respond.workdays import TAIPEI

ALL = tuple(knowledge.duties().values())
LEAD, LEGAL = knowledge.duties()["lead"], knowledge.duties()["legal"]
MONDAY = datetime(2026, 11, 16, tzinfo=TAIPEI)
WEEK = MONDAY + timedelta(days=7)
H = timedelta(hours=1)

hours = st.integers(-12, 7 * 24 + 12).map(lambda number: MONDAY + number * H)
lists = st.lists(
    st.builds(
        lambda duty, begins, length, holder: Turn(duty, begins, begins + length * H, holder),
        st.sampled_from(["lead", "legal"]), hours, st.integers(1, 30), st.integers(1, 4),
    ),
    max_size=8,
)  # fmt: skip


def turn(begins: int, ends: int, *, duty: str = "lead", holder: int = 1) -> Turn:
    return Turn(duty, MONDAY + begins * H, MONDAY + ends * H, holder)


@given(lists, st.sampled_from([LEAD, LEGAL]), st.integers(0, 7 * 24 - 1).map(lambda n: MONDAY + n * H))
def test_every_wanted_hour_is_covered_or_a_gap_and_never_both(turns: list[Turn], duty: object, at: datetime) -> None:
    assert duty in (LEAD, LEGAL)
    of = LEAD if duty is LEAD else LEGAL

    wanted = any(begins <= at < ends for begins, ends in of.wanted(MONDAY, WEEK))
    missing = any(gap.runs(at) for gap in gaps(of, turns, MONDAY, WEEK))
    assert missing == (wanted and on_duty(turns, of.code, at) is None)


@given(lists, lists)
def test_one_more_turn_never_opens_a_gap(turns: list[Turn], more: list[Turn]) -> None:
    before, after = gaps(LEAD, turns, MONDAY, WEEK), gaps(LEAD, [*turns, *more], MONDAY, WEEK)

    assert all(any(old.begins <= new.begins and new.ends <= old.ends for old in before) for new in after)


@given(lists)
def test_the_order_of_the_list_does_not_matter(turns: list[Turn]) -> None:
    assert gaps(LEAD, turns, MONDAY, WEEK) == gaps(LEAD, turns[::-1], MONDAY, WEEK)


def test_an_empty_list_is_one_gap_of_a_whole_week_and_seven_of_the_day_shift() -> None:
    (whole,) = gaps(LEAD, [], MONDAY, WEEK)

    assert (whole.begins, whole.ends) == (MONDAY, WEEK)
    assert [gap.ends - gap.begins for gap in gaps(LEGAL, [], MONDAY, WEEK)] == [14 * H] * 7


def test_an_hour_between_two_shifts_is_a_gap() -> None:
    """R1.5: no uncovered hour."""
    (gap,) = gaps(LEAD, [turn(0, 7), turn(8, 24 * 7)], MONDAY, WEEK)

    assert (gap.begins, gap.ends) == (MONDAY + 7 * H, MONDAY + 8 * H)


def test_a_night_shift_covers_the_next_morning() -> None:
    assert on_duty([turn(20, 32)], "lead", MONDAY + 30 * H) == turn(20, 32)
    assert on_duty([turn(20, 32)], "lead", MONDAY + 32 * H) is None


def test_of_two_who_hold_a_duty_the_later_turn_counts() -> None:
    found = on_duty([turn(0, 24, holder=1), turn(9, 12, holder=2)], "lead", MONDAY + 10 * H)

    assert found is not None and found.holder == 2


def test_the_hours_are_those_of_taipei() -> None:
    since = datetime(2026, 11, 16, 0, tzinfo=UTC)  # 08:00 in Taipei

    assert next(iter(LEGAL.wanted(since, since + 24 * H))) == (since, since + 14 * H)


def test_every_duty_of_the_list_has_roles_words_and_hours() -> None:
    """R1.54: who listens, who writes, who talks to the press."""
    assert [one.code for one in ALL] == ["lead", "monitor", "writer", "legal", "media", "service", "record"]
    for one in ALL:
        assert one.roles and one.name.zh and one.name.en and one.does.zh and one.does.en
        assert (one.begins, one.ends) == (0, 24) or one.ends - one.begins == 14


@pytest.mark.parametrize("rows", [None, [{}], [{"code": "a", "hours": "x"}]])
def test_it_refuses_a_table_that_it_cannot_use(rows: object) -> None:
    with pytest.raises(BadInput):
        duties({"duties": rows})
