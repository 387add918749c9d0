"""Who reads again what a watch holds? The second reader that is shipped, or the one that the operator has named."""

import os
from functools import cache
from importlib.resources import as_file
from pathlib import Path

from firebreak.core.understand.second import Second
from firebreak.knowledge.load import HERE

SHIPPED = "models/second.onnx"
INSTEAD = "FIREBREAK_SECOND_READER"


def has_second() -> bool:
    """Tell whether there is a second reader, without waking it."""
    return bool(os.environ.get(INSTEAD)) or HERE.joinpath(SHIPPED).is_file()


@cache
def second() -> Second | None:
    """Give the second reader; None where there is none. Raise UnreadableFile where it is damaged or none such."""
    from firebreak.knowledge.onnx import second_of  # its runtime takes a fifth of a second that few commands need

    named = os.environ.get(INSTEAD, "")
    if named:
        return second_of(Path(named))
    shipped = HERE.joinpath(SHIPPED)
    if not shipped.is_file():
        return None
    with as_file(shipped) as path:
        return second_of(path)
