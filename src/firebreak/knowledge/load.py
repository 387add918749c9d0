"""What does the product know before it has read anything? Reads the knowledge files once and hands out values."""

import json
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import yaml

from firebreak.core.errors import BadWatch, UnreadableFile
from firebreak.core.listen.watchfile import WatchFile, read_watches
from firebreak.core.understand.cues import Lexicon, Pair, groups_of
from firebreak.core.understand.model import HEADS, Model, unpack
from firebreak.core.understand.signs import SIGNS

HERE = files("firebreak.knowledge")
WEIGHTS = "models/reading.npz"
LEXICONS = ("topics", "urgent", "feelings", "stance")

QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as quick, and what ships needs no exact complaint


@cache
def load_yaml(name: str) -> Any:
    """Give the content of `knowledge/NAME.yaml`; the value is shared, so do not change it."""
    return yaml.load(HERE.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), Loader=QUICK)  # noqa: S506 - safe, too


def load_watches(path: Path) -> WatchFile:
    """Read a watch file; raise UnreadableFile or BadWatch."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableFile(file=path.name, problem=type(problem).__name__) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise BadWatch(file=path.name, problem="not_yaml", position=mark.index if mark else 0) from problem
    return read_watches(content)


@cache
def lexicon() -> Lexicon:
    """Give every cue of the four lexicon files, their names unique."""
    groups = [group for name in LEXICONS for group in groups_of(load_yaml(name)["groups"])]
    return Lexicon(groups, [pair for _, pair in reasons() if pair], load_yaml("stance")["negators"])


def reasons() -> list[tuple[str, Pair | None]]:
    """Give (reason, the pair of groups it asks for, or None when a single group is enough) in the order of the file."""
    rows = load_yaml("urgent")["reasons"]
    return [(row["reason"], pair_of(row) if "near" in row else None) for row in rows]


def pair_of(row: Mapping[str, Any]) -> Pair:
    one, other = row["near"]
    return Pair(row["reason"], one, other, int(row["within"]))


def reason_columns() -> dict[str, str]:
    """Give the cue column that stands for each reason."""
    rows = load_yaml("urgent")["reasons"]
    return {row["reason"]: row["reason"] if "near" in row else row["any"][0] for row in rows}


@cache
def model() -> Model:
    """Give the shipped reader; raise UnreadableFile when its weights are damaged."""
    words = lexicon()
    try:
        return built(stored_parts(WEIGHTS), words)
    except (OSError, EOFError, LookupError, ValueError, BadZipFile, zlib.error) as problem:
        raise UnreadableFile(file=WEIGHTS, problem=type(problem).__name__) from problem


def stored_parts(name: str) -> dict[str, Any]:
    with HERE.joinpath(name).open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return {part: stored[part] for part in stored.files}


def built(parts: Mapping[str, Any], words: Lexicon) -> Model:
    """Join the weights with the lexicon, which is kept beside them as text."""
    names = [*words.columns, *SIGNS]
    known = dict(zip(json.loads(str(parts["cues"])), parts["cue_weights"], strict=True))
    silent = np.zeros(len(HEADS), dtype=np.float32)
    settings = load_yaml("urgent")
    return Model(
        version=str(parts["version"]),
        lexicon=words,
        weights=unpack(parts["rows"].astype(np.int64), parts["values"], parts["scale"]),
        cue_weights=np.stack([known.get(name, silent) for name in names]),
        bias=parts["bias"],
        idf=parts["idf"].astype(np.float32),
        reasons=reason_columns(),
        urgent_from=float(settings["urgent_from"]),
        gravest_from=float(settings["gravest_from"]),
    )
