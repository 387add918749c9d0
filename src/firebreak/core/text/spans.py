"""How are places in a text compared, joined and hidden? Plain helpers over (start, end) pairs."""

from collections.abc import Iterable

from firebreak.core.terms import Span

Pair = tuple[int, int]


def merge(pairs: Iterable[Pair]) -> list[Pair]:
    """Join overlapping and touching pairs; the result is ordered and disjoint."""
    merged: list[Pair] = []
    for start, end in sorted(pairs):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def overlaps(one: Pair, other: Pair) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def of_field(spans: Iterable[Span], field: str) -> list[Pair]:
    """Give the pairs of the spans that lie in one field, merged."""
    return merge((span.start, span.end) for span in spans if span.field == field)


def gap(one: Pair, other: Pair) -> int:
    """Count the characters between two pairs; 0 when they touch or overlap."""
    return max(one[0], other[0]) - min(one[1], other[1]) if not overlaps(one, other) else 0
