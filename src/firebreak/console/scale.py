"""Where on the paper does a value lie? The arithmetic of every figure: 1000 wide, 100 high, zero at the bottom."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

WIDTH, HEIGHT = 1000.0, 100.0
TICKS = 3
LARGEST = 1e15
NICE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
T = TypeVar("T")
Values = Sequence[float | None]


def clean(value: float | None) -> float | None:
    """Give a drawable value in [0, 1e15]; what is not a number is a gap."""
    if value is None or math.isnan(value):
        return None
    return min(max(float(value), 0.0), LARGEST)


def x_of(index: int, count: int) -> float:
    """Place bucket `index` of `count`; a single bucket stands in the middle."""
    if count < 2:
        return WIDTH / 2
    return round(min(max(index / (count - 1), 0.0), 1.0) * WIDTH, 1)


def y_of(value: float, top: float) -> float:
    return round(HEIGHT - part(value, top), 2)


def part(value: float, top: float) -> float:
    """Give `value` of `top` in percent, cut to [0, 100]; what is no share of anything is nothing."""
    if top <= 0 or math.isnan(value / top):
        return 0.0
    return round(min(max(value / top, 0.0), 1.0) * 100, 2)


def nice_top(series: Iterable[Values], *, room: float = 1.0) -> float:
    """Give the least round number, a multiple of the ticks, holding `room` times each value; at least one per tick."""
    highest = max((value for values in series for each in values if (value := clean(each)) is not None), default=0.0)
    step = max(highest * room / TICKS, 1.0)
    power = 10.0 ** math.floor(math.log10(step))
    factor = next((nice for nice in NICE if nice * power >= step * (1 - 1e-9)), 10.0)
    whole = math.ceil(factor * power) if power == 1.0 else factor * power
    return float(whole * TICKS)


def points(values: Sequence[float | None], top: float, count: int, *, start: int) -> list[str]:
    """Write the places of neighbouring values as "x y", from bucket `start` on."""
    return [f"{x_of(start + at, count):g} {y_of(value, top):g}" for at, value in enumerate(values) if value is not None]


def pieces_of(values: Sequence[T | None]) -> Iterator[tuple[int, list[T]]]:
    """Cut a sequence at its gaps; give each run with the index of its first value."""
    run: list[T] = []
    for at, value in enumerate(values):
        if value is not None:
            run.append(value)
        elif run:
            yield at - len(run), run
            run = []
    if run:
        yield len(values) - len(run), run


def last_known(values: Values) -> int | None:
    """Give the index of the last value that is not a gap."""
    return next((at for at in range(len(values) - 1, -1, -1) if clean(values[at]) is not None), None)


def value_at(values: Values, at: int) -> float | None:
    return values[at] if at < len(values) else None


def total_of(values: Values) -> float:
    return sum(clean(value) or 0.0 for value in values)
