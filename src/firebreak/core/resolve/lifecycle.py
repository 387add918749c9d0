"""Where does an incident stand, where may it go next, and what is missing before it may?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from firebreak.core.errors import BadInput, StepSkipped
from firebreak.core.terms import Phase, Severity

ORDER: tuple[Phase, ...] = tuple(Phase)

MOVES: Mapping[Phase, frozenset[Phase]] = {
    Phase.DETECT: frozenset({Phase.TRIAGE, Phase.RESPOND}),
    Phase.TRIAGE: frozenset({Phase.RESPOND, Phase.WATCH, Phase.CLOSED}),
    Phase.RESPOND: frozenset({Phase.REMEDY, Phase.WATCH, Phase.TRIAGE}),
    Phase.REMEDY: frozenset({Phase.WATCH, Phase.RESPOND}),
    Phase.WATCH: frozenset({Phase.CLOSED, Phase.REMEDY, Phase.RESPOND}),
    Phase.CLOSED: frozenset({Phase.RESPOND, Phase.WATCH}),
}
"""Where each phase may lead. Back is allowed; watch → respond and closed → respond are the relapse (復燃).

detect → respond is the hurry of an S1: what triage must give is asked at the door of respond all the same.
triage → watch or closed is the matter that turned out to need no answer.
"""


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the doors between phases ask about. None: not asked of this incident."""

    severity: Severity  # the gravest that it ever reached: who lowers it late is still asked for what it was
    assessed: bool = False
    owner: bool = False
    answered: bool | None = None  # something was said outward
    open_remedies: int = 0
    root_cause: bool | None = None
    final_result: bool | None = None  # the outcome was made public, or somebody with authority has waived it
    open_actions: int = 0  # corrective actions without their proof
    review_date: bool | None = None  # a day is set on which it is looked at again


@dataclass(frozen=True, slots=True)
class Stand:
    """The phase an incident is in and when it entered each, oldest first; a phase entered again stands there again."""

    entered: tuple[tuple[Phase, datetime], ...]

    @property
    def phase(self) -> Phase:
        return self.entered[-1][0]

    @property
    def relapses(self) -> int:
        """How often it flared up again after it was thought to be over."""
        pairs = pairwise(self.entered)
        return sum(is_relapse(before, after) for (before, _), (after, _) in pairs)

    def first(self, phase: Phase) -> datetime | None:
        """When the phase was first entered, or None."""
        return next((at for one, at in self.entered if one is phase), None)

    def last(self, phase: Phase) -> datetime | None:
        """When the phase was last entered, or None."""
        return next((at for one, at in reversed(self.entered) if one is phase), None)


def opened(at: datetime) -> Stand:
    """Begin an incident: detected at `at`."""
    return Stand(entered=((Phase.DETECT, at),))


def is_relapse(before: Phase, after: Phase) -> bool:
    """Say whether the move tells that a matter thought to be over came back."""
    return before in (Phase.WATCH, Phase.CLOSED) and after is Phase.RESPOND


def may_move(phase: Phase, to: Phase) -> bool:
    """Say whether the lifecycle knows the move at all."""
    return to in MOVES[phase]


def next_phase(phase: Phase) -> Phase | None:
    """Name the phase that normally follows, or None at the end: what the main button offers."""
    position = ORDER.index(phase) + 1
    return ORDER[position] if position < len(ORDER) else None


def blocked_by(phase: Phase, to: Phase, facts: IncidentFacts) -> list[str]:
    """Name what is missing before the incident may go from `phase` to `to`; empty when the way is free.

    Codes: order (the lifecycle has no such move), assessment, owner (R1.7), answer (S1–S2 left without a word),
    remedies (R1.35), actions (R1.37), root_cause, review_date (R1.36) and final_result (R1.78; all three S1–S2).
    """
    if not may_move(phase, to):
        return ["order"]
    asked = _asked(phase, to, facts.severity)
    return [code for code, missing in _missing(facts).items() if missing and code in asked]


def _asked(phase: Phase, to: Phase, severity: Severity) -> frozenset[str]:
    grave = severity in (Severity.S1, Severity.S2)
    if to in (Phase.DETECT, Phase.TRIAGE):
        return frozenset()
    asked = {"assessment", "owner"}
    backward = ORDER.index(to) < ORDER.index(phase)
    if to is Phase.RESPOND or backward:
        return frozenset(asked)
    if grave:
        asked.add("answer")
    if to in (Phase.WATCH, Phase.CLOSED):
        asked.add("remedies")
    if to is Phase.CLOSED:
        asked |= {"actions"} | ({"root_cause", "review_date", "final_result"} if grave else set())
    return frozenset(asked)


def _missing(facts: IncidentFacts) -> dict[str, bool]:
    return {
        "assessment": not facts.assessed,
        "owner": not facts.owner,
        "answer": facts.answered is False,
        "remedies": facts.open_remedies > 0,
        "actions": facts.open_actions > 0,
        "root_cause": facts.root_cause is False,
        "review_date": facts.review_date is False,
        "final_result": facts.final_result is False,
    }


def move(stand: Stand, to: Phase, *, at: datetime, facts: IncidentFacts, override: str = "") -> Stand:
    """Give the incident in its new phase, or raise StepSkipped naming what is `missing`.

    `override` is the reason of a person who may skip the step (Act.OVERRIDE; the caller asks the role and writes the
    reason down). It opens every door but the lifecycle's own order. Raises BadInput for an `at` before the last move.
    """
    if at < stand.entered[-1][1]:
        raise BadInput(problem="move_before_last", phase=to.value)
    missing = blocked_by(stand.phase, to, facts)
    if missing and (missing == ["order"] or not override.strip()):
        raise StepSkipped(missing=tuple(missing), phase=stand.phase.value, to=to.value)
    return Stand(entered=(*stand.entered, (to, at)))


def triage_time(stand: Stand, *, at: datetime | None = None) -> timedelta | None:
    """Tell how long the first triage took (R2.26): from detection until the incident first left detect and triage.

    While it still stands there, the time until `at`, or None without `at`.
    """
    began = stand.entered[0][1]
    left = next((when for phase, when in stand.entered if phase not in (Phase.DETECT, Phase.TRIAGE)), None)
    end = left or at
    return None if end is None else end - began


def phase_times(stand: Stand, *, at: datetime) -> dict[Phase, timedelta]:
    """Tell how long the incident stood in each phase up to `at`, visits added (R2.43); the others are absent."""
    ends = [when for _, when in stand.entered[1:]] + [at]
    spent: dict[Phase, timedelta] = {}
    for (phase, began), end in zip(stand.entered, ends, strict=True):
        spent[phase] = spent.get(phase, timedelta()) + (end - began)
    return spent
