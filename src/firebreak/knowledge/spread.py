"""What has the forecaster learnt? Reads the trees that `python -m training.forecast` grew, once."""

import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any
from zipfile import BadZipFile

import numpy as np

from firebreak.core.assess.spread import Forecaster
from firebreak.core.assess.spread.features import NAMES
from firebreak.core.assess.spread.trees import Trees
from firebreak.core.errors import UnreadableFile
from firebreak.knowledge.load import HERE

TREES = "models/forecast.npz"


@cache
def forecaster() -> Forecaster:
    """Give the shipped forecaster; raise UnreadableFile when its trees are damaged."""
    try:
        with HERE.joinpath(TREES).open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            return built(stored)
    except (OSError, EOFError, LookupError, ValueError, BadZipFile, zlib.error) as problem:
        raise UnreadableFile(file=TREES, problem=type(problem).__name__) from problem


def built(parts: Mapping[str, Any]) -> Forecaster:
    """Join the stored arrays; raise ValueError when they were grown on other features."""
    if parts["features"].tolist() != list(NAMES):
        raise ValueError("the trees were grown on other features")
    asks, least, leaves, base = (parts[name] for name in ("asks", "least", "leaves", "base"))
    heads = [
        [
            Trees(asks[age, head], least[age, head], leaves[age, head].astype(np.float32), float(base[age, head]))
            for head in range(asks.shape[1])
        ]
        for age in range(asks.shape[0])
    ]
    known = {name: parts[name] for name in ("ages", "widen", "typical")}
    return Forecaster(version=str(parts["version"]), heads=heads, **known)
