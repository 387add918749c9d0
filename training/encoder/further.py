"""How does the shipped second reader learn from posts that were written since? From its own weights, in a few rounds.

What an hour and a half of reading has taught is in the file that ships, a little coarser: whole numbers of seven bits.
So more posts, or other labels, cost a quarter of an hour and no large set.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from firebreak.core.understand.characters import SPECIAL
from training.encoder.learn import Learner, in_random_order
from training.encoder.net import REACHES, WIDTH
from training.encoder.texts import Lesson
from training.encoder.tune import Way, tune

WAY = Way(rounds=3, fast=4e-4, guess=0.05, warm=60)
FORGET = 0.1  # more of what is found is hidden than before: the posts are known already
WINDOW = 640  # posts among which those of about one length go together
SHORT = 8  # posts of a batch that is left out, as it would weigh too much

Weights = dict[str, npt.NDArray[np.float32]]


def taken_up(path: Path) -> tuple[Learner, str]:
    """Give the net of a shipped model with its weights, and its alphabet; what teaches no more begins anew."""
    model = onnx.load(str(path))
    alphabet = str(json.loads({one.key: one.value for one in model.metadata_props}["firebreak"])["alphabet"])
    learner = Learner(len(SPECIAL) + len(alphabet))
    state = learner.state_dict()
    for name, weights in weights_of(model, list(state)).items():
        fitting = weights if weights.shape == tuple(state[name].shape) else weights.T
        state[name] = torch.from_numpy(np.ascontiguousarray(fitting))
    learner.load_state_dict(state)
    with torch.no_grad():  # a hidden character is guessed by what stands in its place
        learner.guess.weight.copy_(torch.eye(WIDTH))
        learner.guess.bias.zero_()
    forget_more(learner)
    return learner, alphabet


def forget_more(learner: Learner) -> None:
    learner.net.forget.p = 2 * FORGET
    for layer in learner.net.layers:
        layer.forget.p = FORGET  # type: ignore[union-attr]


def weights_of(model: onnx.ModelProto, names: Sequence[str]) -> Weights:
    """Read a model's weights by their names in the net; those of products lost theirs, and stand turned, in order."""
    held = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    scales = (one for one in held if one.startswith("onnx::MatMul") and one.endswith("_scale"))
    products = iter(sorted((one.removesuffix("_scale") for one in scales), key=number_of))
    found = {}
    for at in range(len(REACHES)):
        found[f"net.layers.{at}.look.weight"] = real(held, next(products)).T
        found[f"net.layers.{at}.tell.weight"] = real(held, next(products)).T
    found["net.heed.weight"] = real(held, next(products)).T
    there = {name for name in names if {f"learner.{name}", f"learner.{name}_quantized"} & held.keys()}
    return found | {name: real(held, f"learner.{name}") for name in there}


def number_of(name: str) -> int:
    return int(name.rpartition("_")[2])


def real(held: dict[str, npt.NDArray[np.generic]], name: str) -> npt.NDArray[np.float32]:
    """Give a weight as it is, or as its whole numbers stand for."""
    if name in held:
        return held[name].astype(np.float32)
    whole, scale, zero = (held[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "scale", "zero_point"))
    return (whole - zero) * scale


def alike(posts: Sequence[Lesson], chance: np.random.Generator, size: int) -> Iterator[list[Lesson]]:
    """Give posts of about one length together, without end: a third of the work is then not spent on padding."""
    while True:
        parts = np.array_split(chance.permutation(len(posts)), max(1, len(posts) // WINDOW))
        ordered = (iter(sorted(part, key=lambda at: len(posts[at].numbers))) for part in parts)
        found = [some for one in ordered for some in iter(lambda: list(islice(one, size)), [])]  # noqa: B023 - used at once
        yield from ([posts[at] for at in some] for some in in_random_order(found, chance) if len(some) > SHORT)


def go_on(learner: Learner, posts: Sequence[Lesson], dev: Sequence[Lesson]) -> Learner:
    return tune(learner, posts, dev, way=WAY, drawn=alike)
