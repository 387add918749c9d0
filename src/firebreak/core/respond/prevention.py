"""Does a forecast ask for something to be done before it comes true?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.clock import span
from firebreak.core.terms import Phase, Role, Severity


@dataclass(frozen=True, slots=True)
class PreventionRules:
    """The content of `knowledge/prevention.yaml`."""

    at_least: Severity
    within: str  # a limit as a plan writes it
    roles: tuple[Role, ...]
    phase: Phase
    do: Mapping[str, str]  # what is to be done, by language
    how: Mapping[str, str]


def threatens(now: Severity, ahead: float, rules: PreventionRules) -> Severity | None:
    """Give the level to which a story may come, where that is graver than it is `now` and grave enough to act on.

    `ahead` is the score at the upper end of its forecast, 0–100.

    >>> given = PreventionRules(Severity.S2, "1h", (), Phase.RESPOND, {}, {})
    >>> threatens(Severity.S3, 62, given)
    <Severity.S2: 'S2'>
    >>> threatens(Severity.S2, 62, given) is None
    True
    """
    level = Severity.of_score(ahead)
    return level if level.rank < now.rank and level.rank <= rules.at_least.rank else None


def rules(data: Mapping[str, Any]) -> PreventionRules:
    """Read the rules; raises BadInput for a level, role or limit that is not understood."""
    try:
        span(data["within"])
        return PreventionRules(
            at_least=Severity(data["at_least"]),
            within=data["within"],
            roles=tuple(Role(one) for one in data["roles"].split()),
            phase=Phase(data["phase"]),
            do={tongue: str(data["do"][tongue]) for tongue in ("zh", "en")},
            how={tongue: str(data["how"][tongue]) for tongue in ("zh", "en")},
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise BadInput(problem="prevention_rules", found=str(problem)) from problem
