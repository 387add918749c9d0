"""What does a brief of one page have to say, and how much of that is on file?

Situation, background, assessment, recommendation: SBAR (Institute for Healthcare Improvement), a hand-over in four
parts that whoever decides can read in a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from firebreak.core.errors import BadInput


class Part(StrEnum):
    """The four parts, in their order."""

    SITUATION = "situation"
    BACKGROUND = "background"
    ASSESSMENT = "assessment"
    RECOMMENDATION = "recommendation"


FIELDS: Mapping[Part, tuple[str, ...]] = {
    Part.SITUATION: ("matter", "level", "size", "course", "places", "phase"),
    Part.BACKGROUND: ("began", "usual", "raised", "opened", "said", "known"),
    Part.ASSESSMENT: ("why", "axes", "harm", "outlook", "unknown"),
    Part.RECOMMENDATION: ("next", "due", "lead", "posture", "never", "decision"),
}
OF_INCIDENT = frozenset({"phase", "opened", "said", "known", "unknown", "due", "lead", "posture"})


@dataclass(frozen=True, slots=True)
class Filled:
    """How many of the fields are on file."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0


def asked(*, incident: bool) -> dict[Part, tuple[str, ...]]:
    """Give the fields of a brief; a story without an incident has none of what only an incident can have."""
    left = frozenset() if incident else OF_INCIDENT
    return {part: tuple(code for code in codes if code not in left) for part, codes in FIELDS.items()}


def filled(values: Mapping[str, str], *, incident: bool) -> Filled:
    """Count the fields that say something. Raises BadInput for one that no brief has.

    >>> filled({"matter": "A leak", "level": " "}, incident=False)
    Filled(count=1, of=15)
    """
    codes = [code for part in asked(incident=incident).values() for code in part]
    if strange := sorted(set(values) - set(codes)):
        raise BadInput(problem="brief_field", field=strange[0])
    return Filled(sum(bool(values.get(code, "").strip()) for code in codes), len(codes))
