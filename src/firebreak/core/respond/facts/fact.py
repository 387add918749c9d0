"""What is one fact of a text? Its field, its value in one form for all spellings, and what it is about."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field

from firebreak.core.respond.facts.rules import FactRules
from firebreak.core.text.fold import fold

FIELDS = ("number", "date", "time", "batch", "phone", "money", "scope", "cause", "remedy", "promise")
CLAUSE = re.compile(r"[,。!?;\n、]|(?<=[a-z])\. ")
NOISE = re.compile(r"[\d\W_]+")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as written at `start` to `end`; `unit` must agree before values are held against each other."""

    field: str
    value: Hashable
    start: int
    end: int
    unit: str = ""
    about: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    roughly: bool = False


@dataclass(slots=True)
class Sheet:
    """A text being read for facts: what one reader took, the next does not see."""

    text: str
    rules: FactRules
    whole: str = ""
    plain: str = ""
    facts: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.whole = fold(self.text)
        self.plain = self.whole

    def take(self, name: str, value: Hashable, start: int, end: int, *, unit: str = "", roughly: bool = False) -> None:
        """Note a fact and hide its place from the readers that follow."""
        self.note(name, value, start, end, unit=unit, roughly=roughly)
        self.hide(start, end)

    def note(self, name: str, value: Hashable, start: int, end: int, *, unit: str, roughly: bool = False) -> None:
        """Note a fact whose words may say other things too."""
        around = self.clause(start, end)
        self.facts.append(Fact(name, value, start, end, unit, self.topics(around), words_of(around), roughly))

    def hide(self, start: int, end: int) -> None:
        self.plain = self.plain[:start] + "\0" * (end - start) + self.plain[end:]

    def clause(self, start: int, end: int) -> str:
        """Give the clause around a place, and where that is about nothing known, the one after it too."""
        cuts = [0, *(match.end() for match in CLAUSE.finditer(self.whole)), len(self.whole)]
        low = max(cut for cut in cuts if cut <= start)
        high = min((cut for cut in cuts if cut >= end), default=len(self.whole))
        own = self.whole[low:high]
        if self.topics(own):
            return own
        return self.whole[low : min((cut for cut in cuts if cut > high), default=high)]

    def topics(self, plain: str) -> frozenset[str]:
        """Say what words are about."""
        return frozenset(name for name, pattern in self.rules.topics.items() if pattern.search(plain))


def words_of(plain: str) -> frozenset[str]:
    """Give the bigrams of Chinese and the words of English around a fact, numbers left out."""
    found: set[str] = set()
    for run in NOISE.split(plain):
        if run.isascii():
            found.update([run] if len(run) > 2 else [])
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)
