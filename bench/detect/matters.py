"""What happens to a made-up brand: severe crises of seven kinds, and three matters that are none."""

from dataclasses import dataclass

import numpy as np

from bench.detect.brand import DAY, HOUR, LENGTH, Brand, Chance, Counts, Voice, log_uniform

KINDS = ("burst", "slow burn", "small brand", "night", "weekend", "old story", "copies")


@dataclass(frozen=True, slots=True, eq=False)
class Matter:
    """Posts of one matter: the bin of each, and how they sound."""

    when: Counts
    voice: Voice


@dataclass(frozen=True, slots=True)
class Shape:
    """How many posts at least, how many days' worth of the brand's usual, and how it rises and fades (hours)."""

    least: int
    worth: tuple[float, float]
    rise: tuple[float, float]
    fade: tuple[float, float]
    copied: bool = False


SHAPES = {
    "burst": Shape(30, (0.5, 8), (0.1, 3), (1, 24)),
    "slow burn": Shape(25, (1, 8), (48, 192), (6, 36)),
    "small brand": Shape(6, (0, 0), (0.3, 4), (1, 12)),
    "night": Shape(20, (0.3, 4), (0.1, 3), (1, 12)),
    "weekend": Shape(20, (0.3, 4), (0.1, 4), (1, 24)),
    "old story": Shape(25, (0.4, 5), (0.5, 6), (2, 36), copied=True),
    "copies": Shape(20, (0.3, 4), (0.1, 1), (0.5, 12), copied=True),
}


def crisis(kind: str, start: int, brand: Brand, rng: Chance) -> Matter:
    """Make a severe crisis that begins at bin `start`."""
    shape = SHAPES[kind]
    worth = brand.daily * log_uniform(*shape.worth, rng) if shape.worth[0] else log_uniform(shape.least, 40, rng)
    count = int(max(shape.least, worth))
    return Matter(_when(start, count, shape, brand, rng), _voice(kind, shape, rng))


def _when(start: int, count: int, shape: Shape, brand: Brand, rng: Chance) -> Counts:
    """Draw the times: a climb (slow ones double and double), then a fading; people sleep."""
    rise, fade = (log_uniform(*span, rng) * HOUR for span in (shape.rise, shape.fade))
    many = 4 * count + 200
    climbing = rng.random(many) < rise / (rise + fade)
    climb = rise * np.log1p(rng.random(many) * (np.e**2 - 1)) / 2
    offset = np.where(climbing, climb, rise + rng.exponential(fade, many)).astype(np.int64)
    hour = brand.hours[((start + offset) // HOUR) % 24]
    awake = rng.random(many) < (0.3 + 0.7 * hour) / (0.3 + 0.7 * brand.hours.max())
    return np.asarray(np.append(start, start + offset[awake][: count - 1]), np.int64)


def _voice(kind: str, shape: Shape, rng: Chance) -> Voice:
    found = rng.uniform(0.4, 1.0) if shape.copied else rng.uniform(0.5, 0.95)
    distinct = rng.uniform(0.3, 0.9) if kind == "copies" else rng.uniform(0.6, 0.95)
    return Voice(rng.uniform(0.55, 0.98), 0.02, found, 0.05, distinct)


def crisis_start(kind: str, brand: Brand, month: int, rng: Chance) -> int:
    """Choose when it begins: in the judged month `month` (0 or 1), far enough from its end to be heard out."""
    first = 28 + 30 * month
    days = np.arange(first + 1, first + (18 if kind == "slow burn" else 26))
    if kind == "weekend":
        days = days[np.isin((days + brand.weekday) % 7, (5, 6))]
    hour = rng.uniform(0, 5.5) if kind == "night" else rng.uniform(0, 24)
    return int(rng.choice(days)) * DAY + int(hour * HOUR)


def joy(brand: Brand, rng: Chance) -> tuple[Matter, slice]:
    """Let a campaign succeed: much talk, little of it bad. Gives also when it was announced to be."""
    start = int(rng.integers(LENGTH - 4 * DAY))
    hours = log_uniform(3, 72, rng)
    count = int(max(15, brand.daily * log_uniform(0.5, 10, rng)))
    when = start + (rng.beta(1.2, 2.5, count) * hours * HOUR).astype(np.int64)
    return Matter(when, _glad(brand, rng)), slice(start, start + int(hours * HOUR))


def _glad(brand: Brand, rng: Chance) -> Voice:
    bad = brand.voice.negative * rng.uniform(0.1, 0.7)
    return Voice(bad, rng.uniform(0.4, 0.9), brand.voice.found, brand.voice.mistaken * rng.uniform(0.3, 1), 0.9)


def loud_account(rng: Chance) -> Matter:
    """Let one person complain again and again: many posts, one or two voices."""
    start, count = int(rng.integers(LENGTH - DAY)), int(log_uniform(5, 60, rng))
    when = start + (rng.random(count) * log_uniform(0.5, 24, rng) * HOUR).astype(np.int64)
    return Matter(when, Voice(1.0, 0.0, rng.uniform(0.6, 1), 0.0, float(rng.integers(1, 3)) / count))
