"""How are the trees of the forecaster grown? Gradient boosting in plain numpy; a tree asks one question a level."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firebreak.core.assess.spread.trees import Singles, Trees

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
BINS = 32


@dataclass(frozen=True, slots=True)
class Boosting:
    """`level` fits a quantile by absolute error; "mean" fits the mean; "chance" fits log odds of a truth."""

    aim: float | str
    trees: int = 400
    depth: int = 3
    rate: float = 0.05
    doubt: float = 5.0  # rows' worth of weight that each leaf is pulled to zero by
    columns: float = 0.15
    rows: float = 0.7
    seed: int = 20261122


@dataclass(slots=True, eq=False)
class Lessons:
    """Rows (n, f) in bins, what is to be learnt of each, its weight, and the group that is drawn or left as one."""

    bins: Ints
    truth: Array
    weight: Array
    group: Ints


def edges_of(rows: Singles) -> list[Singles]:
    """Give for each feature the BINS values at which bins begin; before the first is what is not known."""
    found = []
    for column in rows.T:
        known = column[~np.isnan(column)]
        inner = np.unique(np.quantile(known, np.linspace(0, 1, BINS)[1:-1]).astype(np.float32)) if len(known) else []
        found.append(np.full(BINS, np.inf, np.float32))
        found[-1][: len(inner) + 1] = [-np.inf, *inner]
    return found


def binned(rows: Singles, edges: list[Singles]) -> Ints:
    codes = [np.searchsorted(edge, column, side="right") for column, edge in zip(rows.T, edges, strict=True)]
    return np.where(np.isnan(rows), 0, np.stack(codes, axis=1)).astype(np.int64)


def quantile(values: Array, weights: Array, level: float) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(total, level * total[-1])]])


def grow(rows: Singles, truth: Array, weight: Array, group: Ints, how: Boosting) -> Trees:
    """Fit trees; rows of one group (a cascade at several ages) are drawn together."""
    edges = edges_of(rows)
    lessons = Lessons(binned(rows, edges), truth, weight, np.unique(group, return_inverse=True)[1])
    chance = np.random.default_rng(how.seed)
    base = start(lessons, how)
    told = np.full(len(truth), base)
    asks, least, leaves = [], [], []
    for _ in range(how.trees):
        columns, codes, values = one_tree(lessons, told, how, chance)
        values = values.astype(np.float16).astype(np.float32)  # as they are stored
        told += values[answers(lessons.bins[:, columns], codes)]
        asks.append(columns)
        least.append([edges[column][code] for column, code in zip(columns, codes, strict=True)])
        leaves.append(values)
    return Trees(np.array(asks, np.uint8), np.array(least, np.float32), np.array(leaves, np.float32), base)


def start(lessons: Lessons, how: Boosting) -> float:
    if isinstance(how.aim, float):
        return quantile(lessons.truth, lessons.weight, how.aim)
    mean = float(np.average(lessons.truth, weights=lessons.weight))
    return float(np.log(mean / (1 - mean))) if how.aim == "chance" else mean


def pulls(lessons: Lessons, told: Array, how: Boosting) -> tuple[Array, Array]:
    """Give the slope and the bend of the loss at every row."""
    if isinstance(how.aim, float):
        return np.where(lessons.truth > told, how.aim, how.aim - 1) * lessons.weight, lessons.weight
    if how.aim == "mean":
        return (lessons.truth - told) * lessons.weight, lessons.weight
    odds = 1 / (1 + np.exp(-told))
    return (lessons.truth - odds) * lessons.weight, odds * (1 - odds) * lessons.weight


def one_tree(
    lessons: Lessons, told: Array, how: Boosting, chance: np.random.Generator
) -> tuple[list[int], list[int], Array]:
    """Grow one tree on drawn groups and columns; give its columns, the last bins that answer no, and its leaves."""
    groups = chance.random(int(lessons.group.max()) + 1) < how.rows
    drawn = np.flatnonzero(groups[lessons.group])
    size = lessons.bins.shape[1]
    columns = np.sort(chance.choice(size, max(1, int(size * how.columns)), replace=False))
    slope, bend = (part[drawn] for part in pulls(lessons, told, how))
    bins = lessons.bins[np.ix_(drawn, columns)]
    leaf = np.zeros(len(drawn), np.int64)
    chosen: list[tuple[int, int]] = []
    for _ in range(how.depth):
        place, code = best_question(bins, leaf, 1 << len(chosen), slope, bend, how.doubt)
        leaf = leaf * 2 + (bins[:, place] >= code)
        chosen.append((place, code))
    left = (lessons.truth - told)[drawn]
    values = how.rate * worth(leaf, left, slope, bend, how)
    return [int(columns[place]) for place, _ in chosen], [code - 1 for _, code in chosen], values


def best_question(bins: Ints, leaf: Ints, leaves: int, slope: Array, bend: Array, doubt: float) -> tuple[int, int]:
    """Give the column and the bin from which yes is said that take off most, over all leaves at once."""
    width, count = BINS + 1, bins.shape[1]
    cell = ((np.arange(count) * leaves + leaf[:, None]) * width + bins).ravel()
    shape = (count, leaves, width)
    below, weight = (
        np.bincount(cell, np.repeat(part, count), count * leaves * width).reshape(shape).cumsum(axis=2)
        for part in (slope, bend)
    )
    above, heavy = below[:, :, -1:] - below, weight[:, :, -1:] - weight
    gain = (below**2 / (weight + doubt) + above**2 / (heavy + doubt)).sum(axis=1)[:, :-1]
    place, code = divmod(int(np.argmax(gain)), width - 1)
    return place, code + 1


def worth(leaf: Ints, left: Array, slope: Array, bend: Array, how: Boosting) -> Array:
    """Give what each leaf adds before it is slowed: a quantile of what is left, or a step of Newton's."""
    size = 1 << how.depth
    weight = np.bincount(leaf, bend, size)
    if not isinstance(how.aim, float):
        return np.asarray(np.bincount(leaf, slope, size) / (weight + how.doubt))
    found = np.zeros(size)
    for place in np.flatnonzero(weight):
        inside = leaf == place
        found[place] = quantile(left[inside], bend[inside], how.aim) * weight[place] / (weight[place] + how.doubt)
    return found


def answers(bins: Ints, codes: list[int]) -> Ints:
    """Give the leaf of every row from its bins (n, depth)."""
    turns = 1 << np.arange(bins.shape[1])[::-1]
    return np.asarray((bins > np.array(codes)) @ turns)
