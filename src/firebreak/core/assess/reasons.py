"""How do a story's facts become points, and how does a person read them? Curves, and lines that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.terms import Reason


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of one fact: straight between the knots, flat outside, never falling."""

    knots: tuple[tuple[float, float], ...]

    def __call__(self, value: float) -> float:
        """Give the points of `value`.

        >>> Curve(((0, 0), (10, 5)))(4)
        2.0
        """
        (left, low), *rest = self.knots
        if value <= left:
            return low
        for right, high in rest:
            if value <= right:
                return low + (high - low) * (value - left) / (right - left)
            left, low = right, high
        return low

    @property
    def most(self) -> float:
        return self.knots[-1][1]


def curve(pairs: Any, *, name: str) -> Curve:
    """Read a curve from [value, points] pairs; raises BadInput unless values rise and points never fall below 0."""
    try:
        knots = tuple((float(value), float(points)) for value, points in pairs)
    except (TypeError, ValueError) as wrong:
        raise BadInput(problem="curve", name=name) from wrong
    steps = list(pairwise(knots))
    rises = all(a[0] < b[0] and a[1] <= b[1] for a, b in steps)
    if not knots or not rises or knots[0][1] < 0:
        raise BadInput(problem="curve_falls", name=name)
    return Curve(knots)


def whole_points(points: Sequence[float], most: int) -> list[int]:
    """Round points down to whole ones that add up to at most `most`, so that what is shown adds up exactly.

    Each result rises with its own points and the sum never falls when one of them rises.
    """
    rounded = [int(one + 0.5) for one in points]
    over = sum(rounded) - most
    for i in reversed(range(len(rounded))):
        if over <= 0:
            break
        taken = min(over, rounded[i])
        rounded[i], over = rounded[i] - taken, over - taken
    return rounded


def add_up(reasons: Sequence[Reason]) -> float:
    """Give the score that the reasons explain."""
    return float(sum(reason.points for reason in reasons))
