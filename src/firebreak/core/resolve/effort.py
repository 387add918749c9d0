"""What did a matter cost: how long did people work on it, what is that in NT$, and what came on top?

What people note is what counts. What the trail of their acts suggests is an estimate and says so: it sees when somebody
did something, never how long they thought before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firebreak.core.errors import BadInput

BREAK = timedelta(minutes=30)  # acts further apart are of two sittings
LEAD = timedelta(minutes=10)  # taken for the time before the first act of a sitting
STEP = 5  # minutes; an estimate is no finer
LONGEST_DAY = 24 * 60
DEAREST = 1_000_000  # NT$ an hour; more is a slip of the hand


@dataclass(frozen=True, slots=True)
class Spent:
    """One line of what a matter cost: minutes at a rate per hour (None: nobody has set one), or a sum of NT$."""

    minutes: int = 0
    rate: int | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """What lines add up to, in minutes and whole NT$."""

    minutes: int
    unpriced: int  # minutes of them that have no rate, and are in no sum
    labour: int
    other: int

    @property
    def money(self) -> int:
        return self.labour + self.other


def estimate(acts: Iterable[datetime]) -> int:
    """Guess from the instants of somebody's acts how many minutes they worked; 0 without any.

    Sittings: acts at most half an hour apart belong together, each sitting begins ten minutes before its first act.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> estimate([noon, noon + timedelta(minutes=22), noon + timedelta(hours=3)])
    45
    """
    worked, last = timedelta(), None
    for act in sorted(acts):
        worked += act - last if last is not None and act - last <= BREAK else LEAD
        last = act
    minutes = worked / timedelta(minutes=1)
    return int(-(-minutes // STEP)) * STEP


def price(minutes: int, rate: int) -> int:
    """Give what a time costs in whole NT$, half a dollar rounded up.

    >>> price(90, 800), price(1, 1000)
    (1200, 17)
    """
    return (2 * minutes * rate + 60) // 120


def total(lines: Iterable[Spent]) -> Total:
    """Add lines up; each is rounded by itself, so that the lines on a page add up to its total."""
    known = list(lines)
    return Total(
        minutes=sum(one.minutes for one in known),
        unpriced=sum(one.minutes for one in known if one.rate is None),
        labour=sum(price(one.minutes, one.rate) for one in known if one.rate is not None),
        other=sum(one.amount for one in known),
    )


def need_minutes(minutes: int) -> None:
    """Raise BadInput unless it is a time that one person can work in a day."""
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 < minutes <= LONGEST_DAY:
        raise BadInput(field="hours", problem="hours")


def need_rate(rate: int) -> None:
    if isinstance(rate, bool) or not isinstance(rate, int) or not 0 < rate <= DEAREST:
        raise BadInput(field="rate", problem="amount")
