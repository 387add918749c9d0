"""What does each clause settle, slot by slot, and which slots of two texts hold what cannot stand together?"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast

from firebreak.core.respond.facts.fact import Fact, Sheet
from firebreak.core.respond.facts.rules import Frame, Shape
from firebreak.core.respond.facts.wording import Part, is_denied, parts_of

SLOT, GOOD = "slot", "good"


def read_frames(sheet: Sheet) -> None:
    """Note which side of every slot a text takes, and what it gives for the harm."""
    parts = list(parts_of(sheet))
    for frame in sheet.rules.frames:
        for side, pattern in frame.sides.items():
            if pattern.search(sheet.whole):
                read_side(sheet, frame, side, parts)
    free = [part for part in parts if not sheet.rules.ours.search(part.text)]
    for name, pattern in sheet.rules.goods.items():
        if pattern.search(sheet.whole):
            read_good(sheet, name, pattern, free)


def read_side(sheet: Sheet, frame: Frame, side: str, parts: Sequence[Part]) -> None:
    """Note the first clause that speaks of a slot and takes this side of it."""
    said = (part for part in parts if frame.of.search(part.text) and frame.sides[side].search(part.text))
    for part in islice(said, 1):
        sheet.note(frame.field, (frame.name, side), part.start, part.end, unit=SLOT)


def read_good(sheet: Sheet, name: str, pattern: Shape, parts: Sequence[Part]) -> None:
    """Note where a good is offered and where refused; an own thing (濾網更換) is nobody's good."""
    rules = sheet.rules
    for part in parts:
        match = pattern.search(sheet.whole, part.start, part.end)
        if match:
            refused = is_denied(sheet, part, *match.span(), rules.refused_before, rules.refused_after)
            sole = "sole" if rules.sole.search(part.text) else ""
            sheet.note("remedy", (name, refused), *match.span(), unit=GOOD, bound=sole)


def clashes_of_frames(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Give the slots that two texts fill with sides none of which they share, and goods of which each has its own."""
    ours, theirs = slots(one), slots(other)
    for name in sorted(ours.keys() & theirs.keys()):
        if not ours[name].keys() & theirs[name].keys():
            yield next(iter(ours[name].values())), next(iter(theirs[name].values()))
    yield from goods_apart(one, other)


def slots(facts: Sequence[Fact]) -> dict[str, dict[str, Fact]]:
    found: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        if fact.unit == SLOT:
            name, side = cast(tuple[str, str], fact.value)
            found.setdefault(name, {}).setdefault(side, fact)
    return found


def goods_apart(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Give goods of which each text has its own, or one that a text leaves no room for."""
    ours, theirs = given(one), given(other)
    if ours and theirs and not ours.keys() & theirs.keys():
        yield next(iter(ours.values())), next(iter(theirs.values()))
        return
    for first, second, turned in ((one, other, False), (other, one, True)):
        found = left_no_room(first, second)
        if found:
            yield (found[1], found[0]) if turned else found
            return


def left_no_room(one: Sequence[Fact], other: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """Give what one text says is all there is, and what the other gives beyond it."""
    ours, theirs = given(one), given(other)
    sole = next((fact for fact in ours.values() if fact.bound), None)
    more = [name for name in theirs if name not in ours]
    return (sole, theirs[more[0]]) if sole and more else None


def offers(facts: Sequence[Fact]) -> list[tuple[tuple[str, bool], Fact]]:
    return [(cast(tuple[str, bool], fact.value), fact) for fact in facts if fact.unit == GOOD]


def given(facts: Sequence[Fact]) -> dict[str, Fact]:
    """Give what a text offers, less what it refuses."""
    known = offers(facts)
    refused = {name for (name, no), _ in known if no}
    return {name: fact for (name, no), fact in reversed(known) if not no and name not in refused}
