"""What moves a forecast, and by how much? Each group of features beside what is typical at that age."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from math import exp, factorial

import numpy as np
import numpy.typing as npt

from firebreak.core.assess.spread.cascade import Cascade, Floats
from firebreak.core.assess.spread.features import BEGOT, CLOCK, FOLLOWED, NAMES, SHAPE, features
from firebreak.core.assess.spread.forecaster import FINAL, Forecaster, mix
from firebreak.core.assess.spread.trees import Singles

LATELY = tuple(name for name in NAMES if name.startswith(("newer_", "last_", "begets_")))
CHAIN = tuple(name for name in BEGOT if not name.startswith("begets_"))
COURSE = tuple(name for name in NAMES if name.startswith(("share_", "by_"))) + SHAPE
GROUPS = {
    "size": ("seen",),
    "lately": LATELY,
    "course": COURSE,
    "chain": CHAIN,
    "first_voice": (*FOLLOWED, "verified"),
    "disputed": ("disputed",),
    "clock": CLOCK,
}
MIDDLE = FINAL.start + 1


@dataclass(frozen=True, slots=True)
class Driver:
    """A group of features, and how many times the typical growth it makes of what is expected (above zero)."""

    code: str
    factor: float


def drivers(cascade: Cascade, at: timedelta, model: Forecaster) -> list[Driver]:
    """Give what every group does to the middle of the week's end, the strongest first.

    Shapley values of the logarithm of growth, groups as players, the typical cascade of that age as the ground (Shapley
    1953; Lundberg and Lee 2017, https://arxiv.org/abs/1705.07874): all factors together make the forecast's growth of
    the typical one's. What nobody told of the cascade is not known of the typical one either, and drives nothing.
    """
    row = features([cascade], [at])[0]
    members, weights = sides(len(GROUPS))
    rows = mixtures(row, typical(row, at, model), members)
    told = model.logs(rows, [at] * len(rows))[:, MIDDLE]
    found = [Driver(code, exp(float(by))) for code, by in zip(GROUPS, weights @ told, strict=True)]
    return sorted(found, key=lambda one: -abs(np.log(one.factor)))


def typical(row: Singles, at: timedelta, model: Forecaster) -> Singles:
    """Give the features of a typical cascade of that age, as far as they are known of this one; its age is its own."""
    share = mix(model.ages, [at])[0]
    found = np.where(np.isnan(row), np.nan, share @ model.typical).astype(np.float32)
    found[NAMES.index("time")] = row[NAMES.index("time")]
    return found


def mixtures(row: Singles, ground: Singles, members: npt.NDArray[np.bool_]) -> Singles:
    """Give for each set of groups (m, g) the ground with the features of these groups from `row`."""
    rows = np.repeat(ground[None], len(members), axis=0)
    for place, names in enumerate(GROUPS.values()):
        columns = [NAMES.index(name) for name in names]
        rows[np.ix_(np.flatnonzero(members[:, place]), np.array(columns))] = row[columns]
    return rows


@cache
def sides(groups: int) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Give every set of `groups` (2^g, g), and the weights (g, 2^g) by which their answers make Shapley values."""
    members = (np.arange(1 << groups)[:, None] >> np.arange(groups)) % 2 == 1
    size = members.sum(axis=1)
    with_it = np.array([factorial(max(one - 1, 0)) * factorial(groups - one) for one in size]) / factorial(groups)
    without = np.array([factorial(one) * factorial(max(groups - one - 1, 0)) for one in size]) / factorial(groups)
    return members, np.where(members.T, with_it, -without)
