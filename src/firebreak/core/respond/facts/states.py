"""In which state does a text say that a thing is? Axes with two poles, and where two texts stand at opposed ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, cast

from firebreak.core.respond.facts.acts import VERB, by_lean, lean_of, said_of
from firebreak.core.respond.facts.fact import Fact, Sheet, words_of
from firebreak.core.respond.facts.rules import Axis, shape
from firebreak.core.respond.facts.wording import Part, parts_of

STATE = "state"
HIT, NEED, CHANGE, VOW, INCLUDED = "hit", "need", "change", "vow", "included"
PLUS, MINUS = "plus", "minus"
REACH_BEFORE = 8
EITHER = shape(r"或|擇一|任一|\bor\b")
"""Where one of several will do, none of them is needed."""
Clash = tuple[Fact, Fact]


@dataclass(frozen=True, slots=True)
class State:
    """What a clause says: on which axis, at which pole, of what (its own words, and those before), and of how far.

    `names` are which of several it speaks of (A 棟, 3 號); `lean` is above 0 where it tells of what somebody gets.
    """

    field: str
    axis: str
    pole: str
    own: frozenset[str]
    wide: frozenset[str]
    reach: bool
    rest: bool
    vowed: bool
    names: frozenset[str]
    lean: int


@dataclass(slots=True)
class Clauses:
    """The clauses of a text, and of each that is asked for, the words that may name a thing."""

    sheet: Sheet
    parts: list[Part]
    known: dict[int, frozenset[str]] = field(default_factory=dict)

    def heads(self, at: int) -> frozenset[str]:
        """Give the words of a clause that are no pole of any axis and no idle word; none where there is no clause."""
        if not 0 <= at < len(self.parts):
            return frozenset()
        if at not in self.known:
            rules, text = self.sheet.rules, self.parts[at].text
            bare = rules.states.things.sub(" ", rules.idle.sub(" ", rules.states.poles.sub(" ", text)))
            self.known[at] = words_of(bare) | same_in(self.sheet, text)
        return self.known[at]


def read_states(sheet: Sheet) -> None:
    """Note every clause that puts something at a pole of an axis."""
    clauses = Clauses(sheet, list(parts_of(sheet)))
    live = [axis for axis in sheet.rules.states.axes if any(side.search(sheet.whole) for side in axis.sides.values())]
    for at, part in enumerate(clauses.parts):
        if not sheet.rules.states.aside.search(part.text):
            for axis in live:
                pole = pole_of(sheet, axis, part)
                if pole and not (axis.name == NEED and EITHER.search(part.text)):
                    sheet.note(axis.field, state_of(clauses, at, axis, pole), part.start, part.end, unit=STATE)


def state_of(clauses: Clauses, at: int, axis: Axis, pole: str) -> State:
    """Give all that is known of a clause at a pole; what is vowed is often told in the clause that follows."""
    sheet, text = clauses.sheet, clauses.parts[at].text
    rules, own = sheet.rules.states, clauses.heads(at)
    if axis.name == VOW:
        own |= clauses.heads(at + 1)
    return State(
        field=axis.field,
        axis=axis.name,
        pole=pole,
        own=own,
        wide=own | clauses.heads(at - 1),
        reach=bool(rules.reach.search(text)) and (axis.name != NEED or bool(rules.handled.search(text))),
        rest=bool(rules.rest.search(text)),
        vowed=bool(rules.vow.search(text)),
        names=names_in(sheet, text),
        lean=lean_of(sheet, text),
    )


def same_in(sheet: Sheet, text: str) -> frozenset[str]:
    """Give which things a text names by any of their words, in Chinese or English."""
    return frozenset(f"={name}" for name, pattern in sheet.same if pattern.search(text))


def names_in(sheet: Sheet, text: str) -> frozenset[str]:
    """Give which of several a clause speaks of by letter, number or place."""
    return frozenset(match.group().replace(" ", "") for match in sheet.rules.states.names.finditer(text))


def pole_of(sheet: Sheet, axis: Axis, part: Part) -> str:
    """Give the pole that a clause takes of an axis, empty where it takes none or both."""
    rules, text = sheet.rules.states, part.text
    if axis.of and not axis.of.search(text):
        return ""
    found = set[str]()
    for pole, pattern in axis.sides.items():
        for match in pattern.finditer(text):
            turned = bool(rules.flip_before.search(text[max(0, match.start() - REACH_BEFORE) : match.start()]))
            turned |= axis.name == HIT and bool(rules.unhurt.search(text[: match.start()]))
            turned ^= bool(rules.flip_after.search(text[match.end() :]))
            found.add(opposite(pole) if turned else pole)
    return found.pop() if len(found) == 1 else ""


def opposite(pole: str) -> str:
    return MINUS if pole == PLUS else PLUS


def clashes_of_states(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give for each axis the two clauses most alike that put one thing at opposed poles."""
    ours, theirs = states(one), states(other)
    for name in sorted({state.axis for _, state in ours}):
        left, right = of_axis(ours, name), of_axis(theirs, name)
        pairs = [
            (shared(a, b), x, y)
            for (x, a), (y, b) in product(left, right)
            if a.pole != b.pole and is_one_thing(a, b) and shared(a, b) and not repeated(a, b, left, right)
        ]
        if pairs:
            _, a, b = max(pairs, key=lambda pair: pair[0])
            yield a, b


def states(facts: Sequence[Fact]) -> list[tuple[Fact, State]]:
    return [(fact, cast(State, fact.value)) for fact in facts if fact.unit == STATE]


def of_axis(found: Sequence[tuple[Fact, State]], name: str) -> list[tuple[Fact, State]]:
    return [(fact, state) for fact, state in found if state.axis == name]


def is_one_thing(a: State, b: State) -> bool:
    """Say whether two clauses may be of one thing: not one of A 棟 and one of B 棟, nor one of all the rest."""
    if a.names and b.names and not a.names & b.names:
        return False
    return a.axis in (CHANGE, INCLUDED) or not (a.rest or b.rest)


def shared(a: State, b: State) -> int:
    """Give how much two clauses have in common of what they speak of: words of their own count twice."""
    own = len(said_of(a.own & b.own))
    if own:
        return 2 * own + len(a.own & b.own)
    if a.axis == HIT or (len(said_of(a.own)) > VERB and len(said_of(b.own)) > VERB):
        return 0
    return len(said_of(a.own & b.wide)) + len(said_of(a.wide & b.own))


def repeated(a: State, b: State, left: Sequence[Any], right: Sequence[Any]) -> bool:
    """Say whether either text also says of the thing what the other does."""
    level = shared(a, b)
    return any(mate.pole == a.pole and shared(a, mate) >= level for _, mate in right) or any(
        mate.pole == b.pole and shared(mate, b) >= level for _, mate in left
    )


def field_of_state(a: Fact, b: Fact) -> str:
    """Give the field of a clash: what is promised of all or of some is its scope."""
    ours, theirs = cast(State, a.value), cast(State, b.value)
    if ours.axis == CHANGE and (ours.rest or theirs.rest):
        return "scope"
    if ours.axis in ("run", HIT, NEED) and (ours.reach or theirs.reach) and not (ours.vowed or theirs.vowed):
        return "scope"
    return by_lean(ours.field, ours.lean + theirs.lean)
