"""Which batches does a text call affected, which safe or given instead, and where do two texts differ on one?"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from firebreak.core.respond.facts.fact import Fact, Sheet
from firebreak.core.respond.facts.rules import Shape
from firebreak.core.respond.facts.wording import sentence_at

CLAUSES = re.compile("[,;:]")
HIT, SAFE = "hit", "safe"
JOINT = 3  # so few signs lie between two codes of one list
Span = tuple[int, int]
Clash = tuple[Fact, Fact]


def settle_lots(sheet: Sheet) -> None:
    """Mark of every batch whether the words around it call it affected or safe."""
    spans = sorted({(fact.start, fact.end) for fact in sheet.facts if fact.field == "batch"})
    if spans:
        role = {span: role_of(sheet, spans, span) for span in spans}
        sheet.facts = [
            replace(fact, edge=role[fact.start, fact.end]) if fact.field == "batch" else fact for fact in sheet.facts
        ]


def role_of(sheet: Sheet, spans: Sequence[Span], span: Span) -> str:
    """Give what the words between a code, or its list, and the next ones say of it, those after it first."""
    first = last = bisect_left(spans, span)
    while first and spans[first][0] - spans[first - 1][1] <= JOINT:
        first -= 1
    while last + 1 < len(spans) and spans[last + 1][0] - spans[last][1] <= JOINT:
        last += 1
    begin, end = sentence_at(sheet.whole, spans[first][0], spans[last][1])
    before = sheet.whole[max(begin, spans[first - 1][1] if first else 0) : spans[first][0]]
    after = sheet.whole[spans[last][1] : min(end, spans[last + 1][0] if last + 1 < len(spans) else end)]
    rules = sheet.rules.lots
    if rules["instead"].search(before):
        return SAFE
    said = (told_by(clause, rules) for clause in CLAUSES.split(rules["others"].split(after)[0]))
    return next(filter(None, said), "") or (HIT if told_by(before, rules) == HIT else "")


def told_by(clause: str, rules: Mapping[str, Shape]) -> str:
    """Say what a clause calls a batch; 不需更換 is safe, whatever else it says."""
    return next((name for name in (SAFE, HIT) if rules[name].search(clause)), "")


def names_some(facts: Sequence[Fact]) -> bool:
    """Say whether the batches are given as some of more (A1、A2 等, 您那瓶 A1 也在裡面)."""
    return any(fact.more or fact.bound == "part" for fact in facts)


def batches(one: list[Fact], other: list[Fact]) -> Iterator[Clash]:
    """Hold the batches of both against each other: where both name some, they must name the same.

    One that names a few for an example, and a code of another make (a serial beside a model), say nothing of the rest.
    """
    turned = next(((a, b) for a in one for b in other if a.value == b.value and {a.edge, b.edge} == {HIT, SAFE}), None)
    turned = turned or told_apart(one, other) or told_apart(other, one, turned=True)
    if turned:
        yield turned
        return
    one, other = ([fact for fact in facts if fact.edge != SAFE] for facts in (one, other))
    left = [fact for fact in one if fact.value not in {mate.value for mate in other}]
    right = [fact for fact in other if fact.value not in {mate.value for mate in one}]
    if not left or not right:
        left, right = of_make(left, other), of_make(right, one)
        if (left and names_some(other)) or (right and names_some(one)):
            return
    if one and other and (left or right):
        yield (left or one)[-1], (right or other)[-1]


def told_apart(one: list[Fact], other: list[Fact], *, turned: bool = False) -> Clash | None:
    """Give a code that one text calls safe beside another, where the other text puts both alike."""
    if any(fact.edge for fact in other):
        return None
    values = {mate.value for mate in other}
    if not any(fact.value in values and fact.edge != SAFE for fact in one):
        return None
    found = next(((a, b) for a in one for b in other if a.value == b.value and a.edge == SAFE), None)
    return (found[1], found[0]) if found and turned else found


def of_make(facts: list[Fact], others: list[Fact]) -> list[Fact]:
    """Leave only the codes that are made like one of the other text: the same letters and as many digits."""
    makes = {make_of(mate) for mate in others}
    return [fact for fact in facts if make_of(fact) in makes]


def make_of(fact: Fact) -> str:
    """Give of what signs a code is made.

    >>> make_of(Fact("batch", "qx20", 0, 4)), make_of(Fact("batch", "8j", 0, 2))
    ('aa00', '0a')
    """
    return "".join("0" if sign.isdigit() else "a" for sign in str(fact.value))
