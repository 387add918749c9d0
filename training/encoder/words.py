"""How is the tone of words learnt where nobody of ours is named? From reviews, going on from the shipped net.

It ships by itself: with both in one net, posts in which a brand is named were read worse (0.768 to 0.749 of dev).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from firebreak import knowledge
from firebreak.core.terms import Post
from firebreak.core.understand.characters import HIDDEN, SPECIAL
from firebreak.core.understand.model import TONE
from firebreak.core.understand.score import score
from firebreak.core.understand.second import TONES, Opinion
from firebreak.knowledge.onnx import opinion_of, session_of
from training.data import hear_nothing, post_of, written
from training.encoder.further import taken_up
from training.encoder.learn import HALF, WARM, Learner, batches, drawn, padded, step
from training.encoder.ship import Table, describe, likeliest, mixed, unlikely_of_many, write_model
from training.encoder.texts import HELD, Lesson, Numbers, Texts, lessons_unnamed, reviews, reviews_in_numbers
from training.encoder.tune import STAYS

MODELS = Path(__file__).parents[2] / "src/firebreak/knowledge/models"
SECOND, TARGET = MODELS / "second.onnx", MODELS / "words.onnx"
ALL = 20e6  # characters of reviews
FAST, SLOW, HELD_FAST = 8e-4, 0.02, 0.3  # rate of learning, its least share, share of the way after which it sinks
HIDE = 0.05  # share of the characters that are hidden, so that no one word is leant on
EVERY, POSTS = 4, 16  # in every so manieth step so many posts say what is neither good nor bad
STARS, OF_POSTS = 0.5, 0.3  # what telling the stars weighs, and what posts weigh


def make(second: Path) -> str:
    """Learn, write and weigh; gives the version."""
    learner, alphabet = taken_up(second)
    known = reviews()
    mean = learn(learner, reviews_in_numbers(known[:-HELD], alphabet), lessons_unnamed("train", alphabet))
    write_model(mean, TARGET, ("words",))
    return describe(TARGET, alphabet, trust(TARGET, alphabet))


def learn(learner: Learner, texts: Texts, posts: Sequence[Lesson]) -> Learner:
    """Give the mean of the net's last steps after ALL characters."""
    by = torch.optim.AdamW(learner.parameters(), lr=FAST, weight_decay=0.02, betas=(0.9, 0.98))
    mean = torch.optim.swa_utils.AveragedModel(learner, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(STAYS))
    chance = np.random.default_rng(11)
    torch.manual_seed(11)
    some, few, done, steps = batches(texts, chance), drawn(posts, chance, size=POSTS), 0.0, 0
    learner.train()
    while done < ALL:
        places = next(some)
        loss = loss_of_reviews(learner, texts, places, chance)
        if steps % EVERY == EVERY - 1:
            loss = loss + OF_POSTS * loss_of_posts(learner, next(few))
        sinking = max(SLOW, min(1.0, (1 - done / ALL) / (1 - HELD_FAST)))
        step(learner, by, loss, FAST * min(1.0, (steps + 1) / WARM) * sinking)
        mean.update_parameters(learner)
        done, steps = done + float(texts.lengths[places].sum()), steps + 1
    best: Learner = mean.module
    return best


def loss_of_reviews(learner: Learner, texts: Texts, places: Numbers, chance: np.random.Generator) -> Tensor:
    shown = padded([texts.of(int(place)) for place in places])
    shown[(chance.random(shown.shape) < HIDE) & (shown >= len(SPECIAL))] = HIDDEN
    said = summed(learner, shown)
    stars = torch.from_numpy(texts.value[places].astype(np.int64))
    good = torch.where(stars > 2, TONES - 1, 0)
    of_words = functional.cross_entropy(learner.heads["words"](said), good)
    return of_words + STARS * functional.cross_entropy(learner.heads["stars"](said), stars)


def loss_of_posts(learner: Learner, posts: Sequence[Lesson]) -> Tensor:
    said = summed(learner, padded([one.numbers for one in posts]))
    return functional.cross_entropy(learner.heads["words"](said), torch.tensor([one.sentiment for one in posts]))


def summed(learner: Learner, numbers: Numbers) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        found = learner.net.sum_up(*learner.net.body(torch.from_numpy(numbers)))
    return found.float()


def trust(path: Path, alphabet: str) -> dict[str, list[float]]:
    """Weigh the readers of words, `first`, `own` and `shift` (3,), on posts of dev and on reviews that taught nothing.

    A review is good or bad, and says nothing of what is neither.
    """
    opinion = opinion_of(session_of(path), path.name, columns=TONES)
    posts, held = lessons_unnamed("dev", alphabet), reviews()[-HELD:]
    shown = reviews_in_numbers(held, alphabet)
    outspoken = [one.post for one in written("dev") if one.is_outspoken]
    told = first(outspoken), opinions(opinion, [one.numbers for one in posts])
    plain = [post_of(text) for text, _ in held]
    shops = first(plain), opinions(opinion, [shown.of(place) for place in range(len(held))])
    truth, good = np.array([one.sentiment for one in posts]), np.array([int(stars > 2) for _, stars in held])

    def cost(at: Table) -> float:
        of_shops = unlikely_of_many(mixed(shops, at)[:, [0, TONES - 1]], good) * len(posts) / len(held)
        return unlikely_of_many(mixed(told, at), truth) + of_shops

    return dict(zip(("first", "own", "shift"), likeliest(TONES, cost).round(4).tolist(), strict=True))


def first(posts: Sequence[Post]) -> Table:
    """Give the first reader's log odds (n, 3) of the tone of words where nobody of ours is named."""
    return score(posts, hear_nothing(posts), knowledge.model()).logits[:, TONE].astype(np.float64)


def opinions(opinion: Opinion, shown: Sequence[Numbers]) -> Table:
    return np.stack([opinion(numbers) for numbers in shown]).astype(np.float64)


if __name__ == "__main__":
    print(f"version {make(SECOND)}")
