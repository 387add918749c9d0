"""What may a brand change of the matrix of delegated authority, and below what does it never go?

The rest of `knowledge/authority.yaml` is no brand's to change: which words are a claim, whose approval stands in for
whose, and who comes in when a time is over. That nobody approves their own words is in no matrix at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.authority import RANKS, AuthorityRules, Matter, Step, steps_for
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Role, Severity

Roles = frozenset[Role]
ASKED = (Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE)
"""Who can be asked to approve, in the order in which a matrix names them."""
PUBLISHERS = (Role.CS_AGENT, Role.AGENCY_LEAD, Role.BRAND_PR, Role.ADMIN)
ALONE = (Role.AGENCY_LEAD, Role.BRAND_PR, Role.EXECUTIVE)
GRAVE = (Severity.S1, Severity.S2)
MILD = (Severity.S3, Severity.S4)
CLAIMS = ("legal", "health")
MOST = 1_000_000_000  # NT$; more is a slip of the hand
SHORTEST = 10  # minutes that an approval may take: after them one superior takes every step that is late
LONGEST = 24 * 60

# Grave words are asked of both houses and of who answers for the law (R1.52, R2.42); law and health of the latter at
# every level; and the milder levels are written by a front line that never publishes what is graver than the least.
BOTH_HOUSES_AND_LAW = frozenset({Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL})
HARD: Mapping[tuple[str, str], Roles] = {
    **{("steps", level.value): BOTH_HOUSES_AND_LAW for level in GRAVE},
    ("audiences", Audience.AUTHORITY.value): frozenset({Role.LEGAL}),
    **{("claims", name): frozenset({Role.LEGAL}) for name in CLAIMS},
}
"""Whom every matrix asks, whatever a brand writes: by part and place."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """What a brand may change: roles by level, channel, audience and claim, minutes by level, and three sums of NT$.

    `money` are the greatest sums for which the front line, the agency's lead and the brand's PR may stand.
    """

    steps: Mapping[str, Roles]
    publishers: Mapping[str, Roles]
    alone: Mapping[str, Roles]
    channels: Mapping[str, Roles]
    audiences: Mapping[str, Roles]
    claims: Mapping[str, Roles]
    within: Mapping[str, int]
    extra_within: int
    money: tuple[int, int, int]


PLACES: Mapping[str, tuple[str, ...]] = {
    "steps": tuple(Severity),
    "publishers": tuple(Severity),
    "alone": tuple(MILD),
    "channels": tuple(Channel),
    "audiences": tuple(Audience),
    "claims": CLAIMS,
}
KNOWN: Mapping[str, tuple[Role, ...]] = {
    "steps": ASKED,
    "publishers": PUBLISHERS,
    "alone": ALONE,
    "channels": ASKED,
    "audiences": ASKED,
    "claims": ASKED,
}
"""Which roles can stand in a part."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that a matrix breaks, and where; `roles` are those that it lacks or must not have."""

    code: str
    place: str = ""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What one matrix says otherwise than another, in one place: roles, minutes or a sum."""

    part: str
    place: str
    was: tuple[str, ...]
    now: tuple[str, ...]


def matrix_in(rules: AuthorityRules) -> Matrix:
    """Give the part of the rules that a brand may change."""
    usual = whole_minutes(rules.extra_within)
    spans = {level: [whole_minutes(step.within) for step in rules.steps[level]] for level in Severity}
    return Matrix(
        steps={level.value: frozenset(step.role for step in rules.steps[level]) for level in Severity},
        publishers={level.value: rules.publishers[level] for level in Severity},
        alone={level.value: rules.alone.get(level, frozenset()) for level in MILD},
        channels={one.value: frozenset(rules.channels.get(one, ())) for one in Channel},
        audiences={one.value: frozenset(rules.audiences.get(one, ())) for one in Audience},
        claims={name: frozenset(rules.claims[name][0]) for name in CLAIMS},
        within={level.value: min(spans[level], default=usual) for level in Severity},
        extra_within=usual,
        money=three([int(above) for above, _role in rules.money]),
    )


def whole_minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def three(sums: Sequence[int]) -> tuple[int, int, int]:
    first, second, third = sums
    return first, second, third


def applied(matrix: Matrix, rules: AuthorityRules) -> AuthorityRules:
    """Give the rules as a brand's matrix makes them; raises BadInput for one that breaks a hard rule."""
    broken = breaches(matrix)
    if broken:
        raise BadInput(problem="matrix_too_weak", broken=[one.code for one in broken])
    spans = {level: timedelta(minutes=matrix.within[level]) for level in Severity}
    return replace(
        rules,
        steps={level: tuple(Step(role, spans[level]) for role in listed(matrix.steps[level])) for level in Severity},
        extra_within=timedelta(minutes=matrix.extra_within),
        alone={level: matrix.alone[level] for level in MILD},
        publishers={level: matrix.publishers[level] for level in Severity},
        channels={one: listed(matrix.channels[one]) for one in Channel},
        audiences={one: listed(matrix.audiences[one]) for one in Audience},
        claims={name: (listed(matrix.claims[name]), rules.claims[name][1]) for name in CLAIMS},
        money=tuple(
            (Decimal(above), role) for above, (_old, role) in zip(matrix.money, rules.money, strict=True)
        ),
    )  # fmt: skip


def listed(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Give roles in the order in which a matrix names them."""
    there = set(roles)
    return tuple(role for role in ASKED if role in there)


def breaches(matrix: Matrix) -> list[Breach]:
    """Name every hard rule that a matrix breaks; none: a brand may work by it."""
    return [*lacking(matrix), *strange(matrix), *ladder(matrix), *out_of_range(matrix)]


def lacking(matrix: Matrix) -> list[Breach]:
    """Name the places where somebody whom every matrix asks is not asked."""
    found = []
    for (part, place), roles in HARD.items():
        gone = roles - getattr(matrix, part)[place]
        if gone:
            found.append(Breach("hard_asked", place, tuple(role for role in Role if role in gone)))
    return found


def strange(matrix: Matrix) -> list[Breach]:
    """Name roles that can stand in no such place, and a front line that would publish graver words."""
    found = []
    for part, known in KNOWN.items():
        for place in PLACES[part]:
            odd = getattr(matrix, part)[place] - set(known)
            if odd:
                found.append(Breach("unknown_role", place, tuple(role for role in Role if role in odd)))
    able = [level for level in Severity if level is not Severity.S4 and Role.CS_AGENT in matrix.publishers[level]]
    return found + [Breach("agent_publishes", level, (Role.CS_AGENT,)) for level in able]


def ladder(matrix: Matrix) -> list[Breach]:
    """Name levels at which nobody would approve or publish, and graver ones that spare whom a milder one asks."""
    found = [Breach("nobody_asked", Severity.S3)] if not matrix.steps[Severity.S3] else []
    found += [Breach("nobody_publishes", level) for level in Severity if not matrix.publishers[level]]
    for graver, milder in pairwise(Severity):
        spared = matrix.steps[milder] - matrix.steps[graver]
        if spared:
            found.append(Breach("graver_asks_less", graver, listed(spared)))
    graver, milder = MILD
    alone = [one for one in ALONE if asked_of(matrix, milder, writer=one) - asked_of(matrix, graver, writer=one)]
    return [*found, Breach("graver_alone", graver, tuple(alone))] if alone else found


def asked_of(matrix: Matrix, level: Severity, *, writer: Role) -> Roles:
    """Give whom a level asks about words of a role: not itself, nor those below where it writes alone."""
    below = RANKS[: RANKS.index(writer)] if writer in matrix.alone[level] else ()
    return matrix.steps[level] - {writer, *below}


def out_of_range(matrix: Matrix) -> list[Breach]:
    found = [Breach("minutes", level) for level in Severity if not SHORTEST <= matrix.within[level] <= LONGEST]
    found += [Breach("minutes")] if not SHORTEST <= matrix.extra_within <= LONGEST else []
    rising = 0 <= matrix.money[0] < matrix.money[1] < matrix.money[2] <= MOST
    return found if rising else [*found, Breach("money_order")]


def steps_under(matter: Matter, *, writer: Role, matrices: Sequence[AuthorityRules]) -> tuple[Step, ...]:
    """Give everybody whom any of several matrices asks, each role once; what the first says of it counts."""
    kept: dict[Role, Step] = {}
    for rules in matrices:
        for step in steps_for(matter, writer=writer, rules=rules):
            kept.setdefault(step.role, step)
    return tuple(kept.values())


def changes_in(was: Matrix, now: Matrix) -> list[Change]:
    """Tell place by place what a matrix says otherwise than another."""
    found = []
    for part in PLACES:
        for place in PLACES[part]:
            before, after = getattr(was, part)[place], getattr(now, part)[place]
            if before != after:
                found.append(Change(part, place, names(before), names(after)))
    spans = [(level.value, was.within[level], now.within[level]) for level in Severity]
    spans.append(("extra", was.extra_within, now.extra_within))
    found += [Change("within", place, (str(old),), (str(new),)) for place, old, new in spans if old != new]
    sums = zip(("cs_agent", "agency_lead", "brand_pr"), was.money, now.money, strict=True)
    return found + [Change("money", place, (str(old),), (str(new),)) for place, old, new in sums if old != new]


def names(roles: Roles) -> tuple[str, ...]:
    return tuple(role.value for role in Role if role in roles)


def content_of(matrix: Matrix) -> dict[str, Any]:
    """Give a matrix as it is kept: codes and whole numbers, always in the same order."""
    parts = {part: {place: list(names(getattr(matrix, part)[place])) for place in PLACES[part]} for part in PLACES}
    numbers = {"within": {level.value: matrix.within[level] for level in Severity}}
    return parts | numbers | {"extra_within": matrix.extra_within, "money": list(matrix.money)}
