"""May words that were approved ahead go out here and now, and how do they read with the facts of the matter?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from firebreak.core.errors import BadInput
from firebreak.core.respond.authority import AuthorityRules, Matter, Step, matter_of, steps_for
from firebreak.core.respond.facts import FactRules
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Line
from firebreak.core.respond.template import ENDS, HOLE, checked, is_sure
from firebreak.core.terms import Role, Severity

AHEAD = timedelta(days=30)
"""How long an approval ahead may take; nobody is in a hurry yet, so those above come in late."""
LEAST = Role.AGENCY_LEAD
"""Whose approval words need of which the matrix asks for none: they go out often, so somebody else reads them once."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where words that were approved ahead may go out, to whom, up to which level, and when: `ends` is the first
    moment at which they may not any more."""

    channels: frozenset[Channel]
    audience: Audience
    gravest: Severity
    begins: datetime
    ends: datetime

    def hold(self, channel: Channel, audience: Audience, severity: Severity, *, at: datetime) -> bool:
        """Say whether a text for a place lies within them.

        >>> from datetime import UTC
        >>> day = datetime(2026, 11, 20, tzinfo=UTC)
        >>> one = Bounds(frozenset({Channel.LINE}), Audience.PUBLIC, Severity.S3, day, day + timedelta(days=1))
        >>> [one.hold(Channel.LINE, Audience.PUBLIC, level, at=day) for level in (Severity.S2, Severity.S3)]
        [False, True]
        """
        fits = channel in self.channels and audience is self.audience
        return fits and not severity.is_worse_than(self.gravest) and self.begins <= at < self.ends


@dataclass(frozen=True, slots=True)
class Filled:
    """Words with their facts; `missing` names those that nobody has confirmed, whose places stand open."""

    text: str
    missing: tuple[str, ...]


def sure_values(lines: Iterable[Line], *, brand: str) -> dict[str, str]:
    """Give what words that nobody reads again may be filled with: the brand, and facts that somebody confirmed."""
    return {"brand": brand} | {line.key.value: line.value for line in lines if is_sure(line)}


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put values into the places of a text; a value is never read again.

    >>> fill("請看 {{ place }}。", {"place": "{{ batch }}。"})
    Filled(text='請看 {{ batch }}。', missing=())
    """
    given = {name: said for name, value in values.items() if (said := value.strip(ENDS))}
    missing = tuple(dict.fromkeys(name for name in HOLE.findall(text) if name not in given))
    return Filled(HOLE.sub(lambda match: given.get(match.group(1), match.group()), text), missing)


def need_places(text: str) -> None:
    """Raise BadInput where something in braces names no line of the fact sheet."""
    try:
        checked(text)
    except ValueError as unknown:
        raise BadInput(field="text", problem="unknown_place") from unknown


def steps_ahead(
    text: str, bounds: Bounds, *, writer: Role, rules: AuthorityRules, facts: FactRules
) -> tuple[Step, ...]:  # fmt: skip
    """Give whose approval words need before they may go out alone: of everybody whom any of their places asks."""
    some = min(bounds.channels)
    read = matter_of(text, severity=bounds.gravest, channel=some, audience=bounds.audience, rules=rules, facts=facts)
    found: dict[Role, Step] = {}
    for level in (one for one in Severity if not one.is_worse_than(bounds.gravest)):
        for channel in sorted(bounds.channels):
            for step in steps_for(replace(read, severity=level, channel=channel), writer=writer, rules=rules):
                found.setdefault(step.role, replace(step, within=AHEAD))
    return tuple(found.values()) or (Step(LEAST, AHEAD, "ready"),)


def says_more(filled: Matter, approved: Matter, rules: AuthorityRules) -> bool:
    """Say whether facts make words claim or promise what nobody has read who approved them.

    A sum for which the matrix asks nobody is no more than what was approved.
    """
    asks = any(filled.money > above for above, _role in rules.money)
    return bool(filled.claims - approved.claims) or (asks and filled.money > approved.money)
