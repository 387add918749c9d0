"""Who writes next? Whoever has waited longest; nobody asks again and again, and nobody is passed over."""

from collections import deque
from threading import Lock


class Turns:
    """A lock that is handed over in the order in which it was asked for.

    A waiting lock of the standard library goes to whoever runs at the moment: a loop that takes it again and again
    would keep it.
    """

    def __init__(self) -> None:
        self._one = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, *, within: float) -> bool:
        """Wait for the turn, for some seconds at most; False when it did not come."""
        with self._one:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        return mine.acquire(timeout=within) or not self._leave(mine)

    def give(self) -> None:
        """Hand the turn to the one that waits longest."""
        with self._one:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _leave(self, mine: Lock) -> bool:
        """Stop waiting; False when the turn came at the last moment."""
        with self._one:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return True
            return False
