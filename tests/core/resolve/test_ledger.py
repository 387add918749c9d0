"""Does the money for affected people stay true to the dollar, whatever is done in whatever order?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.resolve.ledger import (
    MOST,
    NEXT,
    Account,
    Deed,
    State,
    Sum,
    balance,
    differences,
    need_amount,
    step,
    sums_of,
)
from firebreak.core.terms import Role

AMOUNTS = st.integers(1, 100_000)
DEEDS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(Deed)), max_size=60)


@given(st.lists(AMOUNTS, min_size=5, max_size=5), st.integers(0, MOST), DEEDS)
def test_the_sums_are_the_budget_less_what_is_left_after_any_deeds(
    amounts: list[int], budget: int, deeds: list[tuple[int, Deed]]
) -> None:
    states = dict.fromkeys(range(5), State.OFFERED)
    lines = [Sum(Account.BUDGET, budget)]

    for offer, deed in deeds:
        if (states[offer], deed) in NEXT:
            lines += sums_of(states[offer], deed, offer=offer, amount=amounts[offer])
            states[offer] = step(states[offer], deed)

    held = balance(lines)
    spent = sum(line.amount for line in lines if line.account is not Account.BUDGET)
    assert spent == held.promised + held.paid == budget - held.left
    assert held.paid == sum(amounts[offer] for offer, state in states.items() if state is State.PAID)
    assert held.promised == sum(amounts[offer] for offer, state in states.items() if state is State.APPROVED)
    offers = {offer: (state, amounts[offer]) for offer, state in states.items()}
    assert differences(lines, offers=offers, left=held.left) == []


@given(st.permutations([Sum(Account.BUDGET, 900), Sum(Account.PROMISED, 300, 1), Sum(Account.PROMISED, -300, 1),
                        Sum(Account.PAID, 300, 1), Sum(Account.PROMISED, 120, 2)]))  # fmt: skip
def test_the_order_of_the_lines_does_not_matter(lines: list[Sum]) -> None:
    assert balance(lines).left == 480


@pytest.mark.parametrize(
    ("lines", "left", "said"),
    [
        ([Sum(Account.BUDGET, 1000), Sum(Account.PAID, 299, 1)], 701, "offer 1 is paid: paid 299 instead of 300"),
        ([Sum(Account.BUDGET, 1000), Sum(Account.PAID, 300, 1)], 701, "left 701, added up 700"),
        # what nobody offered
        (
            [Sum(Account.BUDGET, 1000), Sum(Account.PAID, 300, 1), Sum(Account.PAID, 5, 9)],
            695,
            "offer 9 is declined: paid 5 instead of 0",
        ),
        # an offer that took of the budget itself
        (
            [Sum(Account.BUDGET, 1000), Sum(Account.PAID, 300, 1), Sum(Account.BUDGET, -5, 1)],
            695,
            "offer 1 is paid: budget -5 instead of 0",
        ),
        ([Sum(Account.BUDGET, 1000)], 1000, "offer 1 is paid: paid 0 instead of 300"),
    ],
)
def test_a_dollar_too_much_or_too_little_is_named(lines: list[Sum], left: int, said: str) -> None:
    assert said in differences(lines, offers={1: (State.PAID, 300)}, left=left)


@pytest.mark.parametrize("state", State)
def test_what_is_over_is_not_done_again(state: State) -> None:
    for deed in Deed:
        if (state, deed) not in NEXT:
            with pytest.raises(Conflict):
                step(state, deed)


def test_what_nobody_approved_was_never_in_the_ledger() -> None:
    assert sums_of(State.OFFERED, Deed.REFUSE, offer=1, amount=5) == ()
    assert sums_of(State.OFFERED, Deed.DECLINE, offer=1, amount=5) == ()


@pytest.mark.parametrize("amount", [0, -1, MOST + 1, True, 1.5])
def test_a_sum_is_a_whole_number_above_nothing(amount: int) -> None:
    with pytest.raises(BadInput):
        need_amount(amount)


@pytest.mark.parametrize("amount", [1, MOST])
def test_one_dollar_is_a_sum_and_so_is_the_most(amount: int) -> None:
    need_amount(amount)


@pytest.mark.parametrize(
    ("role", "most"),
    [
        (Role.CS_AGENT, 500),
        (Role.AGENCY_LEAD, 5_000),
        (Role.BRAND_PR, 50_000),
        (Role.EXECUTIVE, MOST),
        (Role.LEGAL, 0),
        (Role.ADMIN, 0),  # who runs the service gives no money away
        (Role.AUDITOR, 0),
        (Role.VIEWER, 0),
    ],
)
def test_each_role_stands_for_no_more_than_the_matrix_says(role: Role, most: int) -> None:
    limits = knowledge.spending(knowledge.authority())

    assert not most or limits.covers(role, most)
    assert most == MOST or not limits.covers(role, most + 1)


def test_whose_word_a_sum_needs_is_named() -> None:
    assert knowledge.spending(knowledge.authority()).who_covers(5_001) == (Role.BRAND_PR, Role.EXECUTIVE)
