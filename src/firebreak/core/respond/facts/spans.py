"""Which days and hours stand as the two ends of a range, and which lie in one?"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

from firebreak.core.respond.facts.fact import Fact

SPAN, WIDE_SPAN = 6, 12
"""How far apart the two ends of a range may stand: days, and hours."""
HALF_DAY = 720
Ends = tuple[Fact, Fact]


def ranges_of(facts: Sequence[Fact]) -> list[Ends]:
    """Give the days or hours that stand as the two ends of a range."""
    known = sorted((fact for fact in facts if fact.unit in ("day", "hour")), key=lambda fact: fact.start)
    return [
        (a, b)
        for a, b in pairwise(known)
        if b.start - a.end <= (WIDE_SPAN if a.unit == "hour" else SPAN)
        and any(is_before(one, other) for one in either_half(a) for other in either_half(b))
    ]


def is_before(a: Fact, b: Fact) -> bool:
    """Say whether one day or hour comes before another, as far as both can be placed."""
    one, other = cast(Any, a.value), cast(Any, b.value)
    if a.unit != b.unit or one[0] != other[0] or one[0] not in ("day", "clock", "year"):
        return False
    known = [(x, y) for x, y in zip(one[1:], other[1:], strict=True) if x is not None and y is not None]
    return all(isinstance(x, int) and isinstance(y, int) for x, y in known) and [x for x, _ in known] < [
        y for _, y in known
    ]


def is_inside(fact: Fact, own: Sequence[Fact], spans: Sequence[Ends]) -> bool:
    """Say whether a day or hour that stands alone lies in a range of the other text."""
    if any(fact in pair for pair in ranges_of(own)):
        return False
    return any(
        is_before(begin, one) and is_before(one, end)
        for first, last in spans
        for begin in either_half(first)
        for end in either_half(last)
        for one in either_half(fact)
    )


def either_half(fact: Fact) -> list[Fact]:
    """Give an hour of which morning or evening was not said as both."""
    if fact.unit != "hour" or cast(tuple[str, int], fact.value)[0] != "half":
        return [fact]
    at = cast(tuple[str, int], fact.value)[1]
    return [replace(fact, value=("clock", at)), replace(fact, value=("clock", at + HALF_DAY))]
