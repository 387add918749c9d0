"""How is the forecaster made? `python -m training.forecast` writes knowledge/models/forecast.npz, the same every time.

For each of a few ages and each question, small trees are grown on the cascades `train` as they were around that age;
young cascades count for more than old ones, for what is passed on changes with the years. A band is widened by what
trees grown on the older five eighths missed on the later three (split conformal quantile regression).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from firebreak.core.assess.spread.cascade import Cascade
from firebreak.core.assess.spread.features import CLOCK, FOLLOWED, NAMES
from firebreak.core.assess.spread.forecaster import HEADS, LEVELS
from firebreak.core.assess.spread.trees import Singles, Trees
from training.boost import Array, Boosting, Ints, grow, quantile
from training.cascades import Truth, cascades, truth

TARGET = Path(__file__).parents[1] / "src/firebreak/knowledge/models/forecast.npz"
SEED = 20261122
AGES = (300, 600, 1500, 3600, 9000, 21600, 54000, 129600)  # seconds
TREES = 360  # for each age and question, in groves that know nothing of each other
GROVES = {300: 6, 600: 6, 1500: 3, 3600: 2}  # where little is known yet, few trees in several groves err less
NEAR = (0.7, 1.0, 1.43)  # each age is learnt from cascades a little younger and older too
NARROW = 0.5  # in logarithms of age: how fast those count for less
LEAST = 8  # reshares; with fewer there is little to be learnt but noise
RECENT = 2.0  # the oldest cascade counts e⁻² of the youngest
KNOWN = 5 / 8  # the older part, whose trees are tried on the later part
# The middle of the end is aimed a little low: growth is skewed, and of what is told too high the error has no bound.
AIMS: tuple[float | str, ...] = (LEVELS[0], 0.45, LEVELS[2], *LEVELS, "chance")


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """All rows around one age, their weights, the cascade of each, and the answers for all HEADS."""

    rows: Singles
    weight: Array
    place: Ints
    answers: list[Array]


def answers(seen: Truth) -> list[Array]:
    """Give what is to be learnt: growth to the week's end, the next hour beside the last, and the peak."""
    final = np.log((1 + seen.final) / (1 + seen.seen))
    after = np.log((1 + seen.after) / (1 + seen.last))
    return [final, final, final, after, after, after, seen.ahead.astype(float)]


def lesson(known: Sequence[Cascade], age: int) -> Lesson:
    parts = [truth(known, timedelta(seconds=age * near), least=LEAST) for near in NEAR]
    place = np.concatenate([part.place for part in parts])
    far = np.concatenate([np.full(len(part.place), np.log(near)) for part, near in zip(parts, NEAR, strict=True)])
    old = 1 - place / len(known)
    return Lesson(
        rows=forgetful(np.concatenate([part.rows for part in parts])),
        weight=np.exp(-RECENT * old - (far / NARROW) ** 2),
        place=place,
        answers=[np.concatenate(each) for each in zip(*(answers(part) for part in parts), strict=True)],
    )


def forgetful(rows: Singles) -> Singles:
    """Hide from half of the rows whether they were disputed, and from some what else may not be told."""
    chance = np.random.default_rng(SEED)
    hidden = {("disputed",): 0.5, ("verified",): 0.15, FOLLOWED: 0.15, CLOCK: 0.1}
    for names, share in hidden.items():
        columns = [NAMES.index(name) for name in names]
        rows[np.ix_(chance.random(len(rows)) < share, columns)] = np.nan
    return rows


def trees_of(taught: Lesson, head: int, age: int) -> Trees:
    """Grow the groves of one question and join them: each counts as much as the others."""
    count = GROVES.get(age, 1)
    groves = [
        grow(
            taught.rows, taught.answers[head], taught.weight, taught.place,
            Boosting(AIMS[head], trees=TREES // count, seed=SEED + head + len(HEADS) * number),
        )
        for number in range(count)
    ]  # fmt: skip
    joined = [np.concatenate([getattr(grove, part) for grove in groves]) for part in ("asks", "least", "leaves")]
    asks, least, leaves = joined
    return Trees(asks, least, (leaves / count).astype(np.float16).astype(np.float32), groves[0].base)


def widen(known: Sequence[Cascade], age: int) -> Array:
    """Say by how much (2,) the bands of both questions must be widened at both ends; it may be less than nothing."""
    older = known[: int(len(known) * KNOWN)]
    taught = lesson(older, age)
    later = truth(known[len(older) :], timedelta(seconds=age), least=LEAST)
    found = []
    for first in (0, 3):
        low, high = (trees_of(taught, first + number, age).values(later.rows) for number in (0, 2))
        told = answers(later)[first]
        found.append(beyond(np.maximum(low - told, told - high)))
    return np.array(found)


def beyond(missed: Array) -> float:
    """Give what two of ten go beyond, with the finite-sample correction of split conformal prediction."""
    level = min(1.0, (LEVELS[2] - LEVELS[0]) * (len(missed) + 1) / len(missed))
    return quantile(missed, np.ones(len(missed)), level)


def typical(taught: Lesson) -> Array:
    """Give the middle of every feature where it is known, which a forecast's drivers are held against."""
    return np.nanmedian(taught.rows.astype(np.float64), axis=0)


def pack(heads: Sequence[Sequence[Trees]], widths: Sequence[Array], middles: Sequence[Array]) -> dict[str, Any]:
    def stack(name: str, kind: type) -> Any:
        return np.array([[getattr(trees, name) for trees in each] for each in heads], dtype=kind)

    parts: dict[str, Any] = {
        "ages": np.array(AGES, np.float64),
        "features": np.array(NAMES),
        "asks": stack("asks", np.uint8),
        "least": stack("least", np.float32),
        "leaves": stack("leaves", np.float16),
        "base": stack("base", np.float64),
        "widen": np.array(widths, np.float64),
    }
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts.values()))
    # No forecast depends on what is typical, so that the version does not either.
    return {**parts, "version": np.array(digest.hexdigest()[:12]), "typical": np.array(middles, np.float64)}


def main() -> None:
    start = perf_counter()
    known = cascades("train")
    heads, widths, middles = [], [], []
    for age in AGES:
        taught = lesson(known, age)
        heads.append([trees_of(taught, head, age) for head in range(len(HEADS))])
        widths.append(widen(known, age))
        middles.append(typical(taught))
        print(f"{age} s: {len(taught.rows)} rows, bands widened by {widths[-1].round(3).tolist()}", flush=True)
    parts = pack(heads, widths, middles)
    np.savez_compressed(TARGET, **parts)
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    print(f"{TARGET.name} {parts['version']} sha256 {digest[:16]}: {TARGET.stat().st_size / 1e3:.0f} kB", end="")
    print(f" in {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
