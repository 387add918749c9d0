"""How are the votes on manner learnt? `python -m training.quarrel [--check]` writes knowledge/models/quarrel.npz, the
same every time, from the sentences and drafts that people marked.

All codes are fitted at once. As in `training.tone`, a draft is marked as a whole: without a code, none of its sentences
has it; with one, the sentence that a first fit votes for most has it. `--check` learns four times from three quarters
of all and prints what is found among the drafts of the fourth.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from firebreak.core.respond.statement.prose import prose_of
from firebreak.core.respond.statement.rules import ToneRules, rules
from firebreak.core.respond.statement.voter import sign_of
from firebreak.knowledge.load import load_yaml
from firebreak.knowledge.rules import moves
from training.tone import FOLDS, WRITTEN, Floats, Lesson, Sight, pack, read, sight_of

TARGET = Path(__file__).parents[1] / "src/firebreak/knowledge/models/quarrel.npz"
CODES = ("mockery", "arguing", "blame_shifting", "threat", "cold")
LEAST = (-0.45, -0.5, -0.25, -0.5, -0.9)  # chosen on votes across folds: few good drafts marked, most faults found
PENALTY, STEPS = 0.05, 40
MOVE = 3.0  # how much louder a move is than a word, which has so many beside it
OF_DRAFT = 2.0  # how much a sentence of a draft counts beside one that was written alone
READ = ("lint", "lint_stranger")  # sets without a part that is kept from learning
Marks = npt.NDArray[np.bool_]


def lessons() -> list[Lesson]:
    tone = rules(load_yaml("tone"))
    return [*of_sentences(tone), *of_drafts(tone)]


def of_sentences(tone: ToneRules) -> Iterator[Lesson]:
    for path in sorted((WRITTEN / "sentences").glob("*.jsonl")):
        for at, row in enumerate(read(path)):
            plain = prose_of(row["text"], "", tone.voice).plain
            yield Lesson(sign_of(plain, moves()), frozenset(row["labels"]), at % FOLDS)


def of_drafts(tone: ToneRules) -> Iterator[Lesson]:
    number = 0
    for path in sorted(WRITTEN.glob("lint*.jsonl")):
        for row in read(path):
            if row.get("split") != "train" and path.stem not in READ:
                continue
            number += 1
            prose = prose_of(row["text"], row.get("lang", ""), tone.voice)
            for start, end in prose.sentences:
                sign = sign_of(prose.plain[start:end], moves())
                yield Lesson(sign, frozenset(row["codes"]), number % FOLDS, number)


def sight(rows: Sequence[Lesson]) -> Sight:
    """Give the features that count, moves louder than words."""
    found = sight_of([row.sign for row in rows])
    moves = np.unique(np.concatenate([row.sign.keys[row.sign.cues :] for row in rows]))
    return Sight(found.keys, np.where(np.isin(found.keys, moves), MOVE, found.rare))


def fit(seen: sparse.csr_matrix, truth: Marks, counts: Floats) -> Floats:
    """Fit a yes-or-no head for each code; give weights (features + 1, codes), the bias last."""
    size, turned = (seen.shape[1] + 1, truth.shape[1]), seen.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        at = flat.reshape(size)
        votes = seen @ at[:-1] + at[-1]
        pull = counts * (1 / (1 + np.exp(np.clip(-votes, -30, 30))) - truth)
        value = (counts * (np.logaddexp(0, votes) - truth * votes)).sum() + 0.5 * PENALTY * float((at[:-1] ** 2).sum())
        return float(value), np.vstack([turned @ pull + PENALTY * at[:-1], pull.sum(axis=0)]).ravel()

    start = np.zeros(size[0] * size[1])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found.reshape(size)


def learn(rows: Sequence[Lesson], seen: sparse.csr_matrix) -> Floats:
    """Fit twice: once without the drafts that have a code, then with the likeliest sentence of each of them."""
    truth = np.array([[code in row.labels for code in CODES] for row in rows])
    drafts = np.array([row.draft for row in rows])
    counts = np.where(drafts < 0, 1.0, OF_DRAFT)[:, None] * (~truth | (drafts < 0)[:, None])
    first = fit(seen, truth, counts)
    votes = seen @ first[:-1]
    for draft in np.unique(drafts[drafts >= 0]):
        places = np.flatnonzero(drafts == draft)
        for code in np.flatnonzero(truth[places[0]]):
            counts[places[votes[places, code].argmax()], code] = OF_DRAFT
    return fit(seen, truth, counts)


def crossed(rows: Sequence[Lesson], seen: sparse.csr_matrix) -> Floats:
    """Give every sentence the votes of a fit that has not seen its fold."""
    folds = np.array([row.fold for row in rows])
    votes = np.zeros((len(rows), len(CODES)))
    for fold in range(FOLDS):
        others, own = np.flatnonzero(folds != fold), folds == fold
        weights = learn([rows[int(at)] for at in others], seen[others])
        votes[own] = seen[own] @ weights[:-1] + weights[-1]
    return votes


def check(rows: Sequence[Lesson]) -> Iterator[str]:
    """Say of each code how many of the drafts that have it, and of the marked ones, are both."""
    over = crossed(rows, sight(rows).matrix([row.sign for row in rows])) >= np.array(LEAST)
    drafts = np.array([row.draft for row in rows])
    codes = {row.draft: row.labels for row in rows if row.draft >= 0}
    for at, code in enumerate(CODES):
        having = {draft for draft, labels in codes.items() if code in labels}
        marked = set(drafts[over[:, at] & (drafts >= 0)].tolist())
        clean = sum(not codes[draft] for draft in marked)
        both = len(having & marked)
        yield f"{code} | recall {both}/{len(having)} | precision {both}/{len(marked)} | without any code {clean}"


def build(rows: Sequence[Lesson]) -> None:
    known = sight(rows)
    weights = learn(rows, known.matrix([row.sign for row in rows]))
    np.savez_compressed(TARGET, **{**pack(known, weights.T, LEAST), "codes": np.array(CODES)})
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    if "--check" in sys.argv:
        print("\n".join(check(lessons())))
    else:
        build(lessons())
