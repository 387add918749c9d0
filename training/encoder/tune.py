"""How does the net learn the written posts by themselves? In a few rounds; the mean of its steps is what stays."""

from collections.abc import Sequence

import numpy as np
import torch

from training.encoder.learn import Learner, drawn, loss_of_posts, padded, step
from training.encoder.texts import Lesson

ROUNDS = 8
POSTS = 32
FAST = 6e-4
STAYS = 0.997  # share of the mean that a step leaves as it was


def tune(learner: Learner, posts: Sequence[Lesson], dev: Sequence[Lesson], *, seed: int = 7) -> Learner:
    """Give the mean of the net's last steps (Polyak's averaging), after ROUNDS rounds over `posts`."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    by = torch.optim.AdamW(learner.parameters(), lr=FAST, weight_decay=0.05, betas=(0.9, 0.98))
    mean = torch.optim.swa_utils.AveragedModel(learner, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(STAYS))
    few, steps = drawn(posts, chance, size=POSTS), ROUNDS * (len(posts) // POSTS)
    for at in range(steps):
        fast = FAST * min(1.0, (at + 1) / 100) * max(0.02, 0.5 + 0.5 * np.cos(np.pi * at / steps))
        learner.train()
        step(learner, by, loss_of_posts(learner, next(few), chance, guess=0.1), fast)
        mean.update_parameters(learner)
        if (at + 1) % (steps // ROUNDS) == 0:
            print(f"round {(at + 1) // (steps // ROUNDS)}: {told(opinions(mean.module, dev), dev)}", flush=True)
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
