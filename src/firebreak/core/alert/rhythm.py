"""When is whom disturbed, and who is next if nobody answers?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.terms import Role, Severity

TAIPEI = timedelta(hours=8)


class Manner(StrEnum):
    """How an alert reaches people."""

    NOW = "now"  # at once, at any hour
    ON_DUTY = "on_duty"  # at once within hours of duty, otherwise when the next duty begins
    DIGEST = "digest"  # in the next digest


MANNERS: Mapping[Severity, Manner] = {
    Severity.S1: Manner.NOW,
    Severity.S2: Manner.NOW,
    Severity.S3: Manner.ON_DUTY,
    Severity.S4: Manner.DIGEST,
}


@dataclass(frozen=True, slots=True)
class Step:
    """After so long without an answer, this role is called."""

    after: timedelta
    role: Role


@dataclass(frozen=True, slots=True)
class RhythmRules:
    """Hours of duty and digest on the brand's clock, and the steps by severity, in order of time."""

    duty_from: time
    duty_until: time
    digest: tuple[time, ...]
    steps: Mapping[Severity, tuple[Step, ...]]
    offset: timedelta = TAIPEI


@dataclass(frozen=True, slots=True)
class Call:
    """Who is reached when: at `at`, in which manner."""

    role: Role
    at: datetime
    manner: Manner


def rules(data: Mapping[str, Any]) -> RhythmRules:
    """Read the `rhythm` part of `knowledge/clocks.yaml`; raises BadInput for what it cannot use."""
    try:
        return _rules(data["rhythm"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(problem="rhythm_rules", detail=str(wrong)) from wrong


def _rules(data: Mapping[str, Any]) -> RhythmRules:
    steps = {}
    for level in Severity:
        row = tuple(Step(_minutes(step["after"]), Role(step["role"])) for step in data["steps"][level.value])
        if not row or row[0].after or list(row) != sorted(row, key=lambda step: step.after):
            raise BadInput(problem="rhythm_steps", level=level.value)
        steps[level] = row
    made = RhythmRules(
        duty_from=time.fromisoformat(data["duty"]["from"]),
        duty_until=time.fromisoformat(data["duty"]["until"]),
        digest=tuple(sorted(time.fromisoformat(one) for one in data["digest"])),
        steps=steps,
    )
    if made.duty_from >= made.duty_until or not made.digest:
        raise BadInput(problem="rhythm_hours")
    return made


def _minutes(text: str) -> timedelta:
    number, unit = int(text[:-1]), text[-1]
    if unit not in "mh" or number < 0:
        raise BadInput(problem="duration", value=text)
    return timedelta(minutes=number) if unit == "m" else timedelta(hours=number)


def manner(severity: Severity | None) -> Manner:
    """Tell how an alert of this severity disturbs; one without severity (a silent source) as S3."""
    return MANNERS[severity or Severity.S3]


def calls(severity: Severity | None, raised: datetime, rules: RhythmRules) -> list[Call]:
    """Give the whole ladder of an alert raised at `raised`: who is called when, until somebody takes it."""
    how = manner(severity)
    start = reach_at(how, raised, rules)
    return [Call(step.role, start + step.after, how) for step in rules.steps[severity or Severity.S3]]


def due_calls(ladder: list[Call], *, at: datetime, taken: datetime | None = None) -> list[Call]:
    """Give the calls that are due by `at`; none comes after the alert was taken."""
    return [call for call in ladder if call.at <= at and (taken is None or call.at < taken)]


def reach_at(how: Manner, raised: datetime, rules: RhythmRules) -> datetime:
    """Tell when an alert raised at `raised` (aware) may disturb, on the brand's clock."""
    if how is Manner.NOW:
        return raised
    wall = raised.astimezone(timezone(rules.offset))
    if how is Manner.ON_DUTY:
        if rules.duty_from <= wall.time() < rules.duty_until:
            return raised
        return _next(wall, (rules.duty_from,))
    return _next(wall, rules.digest)


def _next(wall: datetime, times: tuple[time, ...]) -> datetime:
    """Give the next moment strictly after `wall` at which the clock shows one of `times`."""
    days = (wall.date(), wall.date() + timedelta(days=1))
    moments = [datetime.combine(day, one, wall.tzinfo) for day in days for one in times]
    return min(moment for moment in moments if moment > wall)
