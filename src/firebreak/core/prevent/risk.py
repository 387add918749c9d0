"""How grave is a risk, and what do the incidents that came of it say of its figures?

A matrix of five by five as ISO 31000 has it: how often it is to be expected, times how much harm it does. A risk to
life or health at its worst is extreme, however rare: nothing else makes up for it. What incidents say is a proposal;
a person's figures stay until a person changes them (R1.41, R2.91 in part).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from firebreak.core.terms import Severity

STEPS = range(1, 6)
WORST = 5
YEAR = timedelta(days=365)
OFTEN, SOMETIMES = 12, 2  # incidents within a year: monthly, or several a year
REMEMBERED = 5 * YEAR
REVIEWED_EVERY = timedelta(days=90)
HARM: Mapping[Severity, int] = {Severity.S1: 5, Severity.S2: 4, Severity.S3: 3, Severity.S4: 2}


class Level(StrEnum):
    """How grave a risk is, from its two figures."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    EXTREME = "extreme"


@dataclass(frozen=True, slots=True)
class Figures:
    """How often it is to be expected (1 rarer than every five years … 5 monthly), and how much harm it does (1–5)."""

    likelihood: int
    impact: int

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    def raised_by(self, other: "Figures") -> "Figures":
        """Give the graver of both, figure by figure: what was once said is never lowered by it."""
        return Figures(max(self.likelihood, other.likelihood), max(self.impact, other.impact))


@dataclass(frozen=True, slots=True)
class Happened:
    """An incident that came of the risk: when it ended, and the gravest level that it reached."""

    ended: datetime
    severity: Severity


def level_of(figures: Figures, *, harms_health: bool = False) -> Level:
    """Tell the level of a cell of the matrix; the worst harm to life or health is extreme in every row.

    >>> [level_of(Figures(*one)).value for one in ((1, 4), (1, 5), (2, 5), (4, 4), (4, 5))]
    ['low', 'medium', 'high', 'high', 'extreme']
    >>> level_of(Figures(1, 5), harms_health=True).value
    'extreme'
    """
    if harms_health and figures.impact == WORST:
        return Level.EXTREME
    score = figures.score
    if score >= 20:
        return Level.EXTREME
    if score >= 10:
        return Level.HIGH
    return Level.MEDIUM if score >= 5 else Level.LOW


def proposed(incidents: Iterable[Happened], *, at: datetime) -> Figures | None:
    """Give the figures that the incidents of a risk speak for; None where there was none.

    How often: monthly, several a year, once in the last year, once in five years, longer ago. How much harm: what the
    gravest of them was.
    """
    known = list(incidents)
    if not known:
        return None
    worst = Severity.worst(*(one.severity for one in known))
    return Figures(_likelihood([one.ended for one in known], at=at), HARM[worst])


def _likelihood(ends: list[datetime], *, at: datetime) -> int:
    lately = sum(at - end <= YEAR for end in ends)
    if lately:
        return 5 if lately >= OFTEN else 4 if lately >= SOMETIMES else 3
    return 2 if any(at - end <= REMEMBERED for end in ends) else 1


def is_due(review_on: date, *, today: date) -> bool:
    """Tell whether a risk is to be looked at again: on its day, and every day after it until somebody has."""
    return review_on <= today
