"""Who writes next? Whoever has waited longest; nobody asks again and again, and nobody is passed over.

A loop that works in the background is patient: a person's click or a call that hands posts in goes before it.
"""

from collections import deque
from threading import Lock, local

IN_A_ROW = 8  # so many go before a patient one at most

_mine = local()


def be_patient(patient: bool) -> bool:
    """Let this thread's writing wait for that of others from now on, or no longer; gives how it was."""
    was = is_patient()
    _mine.patient = patient
    return was


def is_patient() -> bool:
    return getattr(_mine, "patient", False)


class Turns:
    """A lock that is handed over in the order in which it was asked for, to patient threads after the others.

    A waiting lock of the standard library goes to whoever runs at the moment: a loop that takes it again and again
    would keep it.
    """

    def __init__(self) -> None:
        self._one = Lock()
        self._taken = False
        self._ahead: deque[Lock] = deque()
        self._behind: deque[Lock] = deque()
        self._passed = 0  # went before those behind since one of them had its turn

    def take(self, *, within: float) -> bool:
        """Wait for the turn, for some seconds at most; False when it did not come."""
        with self._one:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            (self._behind if is_patient() else self._ahead).append(mine)
        return mine.acquire(timeout=within) or not self._leave(mine)

    def give(self) -> None:
        """Hand the turn to the next in the row."""
        with self._one:
            if self._behind and (not self._ahead or self._passed >= IN_A_ROW):
                self._passed = 0
                self._behind.popleft().release()
            elif self._ahead:
                self._passed += bool(self._behind)
                self._ahead.popleft().release()
            else:
                self._taken = False

    def _leave(self, mine: Lock) -> bool:
        """Stop waiting; False when the turn came at the last moment."""
        with self._one:
            for row in (self._ahead, self._behind):
                if mine in row:
                    row.remove(mine)
                    return True
            return False
