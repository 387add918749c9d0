"""Does a text say what we hold true? The fact sheet, held against it line by line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from firebreak.core.respond.facts import Conflict, facts_of
from firebreak.core.respond.facts.clash import agree, clashes, field_of
from firebreak.core.respond.facts.fact import Fact, words_of
from firebreak.core.respond.facts.rules import FactRules
from firebreak.core.text.fold import fold

CLAUSE = re.compile(r"[^,;:。!?\n]+?(?=而是|\bbut\b|[,;:。!?\n]|\.\s|$)")
ALIKE = 0.6
"""Share of a line's bigrams that a text holds when it says the same in other words."""


class Key(StrEnum):
    """The lines of a fact sheet, in their order."""

    BATCH = "batch"
    TIME = "time"
    PLACE = "place"
    SCOPE = "scope"
    CAUSE = "cause"
    REMEDY = "remedy"
    CONTACT = "contact"
    NEXT_UPDATE = "next_update"


class Status(StrEnum):
    """How sure we are of a line."""

    UNVERIFIED = "unverified"
    CHECKING = "checking"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class Stand(StrEnum):
    """What a text says of a line."""

    SAME = "same"
    CLASH = "clash"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet."""

    key: Key
    value: str
    status: Status = Status.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Cell:
    """What a text says of one line; `said` and its place in the text where it says something else."""

    key: Key
    stand: Stand
    said: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines as one text, so that what agrees with any line clashes with none; `owners` are the ends of lines."""

    lines: tuple[Line, ...]
    facts: tuple[Fact, ...]
    ends: tuple[int, ...]

    def facts_of(self, at: int) -> list[Fact]:
        begin = self.ends[at - 1] if at else 0
        return [fact for fact in self.facts if begin <= fact.start < self.ends[at]]


@dataclass(frozen=True)
class Held:
    """A text as it is held against the sheet: its facts, and the same without what it denies; read once, held often."""

    text: str
    facts: Sequence[Fact]
    rules: FactRules

    @cached_property
    def undenied(self) -> str:
        """Give the folded text with a blank for all that it says is not so; places stay where they are."""
        plain = fold(self.text)
        for clause in CLAUSE.finditer(plain):
            begin, stop = denied_in(plain, clause.span(), self.rules)
            plain = plain[:begin] + " " * (stop - begin) + plain[stop:]
        return plain

    def denies(self, line: Line, facts: Sequence[Fact]) -> bool:
        """Say whether a text tells a line only to say that it is not so; a line that denies is just told."""
        if self.rules.denied_before.search(fold(line.value)):
            return False
        whole = fold(self.text)
        meant = [one for one in self.facts if self.undenied[one.start : one.end] == whole[one.start : one.end]]
        return not says(line, facts, meant, self.undenied)


def read_text(text: str, rules: FactRules) -> Held:
    """Read a text for the facts that it tells."""
    return Held(text, facts_of(text, rules), rules)


def denied_in(plain: str, clause: tuple[int, int], rules: FactRules) -> tuple[int, int]:
    """Give what a clause denies: what follows `it is not`, and what stands before `is not true`."""
    start, end = clause
    before = rules.denied_before.search(plain, start, end)
    after = [match.end() for match in rules.denied_after.finditer(plain, start, end)]
    if after:
        return start, max(after)
    return (before.start(), end) if before else (end, end)


def sheet_of(lines: Iterable[Line], rules: FactRules) -> Sheet:
    """Write the sheet out, each value in a sentence that says what it is about."""
    kept = tuple(line for line in lines if line.value.strip())
    text, ends = "", []
    for line in kept:
        text += rules.sheet[line.key].replace("{}", line.value.strip()) + "\n"
        ends.append(len(text))
    return Sheet(kept, facts_of(text, rules), tuple(ends))


def hold(sheet: Sheet, held: Held) -> tuple[Cell, ...]:
    """Say of each line whether a text says the same, something else, or nothing of it.

    What was refuted may not be said: there the same is a clash, unless the text says that it is not so.
    """
    true = [at for at, line in enumerate(sheet.lines) if line.status is not Status.REFUTED]
    firm = [fact for at in true for fact in sheet.facts_of(at)]
    against = {id(ours): other for ours, other in clashes(firm, held.facts, held.rules)}
    return tuple(cell(sheet, at, against, held) for at in range(len(sheet.lines)))


def cell(sheet: Sheet, at: int, against: dict[int, Fact], held: Held) -> Cell:
    line, facts = sheet.lines[at], sheet.facts_of(at)
    other = next((against[id(fact)] for fact in facts if id(fact) in against), None)
    if other:
        return Cell(line.key, Stand.CLASH, held.text[other.start : other.end], other.start, other.end)
    if not says(line, facts, held.facts, held.text):
        return Cell(line.key, Stand.SILENT)
    if line.status is Status.REFUTED and not held.denies(line, facts):
        return Cell(line.key, Stand.CLASH, line.value)
    return Cell(line.key, Stand.SAME)


def says(line: Line, facts: Sequence[Fact], theirs: Sequence[Fact], text: str) -> bool:
    """Say whether a text holds a line: one of its facts, its words, or most of what they are made of."""
    if any(ours.field == other.field and agree(ours, other) for ours in facts for other in theirs):
        return True
    words, whole = words_of(fold(line.value)), fold(text)
    if fold(line.value.strip()) in whole:
        return True
    return bool(words) and len(words & words_of(whole)) >= ALIKE * len(words)


def between(sheet: Sheet, one: Held, other: Held) -> tuple[Conflict, ...]:
    """Give what two texts contradict each other in beyond the sheet; what it settles is told line by line."""
    settled = [fact for at, line in enumerate(sheet.lines) for fact in sheet.facts_of(at) if line.value]
    return tuple(
        Conflict(field_of(a, b), one.text[a.start : a.end], other.text[b.start : b.end])
        for a, b in clashes(one.facts, other.facts, one.rules)
        if not any(fact.field == a.field and (agree(fact, a) or agree(fact, b)) for fact in settled)
    )
