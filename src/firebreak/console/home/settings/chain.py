"""Does the chain of the audit log hold? Its first entry, its anchors and its head, link by link."""

import time
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil

from firebreak.console.govern.models import Anchor, Entry, Organisation
from firebreak.console.govern.services import key, verify_chain
from firebreak.core.govern import trail

AT_ONCE = 20_000  # a longer chain is walked when somebody asks
ANCHORS = 2


@dataclass(frozen=True, slots=True)
class Link:
    """One place of the chain as drawn: an entry or an anchor, and how many entries lead to it from the one before."""

    number: int
    at: datetime
    mac: str
    is_anchor: bool
    holds: bool
    since_last: int = 0


@dataclass(frozen=True, slots=True)
class Chain:
    """How a chain stands; without a verdict it was not walked now."""

    count: int
    links: tuple[Link, ...]
    anchor: Anchor | None
    verdict: trail.Verdict | None
    seconds: float
    whole_until: datetime | None = None


def chain_of(house: Organisation, *, asked: bool) -> Chain:
    """Walk the chain, if it is short or somebody asks; the clock measures how long that takes."""
    rows = Entry.objects.filter(organisation=house)
    count = rows.count()
    anchors = list(Anchor.objects.filter(organisation=house).order_by("-pk")[:ANCHORS])
    last = anchors[0] if anchors else None
    began = time.perf_counter()
    verdict = verify_chain(house, claimed=last.claim if last else None) if asked or count <= AT_ONCE else None
    return Chain(
        count=count,
        links=links_of(house, anchors, broken_at=verdict.entry if verdict else None),
        anchor=last,
        verdict=verdict,
        seconds=ceil(10 * (time.perf_counter() - began)) / 10,
        whole_until=whole_until(house, verdict),
    )


def links_of(house: Organisation, anchors: list[Anchor], *, broken_at: int | None) -> tuple[Link, ...]:
    rows = Entry.objects.filter(organisation=house)
    ends = [*rows.order_by("number")[:1], *rows.order_by("-number")[:1]]
    sealed = dict(rows.filter(number__in=[one.count for one in anchors]).values_list("number", "mac"))
    found = [Link(one.number, one.at, one.mac, False, holds(one.number, broken_at)) for one in ends[:1]]
    found += [
        Link(one.count, one.at, one.head, True, is_kept(one, sealed) and holds(one.count, broken_at))
        for one in reversed(anchors)
        if one.count
    ]
    found += [Link(one.number, one.at, one.mac, False, holds(one.number, broken_at)) for one in ends[1:]]
    return tuple(with_distances(found))


def with_distances(links: list[Link]) -> list[Link]:
    """Say of each link how many entries lead to it; of two at one place the anchor is drawn."""
    chosen = [one for one, after in pairwise(links) if one.number != after.number or one.is_anchor] + links[-1:]
    if len(chosen) > 1 and chosen[-1].number == chosen[-2].number:
        chosen.pop()
    made = chosen[:1]
    for before, one in pairwise(chosen):
        made.append(Link(one.number, one.at, one.mac, one.is_anchor, one.holds, one.number - before.number))
    return made


def is_kept(anchor: Anchor, sealed: dict[int, str]) -> bool:
    """Tell whether an anchor is ours and the entry that it names is still there as it was."""
    return trail.is_ours(anchor.claim, key()) and sealed.get(anchor.count) == anchor.head


def holds(number: int, broken_at: int | None) -> bool:
    return broken_at is None or number < broken_at


def whole_until(house: Organisation, verdict: trail.Verdict | None) -> datetime | None:
    """Give the time of the last entry before the one that does not hold."""
    if verdict is None or verdict.entry is None:
        return None
    return Entry.objects.filter(organisation=house, number=verdict.entry - 1).values_list("at", flat=True).first()
