"""What does the law want done here, from when, until when, and where is that written? The legal deadlines of a room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.respond.law.standing import KINDS, legal_of
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.respond import clock
from firebreak.core.respond.clock import State
from firebreak.core.respond.playbook import Said
from firebreak.core.respond.statute import LegalClock, Standing, Sure
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import laws

ORDER = (Standing.RUNNING, Standing.ASKED, Standing.DONE, Standing.NOT)
LATE = {State.BREACHED: "bad", State.SOON: "warn"}


@dataclass(frozen=True, slots=True)
class LegalLine:
    """One duty as the room shows it, with the last thing that was said of it."""

    clock: LegalClock
    at: datetime
    last: Moment | None

    @property
    def code(self) -> str:
        return self.clock.statute.code

    @property
    def duty(self) -> str:
        return in_words(self.clock.statute.duty)

    @property
    def begins(self) -> str:
        return in_words(self.clock.statute.begins)

    @property
    def law(self) -> str:
        return in_words(laws()[self.clock.statute.law])

    @property
    def note(self) -> str:
        return in_words(self.clock.statute.note) if self.clock.statute.note else ""

    @property
    def standing(self) -> str:
        return self.clock.standing.value

    @property
    def must_be_checked(self) -> bool:
        return self.clock.statute.sure is not Sure.READ

    @property
    def state(self) -> State | None:
        """Say how its time stands while it runs; what is due at once has none."""
        one = self.clock
        if one.standing is not Standing.RUNNING or one.deadline is None or one.at_once:
            return None
        return clock.state(one.deadline, self.at, knowledge.clocks())

    @property
    def look(self) -> str:
        if self.clock.standing is Standing.RUNNING and self.clock.at_once:
            return "bad"
        return LATE.get(self.state, "") if self.state else ""

    @property
    def was_late(self) -> bool:
        deadline = self.clock.deadline
        return bool(deadline and deadline.met and not self.clock.at_once and deadline.met > deadline.due)

    @property
    def rank(self) -> tuple[int, bool, datetime]:
        """Order what runs before what is asked; within, what is due at once and first."""
        due = self.clock.deadline.due if self.clock.deadline else self.at
        return (ORDER.index(self.clock.standing), not self.clock.at_once, due)


class LegalBoard:
    """The legal deadlines of one incident at the seat's moment."""

    def __init__(self, seat: Seat, incident: Incident, moments: Iterable[Moment]) -> None:
        self.seat = seat
        self.incident = incident
        self.moments = list(moments)

    @cached_property
    def lines(self) -> list[LegalLine]:
        said = sorted((one for one in self.moments if one.kind in KINDS), key=lambda line: line.pk)
        last = {one.facts["law"]: one for one in said}
        found = legal_of(self.incident, self.moments)
        lines = [LegalLine(one, self.seat.at, last.get(one.statute.code)) for one in found]
        return sorted(lines, key=lambda line: line.rank)

    @property
    def running(self) -> list[LegalLine]:
        return [one for one in self.lines if one.clock.standing is Standing.RUNNING]

    @property
    def asked(self) -> list[LegalLine]:
        """Give the duties of which nobody has said whether they apply."""
        return [one for one in self.lines if one.clock.standing is Standing.ASKED]

    @property
    def met(self) -> list[LegalLine]:
        return [one for one in self.lines if one.clock.standing is Standing.DONE]

    @property
    def first(self) -> LegalLine | None:
        """Give the duty that presses most: with a limit to count down to, else one that is due at once."""
        counted = [one for one in self.running if not one.clock.at_once]
        return next(iter(counted or self.running), None)

    @property
    def others(self) -> list[tuple[str, str]]:
        """Give the duties that are not shown, so that a person may say that one applies all the same."""
        shown = {one.code for one in self.lines}
        return [(one.code, in_words(one.duty)) for one in knowledge.statutes().values() if one.code not in shown]

    @property
    def years(self) -> tuple[int, int]:
        """Tell for which years the holidays are known."""
        return knowledge.workdays().first, knowledge.workdays().last

    @property
    def may_say(self) -> bool:
        return self.seat.may(Act.APPROVE)


def in_words(said: Said) -> str:
    return said.within(get_language() or "zh")
