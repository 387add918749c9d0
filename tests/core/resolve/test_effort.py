"""R2.31: hours and NT$ of a matter, to the dollar, and what the trail of acts suggests."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput
from firebreak.core.resolve.effort import LONGEST_DAY, Spent, estimate, need_minutes, need_rate, price, total

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTES = st.lists(st.integers(0, 5_000), max_size=40)
LINES = st.lists(
    st.one_of(
        st.builds(Spent, minutes=st.integers(1, LONGEST_DAY), rate=st.none() | st.integers(1, 20_000)),
        st.builds(Spent, amount=st.integers(1, 10**8)),
    ),
    max_size=30,
)


def acts(*minutes: int) -> list[datetime]:
    return [NOON + timedelta(minutes=minute) for minute in minutes]


@pytest.mark.parametrize(
    ("minutes", "guess"),
    [
        ([], 0),  # who did nothing is not guessed at
        ([0], 10),  # one act has its ten minutes
        ([0, 30], 40),  # half an hour apart is still one sitting
        ([0, 31], 20),  # a minute more makes two
        ([0, 1], 15),  # an estimate is in steps of five minutes
    ],
)
def test_acts_make_sittings(minutes: list[int], guess: int) -> None:
    assert estimate(acts(*minutes)) == guess


@given(MINUTES)
def test_neither_order_nor_the_same_act_twice_changes_an_estimate(minutes: list[int]) -> None:
    known = acts(*minutes)

    assert estimate(known) == estimate(known[::-1]) == estimate([*known, *known])


@given(MINUTES, st.integers(0, 5_000))
def test_one_act_more_never_makes_an_estimate_smaller(minutes: list[int], more: int) -> None:
    assert estimate(acts(*minutes, more)) >= estimate(acts(*minutes))


@given(LINES, LINES)
def test_what_two_houses_spent_adds_up_to_what_both_spent(one: list[Spent], other: list[Spent]) -> None:
    first, second, both = total(one), total(other), total([*one, *other])

    assert both.money == first.money + second.money
    assert both.minutes == first.minutes + second.minutes
    assert both.unpriced == first.unpriced + second.unpriced


@given(st.integers(1, LONGEST_DAY), st.integers(1, 20_000))
def test_a_price_is_within_half_a_dollar(minutes: int, rate: int) -> None:
    assert abs(price(minutes, rate) * 60 - minutes * rate) <= 30


def test_time_without_a_rate_is_in_no_sum_and_is_named() -> None:
    found = total([Spent(minutes=90), Spent(minutes=60, rate=800), Spent(amount=5_000)])

    assert (found.minutes, found.unpriced, found.labour, found.other, found.money) == (150, 90, 800, 5_000, 5_800)


@pytest.mark.parametrize("minutes", [0, -5, LONGEST_DAY + 1, True])
def test_a_day_has_no_more_than_its_hours(minutes: int) -> None:
    with pytest.raises(BadInput):
        need_minutes(minutes)


@pytest.mark.parametrize("rate", [0, -1, 1_000_001, True])
def test_a_rate_is_a_whole_sum_above_nothing(rate: int) -> None:
    with pytest.raises(BadInput):
        need_rate(rate)
