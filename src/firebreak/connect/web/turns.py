"""Whose turn is it at a host? One request at a time, and a pause between two."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from firebreak.core.errors import SourceDown

QUEUE_SECONDS = 60.0


@dataclass(slots=True)
class _Turn:
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0


class Turns:
    """Politeness towards every host that this process asks."""

    def __init__(self, *, pause_seconds: float, sleep: Callable[[float], None]) -> None:
        self._pause_seconds = pause_seconds
        self._sleep = sleep
        self._turns: dict[str, _Turn] = {}
        self._lock = Lock()

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """Wait until it is our turn at `host` and hold it. Raises SourceDown after a minute in the queue."""
        with self._lock:
            turn = self._turns.setdefault(host, _Turn())
        if not turn.lock.acquire(timeout=QUEUE_SECONDS):
            raise SourceDown(host=host, problem="busy", retry_after_seconds=QUEUE_SECONDS)
        try:
            early = turn.free_at - time.monotonic()
            if early > 0:
                self._sleep(early)
            yield
        finally:
            turn.free_at = time.monotonic() + self._pause_seconds
            turn.lock.release()
