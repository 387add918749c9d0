"""What does a page say of a text on its way out, and of what keeps it from going?"""

from dataclasses import dataclass

from firebreak.console.access import Seat
from firebreak.console.respond.send.records import Dispatch, State
from firebreak.console.sendwords import NOT_OUT
from firebreak.core.terms import Act

LOOKS = {
    State.WAITING: ("info", "clock"),
    State.SENDING: ("info", "send"),
    State.UNCLEAR: ("warn", "tri"),
    State.SENT: ("ok", "check"),
    State.FAILED: ("bad", "x"),
    State.STOPPED: ("plain", "lock"),
}


@dataclass(frozen=True, slots=True)
class Going:
    """One text on its way, or at its end, for the one who looks."""

    seat: Seat
    row: Dispatch
    is_frozen: bool = False

    @property
    def state(self) -> str:
        return str(State(self.row.state).label)

    @property
    def look(self) -> str:
        return LOOKS[State(self.row.state)][0]

    @property
    def mark(self) -> str:
        return LOOKS[State(self.row.state)][1]

    @property
    def trouble(self) -> tuple[str, str, str] | None:
        """Give what happened, what to do next, and the code; None where nothing did."""
        code = str(self.row.problem.get("problem", ""))
        if self.row.state == State.SENT or not code:
            return None
        what, then = NOT_OUT.get(code, NOT_OUT["refused"])
        status = self.row.problem.get("status")
        return str(what), str(then), f"{code} {status}" if status else code

    @property
    def is_open(self) -> bool:
        return self.row.state in (State.WAITING, State.SENDING, State.UNCLEAR)

    @property
    def waits(self) -> bool:
        return self.row.state == State.WAITING

    @property
    def is_held(self) -> bool:
        """Tell whether a switch keeps it from going."""
        return self.waits and self.is_frozen

    @property
    def is_unclear(self) -> bool:
        return self.row.state == State.UNCLEAR

    @property
    def may_call_back(self) -> bool:
        return self.waits and not self.row.perhaps and self.seat.may(Act.TRIAGE)
