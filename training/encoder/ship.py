"""How does what was learnt reach the product? Weighed against the first reader, then written in whole numbers."""

import hashlib
import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from scipy.optimize import minimize

from firebreak import knowledge
from firebreak.core.understand.score import score
from firebreak.core.understand.second import COLUMNS, Opinion
from training.data import hear_brand, written
from training.encoder.learn import READ, Learner
from training.encoder.texts import Lesson

TONE, KIND, URGENT = slice(0, 3), slice(3, 17), slice(17, 18)
FOUND = 0.92  # share of the urgent posts of dev that are called
KEPT_NEAR = 2.0  # how strongly the weights of the two are held near half and half

Table = npt.NDArray[np.float64]


class Readable(torch.nn.Module):
    """What is shipped of a learner: numbers (n, l) in, log odds of some heads out."""

    def __init__(self, learner: Learner, heads: Sequence[str]) -> None:
        super().__init__()
        self.learner, self.heads = learner, heads

    def forward(self, characters: torch.Tensor) -> torch.Tensor:
        return self.learner.read(characters, self.heads)


def write_model(learner: Learner, path: Path, heads: Sequence[str] = READ) -> None:
    """Write a net as ONNX with products of whole numbers: eight bits, seven for weights (the same on every CPU)."""
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        axes = {"characters": {0: "posts", 1: "length"}, "logits": {0: "posts"}}
        torch.onnx.export(
            Readable(learner, heads).eval(), (torch.full((2, 120), 9),), str(plain), input_names=["characters"],
            output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def first_opinions(split: str) -> Table:
    """Give the first reader's log odds (n, 18) of the written posts of a split."""
    examples = written(split)
    found = score([one.post for one in examples], hear_brand(examples), knowledge.model())
    return found.logits[:, COLUMNS].astype(np.float64)


def second_opinions(opinion: Opinion, posts: Sequence[Lesson]) -> Table:
    return np.stack([opinion(one.numbers) for one in posts]).astype(np.float64)


def weighed(first: Table, second: Table, posts: Sequence[Lesson]) -> dict[str, list[float]]:
    """Find what each reader's log odds are multiplied by, and a shift of each column, so that dev is likeliest."""
    found = {"first": np.zeros(18), "own": np.zeros(18), "shift": np.zeros(18)}
    truths: tuple[tuple[slice, Any, Callable[[Table, Any], float]], ...] = (
        (TONE, np.array([one.sentiment for one in posts]), unlikely_of_many),
        (KIND, np.array([one.category for one in posts]), unlikely_of_many),
        (URGENT, np.array([one.urgent for one in posts]), unlikely),
    )
    for part, truth, cost in truths:
        parts = (first[:, part], second[:, part])
        best = likeliest(part.stop - part.start, lambda at: cost(mixed(parts, at), truth))  # noqa: B023 - used at once
        found["first"][part], found["own"][part], found["shift"][part] = best
    haste = found["first"][URGENT] * first[:, URGENT] + found["own"][URGENT] * second[:, URGENT]
    found["shift"][URGENT] = hurried(haste, posts)
    return {name: [round(float(value), 4) for value in row] for name, row in found.items()}


def likeliest(width: int, cost: Callable[[Table], float]) -> Table:
    """Find two factors and `width` shifts of least cost; give them as rows (3, width)."""

    def held(at: Table) -> float:
        return cost(at) + KEPT_NEAR * float(((at[:2] - 0.5) ** 2).sum()) + float((at[2:] ** 2).sum())

    best = minimize(held, np.concatenate([[0.5, 0.5], np.zeros(width)]), method="L-BFGS-B").x
    return np.stack([np.full(width, best[0]), np.full(width, best[1]), best[2:]])


def mixed(parts: tuple[Table, Table], at: Table) -> Table:
    """Mix two readers' log odds (n, k) by two factors and k shifts."""
    return at[0] * parts[0] + at[1] * parts[1] + at[2:]


def hurried(logits: Table, posts: Sequence[Lesson]) -> float:
    """Give the shift with which FOUND of the urgent posts are at least as likely as the product calls for."""
    least = knowledge.model().urgent_from
    urgent = logits[[one.urgent for one in posts], 0]
    return float(np.log(least / (1 - least)) - np.quantile(urgent, 1 - FOUND))


def unlikely_of_many(logits: Table, truth: npt.NDArray[np.int64]) -> float:
    return float((np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(truth)), truth]).sum())


def unlikely(logits: Table, truth: npt.NDArray[np.bool_]) -> float:
    return float(np.logaddexp(0, np.where(truth, -1, 1) * logits[:, 0]).sum())


def describe(path: Path, alphabet: str, weights: dict[str, list[float]]) -> str:
    """Write into a model what the reader must know of it; give its version."""
    model = onnx.load(str(path))
    del model.metadata_props[:]
    version = hashlib.sha256(model.SerializeToString() + json.dumps(weights).encode()).hexdigest()[:12]
    told = {"version": version, "alphabet": alphabet, **weights}
    model.metadata_props.add(key="firebreak", value=json.dumps(told, ensure_ascii=False))
    onnx.save(model, str(path))
    return version
