"""How is a second reader opened? Its ONNX file holds the net, and in its metadata all that belongs to it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from firebreak.core.errors import UnreadableFile
from firebreak.core.text.batch import Ints
from firebreak.core.understand.characters import Alphabet
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.second import COLUMNS, Opinion, Second

IN, OUT = "characters", "logits"
NO_READER = "no_reader"
FATAL = 4  # what the runtime may write to the terminal by itself


def second_of(path: Path, *, columns: int = len(COLUMNS)) -> Second:
    """Read a model file that speaks of so many columns; what belongs to it lies in its metadata (`second.md`).

    Raises UnreadableFile where it is not there or no such model; so does an opinion of it that is no number.
    """
    try:
        session = session_of(path)
        told = json.loads(session.get_modelmeta().custom_metadata_map["firebreak"])
        first, own, shift = (row(told[name], columns) for name in ("first", "own", "shift"))
        return Second(
            version=str(told["version"]),
            alphabet=Alphabet.of(told["alphabet"]),
            opinion=opinion_of(session, path.name, columns=columns),
            first=first,
            own=own,
            shift=shift,
        )
    except OSError as problem:
        raise UnreadableFile(file=path.name, problem=type(problem).__name__) from problem
    except Exception as problem:  # the runtime raises kinds of its own, which share no base
        raise UnreadableFile(file=path.name, problem=NO_READER) from problem


def session_of(path: Path) -> InferenceSession:
    """Open a model for reading post by post: a result that hangs on one post alone, and two posts side by side."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = FATAL
    return InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def opinion_of(session: InferenceSession, name: str, *, columns: int = len(COLUMNS)) -> Opinion:
    """Give what the model called `name` says of a post, once it has been asked; it may fail at any other."""

    def opinion(numbers: Ints) -> Floats:
        shown = numbers if len(numbers) else np.ones(1, np.int64)
        try:
            found: Any = session.run([OUT], {IN: shown[None, :]})[0]
            return row(found[0], columns)
        except Exception as problem:  # as above
            raise UnreadableFile(file=name, problem=NO_READER) from problem

    opinion(np.ones(1, np.int64))
    return opinion


def row(values: Any, columns: int) -> Floats:
    """Take a number for each column; raise ValueError for anything else."""
    found = np.array(values, np.float32)
    if found.shape != (columns,) or not np.isfinite(found).all():
        raise ValueError("columns")
    return found
