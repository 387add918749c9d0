"""Whose approval does a text need before it goes out, by when, and whose counts? The matrix of delegated authority."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.facts import FactRules, facts_of
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Role, Severity
from firebreak.core.text.fold import fold

MINUTES = re.compile(r"(\d+)m")
PROMISED = frozenset({"paid", "refunded", "coupon"})
RANKS = (Role.CS_AGENT, Role.AGENCY_LEAD, Role.BRAND_PR, Role.EXECUTIVE)


@dataclass(frozen=True, slots=True)
class Step:
    """One approval that is needed, how long it may take, and why it is asked for beyond the level."""

    role: Role
    within: timedelta
    why: str = "severity"


@dataclass(frozen=True, slots=True)
class AuthorityRules:
    """The content of `knowledge/authority.yaml`."""

    version: str
    steps: Mapping[Severity, tuple[Step, ...]]
    extra_within: timedelta
    alone: Mapping[Severity, frozenset[Role]]
    takes: Mapping[Role, frozenset[Role]]
    late: Mapping[Role, frozenset[Role]]
    publishers: Mapping[Severity, frozenset[Role]]
    channels: Mapping[Channel, tuple[Role, ...]]
    audiences: Mapping[Audience, tuple[Role, ...]]
    claims: Mapping[str, tuple[tuple[Role, ...], re.Pattern[str]]]
    money: tuple[tuple[Decimal, Role], ...]
    target: Mapping[Severity, timedelta]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to go out: how grave, where, to whom, what it promises one person, and which claims it makes."""

    severity: Severity
    channel: Channel
    audience: Audience
    money: Decimal = Decimal(0)
    claims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, in which role, and when."""

    person: int
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A step with its end, and the approval that it has."""

    step: Step
    due: datetime
    by: Approval | None

    def is_late(self, at: datetime) -> bool:
        return self.by is None and at > self.due


def matter_of(
    text: str, *, severity: Severity, channel: Channel, audience: Audience, rules: AuthorityRules, facts: FactRules
) -> Matter:
    """Read from a text what it promises one person and which claims it makes."""
    plain = fold(text)
    claims = frozenset(name for name, (_, words) in rules.claims.items() if words.search(plain))
    return Matter(severity, channel, audience, promised(text, facts), claims)


def promised(text: str, facts: FactRules) -> Decimal:
    """Give the greatest sum that a text promises to pay."""
    sums = [fact.value for fact in facts_of(text, facts) if fact.field == "money" and fact.about & PROMISED]
    return max((one for one in sums if isinstance(one, Decimal)), default=Decimal(0))


def steps_for(matter: Matter, *, writer: Role, rules: AuthorityRules) -> tuple[Step, ...]:
    """Give the approvals that a text needs, each role once, in the order of the matrix.

    A step of the writer's own role falls away, and where the matrix lets that role speak alone, those below it too.
    """
    needed = [*rules.steps[matter.severity], *extra_steps(matter, rules)]
    alone = writer in rules.alone.get(matter.severity, frozenset())
    kept: dict[Role, Step] = {}
    for step in needed:
        below = alone and step.role in RANKS and RANKS.index(step.role) <= RANKS.index(writer)
        if step.role != writer and not below:
            kept.setdefault(step.role, step)
    return tuple(kept.values())


def unfilled(severity: Severity, held: Collection[Role], rules: AuthorityRules) -> tuple[Role, ...]:
    """Name the roles that a level asks and whose step nobody could take in their own right; `held` are those there."""
    return tuple(step.role for step in rules.steps[severity] if not rules.takes[step.role] & set(held))


def extra_steps(matter: Matter, rules: AuthorityRules) -> list[Step]:
    """Give what channel, audience, claims and money ask for besides the level."""
    asked = [(role, "channel") for role in rules.channels.get(matter.channel, ())]
    asked += [(role, "audience") for role in rules.audiences.get(matter.audience, ())]
    asked += [(role, name) for name in sorted(matter.claims) for role in rules.claims[name][0]]
    over = [role for above, role in rules.money if matter.money > above]
    asked += [(over[-1], "money")] if over else []
    return [Step(role, rules.extra_within, why) for role, why in asked]


def standing(
    steps: Sequence[Step], approvals: Sequence[Approval], *, since: datetime, rules: AuthorityRules
) -> tuple[Taken, ...]:
    """Tell which steps are taken, in the order of the steps; `since` is when the text was handed in.

    One person takes one step in their own right, that of their own role first; those that were late when they approved
    they take besides. Time alone takes none.
    """
    given: dict[int, Approval] = {}
    for one in sorted(approvals, key=lambda approval: approval.at):
        for place in places_for(one, steps, given, since=since, rules=rules):
            given[place] = one
    return tuple(Taken(step, since + step.within, given.get(place)) for place, step in enumerate(steps))


def places_for(
    one: Approval, steps: Sequence[Step], given: Mapping[int, Approval], *, since: datetime, rules: AuthorityRules
) -> list[int]:
    """Give the steps that an approval takes of those nobody has taken."""
    free = [place for place in range(len(steps)) if place not in given]
    mine = [place for place in free if one.role in rules.takes[steps[place].role]]
    mine.sort(key=lambda place: steps[place].role != one.role)
    own = mine[: 0 if one.person in {other.person for other in given.values()} else 1]
    late = [place for place in free if one.at > since + steps[place].within and place not in own]
    return own + [place for place in late if one.role in rules.late[steps[place].role]]


def grave_since(level: Severity, handed_in: datetime, changes: Sequence[tuple[datetime, str, str]]) -> datetime:
    """Give since when a matter has stood at its level or a graver one.

    `changes` are when, was and now, of what changed since it was handed in.


    >>> from datetime import UTC
    >>> nine, ten = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 10, tzinfo=UTC)
    >>> [grave_since(level, nine, [(ten, "S2", "S1")]).hour for level in (Severity.S1, Severity.S2)]
    [10, 9]
    """
    before = [(handed_in, changes[0][1])] if changes else []
    stood = [*before, *((at, now) for at, _was, now in changes)]
    return next((at for at, now in stood if Severity(now) <= level), handed_in)


def may_take(one: Approval, taken: Sequence[Taken], *, rules: AuthorityRules) -> bool:
    """Say whether this approval would take a step."""
    if not taken:
        return False
    given = {place: row.by for place, row in enumerate(taken) if row.by}
    since = taken[0].due - taken[0].step.within
    return bool(places_for(one, [row.step for row in taken], given, since=since, rules=rules))


def rules(data: Mapping[str, Any]) -> AuthorityRules:
    """Read the matrix; raises BadInput for a role, level or word that is not there or not understood."""
    try:
        return read(data)
    except (ArithmeticError, KeyError, TypeError, ValueError, re.error) as problem:
        raise BadInput(problem="authority_rules", found=str(problem)) from problem


def read(data: Mapping[str, Any]) -> AuthorityRules:
    return AuthorityRules(
        version=str(data["version"]),
        steps={level: tuple(map(step_of, data["steps"][level])) for level in Severity},
        extra_within=span(data["extra_within"]),
        alone={Severity(level): frozenset(map(Role, roles)) for level, roles in data["alone"].items()},
        takes={Role(role): frozenset(map(Role, roles)) for role, roles in data["takes"].items()},
        late={Role(role): frozenset(map(Role, roles)) for role, roles in data["late"].items()},
        publishers={level: frozenset(map(Role, data["publishers"][level])) for level in Severity},
        channels={Channel(name): tuple(map(Role, roles)) for name, roles in data["channels"].items()},
        audiences={Audience(name): tuple(map(Role, roles)) for name, roles in data["audiences"].items()},
        claims={
            name: (tuple(map(Role, row["roles"])), re.compile(fold_han(row["words"])))
            for name, row in data["claims"].items()
        },
        money=tuple((Decimal(row["above"]), Role(row["role"])) for row in data["money"]),
        target={Severity(level): span(value) for level, value in data["target"].items()},
    )


def fold_han(pattern: str) -> str:
    """Fold the Han of a pattern as the texts are folded."""
    return re.sub(r"[㐀-鿿]+", lambda match: fold(match.group()), pattern)


def step_of(row: Mapping[str, Any]) -> Step:
    return Step(Role(row["role"]), span(row["within"]))


def span(value: str) -> timedelta:
    found = MINUTES.fullmatch(value)
    if not found:
        raise ValueError(value)
    return timedelta(minutes=int(found.group(1)))
