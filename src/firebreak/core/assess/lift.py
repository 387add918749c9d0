"""Which words go with criticism, and by how much more than chance? The lift of each with an exact interval.

Each person counts once for a word, by the first of their posts that holds it, and once among the others, by their first
post; a text that repeats an earlier one counts not at all. With who says the word and who complains both given, the
number who do both is hypergeometric where the two have nothing to do with each other (Fisher 1935,
doi:10.2307/2342435); the interval turns the tails of the noncentral one around (Cornfield 1956). The lift is

    (complain, of those who say the word) ÷ (complain, of all),

and one of the interval's ends is what it would be at the odds of that end.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from firebreak.core.assess.chosen import root, side_of

Series = npt.NDArray[np.float64]

LEAST = 10  # people who say a word; of fewer no lift is told
WIDEST = 20.0  # logarithm of the odds at which an interval ends at the latest


class Spoken(NamedTuple):
    """One post: who spoke, which text it is or repeats, whether it complains, and the known words in it."""

    post: int
    who: str
    text: int
    negative: bool
    words: frozenset[str]


class Table(NamedTuple):
    """People: `both` say the word and complain, `said` say it, `negative` complain, of `whole`."""

    both: int
    said: int
    negative: int
    whole: int

    @property
    def lift(self) -> float:
        """How much commoner complaint is among those who say it; 1 where nobody complains at all.

        >>> Table(both=8, said=10, negative=20, whole=100).lift
        4.0
        """
        return self.both * self.whole / (self.said * self.negative) if self.negative else 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A word that goes with criticism, with the interval of its lift."""

    word: str
    table: Table
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """The words that were chosen, the strongest first, of `looked` that enough people say."""

    pairs: tuple[Pair, ...]
    looked: int


def pairs_of(spoken: Iterable[Spoken]) -> Pairs:
    """Choose the words that go with criticism by more than the luck of having looked at so many."""
    tables = {word: table for word, table in tables_of(spoken).items() if table.said >= LEAST}
    chances = {word: chance(table) for word, table in tables.items()}
    side = side_of(list(chances.values()))
    chosen = [Pair(word, tables[word], *interval(tables[word], side)) for word in tables if chances[word] <= side]
    return Pairs(tuple(sorted(chosen, key=lambda one: (-one.low, one.word))), looked=len(tables))


def tables_of(spoken: Iterable[Spoken]) -> Mapping[str, Table]:
    """Count people for each word; the order in which posts are handed in does not matter."""
    first: dict[str, bool] = {}
    with_word: dict[str, dict[str, bool]] = defaultdict(dict)
    texts: set[int] = set()
    for one in sorted(spoken):
        if one.text in texts:
            continue
        texts.add(one.text)
        first.setdefault(one.who, one.negative)
        for word in one.words:
            with_word[word].setdefault(one.who, one.negative)
    complain = sum(first.values())
    return {word: table_of(said, first, complain) for word, said in with_word.items()}


def table_of(said: Mapping[str, bool], first: Mapping[str, bool], complain: int) -> Table:
    both = sum(said.values())
    others = complain - sum(first[who] for who in said)
    return Table(both=both, said=len(said), negative=both + others, whole=len(first))


def chance(table: Table) -> float:
    """Give the chance that as many or more do both, word and complaint having nothing to do with each other."""
    return above(table, 0.0)


def interval(table: Table, side: float) -> tuple[float, float]:
    """Give the lifts at the odds under which neither so many nor so few are rarer than `side`."""
    low = root(lambda odds: above(table, odds) - side, -WIDEST, WIDEST)
    high = root(lambda odds: side - below(table, odds), -WIDEST, WIDEST)
    expected = table.said * table.negative / table.whole
    return mean(table, low) / expected, mean(table, high) / expected


def above(table: Table, odds: float) -> float:
    numbers, chances = spread(table, odds)
    return float(chances[numbers >= table.both].sum())


def below(table: Table, odds: float) -> float:
    numbers, chances = spread(table, odds)
    return float(chances[numbers <= table.both].sum())


def mean(table: Table, odds: float) -> float:
    numbers, chances = spread(table, odds)
    return float(numbers @ chances)


def spread(table: Table, odds: float) -> tuple[Series, Series]:
    """Give the numbers that may do both, and the chance of each at so many (logarithmic) odds."""
    numbers, logs = central(table.said, table.negative, table.whole)
    raised = logs + odds * numbers
    heavy = np.exp(raised - raised.max())
    return numbers, heavy / heavy.sum()


@lru_cache(maxsize=512)
def central(said: int, negative: int, whole: int) -> tuple[Series, Series]:
    """Give the numbers that may do both, and the logarithm of the ways in which each may come about."""
    numbers = np.arange(max(0, said + negative - whole), min(said, negative) + 1, dtype=np.float64)
    parts = (numbers, said - numbers, negative - numbers, whole - said - negative + numbers)
    ways: Series = np.stack([gammaln(part + 1) for part in parts])
    logs: Series = -ways.sum(axis=0)
    return numbers, logs
