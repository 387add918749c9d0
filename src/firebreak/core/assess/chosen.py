"""Of many things that were looked at, which stand out by more than the luck of having looked at so many?

Benjamini & Hochberg 1995 (doi:10.1111/j.2517-6161.1995.tb02031.x) bounds the share of false ones among the chosen, also
where they hang together as words of one post do (Benjamini & Yekutieli 2001, doi:10.1214/aos/1013699998). Intervals of
the chosen leave out as little to either side as they were chosen by (Benjamini & Yekutieli 2005,
doi:10.1198/016214504000001907), so that an interval excludes "no difference" exactly where its thing was chosen.
"""

from collections.abc import Callable, Sequence

FALSE_SHARE = 0.05  # of what is chosen, at most so much by chance
ONE_SIDE = FALSE_SHARE / 2  # what an interval of 95 % leaves out to either side
STEPS = 40


def side_of(chances: Sequence[float]) -> float:
    """Give the one-sided chance up to which things are chosen, 0 where none is.

    `chances` are one-sided, in [0, 1], of everything that was looked at.

    >>> side_of([0.0001, 0.9, 0.01, 0.5]), side_of([0.02, 0.9, 0.6, 0.5])
    (0.0125, 0.0)
    """
    sides = [ONE_SIDE * place / len(chances) for place in range(1, len(chances) + 1)]
    kept = [side for chance, side in zip(sorted(chances), sides, strict=True) if chance <= side]
    return max(kept, default=0.0)


def root(rises: Callable[[float], float], low: float, high: float) -> float:
    """Find where a function that rises from `low` to `high` passes 0; an end where it does not."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return (low + high) / 2
