"""What is one fact of a text? Its field, its value in one form for all spellings, and what it is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple, TypedDict, Unpack

from firebreak.core.respond.facts.rules import FactRules, Shape
from firebreak.core.text.fold import fold

FIELDS = ("number", "date", "time", "batch", "phone", "money", "scope", "cause", "remedy", "promise")
CLAUSE_END = re.compile(r"[,。!?;\n、]|(?<=[a-z])\. |:(?!\d)|(?<!\d):")
NOISE = re.compile(r"[\d\W_]+")


class How(TypedDict, total=False):
    """What else is known of a value: its unit, and how exactly it was said."""

    unit: str
    roughly: bool
    more: bool
    bound: str
    kind: str
    each: str
    besides: bool
    low: Decimal | None


class Clause(NamedTuple):
    """What the words around a fact are about, and the words themselves."""

    topics: frozenset[str]
    words: frozenset[str]
    sides: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as written at `start` to `end`; `unit` must agree before values are held against each other.

    `about` are the topics of its own clause, `near` those of the clause that follows; `more` is a bit above the value.
    `bound` is "least" or "most" where a limit was given, "after" or "before" for a day or an hour; `kind` is who is
    counted; `besides` says that it is counted next to others (另外 2 台); `each` says whether a sum or count is for
    one of many ("each") or for all ("all"); `since` is "gone" where the text takes the value back, "so far" or "grown"
    where it still counts; `low` is where a range of sums or lengths begins, `edge` says whether a day or an hour is the
    "start" or the "end" of what it is told of, and whether a batch is "hit" or "safe"; `sides` are those of what there
    is more than one of (首班, 末班), `names` tells which of several its clause speaks of (3 號).
    """

    field: str
    value: Hashable
    start: int
    end: int
    unit: str = ""
    about: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    roughly: bool = False
    more: bool = False
    bound: str = ""
    kind: str = ""
    each: str = ""
    besides: bool = False
    since: str = ""
    low: Decimal | None = None
    edge: str = ""
    sides: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Sheet:
    """A text being read for facts: what one reader took, the next does not see."""

    text: str
    rules: FactRules
    whole: str = ""
    plain: str = ""
    facts: list[Fact] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    known: dict[tuple[int, int], Clause] = field(default_factory=dict)
    topics: list[tuple[str, Shape]] = field(default_factory=list)
    contrasts: list[tuple[tuple[str, str], Shape]] = field(default_factory=list)
    same: list[tuple[str, Shape]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole = fold(self.text)
        self.plain = self.whole
        inner = {match.end() for match in CLAUSE_END.finditer(self.whole)}
        self.cuts = sorted(inner | {0, len(self.whole)})
        things = self.rules.states.same.items()
        self.same = [(name, pattern) for name, pattern in things if pattern.search(self.whole)]
        found = self.rules.topics.items()
        self.topics = [(name, pattern) for name, pattern in found if pattern.search(self.whole)]
        self.contrasts = [
            ((name, side), pattern)
            for name, sides in self.rules.contrasts.items()
            for side, pattern in sides.items()
            if pattern.search(self.whole)
        ]

    def take(self, name: str, value: Hashable, start: int, end: int, **how: Unpack[How]) -> None:
        """Note a fact and hide its place from the readers that follow."""
        self.note(name, value, start, end, **how)
        self.hide(start, end)

    def note(self, name: str, value: Hashable, start: int, end: int, **how: Unpack[How]) -> None:
        """Note a fact whose words may say other things too."""
        low = bisect_right(self.cuts, start) - 1
        high = max(low + 1, bisect_left(self.cuts, end))
        own, wide = self.between(low, high), self.between(low, high + 1)
        known = Fact(name, value, start, end, about=own.topics, words=own.words, near=wide.topics, **how)
        self.facts.append(replace(known, sides=own.sides, names=own.names))

    def hide(self, start: int, end: int) -> None:
        self.plain = self.plain[:start] + "\0" * (end - start) + self.plain[end:]

    def between(self, low: int, high: int) -> Clause:
        """Give what stands between two cuts; each is looked at once."""
        if (low, high) not in self.known:
            plain = self.whole[self.cuts[low] : self.cuts[min(high, len(self.cuts) - 1)]]
            about = frozenset(name for name, pattern in self.topics if pattern.search(plain))
            sides = frozenset(side for side, pattern in self.contrasts if pattern.search(plain))
            names = frozenset(match.group().replace(" ", "") for match in self.rules.states.names.finditer(plain))
            self.known[low, high] = Clause(about, words_of(plain), sides, names)
        return self.known[low, high]


def words_of(plain: str) -> frozenset[str]:
    """Give the bigrams of Chinese and the words of English around a fact, numbers left out."""
    found: set[str] = set()
    for run in NOISE.split(plain):
        if run.isascii():
            found.update([run] if len(run) > 2 else [])
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)
