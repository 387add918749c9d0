"""What else is due in an incident, besides its own clocks? Apps above this one name theirs: the press, the brand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.respond.clock import Deadline, State, state


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a deadline: its words, where it is seen to, and what is asked for, in somebody's own words.

    `asked`: it is asked of the reader now, however much time is left.
    """

    label: str
    url: str
    deadline: Deadline
    text: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class ShownDue:
    """The same as it stands now."""

    due: Due
    state: str

    @property
    def presses(self) -> bool:
        """Tell whether it is asked for now, near or missed."""
        return self.due.asked or self.state in (State.SOON.value, State.BREACHED.value)


ASKED: list[Callable[[Seat, Incident, Sequence[Moment]], Iterable[Due]]] = []
"""Each gives what is still open for the one who looks."""


def dues_of(seat: Seat, incident: Incident, moments: Sequence[Moment]) -> list[ShownDue]:
    """Give what is due, the soonest first."""
    found = [one for ask in ASKED for one in ask(seat, incident, moments)]
    rules = knowledge.clocks()
    shown = [ShownDue(one, state(one.deadline, seat.at, rules).value) for one in found]
    return sorted(shown, key=lambda one: one.due.deadline.due)
