"""Do published words promise the people concerned that somebody gets in touch with them?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.authority import fold_han
from firebreak.core.respond.clock import span
from firebreak.core.terms import Phase, Role
from firebreak.core.text.fold import fold

CLAUSE = re.compile(r"(?:[^,;:。!?\n.]|\.(?!\s|$))+")


@dataclass(frozen=True, slots=True)
class OutreachRules:
    """The content of `knowledge/outreach.yaml`."""

    within: str  # a limit as a plan writes it
    roles: tuple[Role, ...]
    promises: Sequence[Pattern[str]]
    asks: Sequence[Pattern[str]]
    phase: Phase
    do: Mapping[str, str]  # what is to be done, by language
    how: Mapping[str, str]


def contact_promised(text: str, rules: OutreachRules) -> str:
    """Give the first clause that promises to get in touch, as it was published; empty where none does."""
    for clause in CLAUSE.finditer(fold(text)):
        said = clause.group()
        if any(one.search(said) for one in rules.promises) and not any(one.search(said) for one in rules.asks):
            return text[clause.start() : clause.end()].strip()
    return ""


def rules(data: Mapping[str, Any]) -> OutreachRules:
    """Read the rules; raises BadInput for a role, limit or pattern that is not understood."""
    try:
        span(data["within"])
        return OutreachRules(
            within=data["within"],
            roles=tuple(Role(one) for one in data["roles"].split()),
            promises=[re.compile(fold_han(one)) for one in data["promises"]],
            asks=[re.compile(fold_han(one)) for one in data["asks"]],
            phase=Phase(data["phase"]),
            do={tongue: str(data["do"][tongue]) for tongue in ("zh", "en")},
            how={tongue: str(data["how"][tongue]) for tongue in ("zh", "en")},
        )
    except (KeyError, TypeError, ValueError, re.error) as problem:
        raise BadInput(problem="outreach_rules", found=str(problem)) from problem
