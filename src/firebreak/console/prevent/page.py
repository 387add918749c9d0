"""Which risks are the likeliest and gravest, which are to be looked at again, and how did one come to stand so?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.prevent import wording
from firebreak.console.prevent.models import Risk, RiskChange, RiskEvent
from firebreak.console.prevent.services import spoken_for
from firebreak.core.govern.role import who_may
from firebreak.core.prevent.risk import STEPS, Figures, Level, is_due, level_of
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act, Role

SHOWN = 50  # lines of a history


@dataclass(frozen=True, slots=True)
class Row:
    """A risk as the page shows it; `proposal` is what its incidents speak for where that is graver."""

    risk: Risk
    proposal: Figures | None
    is_due: bool

    @property
    def level(self) -> str:
        return self.risk.level.value

    @property
    def word(self) -> str:
        return str(wording.LEVELS[self.level][0])

    @property
    def mark(self) -> str:
        return wording.LEVELS[self.level][1]

    @property
    def score(self) -> int:
        return self.risk.figures.score

    @property
    def likelihood(self) -> str:
        return f"{self.risk.likelihood} {wording.LIKELIHOODS[self.risk.likelihood]}"

    @property
    def often(self) -> str:
        return str(wording.OFTEN[self.risk.likelihood])

    @property
    def impact(self) -> str:
        return f"{self.risk.impact} {wording.IMPACTS[self.risk.impact]}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the matrix with the risks in it."""

    figures: Figures
    rows: list[Row]

    @property
    def level(self) -> str:
        return level_of(self.figures).value


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the matrix: how likely, and its five fields."""

    step: int
    word: Any
    often: Any
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a risk's history."""

    change: RiskChange

    @property
    def word(self) -> str:
        return str(wording.CHANGES[self.change.kind])


class Register:
    """The risks of a brand, gravest first, and one of them with its history."""

    def __init__(self, seat: Seat, *, chosen: str = "") -> None:
        self.seat, self.chosen = seat, chosen
        self.may_write = seat.may(Act.CONFIGURE)

    @property
    def who_writes(self) -> tuple[Role, ...]:
        return who_may(Act.CONFIGURE)

    @cached_property
    def today(self) -> date:
        return day_of(self.seat.at)

    @cached_property
    def people(self) -> list[Person]:
        """Give who may watch over a risk."""
        return [row.person for row in seated_at(self.seat.brand, at=self.seat.at).order_by("person__name", "pk")]

    @cached_property
    def rows(self) -> list[Row]:
        found = Risk.objects.filter(brand=self.seat.brand).standing().select_related("owner", "judged_by")
        rows = [self.row(one) for one in found.prefetch_related("events")]
        return sorted(rows, key=lambda row: (-list(Level).index(row.risk.level), -row.score, row.risk.number))

    def row(self, risk: Risk) -> Row:
        said = spoken_for(risk, at=self.seat.at)
        graver = risk.figures.raised_by(said) if said else risk.figures
        proposal = graver if graver != risk.figures else None
        return Row(risk, proposal, is_due(risk.review_on, today=self.today))

    @cached_property
    def due(self) -> list[Row]:
        return [row for row in self.rows if row.is_due]

    @cached_property
    def proposals(self) -> list[Row]:
        """Give the risks of which their incidents speak more gravely than a person has judged."""
        return [row for row in self.rows if row.proposal]

    @cached_property
    def unreckoned(self) -> int:
        return sum(row.risk.exposure is None for row in self.rows)

    @cached_property
    def exposure(self) -> Decimal:
        """Add up what the risks that somebody has reckoned would cost if each happened once."""
        return sum((row.risk.exposure for row in self.rows if row.risk.exposure is not None), Decimal(0))

    @cached_property
    def matrix(self) -> list[Line]:
        """Give the matrix from the likeliest down."""
        at: dict[Figures, list[Row]] = {}
        for row in self.rows:
            at.setdefault(row.risk.figures, []).append(row)
        return [
            Line(
                step,
                wording.LIKELIHOODS[step],
                wording.OFTEN[step],
                [Cell(figures, at.get(figures, [])) for impact in STEPS for figures in [Figures(step, impact)]],
            )
            for step in reversed(STEPS)
        ]

    @property
    def impacts(self) -> list[tuple[int, Any]]:
        return list(wording.IMPACTS.items())

    @property
    def levels(self) -> list[tuple[str, Any, str]]:
        return [(code, word, mark) for code, (word, mark) in wording.LEVELS.items()]

    @cached_property
    def one(self) -> Row | None:
        """Give the risk that was chosen, else the gravest."""
        found = [row for row in self.rows if str(row.risk.number) == self.chosen]
        return next(iter([*found, *self.rows]), None)

    @cached_property
    def events(self) -> list[RiskEvent]:
        if self.one is None:
            return []
        rows = self.one.risk.events.select_related("incident__story__merged_into", "incident__alert")
        return list(rows[:SHOWN])

    @cached_property
    def history(self) -> list[Past]:
        if self.one is None:
            return []
        return [Past(row) for row in self.one.risk.changes.select_related("by", "incident")[:SHOWN]]
