"""Who goes first where all want to work? A few posts of a quiet brand; a long batch stops for them at its next step."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

LONGEST_SECONDS = 0.3  # for which a batch stops at one step: small matters without end must not keep it from going on

_changed = Condition()
_mine = local()
_ahead = 0


@contextmanager
def going_first() -> Iterator[None]:
    """Have the other threads stop at their next step until this work is done."""
    global _ahead
    with _changed:
        _ahead += 1
    _mine.first = True
    try:
        yield
    finally:
        _mine.first = False
        with _changed:
            _ahead -= 1
            _changed.notify_all()


def give_way() -> None:
    """Stop while somebody goes first, unless this thread does."""
    if getattr(_mine, "first", False):
        return
    with _changed:
        _changed.wait_for(lambda: not _ahead, timeout=LONGEST_SECONDS)
