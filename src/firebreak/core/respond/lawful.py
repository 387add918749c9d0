"""What of a matrix that was kept once is still lawful? The one that ships stands in every place that is not."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from firebreak.core.respond.matrix import KNOWN, MILD, PLACES, Breach, Matrix, breaches, three
from firebreak.core.terms import Role, Severity

One = TypeVar("One")
Place = tuple[str, str]
EXTRA: Place = ("within", "extra")
MONEY: Place = ("money", "")
UNREADABLE = (KeyError, TypeError, ValueError)
ASKING = ("steps", "channels", "audiences", "claims")
PARTS_OF: Mapping[str, tuple[str, ...]] = {
    "agent_publishes": ("publishers",),
    "nobody_publishes": ("publishers",),
    "nobody_asked": ("steps",),
    "graver_asks_less": ("steps",),
    "hard_asked": ASKING,
}
"""In which parts of a matrix a rule can be broken; those that are not named, in any."""


@dataclass(frozen=True, slots=True)
class Lawful:
    """A kept matrix as far as a brand may work by it today.

    `written` is what it says as far as that can be read, `unread` where it cannot, `broken` the rules that it breaks.
    """

    matrix: Matrix
    written: Matrix
    unread: tuple[Place, ...] = ()
    broken: tuple[Breach, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.unread and not self.broken


def lawful_in(text: str, shipped: Matrix) -> Lawful:
    """Read a matrix as it was kept, whatever has changed of the rules since; never raises for what was kept."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    written, unread = readable(content, shipped)
    return Lawful(mended(written, shipped), written, tuple(unread), tuple(breaches(written)))


def readable(content: Any, shipped: Matrix) -> tuple[Matrix, list[Place]]:
    """Give what can be read, the shipped one in every other place, and which places these are."""
    unread: list[Place] = []

    def taken(place: Place, read: Callable[[Any], One], usual: One) -> One:
        with suppress(*UNREADABLE):
            return read(content)
        unread.append(place)
        return usual

    parts = {
        part: {place: taken((part, place), roles_in(part, place), getattr(shipped, part)[place]) for place in places}
        for part, places in PLACES.items()
    }
    found = Matrix(
        **parts,
        within={
            level.value: taken(("within", level.value), minutes_in(level.value), shipped.within[level])
            for level in Severity
        },
        extra_within=taken(EXTRA, lambda kept: int(kept["extra_within"]), shipped.extra_within),
        money=taken(MONEY, lambda kept: three([int(one) for one in kept["money"]]), shipped.money),
    )
    return found, unread


def roles_in(part: str, place: str) -> Callable[[Any], frozenset[Role]]:
    return lambda kept: frozenset(map(Role, kept[part][place]))


def minutes_in(level: str) -> Callable[[Any], int]:
    return lambda kept: int(kept["within"][level])


def mended(matrix: Matrix, shipped: Matrix) -> Matrix:
    """Let the shipped matrix stand wherever one breaks a hard rule; all of it where that is not enough."""
    while broken := breaches(matrix):
        after = matrix
        for one in broken:
            for place in places_of(one):
                after = with_shipped(after, shipped, place, lacking=one.roles if one.code == "graver_asks_less" else ())
        if after == matrix:
            return shipped
        matrix = after
    return matrix


def with_shipped(matrix: Matrix, shipped: Matrix, at: Place, *, lacking: Sequence[Role] = ()) -> Matrix:
    """Give a matrix in which the shipped one stands at a place; whoever is asked there stays, so none is spared."""
    part, place = at
    if at == EXTRA:
        return replace(matrix, extra_within=shipped.extra_within)
    if at == MONEY:
        return replace(matrix, money=shipped.money)
    own, usual = getattr(matrix, part), getattr(shipped, part)[place]
    stands = (own[place] & set(KNOWN[part])) | usual | set(lacking) if part in ASKING else usual
    changed: dict[str, Any] = {part: {**own, place: stands}}
    return replace(matrix, **changed)


def places_of(one: Breach) -> list[Place]:
    """Give where a matrix says what breaks a rule."""
    if one.code == "graver_alone":
        return [("alone", level.value) for level in MILD]
    if one.code == "money_order":
        return [MONEY]
    if one.code == "minutes":
        return [("within", one.place or "extra")]
    return [(part, one.place) for part in PARTS_OF.get(one.code, tuple(PLACES)) if one.place in PLACES[part]]
