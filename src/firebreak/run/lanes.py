"""Who goes first where all want to work? A few posts of a quiet brand; the other loops stop for them between two steps.

A step is a statement outside a transaction, or a slice of a batch: nobody is kept while others wait for what it holds.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, local
from typing import Any

from django.db import connection

from firebreak.console.sqlite.turns import be_patient

LONGEST_SECONDS = 0.5  # for which a loop is kept in one go, …
SHARE = 0.5  # … and of its time: small matters without end must not keep it from going on


class Patience:
    """For how long a loop may still be kept: it is used up by waiting and comes back with the time that goes by."""

    def __init__(self) -> None:
        self._left, self._at = LONGEST_SECONDS, 0.0

    def left(self, *, now: float) -> float:
        """Give the seconds at a moment of the steady clock."""
        return min(LONGEST_SECONDS, self._left + SHARE * (now - self._at))

    def use(self, *, begun: float, now: float) -> None:
        """Note that the loop was kept from `begun` until `now`."""
        self._left, self._at = max(0.0, self.left(now=begun) - (now - begun)), now


class Mine(local):
    """What a thread is told: whether it goes first, and how patient it still is."""

    def __init__(self) -> None:
        self.is_first = False
        self.patience = Patience()


_changed = Condition()
_mine = Mine()
_ahead = 0


@contextmanager
def going_first() -> Iterator[None]:
    """Have the loops stop at their next step until this work is done."""
    global _ahead
    with _changed:
        _ahead += 1
    _mine.is_first, was = True, be_patient(False)
    try:
        yield
    finally:
        _mine.is_first = False
        be_patient(was)
        with _changed:
            _ahead -= 1
            _changed.notify_all()


@contextmanager
def in_the_background() -> Iterator[None]:
    """Let what this thread does wait for others, step by step."""
    was = be_patient(True)
    try:
        with connection.execute_wrapper(after_others):
            yield
    finally:
        be_patient(was)


def after_others(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
    """Give way before a statement that stands by itself; who begins a transaction has its turn already."""
    if not context["connection"].in_atomic_block and not sql.startswith("BEGIN"):
        give_way()
    return execute(sql, values, many, context)


def give_way() -> None:
    """Stop while somebody goes first, unless this thread does or has stopped enough of late."""
    if not _ahead or _mine.is_first:
        return
    begun = time.monotonic()
    with _changed:
        _changed.wait_for(lambda: not _ahead, timeout=_mine.patience.left(now=begun))
    _mine.patience.use(begun=begun, now=time.monotonic())
