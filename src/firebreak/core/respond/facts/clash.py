"""Which facts of two texts cannot both be true? Equal values are set aside; what is left must be about the same."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, cast

from firebreak.core.respond.facts.fact import Fact
from firebreak.core.respond.facts.matter import ANSWER
from firebreak.core.respond.facts.rules import FactRules

ROUGH = Decimal("0.03")
ALIKE = 0.12
SAME_CAUSE = 0.4
FIRMEST = ("none", "no", "paid", "going", "free", "some", "half", "sample", "full")
"""Of two sides that one text says, the one that binds more; what is not here binds least."""
WHOSE = frozenset({"media", "consumers", "counter"})
Clash = tuple[Fact, Fact]
Day = tuple[Any, ...]
Hour = tuple[str, int]


def clashes(one: Sequence[Fact], other: Sequence[Fact], rules: FactRules) -> Iterator[Clash]:
    """Give the pairs of facts that contradict each other, at most one for each fact of the first text."""
    for name in ("number", "date", "time", "phone", "money", "promise"):
        yield from measured(named(one, name), named(other, name))
    yield from batches(named(one, "batch"), named(other, "batch"))
    yield from answers(one, other, rules)
    yield from extents(one, other)
    yield from causes(named(one, "cause"), named(other, "cause"))


def named(facts: Iterable[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == name and fact.unit != ANSWER]


def measured(one: list[Fact], other: list[Fact]) -> Iterator[Clash]:
    """Pair what is left on both sides once all that agrees is set aside, nearest in words first."""
    left, right = apart(one, other), apart(other, one)
    pairs = [(a, b) for a, b in product(left, right) if comparable(a, b) and same_matter(a, b, one, other)]
    pairs.sort(key=lambda pair: (-likeness(*pair), pair[0].start, pair[1].start))
    seen: set[int] = set()
    for a, b in pairs:
        if id(a) not in seen and id(b) not in seen:
            seen |= {id(a), id(b)}
            yield a, b


def apart(facts: list[Fact], others: list[Fact]) -> list[Fact]:
    """Give the facts that no other text bears out, each value once in its surroundings."""
    same = {(fact.unit, fact.value) for fact in others}
    fresh = {(fact.unit, fact.value, fact.about): fact for fact in reversed(facts)}
    return [
        fact
        for (unit, value, _), fact in fresh.items()
        if (unit, value) not in same and not any(agree(fact, mate) for mate in others)
    ]


def agree(a: Fact, b: Fact) -> bool:
    """Say whether two facts of a field have one value, as far as both say it."""
    if a.field == "date":
        return same_day(cast(Day, a.value), cast(Day, b.value))
    if a.field == "time":
        return same_hour(cast(Hour, a.value), cast(Hour, b.value))
    if a.unit != b.unit:
        return False
    if isinstance(a.value, Decimal) and isinstance(b.value, Decimal) and (a.roughly or b.roughly):
        return abs(a.value - b.value) <= ROUGH * max(abs(a.value), abs(b.value))
    return a.value == b.value


def comparable(a: Fact, b: Fact) -> bool:
    """Say whether two values can be held against each other at all."""
    if a.field == "date":
        one, other = cast(Day, a.value), cast(Day, b.value)
        return one[0] == other[0] or None not in (weekday_of(one), weekday_of(other))
    if a.field == "promise":
        return a.unit.split()[0] == b.unit.split()[0]
    return a.unit == b.unit or (a.field == "phone" and "extension" not in (a.unit, b.unit))


def same_day(a: Day, b: Day) -> bool:
    if a[0] != b[0]:
        return weekday_of(a) is not None and weekday_of(a) == weekday_of(b)
    return all(x is None or y is None or x == y for x, y in zip(a[1:], b[1:], strict=True))


def weekday_of(value: Day) -> int | None:
    if value[0] == "weekday":
        return int(value[2])
    if value[0] == "day" and value[1] and isinstance(value[3], int):
        return date(value[1], value[2], value[3]).weekday()
    return None


def same_hour(a: Hour, b: Hour) -> bool:
    if "half" in (a[0], b[0]):
        return a[1] % 720 == b[1] % 720
    return a[1] == b[1]


def same_matter(a: Fact, b: Fact, one: Sequence[Fact], other: Sequence[Fact]) -> bool:
    """Say whether two facts speak of the same: by topic, else by words, else because there is no other of the kind."""
    ours, theirs = subjects(a), subjects(b)
    if ours and theirs:
        return bool(ours & theirs)
    if likeness(a, b) >= ALIKE:
        return True
    return sum(fact.unit == a.unit for fact in one) == 1 and sum(fact.unit == b.unit for fact in other) == 1


def subjects(fact: Fact) -> frozenset[str]:
    """Give what a fact is about: whose line it is for a phone, and anything but that for the rest."""
    return fact.about & WHOSE if fact.field == "phone" else fact.about - WHOSE


def likeness(a: Fact, b: Fact) -> float:
    every = a.words | b.words
    return len(a.words & b.words) / len(every) if every else 0.0


def batches(one: list[Fact], other: list[Fact]) -> Iterator[Clash]:
    """Hold the batches of both against each other: where both name some, they must name the same."""
    left = [fact for fact in one if fact.value not in {mate.value for mate in other}]
    right = [fact for fact in other if fact.value not in {mate.value for mate in one}]
    if one and other and (left or right):
        yield (left or one)[-1], (right or other)[-1]


def answers(one: Sequence[Fact], other: Sequence[Fact], rules: FactRules) -> Iterator[Clash]:
    """Give what opposed sides were said of one question, each text by its firmest word."""
    for name, question in rules.questions.items():
        left, right = firmest(one, name), firmest(other, name)
        if left and right and frozenset((side_of(left), side_of(right))) in question.opposed:
            yield left, right


def firmest(facts: Sequence[Fact], name: str) -> Fact | None:
    said = [fact for fact in facts if fact.unit == ANSWER and pair_of(fact)[0] == name]
    return min(said, key=lambda fact: FIRMEST.index(side_of(fact)) if side_of(fact) in FIRMEST else 99, default=None)


def pair_of(fact: Fact) -> tuple[str, str]:
    """Give the two words of an answer (question, side) or of an extent (side, thing)."""
    first, second = cast(tuple[str, str], fact.value)
    return first, second


def side_of(fact: Fact) -> str:
    return pair_of(fact)[1]


def extents(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give one clash per kind of extent: excluded here and included there, or two sets without a member in common."""
    units = {fact.unit for fact in one if fact.field == "scope"} - {ANSWER}
    for unit in sorted(units):
        left, right = of_extent(one, unit), of_extent(other, unit)
        found = next((pair for pair in product(left, right) if opposed_extent(*pair, left, right)), None)
        if found:
            yield found


def of_extent(facts: Sequence[Fact], unit: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == "scope" and fact.unit == unit]


def opposed_extent(a: Fact, b: Fact, left: Sequence[Fact], right: Sequence[Fact]) -> bool:
    (side, name), (other_side, other_name) = pair_of(a), pair_of(b)
    if name == other_name:
        return "not" in (side, other_side) and side != other_side
    if "not" in (side, other_side):
        return False
    ours, theirs = included(left), included(right)
    beyond = (side == "only" and other_name not in ours) or (other_side == "only" and name not in theirs)
    return beyond or not ours & theirs


def included(facts: Sequence[Fact]) -> set[str]:
    return {pair_of(fact)[1] for fact in facts if pair_of(fact)[0] != "not"}


def causes(one: list[Fact], other: list[Fact]) -> Iterator[Clash]:
    """Give two causes that differ, or a cause given here and still open there."""
    if one and other and not same_cause(one[0].value, other[0].value):
        yield one[0], other[0]


def same_cause(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    (kinds, words), (other_kinds, other_words) = a, b
    shared = len(words & other_words) / max(1, min(len(words), len(other_words)))
    return shared >= SAME_CAUSE or (bool(kinds & other_kinds) and shared > 0)
