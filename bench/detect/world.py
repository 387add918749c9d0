"""What does a listener hear of a made-up brand in two months? The same seed gives the same months for ever.

Frozen before the detector was tuned: seeds 1–50 are for tuning, 1001–1200 for the figures that are published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np

from bench.detect.brand import (
    DAY,
    HOUR,
    LEARNING,
    LENGTH,
    Brand,
    Chance,
    Said,
    Series,
    log_uniform,
    make_brand,
    said,
    usual,
)
from bench.detect.matters import KINDS, crisis, crisis_start, joy, loud_account

TENTH = 10  # posts after which at the latest a crisis should be known …
SOON = 2  # … or bins, whichever is later


@dataclass(frozen=True, slots=True)
class Crisis:
    """When a severe crisis was first heard, until when it is news, and when somebody should have known (bins)."""

    kind: str
    first: int
    last: int
    due: int


@dataclass(frozen=True, slots=True, eq=False)
class Months:
    """A learning time and two months of one brand, of which one has a severe crisis.

    `heard` (LENGTH,) is how many bins' worth of posts came in: 1 usual, less while a source is out, more when it
    hands in what it held back. `announced` (LENGTH,) marks a campaign that the brand told us of.
    """

    seed: int
    daily: float
    weekday: int
    said: Said
    heard: Series
    announced: Series
    crisis: Crisis


def months(seed: int) -> Months:
    """Make the months of one seed."""
    rng = np.random.default_rng([20261121, seed])
    brand = make_brand(rng)
    kind = KINDS[int(rng.integers(len(KINDS)))]
    if kind == "small brand":
        brand = replace(brand, daily=log_uniform(0.3, 5, rng))
    start = crisis_start(kind, brand, int(rng.integers(2)), rng)
    quiet, announced = _quiet(brand, rng)
    matter = crisis(kind, start, brand, rng)
    bad = said(matter.when, matter.voice, rng)
    heard, (quiet, bad) = _listen((quiet, bad), rng)
    return Months(seed, brand.daily, brand.weekday, quiet + bad, heard, announced, _facts(kind, bad))


def _quiet(brand: Brand, rng: Chance) -> tuple[Said, Series]:
    """Give all that is no crisis: usual talk, one campaign a month or so, and now and then a loud account."""
    talk, announced = usual(brand, rng), np.zeros(LENGTH)
    for _ in range(int(rng.poisson(2.0))):
        matter, span = joy(brand, rng)
        talk = talk + said(matter.when, matter.voice, rng)
        announced[span] = np.maximum(announced[span], rng.random() < 0.5)
    for _ in range(int(rng.poisson(1.5))):
        matter = loud_account(rng)
        talk = talk + said(matter.when, matter.voice, rng)
    return talk, announced


def _listen(parts: tuple[Said, Said], rng: Chance) -> tuple[Series, tuple[Said, ...]]:
    """Let sources drop out for a while; half of them hand in afterwards what they held back."""
    shares = rng.dirichlet(np.full(int(rng.integers(2, 7)), 1.5))
    heard = np.ones(LENGTH)
    for _ in range(int(rng.poisson(2.5))):
        share = float(rng.choice(shares))
        start = int(rng.integers(LENGTH - 3 * DAY))
        gap = slice(start, start + int(log_uniform(1, 48, rng) * HOUR))
        back = rng.random() < 0.5
        lost = share * heard[gap].sum()
        heard[gap] *= 1 - share
        heard[gap.stop] += lost * back
        parts = tuple(_without(part, gap, share, back, rng) for part in parts)  # type: ignore[assignment]
    return heard, parts


def _without(part: Said, gap: slice, share: float, back: bool, rng: Chance) -> Said:
    rest = {one.name: getattr(part, one.name).copy() for one in fields(part)}
    for counts in rest.values():
        lost = rng.binomial(counts[gap], share)
        counts[gap] -= lost
        counts[gap.stop] += lost.sum() * back
    rest["negative"] = np.minimum(rest["negative"], rest["posts"])
    rest["voices"] = np.minimum(rest["voices"], rest["negative"])
    return Said(**rest)


def _facts(kind: str, bad: Said) -> Crisis:
    total = np.cumsum(bad.posts)
    first, tenth, last = (int(np.searchsorted(total, n)) for n in (1, min(TENTH, total[-1]), 0.95 * total[-1]))
    return Crisis(kind, first, max(last, first + HOUR), max(tenth, first + SOON - 1))


def table(seeds: Iterable[int]) -> list[Months]:
    return [months(seed) for seed in seeds]


def judged() -> slice:
    """Give the bins in which alarms count."""
    return slice(LEARNING, LENGTH)
