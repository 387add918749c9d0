"""Which kinds of harm make a story grave whatever its numbers, and how many people must tell of them?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.terms import Category, Severity

PERSONAL = "personal_data"  # what a post may tell beside its reasons of urgency: somebody's number or address …
MINOR = "minor"  # … that it speaks of a child, and the code of its category
SIGNS = frozenset({PERSONAL, MINOR, *(category.value for category in Category)})
ONE, TWO = 1, 2  # more cannot be told from the first and last author of each kind of post


@dataclass(frozen=True, slots=True)
class FloorRule:
    """A harm that sets a least level: any of these reasons, with all of these signs, told by so many people."""

    name: str
    any: frozenset[str]
    beside: frozenset[str]
    people: int
    level: Severity


@dataclass(frozen=True, slots=True)
class Told:
    """What posts of one kind tell: reasons of urgency, and signs beside them; who tells it, and in which words.

    A category may be called as a reason is: what a post is filed under says nothing of what its words tell. Of two or
    more authors at least two are in `voices`, of texts in `texts`; the same text by many is one.
    """

    reasons: frozenset[str]
    signs: frozenset[str]
    voices: frozenset[str]
    texts: frozenset[str]


def floor_rules(data: Mapping[str, Mapping[str, Any]]) -> tuple[FloorRule, ...]:
    """Read the rules from plain data; raises BadInput naming the one that cannot be used."""
    return tuple(floor_rule(name, row) for name, row in data.items())


def floor_rule(name: str, row: Mapping[str, Any]) -> FloorRule:
    made = FloorRule(
        name=name,
        any=frozenset(map(str, row["any"])),
        beside=frozenset(map(str, row.get("beside", ()))),
        people=int(row["people"]),
        level=Severity(row["at_least"]),
    )
    if not made.any or made.people not in (ONE, TWO) or not made.beside <= SIGNS:
        raise BadInput(problem="severity_floor", rule=name)
    return made


def holding(told: Iterable[Told], rules: Iterable[FloorRule]) -> tuple[str, ...]:
    """Name the rules that hold; more posts never make fewer of them hold."""
    kinds = list(told)
    return tuple(rule.name for rule in rules if voices_of(rule, kinds) >= rule.people)


def voices_of(rule: FloorRule, told: Iterable[Told]) -> int:
    """Count, up to two of each kind, the people who tell of what a rule is about, each in words of their own.

    >>> rule = FloorRule("illness", frozenset({"poisoning"}), frozenset(), 2, Severity.S2)
    >>> ill = frozenset({"poisoning"}), frozenset()
    >>> ann, ben = (Told(*ill, frozenset({who}), frozenset({who})) for who in ("Ann", "Ben"))
    >>> voices_of(rule, [ann]), voices_of(rule, [ann, ben])
    (1, 2)
    """
    meant = [one for one in told if one.reasons & rule.any and rule.beside <= one.signs]
    voices = frozenset[str]().union(*(one.voices for one in meant))
    texts = frozenset[str]().union(*(one.texts for one in meant))
    return min(len(voices), len(texts))


def scattered(
    by_story: Mapping[int, Sequence[Told]],
    rules: Iterable[FloorRule],
    *,
    judged: Iterable[int],
    carried: Mapping[int, Iterable[str]] | None = None,
) -> dict[int, tuple[str, ...]]:
    """Give by story the rules that hold for several of them together, each carried by one story so that it calls once.

    Who were made ill by one thing do not always speak of it in like words, so that each may begin a story. Whoever
    carried a rule before (`carried`: names of rules by story) goes on to; else the first that is `judged` now does.
    """
    found: dict[int, tuple[str, ...]] = {}
    before = {story: frozenset(names) for story, names in (carried or {}).items()}
    now = frozenset(judged)
    for rule in rules:
        telling = {story: voices_of(rule, told) for story, told in sorted(by_story.items())}
        every = [one for story, voices in telling.items() if voices for one in by_story[story]]
        if voices_of(rule, every) < rule.people:
            continue
        carriers = [story for story, names in before.items() if rule.name in names]
        carriers += [story for story, voices in telling.items() if voices >= rule.people]
        first = [story for story, voices in telling.items() if voices and story in now][:1]
        for story in now & set(carriers or first):
            found[story] = (*found.get(story, ()), rule.name)
    return found
