"""How is it learnt which part a sentence gives? `python -m training.parts [--check]` writes knowledge/models/parts.npz,
the same every time: logistic regression over the sentences that people marked and those of drafts.

A draft tells less than a sentence: of a part that it lacks no sentence gives it; of one that it has, the sentence that
the last fit votes for most does. `--check` learns without each file of drafts in turn and scores that file.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from firebreak.core.respond.statement.draft import draft_of
from firebreak.core.respond.statement.parts import heard, needed
from firebreak.core.respond.statement.prose import prose_of
from firebreak.core.respond.statement.rules import rules
from firebreak.core.respond.statement.voter import sign_of
from firebreak.knowledge.load import load_yaml
from firebreak.knowledge.rules import part_cues
from training.tone import WRITTEN, pack, read, sight_of

TARGET = Path(__file__).parents[1] / "src/firebreak/knowledge/models/parts.npz"
PARTS = ("acknowledgement", "apology", "facts", "solution", "prevention", "contact")
LEAST = (-2.5, -1.9, -1.6, -2.0, -2.6, -3.0)
"""From which vote on a part is there: chosen on files of drafts that the fit had not seen."""
PENALTY, FIRST, AGAIN, ROUNDS = 0.03, 40, 20, 3
THERE, GONE = 2.0, 3.0  # how much a sentence of a draft counts beside a marked one
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Sentences as rows of `seen`, first the marked ones, then those of drafts; `draft` says of which."""

    seen: sparse.csr_matrix
    marks: Truths  # of the marked sentences, by part
    draft: npt.NDArray[np.int64]  # of the other sentences
    needs: Truths  # of drafts, by part
    lacks: Truths
    file: npt.NDArray[np.str_]
    learnt: Truths  # whether a draft may be learnt from


def rows_of_drafts() -> list[tuple[str, Mapping[str, Any]]]:
    return [(path.stem, row) for path in sorted(WRITTEN.glob("lint*.jsonl")) for row in read(path)]


def lessons() -> tuple[Lessons, Any]:
    """Read what there is to learn from; give it with the features that were kept."""
    tone, cues = rules(load_yaml("tone")), part_cues()
    marked = [row for path in sorted((WRITTEN / "sentences").glob("*.jsonl")) for row in read(path)]
    drafts = rows_of_drafts()
    signs = [sign_of(prose_of(row["text"], "", tone.voice).plain, cues) for row in marked]
    of: list[int] = []
    for number, (_, row) in enumerate(drafts):
        prose = prose_of(row["text"], row.get("lang", ""), tone.voice)
        spoken = [prose.plain[slice(*pair)].strip() for pair in prose.sentences]
        signs += [sign_of(plain, cues) for plain in spoken if plain]
        of += [number] * sum(map(bool, spoken))
    sight = sight_of(signs)
    wanted = [set(needed(draft_of(row, line=1), tone)) for _, row in drafts]
    return Lessons(
        seen=sight.matrix(signs),
        marks=np.array([[part in row["labels"] for part in PARTS] for row in marked]),
        draft=np.array(of),
        needs=np.array([[part in wants for part in PARTS] for wants in wanted]),
        lacks=np.array([[part in row["missing"] for part in PARTS] for _, row in drafts]),
        file=np.array([name for name, _ in drafts]),
        learnt=np.array([row.get("split") != "dev" or name in ("lint", "lint_stranger") for name, row in drafts]),
    ), sight


def fit(seen: sparse.csr_matrix, side: Floats, count: Floats, start: Floats, steps: int) -> Floats:
    """Fit all heads at once: `side` ±1 and `count` are (n, parts); give weights (d + 1, parts), the bias last."""
    turned = seen.T.tocsr()

    def loss(at: Floats) -> tuple[float, Floats]:
        weights = at.reshape(start.shape)
        margin = side * (seen @ weights[:-1] + weights[-1])
        pull = -side * count / (1 + np.exp(np.clip(margin, -30, 30)))
        value = (count * np.logaddexp(0, -margin)).sum() + 0.5 * PENALTY * float((weights[:-1] ** 2).sum())
        return float(value), np.vstack([turned @ pull + PENALTY * weights[:-1], pull.sum(axis=0)]).ravel()

    begun: Floats = start.reshape(-1)
    found: Floats = minimize(loss, begun, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6}).x
    return found.reshape(start.shape)


def learn(given: Lessons, learnt: Truths) -> Floats:
    """Fit the marked sentences, then again and again with what the drafts that may be learnt from tell."""
    count = len(given.marks)
    known, spoken = given.seen[:count], given.seen[count:]
    side, even = np.where(given.marks, 1.0, -1.0), np.ones(given.marks.shape)
    weights = fit(known, side, even, np.zeros((given.seen.shape[1] + 1, len(PARTS))), FIRST)
    for _ in range(ROUNDS):
        votes = spoken @ weights[:-1] + weights[-1]
        best = votes >= highest(given, votes)[given.draft]
        gone = given.lacks[given.draft]
        weight = np.where(gone, GONE, np.where(best & given.needs[given.draft], THERE, 0.0))
        weight *= learnt[given.draft][:, None]
        used = np.flatnonzero(weight.any(axis=1))
        sides = np.vstack([side, np.where(gone, -1.0, 1.0)[used]])
        stacked = sparse.vstack([known, spoken[used]]).tocsr()
        weights = fit(stacked, sides, np.vstack([even, weight[used]]), weights, AGAIN)
    return weights


def highest(given: Lessons, votes: npt.NDArray[np.floating[Any]]) -> Floats:
    """Give the highest vote within each draft, by part."""
    found = np.full(given.needs.shape, -np.inf)
    np.maximum.at(found, given.draft, votes)
    return found


def unseen(given: Lessons) -> Floats:
    """Give the highest votes of each draft by a fit that has not seen its file."""
    found = np.full(given.needs.shape, np.nan)
    spoken = given.seen[len(given.marks) :]
    for name in np.unique(given.file):
        weights = learn(given, given.learnt & (given.file != name))
        votes = highest(given, heard((spoken @ weights[:-1] + weights[-1]).astype(np.float32)))
        found[given.file == name] = votes[given.file == name]
    return found


def check(given: Lessons) -> Iterator[str]:
    votes = unseen(given)
    for at, part in enumerate(PARTS):
        asked = given.needs[:, at] & (given.file != "lint")
        said, gone = (votes[:, at] < LEAST[at])[asked], given.lacks[asked, at]
        both = int((said & gone).sum())
        yield f"missing {part} by votes alone | recall {both}/{gone.sum()} | precision {both}/{said.sum()}"


if __name__ == "__main__":
    found, kept = lessons()
    if "--check" in sys.argv:
        print("\n".join(check(found)))
    else:
        made = pack(kept, learn(found, found.learnt).T, LEAST)
        np.savez_compressed(TARGET, **{**made, "codes": np.array(PARTS)})
        print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
