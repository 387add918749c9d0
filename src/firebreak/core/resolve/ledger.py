"""How does money for affected people stay true to the dollar? A ledger of whole NT$ in which nothing is ever edited.

Every move is two sums or more in accounts: a budget, what is promised out of it, and what is paid. A mistake is put
right by the contrary move. What is left is the budget less what is promised and paid, however the moves were mixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Role

MOST = 1_000_000_000  # NT$ in one move; more is a slip of the hand


class Account(StrEnum):
    """Where a sum stands."""

    BUDGET = "budget"
    PROMISED = "promised"
    PAID = "paid"


class State(StrEnum):
    """What became of an offer."""

    OFFERED = "offered"  # waits for somebody who may
    APPROVED = "approved"  # promised to the person
    PAID = "paid"
    REFUSED = "refused"  # by whoever should have approved it
    DECLINED = "declined"  # by the person, or called off
    REVERSED = "reversed"  # the payment came back


class Deed(StrEnum):
    """What somebody does to an offer."""

    APPROVE = "approve"
    REFUSE = "refuse"
    PAY = "pay"
    DECLINE = "decline"
    REVERSE = "reverse"


NEXT: Mapping[tuple[State, Deed], State] = {
    (State.OFFERED, Deed.APPROVE): State.APPROVED,
    (State.OFFERED, Deed.REFUSE): State.REFUSED,
    (State.OFFERED, Deed.DECLINE): State.DECLINED,
    (State.APPROVED, Deed.PAY): State.PAID,
    (State.APPROVED, Deed.DECLINE): State.DECLINED,
    (State.PAID, Deed.REVERSE): State.REVERSED,
}
OPEN = frozenset({State.OFFERED, State.APPROVED})
"""States in which a remedy is still owed: an incident waits for them."""
COUNTED = frozenset({State.OFFERED, State.APPROVED, State.PAID})
"""States that count towards what one person is given, so that many small sums are judged as one."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that goes into an account, or out of it where it is negative; of an offer, or the budget's own."""

    account: Account
    amount: int
    offer: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What a ledger's accounts hold."""

    budget: int = 0
    promised: int = 0
    paid: int = 0

    @property
    def left(self) -> int:
        return self.budget - self.promised - self.paid


def step(state: State, deed: Deed) -> State:
    """Give what becomes of an offer; raises Conflict where that cannot be done to it any more."""
    found = NEXT.get((state, deed))
    if found is None:
        raise Conflict(state=state.value, deed=deed.value)
    return found


def sums_of(state: State, deed: Deed, *, offer: int, amount: int) -> tuple[Sum, ...]:
    """Give what a deed writes into the ledger; an offer that nobody approved has never been in it."""
    need_amount(amount)
    if deed is Deed.APPROVE:
        return (Sum(Account.PROMISED, amount, offer),)
    if deed is Deed.PAY:
        return (Sum(Account.PROMISED, -amount, offer), Sum(Account.PAID, amount, offer))
    if deed is Deed.REVERSE:
        return (Sum(Account.PAID, -amount, offer),)
    if state is State.APPROVED:
        return (Sum(Account.PROMISED, -amount, offer),)
    return ()


def need_amount(amount: int) -> None:
    """Raise BadInput unless it is a whole number of NT$ above nothing."""
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= MOST:
        raise BadInput(field="amount", problem="amount")


def balance(sums: Iterable[Sum]) -> Balance:
    """Add a ledger up."""
    held = dict.fromkeys(Account, 0)
    for one in sums:
        held[one.account] += one.amount
    return Balance(held[Account.BUDGET], held[Account.PROMISED], held[Account.PAID])


def differences(sums: Iterable[Sum], *, offers: Mapping[int, tuple[State, int]], left: int) -> list[str]:
    """Name where a ledger, its offers and what is said to be left disagree by a dollar; empty when it is true."""
    lines = list(sums)
    found = [] if balance(lines).left == left else [f"left {left}, added up {balance(lines).left}"]
    held: dict[int, dict[Account, int]] = {offer: dict.fromkeys(Account, 0) for offer in offers}
    for one in lines:
        if one.offer is not None:
            held.setdefault(one.offer, dict.fromkeys(Account, 0))[one.account] += one.amount
    for offer, accounts in sorted(held.items()):
        state, amount = offers.get(offer, (State.DECLINED, 0))
        due = {Account.PROMISED: amount * (state is State.APPROVED), Account.PAID: amount * (state is State.PAID)}
        found += [
            f"offer {offer} is {state.value}: {account.value} {accounts[account]} instead of {due.get(account, 0)}"
            for account in Account
            if accounts[account] != due.get(account, 0)
        ]
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """How much each role may give one person in all, in NT$; None: any sum. A role that is not named gives nothing."""

    most: Mapping[Role, int | None]

    def covers(self, role: Role, total: int) -> bool:
        """Tell whether a role may stand for a sum.

        >>> Limits({Role.CS_AGENT: 500}).covers(Role.CS_AGENT, 500), Limits({}).covers(Role.ADMIN, 1)
        (True, False)
        """
        if role not in self.most:
            return False
        most = self.most[role]
        return most is None or total <= most

    def who_covers(self, total: int) -> tuple[Role, ...]:
        """Name the roles that may stand for a sum, in the order of `Role`."""
        return tuple(role for role in Role if self.covers(role, total))
