"""What would simpler rules forecast? Each learns from the cascades `train` at one age and answers for others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from bench.forecast.score import Array, Told
from firebreak import knowledge
from firebreak.core.assess.spread import WEEK, Cascade, forecast
from firebreak.core.assess.spread.features import NAMES, spent
from firebreak.core.assess.spread.trees import Singles
from training.boost import Boosting, grow
from training.cascades import Truth

QUICK = tuple(
    NAMES.index(name)
    for name in (
        "seen",
        "followers",
        "verified",
        "share_0.5",
        "newer_half",
        "first",
        "mean",
        "hour_sine",
        "hour_cosine",
    )
)
SEED = 20261122
BOOSTING = Boosting("mean", trees=200, doubt=10.0, columns=1.0, rows=0.5, seed=SEED)
KNOWN = 5 / 8  # of the cascades, the oldest: the rest is what the band is measured on
ENDS = (0.1, 0.9)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Cascades at one age with what came of them."""

    at: timedelta
    cascades: Sequence[Cascade]
    truth: Truth

    def growth(self) -> Array:
        return np.asarray(np.log(self.truth.final / self.truth.seen))


Peer = Callable[[Rows, Rows], Told]


def ours(_: Rows, asked: Rows) -> Told:
    """Ask the shipped forecaster, as `firebreak forecast` does."""
    found = forecast(asked.cascades, asked.at, knowledge.forecaster())
    band = np.array([(one.final.p10, one.final.p90) for one in found])
    return Told(np.array([one.final.p50 for one in found]), band, np.array([one.peak_ahead for one in found]))


def constant_ratio(learnt: Rows, asked: Rows) -> Told:
    """Multiply by what it usually was multiplied by at this age."""
    low, middle, high = np.exp(np.quantile(learnt.growth(), (0.1, 0.5, 0.9)))
    seen = asked.truth.seen
    return Told(seen * middle, np.stack([seen * low, seen * high], axis=1))


def log_linear(learnt: Rows, asked: Rows) -> Told:
    """Regress the logarithm of the end on that of now (Szabo and Huberman 2010, doi:10.1145/1787234.1787254)."""
    slope, start = np.polyfit(np.log(learnt.truth.seen), np.log(learnt.truth.final), 1)
    missed = np.quantile(np.log(learnt.truth.final) - start - slope * np.log(learnt.truth.seen), ENDS)
    told = np.maximum(np.exp(start + slope * np.log(asked.truth.seen)), asked.truth.seen)
    return Told(told, told[:, None] * np.exp(missed))


def self_exciting(learnt: Rows, asked: Rows) -> Told:
    """Let each reshare beget others as it lately did, its memory and its fatigue chosen on the learnt cascades.

    A Hawkes process of one kernel as in SEISMIC (Zhao et al. 2015, doi:10.1145/2783258.2783401), reach left out.
    """
    memories = [(seconds, power) for seconds in (120.0, 300.0, 1200.0, 3600.0) for power in (0.25, 0.5, 1.0)]
    tired = np.linspace(0.05, 3, 60)
    found = []
    for memory in memories:
        extra = begetting(learnt, *memory)
        guesses = learnt.truth.seen[:, None] + tired * extra[:, None]
        errors = np.median(np.abs(guesses / learnt.truth.final[:, None] - 1), axis=0)
        found.append((float(errors.min()), memory, float(tired[errors.argmin()])))
    _, memory, best = min(found)
    return Told(asked.truth.seen + best * begetting(asked, *memory))


def begetting(rows: Rows, seconds: float, power: float) -> Array:
    """Give what is still to come if reproduction stays as it was, at most 0.95."""
    passed, week = rows.at.total_seconds(), WEEK.total_seconds()
    found = []
    for one in rows.cascades:
        born = np.concatenate([[0.0], one.seen(rows.at)])
        now, end = spent(passed - born, seconds, power).sum(), spent(week - born, seconds, power).sum()
        rate = min((len(born) - 1) / max(now, 0.5), 0.95)
        found.append(rate * (end - now) / (1 - rate))
    return np.array(found)


def boosted(aim: float | str) -> Peer:
    """Boost trees on nine quick features, for the mean or the median of the logarithm; the band is conformalised."""

    def peer(learnt: Rows, asked: Rows) -> Told:
        count = int(len(learnt.truth.place) * KNOWN)  # the cascades are in the order of time
        rows, growth, seen = learnt.truth.rows[:, QUICK], learnt.growth(), asked.truth.seen
        new = asked.truth.rows[:, QUICK]
        told = answer(rows, growth, new, aim)
        later = np.stack([answer(rows[:count], growth[:count], rows[count:], end) for end in ENDS], axis=1)
        missed = np.maximum(later[:, 0] - growth[count:], growth[count:] - later[:, 1])
        wider = np.quantile(missed, min(1.0, 0.8 * (len(missed) + 1) / len(missed)))
        ends = np.stack([answer(rows[:count], growth[:count], new, end) for end in ENDS], axis=1)
        band = seen[:, None] * np.exp(np.maximum(ends + wider * np.array([-1.0, 1.0]), 0))
        chance = 1 / (1 + np.exp(-answer(rows, learnt.truth.ahead * 1.0, new, "chance")))
        return Told(seen * np.exp(np.maximum(told, 0)), band, chance)

    return peer


def answer(rows: Singles, truth: Array, new: Singles, aim: float | str) -> Array:
    trees = grow(rows, truth, np.ones(len(rows)), np.arange(len(rows)), replace(BOOSTING, aim=aim))
    return trees.values(new)


PEERS: dict[str, Peer] = {
    "**Firebreak**": ours,
    "constant ratio": constant_ratio,
    "log-linear (Szabo–Huberman)": log_linear,
    "self-exciting (one kernel, tuned)": self_exciting,
    "boosting, quick features, mean": boosted("mean"),
    "boosting, quick features, median": boosted(0.5),
}
