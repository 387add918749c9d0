"""By which rules is a draft read? The content of `knowledge/tone.yaml`, compiled; mistakes in it are named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.statement.draft import LANGUAGES, DraftKind, Posture
from firebreak.core.respond.statement.prose import Voice
from firebreak.core.respond.statement.voter import Voter
from firebreak.core.text.fold import fold

SLOT = re.compile(r"<([a-z_]+)>")
HAN = re.compile(r"[㐀-鿿]+")
Words = Mapping[str, str]
Shape = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say it wrong.

    `unless` and `needs` look at the sentence, `unless_draft` and `needs_draft` at the whole; a `negatable` pattern does
    not count after a negator. Hits weigh `weight`, and a rule holds from 1 on.
    """

    find: Shape
    unless: Shape | None = None
    needs: Shape | None = None
    unless_draft: Shape | None = None
    needs_draft: Shape | None = None
    negatable: bool = True
    weight: float = 1.0
    kinds: frozenset[str] = frozenset(DraftKind)
    suggest: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A code of the contract, with what a trainee learns from it in each language."""

    code: str
    why: Words
    suggest: Words
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a draft may need, with what shows that it is there."""

    name: str
    why: Words
    suggest: Words
    shown: Shape


@dataclass(frozen=True, slots=True)
class ToneRules:
    """Everything that lint goes by."""

    version: str
    voice: Voice
    rules: Mapping[str, Rule]
    parts: Mapping[str, Part]
    required: Mapping[DraftKind, tuple[str, ...]]
    no_apology: frozenset[Posture]
    block_always: frozenset[str]
    block_when_grave: frozenset[str]
    block_in_rebuild: frozenset[str]
    private_kinds: frozenset[DraftKind]
    words: Mapping[str, Shape]
    innocent: Mapping[str, Shape] = field(default_factory=dict)  # sentences on which a vote for a code does not count
    voter: Voter | None = None
    sure: Mapping[str, Shape] = field(default_factory=dict)  # what needs no vote; without it `shown` decides


class Reader:
    """Compiles patterns: `<slot>` stands for a list of words, Han is folded as the text will be."""

    def __init__(self, slots: Mapping[str, str]) -> None:
        self.slots = slots

    def text(self, pattern: str) -> str:
        return SLOT.sub(lambda match: f"(?:{self.text(self.slots[match.group(1)])})", pattern)

    def shape(self, pattern: str | Sequence[str]) -> Shape:
        parts = [pattern] if isinstance(pattern, str) else pattern
        joined = "|".join(self.text(part) for part in parts)
        return re.compile(HAN.sub(lambda match: fold(match.group()), joined))

    def pattern(self, row: str | Mapping[str, Any]) -> Pattern:
        given: Mapping[str, Any] = {"find": row} if isinstance(row, str) else row
        shapes = ("unless", "needs", "unless_draft", "needs_draft")
        return Pattern(
            find=self.shape(given["find"]),
            **{name: self.shape(given[name]) for name in shapes if name in given},
            negatable=bool(given.get("negatable", True)),
            weight=float(given.get("weight", 1)),
            kinds=frozenset(given.get("kinds", DraftKind)),
            suggest=words_of(given["suggest"]) if "suggest" in given else {},
        )


def words_of(value: Any) -> Words:
    if not isinstance(value, Mapping) or set(value) != set(LANGUAGES):
        raise BadInput(problem="tone_words", needs=LANGUAGES)
    return {lang: str(said) for lang, said in value.items()}


def rules(data: Mapping[str, Any], voter: Voter | None = None) -> ToneRules:
    """Read the tone rules; raises BadInput for a slot, pattern or word that is not there or not understood."""
    try:
        return read(data, voter)
    except (KeyError, TypeError, ValueError, re.error) as problem:
        raise BadInput(problem="tone_rules", found=str(problem)) from problem


def shapes(patterns: Mapping[str, str | Sequence[str]], slots: Mapping[str, str]) -> Mapping[str, Shape]:
    """Compile named patterns with the slots of the rules."""
    reader = Reader(slots)
    return {name: reader.shape(pattern) for name, pattern in patterns.items()}


def read(data: Mapping[str, Any], voter: Voter | None) -> ToneRules:
    reader = Reader(data["slots"])
    levels = data["levels"]
    return ToneRules(
        version=str(data["version"]),
        voice=Voice(**{name: reader.shape(pattern) for name, pattern in data["voice"].items()}),
        rules={code: rule_of(code, row, reader) for code, row in data["rules"].items()},
        parts={name: part_of(name, row, reader) for name, row in data["parts"].items()},
        required={DraftKind(kind): tuple(names) for kind, names in data["required"].items()},
        no_apology=frozenset(map(Posture, data["no_apology"])),
        block_always=frozenset(levels["always"]),
        block_when_grave=frozenset(levels["grave"]),
        block_in_rebuild=frozenset(levels["rebuild"]),
        private_kinds=frozenset(map(DraftKind, data["private"])),
        words={name: reader.shape(pattern) for name, pattern in data["words"].items()},
        innocent=shapes(data.get("innocent", {}), data["slots"]),
        voter=voter,
    )


def rule_of(code: str, row: Mapping[str, Any], reader: Reader) -> Rule:
    return Rule(
        code=code,
        why=words_of(row["why"]),
        suggest=words_of(row["suggest"]),
        patterns=tuple(map(reader.pattern, row["patterns"])),
    )


def part_of(name: str, row: Mapping[str, Any], reader: Reader) -> Part:
    return Part(name=name, why=words_of(row["why"]), suggest=words_of(row["suggest"]), shown=reader.shape(row["shown"]))
