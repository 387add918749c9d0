"""How does the net learn the written posts by themselves? In a few rounds; the mean of its steps is what stays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from training.encoder.learn import Learner, loss_of_posts, padded, step
from training.encoder.learn import drawn as drawn_from
from training.encoder.texts import Lesson

POSTS = 32
STAYS = 0.997  # share of the mean that a step leaves as it was
Drawn = Callable[[Sequence[Lesson], np.random.Generator, int], Iterator[list[Lesson]]]


@dataclass(frozen=True, slots=True)
class Way:
    """How long and how fast: rounds over the posts, the highest rate, what guessing weighs, steps until full speed."""

    rounds: int = 8
    fast: float = 6e-4
    guess: float = 0.1
    warm: int = 100


def at_random(posts: Sequence[Lesson], chance: np.random.Generator, size: int) -> Iterator[list[Lesson]]:
    return drawn_from(posts, chance, size=size)


def tune(
    learner: Learner,
    posts: Sequence[Lesson],
    dev: Sequence[Lesson],
    *,
    way: Way = Way(),
    drawn: Drawn = at_random,
    seed: int = 7,
) -> Learner:
    """Give the mean of the net's last steps (Polyak's averaging), after some rounds over `posts`."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    by = torch.optim.AdamW(learner.parameters(), lr=way.fast, weight_decay=0.05, betas=(0.9, 0.98))
    mean = torch.optim.swa_utils.AveragedModel(learner, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(STAYS))
    few, steps = drawn(posts, chance, POSTS), way.rounds * (len(posts) // POSTS)
    for at in range(steps):
        sinking = max(0.02, 0.5 + 0.5 * np.cos(np.pi * at / steps))
        learner.train()
        loss = loss_of_posts(learner, next(few), chance, guess=way.guess)
        step(learner, by, loss, way.fast * min(1.0, (at + 1) / way.warm) * sinking)
        mean.update_parameters(learner)
        if (at + 1) % (steps // way.rounds) == 0:
            done = (at + 1) // (steps // way.rounds)
            print(f"round {done}: {told(opinions(mean.module, dev), dev)}", flush=True)
    best: Learner = mean.module
    return best


def opinions(learner: Learner, posts: Sequence[Lesson]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Give the log odds (n, 18) of posts."""
    learner.eval()
    with torch.no_grad():
        parts = [posts[at : at + 64] for at in range(0, len(posts), 64)]
        found = [learner.read(torch.from_numpy(padded([one.numbers for one in part]))).numpy() for part in parts]
    return np.concatenate(found)


def told(said: np.ndarray[tuple[int, int], np.dtype[np.float32]], posts: Sequence[Lesson]) -> str:
    """Say in a line how often the likeliest tone and kind are right, and how well urgency is found."""
    tone, kind = said[:, :3].argmax(1), said[:, 3:17].argmax(1)
    right = [(tone == [one.sentiment for one in posts]).mean(), (kind == [one.category for one in posts]).mean()]
    called, truth = said[:, 17] > 0, np.array([one.urgent for one in posts])
    both = int((called & truth).sum())
    urgent = f"{both / max(1, called.sum()):.3f} of what is called, {both / max(1, truth.sum()):.3f} of what is"
    return f"tone {right[0]:.3f}, kind {right[1]:.3f}, urgent {urgent}"
