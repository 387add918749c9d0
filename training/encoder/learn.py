"""How does the net learn? First from all texts and the written posts together, then from the written posts alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from firebreak.core.terms import Category, Sentiment
from firebreak.core.understand.characters import HIDDEN, SPECIAL
from training.encoder.net import WIDTH, Net
from training.encoder.texts import ABUSE, COMPLAINT, RUMOUR, STARS, WEAK, Lesson, Numbers, Texts

ALL = 40e6  # characters of the first part: each text about once
AT_ONCE = 12_000  # characters of a step
EVERY = 4  # of so many steps one is of written posts
POSTS = 48
FAST, SLOW, WARM = 1.5e-3, 0.02, 300  # rate of learning, its least share, steps until it is reached
HELD = 0.4  # share of the first part after which the rate sinks
KEEP = 250  # steps between two that are kept
HALF = torch.backends.cpu.get_cpu_capability().startswith("AVX512")  # elsewhere half the digits cost more time
HEADS = {
    "stars": 5,
    "weak": len(WEAK),
    "abuse": 1,
    "rumour": 1,
    "tone": len(Sentiment),
    "kind": len(Category),
    "urgent": 1,
    "words": len(Sentiment),
}
READ = ("tone", "kind", "urgent")  # what is shipped of a net that reads posts in which a brand is named


class Learner(nn.Module):
    """The net with its heads; `guess` is for hidden characters."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.net = Net(characters)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, size) for name, size in HEADS.items()})
        self.guess = nn.Linear(WIDTH, WIDTH)

    def read(self, numbers: Tensor, heads: Sequence[str] = READ) -> Tensor:
        """Give what some heads say, side by side: (n, 18) of READ."""
        found = self.net.sum_up(*self.net.body(numbers))
        return torch.cat([self.heads[name](found) for name in heads], 1)


@dataclass(slots=True)
class Course:
    """How far the learning is: steps, characters of the large sets, seconds."""

    steps: int = 0
    characters: float = 0.0
    seconds: float = 0.0


def padded(parts: Sequence[Numbers]) -> Numbers:
    found = np.zeros((len(parts), max(map(len, parts))), np.int64)
    for row, part in enumerate(parts):
        found[row, : len(part)] = part
    return found


def hidden(numbers: Numbers, chance: np.random.Generator, characters: int) -> tuple[Numbers, np.ndarray[Any, Any]]:
    """Hide 15 % of the characters: four in five behind a sign, one in ten behind another character (BERT's way)."""
    chosen = (chance.random(numbers.shape) < 0.15) & (numbers >= len(SPECIAL))
    shown, fate = numbers.copy(), chance.random(numbers.shape)
    shown[chosen & (fate < 0.8)] = HIDDEN
    other = chosen & (fate >= 0.9)
    shown[other] = chance.integers(len(SPECIAL), characters, other.sum())
    return shown, chosen


def guessed(learner: Learner, numbers: Numbers, chance: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Give the loss of guessing what was hidden, and what the net made of each text."""
    shown, chosen = hidden(numbers, chance, learner.net.embed.num_embeddings)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        found, there = learner.net.body(torch.from_numpy(shown))
        words = learner.guess(found[torch.from_numpy(chosen)]) @ learner.net.embed.weight.t()
        said = learner.net.sum_up(found, there)
    truth = torch.from_numpy(numbers[chosen])
    return (functional.cross_entropy(words.float(), truth) if chosen.any() else words.sum() * 0), said.float()


def loss_of_texts(learner: Learner, texts: Texts, places: Numbers, chance: np.random.Generator) -> Tensor:
    loss, said = guessed(learner, padded([texts.of(int(place)) for place in places]), chance)
    task, value = texts.task[places], torch.from_numpy(texts.value[places].astype(np.int64))
    for name, of in (("stars", STARS), ("weak", COMPLAINT), ("abuse", ABUSE), ("rumour", RUMOUR)):
        here = torch.from_numpy(task == of)
        if here.any():
            loss = loss + loss_of_task(name, learner.heads[name](said[here]), value[here]) * here.float().mean()
    return loss


def loss_of_task(name: str, said: Tensor, value: Tensor) -> Tensor:
    if name == "stars":
        return functional.cross_entropy(said, value)
    if name == "weak":
        bits = (value.unsqueeze(1) >> torch.arange(len(WEAK))) & 1
        return 3 * functional.binary_cross_entropy_with_logits(said, bits.float())
    return functional.binary_cross_entropy_with_logits(said.squeeze(1), value.float())


def loss_of_posts(learner: Learner, posts: Sequence[Lesson], chance: np.random.Generator, *, guess: float) -> Tensor:
    """Give the loss of written posts; what is hidden of them also keeps the net from learning them by heart."""
    loss, said = guessed(learner, padded([one.numbers for one in posts]), chance)
    tone, kind = (torch.tensor([getattr(one, name) for one in posts]) for name in ("sentiment", "category"))
    urgent = torch.tensor([float(one.urgent) for one in posts])
    return (
        guess * loss
        + functional.cross_entropy(learner.heads["tone"](said), tone)
        + functional.cross_entropy(learner.heads["kind"](said), kind)
        + functional.binary_cross_entropy_with_logits(learner.heads["urgent"](said).squeeze(1), urgent)
    )


def batches(texts: Texts, chance: np.random.Generator) -> Iterator[Numbers]:
    """Give places of texts of about one length together, without end."""
    lengths = texts.lengths
    enough = np.flatnonzero(lengths >= 4)
    while True:
        for part in np.array_split(chance.permutation(enough), max(1, len(enough) // 20_000)):
            yield from in_random_order(cut(part[np.argsort(lengths[part], kind="stable")], lengths), chance)


def cut(places: Numbers, lengths: Numbers) -> list[Numbers]:
    """Cut places, shortest text first, into pieces of at most AT_ONCE characters with their padding."""
    found, start = [], 0
    for at in range(1, len(places) + 1):
        if at == len(places) or (at + 1 - start) * lengths[places[at]] > AT_ONCE:
            found.append(places[start:at])
            start = at
    return found


def in_random_order(parts: Sequence[Any], chance: np.random.Generator) -> Iterator[Any]:
    return (parts[place] for place in chance.permutation(len(parts)))


def drawn(posts: Sequence[Lesson], chance: np.random.Generator, *, size: int = POSTS) -> Iterator[list[Lesson]]:
    while True:
        for part in np.array_split(chance.permutation(len(posts)), max(1, len(posts) // size)):
            yield [posts[place] for place in part]


def rate(course: Course) -> float:
    left = (1 - course.characters / ALL) / (1 - HELD)
    return FAST * min(1.0, (course.steps + 1) / WARM) * max(SLOW, min(1.0, left))


def step(learner: Learner, by: torch.optim.Optimizer, loss: Tensor, fast: float) -> None:
    for group in by.param_groups:
        group["lr"] = fast
    by.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
    by.step()


def learn_all(learner: Learner, texts: Texts, posts: Sequence[Lesson], kept: Path) -> None:
    """Take the first part, and go on from what was kept of it."""
    by = torch.optim.AdamW(learner.parameters(), lr=FAST, weight_decay=0.01, betas=(0.9, 0.98))
    course = take_up(learner, by, kept)
    chance = np.random.default_rng(course.steps + 1)
    torch.manual_seed(course.steps + 1)
    some, few = batches(texts, chance), drawn(posts, chance)
    began = perf_counter() - course.seconds
    while course.characters < ALL:
        if course.steps % EVERY == EVERY - 1:
            loss = loss_of_posts(learner, next(few), chance, guess=0.3)
        else:
            places = next(some)
            loss = loss_of_texts(learner, texts, places, chance)
            course.characters += float(texts.lengths[places].sum())
        step(learner, by, loss, rate(course))
        course.steps, course.seconds = course.steps + 1, perf_counter() - began
        if course.steps % KEEP == 0 or course.characters >= ALL:
            keep(learner, by, course, kept)
            print(
                f"{course.steps} steps, {course.characters / 1e6:.1f} M characters, {course.seconds:.0f} s", flush=True
            )


def take_up(learner: Learner, by: torch.optim.Optimizer, kept: Path) -> Course:
    if not kept.exists():
        return Course()
    found = torch.load(kept, weights_only=True)
    learner.load_state_dict(found["learner"])
    by.load_state_dict(found["by"])
    return Course(**found["course"])


def keep(learner: Learner, by: torch.optim.Optimizer, course: Course, kept: Path) -> None:
    """Write down how far it is; a run that is killed while writing leaves the one before."""
    told = {"steps": course.steps, "characters": course.characters, "seconds": course.seconds}
    half = kept.with_suffix(".half")
    torch.save({"learner": learner.state_dict(), "by": by.state_dict(), "course": told}, half)
    half.replace(kept)
