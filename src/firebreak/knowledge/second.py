"""Who reads again what a watch holds? The second reader that is shipped, or the one that the operator has named."""

import os
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib.resources import as_file
from pathlib import Path
from time import monotonic
from typing import Any

from firebreak.core.errors import UnreadableFile
from firebreak.core.understand.second import TONES, Second
from firebreak.knowledge.load import HERE

SHIPPED, WORDS = "models/second.onnx", "models/words.onnx"
INSTEAD = "FIREBREAK_SECOND_READER"
LOOKED_AT_AGAIN = timedelta(minutes=5)  # after it was found damaged
_damaged: dict[str, tuple[float, dict[str, Any]]] = {}  # by name: until when it is not opened again, and why


def has_second() -> bool:
    """Tell whether there is a second reader, without waking it."""
    return bool(os.environ.get(INSTEAD)) or HERE.joinpath(SHIPPED).is_file()


def second_state() -> str:
    """Say what this process knows of the second reader, without waking it: none, reads, damaged, or not opened yet."""
    if not has_second():
        return "none"
    if opened.cache_info().currsize:
        return "reads"
    return "damaged" if os.environ.get(INSTEAD, "") in _damaged else "not_opened"


def second() -> Second | None:
    """Give the second reader; None where there is none. Raise UnreadableFile where it is damaged or none such.

    One that could not be opened is not opened anew for each batch of posts, but looked at again after some minutes.
    """
    named = os.environ.get(INSTEAD, "")
    there = _damaged.get(named)
    if there and monotonic() < there[0]:
        raise UnreadableFile(**there[1])
    try:
        return opened(named)
    except UnreadableFile as problem:
        _damaged[named] = monotonic() + LOOKED_AT_AGAIN.total_seconds(), problem.context
        raise


@cache
def opened(named: str) -> Second | None:
    from firebreak.knowledge.onnx import second_of  # its runtime takes a fifth of a second that few commands need

    if named:
        return replace(second_of(Path(named)), words=words())
    shipped = HERE.joinpath(SHIPPED)
    if not shipped.is_file():
        return None
    with as_file(shipped) as path:
        return replace(second_of(path), words=words())


def words() -> Second:
    """Give the shipped reader of words where nobody of ours is named."""
    from firebreak.knowledge.onnx import second_of

    with as_file(HERE.joinpath(WORDS)) as path:
        return second_of(path, columns=TONES)


def forget_second() -> None:
    """Open the second reader anew when it is asked for next."""
    opened.cache_clear()
    _damaged.clear()
