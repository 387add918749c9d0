"""How soon must an affected person be spoken to, and who complains again and again? The rules of making good."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.terms import Severity


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that a brand begins with giving: `most` is the greatest sum of one offer, in NT$."""

    code: str
    kind: str
    name: str
    most: int


@dataclass(frozen=True, slots=True)
class CaseRules:
    """The content of `knowledge/cases.yaml` that time is counted by.

    `outreach` is within which time somebody affected is spoken to, by the severity of their incident; `alone` where
    there is none. `enough` complaints `within` that time are a repetition. `catalogue` is what a brand begins with.
    """

    version: str
    outreach: Mapping[Severity, timedelta]
    alone: timedelta
    enough: int
    within: timedelta
    catalogue: tuple[Remedy, ...] = ()

    def outreach_due(self, received: datetime, severity: Severity | None) -> datetime:
        """Give by when a person must be spoken to; it follows the level of the incident, and nothing pauses it."""
        return received + (self.outreach[severity] if severity else self.alone)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint: whose it is, which matter it names ("" names none), and when it came."""

    person: str
    matter: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Repetition:
    """Enough complaints in the time; `by` is person or matter, `key` which, `since` and `last` are first and last."""

    by: str
    key: str
    count: int
    since: datetime
    last: datetime


def rules(data: Mapping[str, Any]) -> CaseRules:
    """Read the rules; raises BadInput for a level that is missing and for a time or a number that is none."""
    hours, repeat = data.get("outreach_hours"), data.get("repeat")
    if not isinstance(hours, Mapping) or set(hours) != {*(level.value for level in Severity), "alone"}:
        raise BadInput(problem="outreach_levels")
    if not isinstance(repeat, Mapping) or set(repeat) != {"complaints", "days"}:
        raise BadInput(problem="repeat")
    numbers = [*hours.values(), *repeat.values()]
    if not all(isinstance(one, int) and one > 0 for one in numbers):
        raise BadInput(problem="duration")
    return CaseRules(
        version=str(data.get("version", "")),
        outreach={level: timedelta(hours=hours[level.value]) for level in Severity},
        alone=timedelta(hours=hours["alone"]),
        enough=repeat["complaints"],
        within=timedelta(days=repeat["days"]),
        catalogue=tuple(Remedy(**row) for row in data.get("catalogue", ())),
    )


def repetitions(complaints: Iterable[Complaint], *, at: datetime, rules: CaseRules) -> list[Repetition]:
    """Find who complained, and what was complained of, often enough in the time that ends at `at`.

    What lies after `at` is not known yet. Of a matter the complaints of one person count too: three of one are three.
    """
    recent = [one for one in complaints if at - rules.within < one.at <= at]
    people = _grouped(recent, lambda one: one.person)
    matters = _grouped(recent, lambda one: one.matter)
    found = [("person", key, times) for key, times in people.items()]
    found += [("matter", key, times) for key, times in matters.items()]
    return [
        Repetition(by, key, len(times), min(times), max(times))
        for by, key, times in sorted(found)
        if len(times) >= rules.enough
    ]


def _grouped(complaints: Iterable[Complaint], key: Callable[[Complaint], str]) -> dict[str, list[datetime]]:
    groups: dict[str, list[datetime]] = defaultdict(list)
    for one in complaints:
        if key(one):
            groups[key(one)].append(one.at)
    return groups


def worse(severity: Severity) -> Severity | None:
    """Give the next graver level, or None above S1.

    >>> worse(Severity.S3), worse(Severity.S1)
    (<Severity.S2: 'S2'>, None)
    """
    order = sorted(Severity, key=lambda level: level.value)
    place = order.index(severity)
    return order[place - 1] if place else None
