"""What does `python -m training.encoder` do? All steps; what is done is not done again (`--fresh` begins anew).

With `--further` it goes on from the model that ships, with the posts that are there now; with `--weigh` it only weighs
that model against the first reader anew.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from firebreak.core.understand.characters import SPECIAL
from firebreak.knowledge.onnx import opinion_of, session_of
from training.encoder.further import go_on, taken_up
from training.encoder.learn import Learner, learn_all
from training.encoder.ship import describe, first_opinions, second_opinions, weighed, write_model
from training.encoder.texts import lessons, numbered
from training.encoder.tune import told, tune

OUT = Path(__file__).parents[2] / ".out/encoder"
TARGET = Path(__file__).parents[2] / "src/firebreak/knowledge/models/second.onnx"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    if "--fresh" in sys.argv:
        for kept in OUT.iterdir():
            kept.unlink()
    learner, alphabet = made(sys.argv)
    dev = lessons("dev", alphabet)
    if "--weigh" not in sys.argv:
        write_model(learner, TARGET)
    found = second_opinions(opinion_of(session_of(TARGET), TARGET.name), dev)
    print(f"in whole numbers: {told(found, dev)}")
    print(f"version {describe(TARGET, alphabet, weighed(first_opinions('dev'), found, dev))}")


def made(how: Sequence[str]) -> tuple[Learner, str]:
    if "--weigh" in how:
        return taken_up(TARGET)
    return further() if "--further" in how else from_nothing()


def further() -> tuple[Learner, str]:
    learner, alphabet = taken_up(TARGET)
    return go_on(learner, lessons("train", alphabet), lessons("dev", alphabet)), alphabet


def from_nothing() -> tuple[Learner, str]:
    alphabet, texts = numbered(OUT / "texts.npz")
    posts = lessons("train", alphabet)
    learner = Learner(len(SPECIAL) + len(alphabet))
    learn_all(learner, texts, posts, OUT / "learner.pt")
    tuned = OUT / "tuned.pt"
    if tuned.exists():
        learner.load_state_dict(torch.load(tuned, weights_only=True))
    else:
        learner = tune(learner, posts, lessons("dev", alphabet))
        torch.save(learner.state_dict(), tuned)
    return learner, alphabet


if __name__ == "__main__":
    main()
