"""Which texts wait for approval, for whom, and how long do they usually wait?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from firebreak.console.access import Seat
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.ready.page import to_approve
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.send.switch import Switch
from firebreak.console.respond.speak.approving import path_of, usual_wait, waiting_texts
from firebreak.console.respond.speak.page import Way
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.verdict import Verdict, judge_of
from firebreak.core.terms import Severity


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits, and what stands against it by now."""

    statement: Statement
    way: Way
    verdict: Verdict
    waited: timedelta

    @property
    def due(self) -> datetime:
        """Give when the first approval that is missing is overdue."""
        return min((row.due for row in self.way.rows if row.look != "done"), default=self.statement.written_at)


@dataclass(frozen=True, slots=True)
class Lane:
    """How long texts of a level waited, beside what is aimed at."""

    severity: str
    usual: timedelta
    target: timedelta

    @property
    def is_slow(self) -> bool:
        return self.usual > self.target


class Queue:
    """The texts of a brand that wait, at the seat's moment."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    @cached_property
    def held(self) -> Held:
        return matrices_of(self.seat.brand)

    @cached_property
    def all(self) -> list[Waiting]:
        return [self.shown(one) for one in waiting_texts(self.seat.brand)]

    def shown(self, one: Statement) -> Waiting:
        verdict = judge_of(one, at=self.seat.at).verdict(one)
        waited = self.seat.at - (one.submitted_at or self.seat.at)
        return Waiting(one, Way(self.seat, path_of(one, at=self.seat.at, held=self.held), verdict), verdict, waited)

    @property
    def mine(self) -> list[Waiting]:
        return [one for one in self.all if one.way.may_approve]

    @property
    def others(self) -> list[Waiting]:
        return [one for one in self.all if not one.way.may_approve]

    @cached_property
    def messages(self) -> list[ReadyText]:
        """Give the messages that this person may approve ahead."""
        return to_approve(self.seat, self.held)

    @cached_property
    def switch(self) -> Switch:
        return Switch(self.seat)

    @property
    def lanes(self) -> list[Lane]:
        """Give the levels of which approvals were measured."""
        found = [(level, usual_wait(self.seat.brand, level, seat=self.seat)) for level in Severity]
        target = self.held.now.target
        return [Lane(level.value, usual, target[level]) for level, usual in found if usual and level in target]
