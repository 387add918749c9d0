"""How are the votes on drafts learnt? `python -m training.tone [--check]` writes knowledge/models/tone.npz, the same
every time: logistic regression over the sentences that people marked and those of drafts.

A draft is marked as a whole. Without a code, none of its sentences has it; with one, the sentence that a first fit
votes for most has it. `--check` learns from three lines of four and prints what is found among the fourth.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from scipy import sparse
from scipy.optimize import minimize

from firebreak import knowledge
from firebreak.core.respond.statement.prose import prose_of
from firebreak.core.respond.statement.rules import rules
from firebreak.core.respond.statement.voter import Keys, Sign, Voter, long_enough, sign_of
from firebreak.knowledge.load import load_yaml

WRITTEN = Path(__file__).parent / "drafts"
TARGET = Path(__file__).parents[1] / "src/firebreak/knowledge/models/tone.npz"
CODES = (
    "conditional_apology", "evasion", "overpromise", "official_tone", "undisclosed_promotion", "unverified_cause",
    "pii_exposure",
)  # fmt: skip
PENALTY, RARE, STEPS = 0.01, 5.0, 80  # RARE: how much more a marked sentence counts than another
SEEN = 3  # in how many sentences a feature must be
SPREAD = 0.2  # scales the rarity of a gram so that grams and cues are about as loud
FOLDS = 4
READ = ("lint", "lint_stranger")  # sets that were read whole, of which no part is kept from learning
PRECISION = 0.78  # what a vote must hold among marked sentences
MOST_FALSE, MOST_WARNED = 0.0012, 0.004  # and how often it may be wrong of a sentence of a draft: to block, to warn
BLOCKING = frozenset({"conditional_apology", "undisclosed_promotion", "unverified_cause", "pii_exposure"})
Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence with what it was marked with; those of one draft share `draft`, and its marks are those of all."""

    sign: Sign
    labels: frozenset[str]
    fold: int
    draft: int = -1


def lessons() -> list[Lesson]:
    """Read the sentences, and the drafts of the train parts sentence by sentence."""
    return [*of_sentences(), *of_drafts()]


def of_sentences() -> Iterator[Lesson]:
    tone = rules(load_yaml("tone"))
    for path in sorted((WRITTEN / "sentences").glob("*.jsonl")):
        for at, row in enumerate(read(path)):
            plain = prose_of(row["text"], "", tone.voice).plain
            yield Lesson(sign_of(plain, knowledge.cues()), frozenset(row["labels"]), at % FOLDS)


def of_drafts() -> Iterator[Lesson]:
    tone, number = rules(load_yaml("tone")), 0
    for path in sorted(WRITTEN.glob("lint*.jsonl")):
        for row in read(path):
            if row.get("split") != "train" and path.stem not in READ:
                continue
            number += 1
            prose = prose_of(row["text"], row.get("lang", ""), tone.voice)
            for start, end in (pair for pair in prose.sentences if long_enough(prose.plain[slice(*pair)])):
                sign = sign_of(prose.plain[start:end], knowledge.cues())
                yield Lesson(sign, frozenset(row["codes"]), number % FOLDS, number)


def read(path: Path) -> list[Mapping[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """Which features are known and how rare each is; what a matrix is made of."""

    keys: Keys
    rare: Floats

    def matrix(self, signs: Sequence[Sign]) -> sparse.csr_matrix:
        places, values, pointer = [], [], [0]
        for sign in signs:
            at = np.searchsorted(self.keys, sign.keys).clip(max=len(self.keys) - 1)
            known = self.keys[at] == sign.keys
            places.append(at[known])
            values.append(sign.loud[known] * self.rare[at[known]])
            pointer.append(pointer[-1] + int(known.sum()))
        shape = (len(signs), len(self.keys))
        return sparse.csr_matrix((np.concatenate(values), np.concatenate(places), pointer), shape, dtype=np.float32)


def sight_of(signs: Sequence[Sign]) -> Sight:
    """Keep the features seen often enough; a rare gram says more than a common one, a cue what its weight says."""
    keys, counts = np.unique(np.concatenate([sign.keys for sign in signs]), return_counts=True)
    kept = counts >= SEEN
    cues = np.unique(np.concatenate([sign.keys[sign.cues :] for sign in signs]))
    rare = np.log(len(signs) / counts[kept]) + 0.5
    return Sight(keys[kept], np.where(np.isin(keys[kept], cues), 1.0, rare * SPREAD))


def fit(grams: sparse.csr_matrix, truth: Marks, count: Floats) -> Floats:
    """Fit a yes-or-no head for every column of `truth` (n, heads), a row counting `count`; give weights, bias last."""
    side, heads = np.where(truth, 1.0, -1.0), truth.shape[1]
    turned = grams.T.tocsr()

    def loss(at: Floats) -> tuple[float, Floats]:
        full = at.reshape(-1, heads)
        margin = side * (grams @ full[:-1] + full[-1])
        pull = -side * count / (1 + np.exp(np.clip(margin, -30, 30)))
        value = (count * np.logaddexp(0, -margin)).sum() + 0.5 * PENALTY * float((full[:-1] ** 2).sum())
        return float(value), np.vstack([turned @ pull + PENALTY * full[:-1], pull.sum(axis=0)]).ravel()

    start = np.zeros((grams.shape[1] + 1) * heads)
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found.reshape(-1, heads).T


def marks(rows: Sequence[Lesson]) -> Marks:
    return np.array([[code in row.labels for code in CODES] for row in rows])


def learn(rows: Sequence[Lesson], grams: sparse.csr_matrix) -> Floats:
    """Fit twice: without the sentences of drafts that have a code, then with the likeliest sentence of each of them."""
    truth, drafts = marks(rows), np.array([row.draft for row in rows])
    sure = (drafts < 0)[:, None] | ~truth
    count = np.where(truth, RARE, 1.0)
    weights = fit(grams, truth, count * sure)
    votes = grams @ weights[:, :-1].T
    chosen = sure.copy()
    for at in range(len(CODES)):
        for draft in np.unique(drafts[~sure[:, at]]):
            places = np.flatnonzero(drafts == draft)
            chosen[places[votes[places, at].argmax()], at] = True
    return fit(grams, truth, count * chosen)


def crossed(rows: Sequence[Lesson], grams: sparse.csr_matrix) -> Floats:
    """Give every sentence the votes of a fit that has not seen its fold."""
    folds = np.array([row.fold for row in rows])
    votes = np.zeros((len(rows), len(CODES)))
    for fold in np.unique(folds):
        others = np.flatnonzero(folds != fold)
        weights = learn([rows[int(at)] for at in others], grams[others])
        votes[folds == fold] = grams[folds == fold] @ weights[:, :-1].T + weights[:, -1]
    return votes


def least_of(rows: Sequence[Lesson], votes: Floats, code: str) -> float:
    """Give the lowest vote from which a code is right often enough, and hardly ever said of a draft without it."""
    marked = np.array([code in row.labels for row in rows])
    alone = np.array([row.draft < 0 for row in rows])
    most = MOST_FALSE if code in BLOCKING else MOST_WARNED
    for least in np.arange(-3.5, 3.0, 0.1):
        over = votes >= least
        right = marked[over & alone].mean() if (over & alone).any() else 1.0
        if right >= PRECISION and over[~alone & ~marked].mean() <= most:
            return float(least)
    return 3.0


def pack(sight: Sight, weights: Floats, least: Sequence[float]) -> dict[str, Any]:
    """Give what is stored: weights in 8 bits, without the features that say nothing."""
    full = weights[:, :-1].T * sight.rare[:, None]
    scale = np.abs(full).max(axis=0) / 127
    small = np.rint(full / scale).astype(np.int8)
    kept = small.any(axis=1)
    return {
        "codes": np.array(CODES), "keys": sight.keys[kept], "weights": small[kept], "scale": scale.astype(np.float32),
        "bias": weights[:, -1].astype(np.float32), "least": np.array(least, dtype=np.float32),
    }  # fmt: skip


def build(rows: Sequence[Lesson]) -> dict[str, Any]:
    sight = sight_of([row.sign for row in rows])
    grams = sight.matrix([row.sign for row in rows])
    votes = crossed(rows, grams)
    return pack(sight, learn(rows, grams), [least_of(rows, votes[:, at], code) for at, code in enumerate(CODES)])


def check(rows: Sequence[Lesson]) -> Iterator[str]:
    """Learn from three folds and say what is found in the fourth, among single sentences."""
    known = [row for row in rows if row.fold or row.draft >= 0]
    unseen = [row for row in rows if not row.fold and row.draft < 0]
    voter = Voter(cues=knowledge.cues(), **build(known))
    votes = np.stack([voter.weigh(row.sign) for row in unseen])
    for at, code in enumerate(CODES):
        over, marked = votes[:, at] >= voter.least[at], np.array([code in row.labels for row in unseen])
        both = int((over & marked).sum())
        yield f"{code} | recall {both}/{marked.sum()} | precision {both}/{over.sum()} | least {voter.least[at]:.1f}"


if __name__ == "__main__":
    if "--check" in sys.argv:
        print("\n".join(check(lessons())))
    else:
        np.savez_compressed(TARGET, **build(lessons()))
        print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
