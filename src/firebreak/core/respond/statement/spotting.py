"""Which words of a draft do harm? Each rule's patterns, one sentence at a time, negation and quotation minded."""

from collections.abc import Iterator

from firebreak.core.respond.statement.draft import DraftKind
from firebreak.core.respond.statement.prose import Prose, is_reported, negated
from firebreak.core.respond.statement.rules import Pattern, Rule, ToneRules, Words
from firebreak.core.text.spans import Pair, overlaps

Hit = tuple[Pair, Words]


def spot(prose: Prose, rule: Rule, tone: ToneRules, *, kind: DraftKind) -> list[Hit]:
    """Give the places where a rule is broken with a rewrite for each; none when they weigh too little together."""
    found: list[Hit] = []
    weight = 0.0
    for pattern in rule.patterns:
        if kind not in pattern.kinds:
            continue
        for place in places(prose, pattern, tone):
            if not any(overlaps(place, other) for other, _ in found):
                found.append((place, pattern.suggest or rule.suggest))
                weight += pattern.weight
    return sorted(found, key=lambda hit: hit[0]) if weight >= 1 else []


def places(prose: Prose, pattern: Pattern, tone: ToneRules) -> Iterator[Pair]:
    """Give where a pattern stands and means what it says."""
    if pattern.unless_draft and prose.has(pattern.unless_draft):
        return
    if pattern.needs_draft and not prose.has(pattern.needs_draft):
        return
    for start, end in prose.sentences:
        if pattern.unless and pattern.unless.search(prose.plain, start, end):
            continue
        if pattern.needs and not pattern.needs.search(prose.plain, start, end):
            continue
        for match in pattern.find.finditer(prose.plain, start, end):
            place = match.span()
            if place[0] == place[1] or is_reported(prose, place, tone.voice):
                continue
            if not (pattern.negatable and negated(prose, place[0], tone.voice)):
                yield place
