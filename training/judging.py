"""How is it learnt what a whole draft is judged by? Weights of its evidence, without one writer at a time."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from firebreak.core.respond.statement.judge import names_of
from firebreak.core.respond.statement.parts import DOUBTED
from firebreak.core.respond.statement.suspicion import TOLD
from training.lessons import CODES, FAULTS, PARTS, Floats, Lesson, Marks

PENALTY = 3.0
OWN, NEAR, OTHER = 3.0, 1.5, 0.3
"""How freely a code is weighed by its own highest vote, by what is near it, and by the rest."""
CUTS = {
    "conditional_apology": -0.2, "evasion": -2.5, "overpromise": -3.0, "official_tone": -2.2,
    "undisclosed_promotion": -0.4, "unverified_cause": 0.0, "pii_exposure": -1.3, "mockery": -1.2, "arguing": -0.7,
    "blame_shifting": -1.1, "threat": -0.3, "cold": -1.9, "acknowledgement": -0.6, "apology": -0.8, "facts": -0.7,
    "solution": -0.8, "prevention": -0.8, "contact": -1.3,
}  # fmt: skip
"""From which log odds on a draft has a code or lacks a part: chosen on writers held out, few good drafts blocked."""
WARNS = frozenset({"official_tone", "evasion", "overpromise", "cold"})
NEAR_TO = {"cold": ("most acknowledgement", "next acknowledgement")}
TOO_PLAIN = "lint"
"""Drafts made for the rules by the hand that wrote them: plainer, in good and bad, than anybody else's."""
Doubles = npt.NDArray[np.float64]


def truth_of(drafts: Sequence[Lesson]) -> tuple[Marks, Marks]:
    """Give (drafts, codes): what each has or lacks, and whether that was asked of it at all."""
    truth = np.array([[code in one.labels for code in CODES] for one in drafts])
    asked = np.array([[code in FAULTS or code in one.wanted for code in CODES] for one in drafts])
    return truth, asked


def freedom(code: str) -> Doubles:
    """Say how freely a code is weighed by each piece of evidence."""
    near = {f"next {code}", f"all {code}", f"told {code}", *NEAR_TO.get(code, ())}
    named = names_of(CODES, TOLD, PARTS)
    return np.array([OWN if name == f"most {code}" else NEAR if name in near else OTHER for name in named])


def weigh(evidence: Floats, truth: Marks, free: Doubles) -> Doubles:
    """Fit one code; give its weights, the bias last."""
    middle, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-6
    seen, side = (evidence - middle) / spread * free, np.where(truth, 1.0, -1.0)

    def loss(at: Doubles) -> tuple[float, Doubles]:
        margin = side * (seen @ at[:-1] + at[-1])
        pull = -side / (1 + np.exp(np.clip(margin, -30, 30)))
        value = np.logaddexp(0, -margin).sum() + 0.5 * PENALTY * (at[:-1] ** 2).sum()
        return float(value), np.append(seen.T @ pull + PENALTY * at[:-1], pull.sum())

    found = minimize(loss, np.zeros(seen.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    plain = found[:-1] * free / spread
    return np.append(plain, found[-1] - plain @ middle)


def judges(evidence: Floats, drafts: Sequence[Lesson]) -> Doubles:
    """Fit every code on all drafts of which it was asked; give (evidence + 1, codes) weights, cut so that 0 holds."""
    truth, asked = truth_of(drafts)
    others = np.array([one.writer != TOO_PLAIN for one in drafts])
    found = np.zeros((evidence.shape[1] + 1, len(CODES)))
    for at, code in enumerate(CODES):
        rows = np.flatnonzero(asked[:, at] & others)
        found[:, at] = weigh(evidence[rows], truth[rows, at], freedom(code))
        found[-1, at] -= CUTS[code]
    return found


def unseen(evidence: Floats, drafts: Sequence[Lesson]) -> Doubles:
    """Give the judgement of every draft by a fit that has not seen its writer."""
    writers = np.array([one.writer for one in drafts])
    found = np.zeros((len(drafts), len(CODES)))
    for writer in np.unique(writers):
        others, own = np.flatnonzero(writers != writer), np.flatnonzero(writers == writer)
        weights = judges(evidence[others], [drafts[int(at)] for at in others])
        found[own] = evidence[own] @ weights[:-1] + weights[-1]
    return found


def known_of(drafts: Sequence[Lesson]) -> Marks:
    """Say (drafts, codes) which parts lint takes for given by a rule, whatever it judges."""
    sure = np.array([code in PARTS and code not in DOUBTED for code in CODES])
    none = [False] * len(FAULTS)
    known: Marks = np.array([[*none, *one.evident[len(TOLD) :]] for one in drafts], dtype=np.bool_)
    both: Marks = known & sure
    return both


def report(above: Doubles, drafts: Sequence[Lesson]) -> Iterator[str]:
    """Say by code and by writer what is found of what is marked, and how many good drafts are blocked."""
    truth, asked = truth_of(drafts)
    said = (above >= 0) & asked & ~known_of(drafts)
    blocks = np.array([code not in WARNS for code in CODES])
    writers = np.array([one.writer for one in drafts])
    for at, code in enumerate(CODES):
        name = code if code in FAULTS else f"missing_{code}"
        both = int((said & truth)[:, at].sum())
        yield f"{name} | recall {both}/{truth[:, at].sum()} | precision {both}/{said[:, at].sum()}"
    for writer in [*np.unique(writers), ""]:
        rows = (writers == writer) | (writer == "")
        good = rows & ~(truth & asked).any(axis=1)
        both, all_of = int((said & truth)[rows].sum()), int((truth & asked)[rows].sum())
        hurt = int((said[good] & blocks).any(axis=1).sum())
        yield f"{writer or 'all'} | recall {both}/{all_of} = {both / all_of:.3f} | good blocked {hurt}/{good.sum()}"
