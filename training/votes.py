"""How are the votes on drafts learnt? `python -m training.votes [--check]` writes knowledge/models/drafts.npz, the same
every time, from the sentences and drafts that people marked, or with `--check` writes nothing.

A draft is marked as a whole. Without a code, none of its sentences has it; with one, the sentence that the last fit
votes for most has it; of a part that it lacks no sentence gives it. How drafts are judged is learnt on votes of fits
that have not seen their writer. What is found when no fit has seen the writer is printed, by code and writer.
"""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from firebreak.core.respond.statement.judge import evidence
from firebreak.core.respond.statement.voter import Heard, spoken
from firebreak.knowledge import rules as shipped
from training import judging
from training.lessons import CODES, FAULTS, Floats, Lessons, Marks, lessons

TARGET = Path(__file__).parents[1] / "src/firebreak/knowledge/models/drafts.npz"
PENALTY, ROUNDS = 0.03, (30, 15, 10)
MARKED, OF_DRAFT, GONE = 3.0, 6.0, 3.0  # how much a fault of a sentence, of a draft, and a part that is not there count
GIVEN = 2.0
FOLDS = 5  # groups of writers that are left out together
Doubles = npt.NDArray[np.float64]


def fit(seen: Any, truth: Marks, count: Doubles, start: Doubles, steps: int) -> Doubles:
    """Fit a yes-or-no head for every column of `truth`, each cell counting `count`; the last row is the bias."""
    turned, side = seen.T.tocsr(), np.where(truth, 1, -1).astype(np.float32)
    counts = count.astype(np.float32)

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        at = flat.reshape(start.shape).astype(np.float32)
        margin = side * (seen @ at[:-1] + at[-1])
        pull = -side * counts / (1 + np.exp(np.clip(margin, -30, 30)))
        value = (counts * np.logaddexp(0, -margin)).sum(dtype=np.float64)
        value += 0.5 * PENALTY * (at[:-1] ** 2).sum(dtype=np.float64)
        return float(value), np.vstack([turned @ pull + PENALTY * at[:-1], pull.sum(axis=0)]).ravel().astype(np.float64)

    begun: Doubles = start.reshape(-1)
    found: Doubles = minimize(loss, begun, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6}).x
    return found.reshape(start.shape)


def learn(given: Lessons, without: Collection[str] = ()) -> Floats:
    """Fit the sentences and drafts of all writers but some; then again with the likeliest sentences of each draft."""
    alone = np.flatnonzero([str(writer) not in without for writer in given.writers])
    others = np.flatnonzero([given.drafts[int(at)].writer not in without for at in given.of])
    seen = given.seen[np.concatenate([alone, given.alone + others])]
    weights = np.zeros((seen.shape[1] + 1, len(CODES)))
    spread = np.where([code in FAULTS for code in CODES], MARKED, 1.0)
    sure = np.where(given.marks[alone], spread, 1.0) * given.known[alone]
    for turn, steps in enumerate(ROUNDS):
        votes = seen[len(alone) :] @ weights[:-1] + weights[-1] if turn else None
        truth, count = told(given, others, votes)
        weights = fit(seen, np.vstack([given.marks[alone], truth]), np.vstack([sure, count]), weights, steps)
    return weights.astype(np.float32)


def told(given: Lessons, rows: npt.NDArray[np.int64], votes: Doubles | None) -> tuple[Marks, Doubles]:
    """Say what the sentences of drafts are taken for, and how much each counts: nothing where a draft tells nothing."""
    truth, count = np.zeros((len(rows), len(CODES)), dtype=np.bool_), np.zeros((len(rows), len(CODES)))
    for draft, places in by_draft(given.of[rows]):
        lesson = given.drafts[draft]
        for at, code in enumerate(CODES):
            there = code in lesson.labels if code in FAULTS else code in lesson.wanted - lesson.labels
            if not there:
                count[places, at] = 1.0 if code in FAULTS else GONE * (code in lesson.labels)
                continue
            said = lesson.where.get(code) if votes is None else lesson.where.get(code, int(votes[places, at].argmax()))
            if said is not None:
                best = places[said]
                truth[best, at], count[best, at] = True, OF_DRAFT if code in FAULTS else GIVEN
    return truth, count


def by_draft(of: npt.NDArray[np.int64]) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    for draft in np.unique(of):
        yield int(draft), np.arange(*np.searchsorted(of, [draft, draft + 1]))


def unseen(given: Lessons) -> Floats:
    """Give every sentence of a draft the votes of a fit that has not seen its writer."""
    writers = np.array([given.drafts[int(at)].writer for at in given.of])
    votes = np.zeros((len(given.of), len(CODES)), dtype=np.float32)
    for fold in range(FOLDS):
        some = np.unique(writers)[fold::FOLDS]
        weights, own = learn(given, frozenset(map(str, some))), np.flatnonzero(np.isin(writers, some))
        votes[own] = given.seen[given.alone + own] @ weights[:-1] + weights[-1]
    return votes


def evidence_of(given: Lessons, votes: Floats) -> Floats:
    """Give what is known of every draft."""
    found = []
    for draft, places in by_draft(given.of):
        one = given.drafts[draft]
        heard = Heard(spoken(one.prose), one.counts, votes[places])
        found.append(evidence(one.draft, one.prose, heard, one.evident))
    return np.stack(found)


def pack(given: Lessons, weights: Floats, judge: Doubles) -> dict[str, Any]:
    """Give what is stored: votes in 8 bits, without the features that say nothing."""
    full = weights[:-1] * given.rare[:, None]
    scale = np.abs(full).max(axis=0) / 127
    small = np.rint(full / scale).astype(np.int8)
    kept = small.any(axis=1)
    return {
        "codes": np.array(CODES), "keys": given.keys[kept], "weights": small[kept], "scale": scale.astype(np.float32),
        "bias": weights[-1], "judge": judge.astype(np.float32),
    }  # fmt: skip


if __name__ == "__main__":
    told_of = lessons(shipped.tone_words(), shipped.cues())
    known = evidence_of(told_of, unseen(told_of))
    print("\n".join(judging.report(judging.unseen(known, told_of.drafts), told_of.drafts)))
    if "--check" not in sys.argv:
        np.savez_compressed(TARGET, **pack(told_of, learn(told_of), judging.judges(known, told_of.drafts)))
        print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
