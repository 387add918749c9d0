"""What does the part of the room show that is about our words: the fact sheet, the texts, and where they disagree?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.respond.matrix.holding import Held, matrices_of, unfilled_in
from firebreak.console.respond.models import Incident
from firebreak.console.respond.ready.using import Offer, offers_for
from firebreak.console.respond.send.asking import ways_of
from firebreak.console.respond.send.going import Going
from firebreak.console.respond.send.switch import Switch
from firebreak.console.respond.speak.advice import Proposal, propose
from firebreak.console.respond.speak.approving import path_of
from firebreak.console.respond.speak.forms import BeginForm, ForgetForm
from firebreak.console.respond.speak.records import Fact, Statement
from firebreak.console.respond.speak.sheet import facts_of
from firebreak.console.respond.speak.verdict import Judge, Verdict
from firebreak.core.respond.sheet import Cell, Key
from firebreak.core.terms import Act

FACT_LOOKS = {"unverified": "plain", "checking": "warn", "confirmed": "ok", "refuted": "bad"}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet, also where nobody has written it yet."""

    key: str
    fact: Fact | None

    @property
    def name(self) -> str:
        return str(words.FACTS[self.key])

    @property
    def look(self) -> str:
        return FACT_LOOKS[self.fact.status] if self.fact else ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what stands against it."""

    statement: Statement
    verdict: Verdict
    going: Going | None
    is_through: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A line of the sheet, and what each text says of it, in the order of the texts."""

    line: SheetLine
    cells: Sequence[Cell]


def board_url(incident: Incident) -> str:
    """Give the address of this part of the room."""
    return f"{reverse('incident', args=[incident.brand.slug, incident.number])}?tab=statements"


class Board:
    """The words of one incident at the seat's moment."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat, self.incident = seat, incident
        self.begin = BeginForm()

    @cached_property
    def facts(self) -> list[Fact]:
        return facts_of(self.incident)

    @cached_property
    def lines(self) -> list[SheetLine]:
        there = {fact.key: fact for fact in self.facts}
        return [SheetLine(key.value, there.get(key.value)) for key in Key]

    @cached_property
    def texts(self) -> list[Text]:
        """Give the texts with what stands against each: drafts first, then what was published, newest first."""
        own = self.incident.statements.filter(number=0)  # the Q&A is at the media desk
        rows = list(own.select_related("written_by", "published_by", "ready").order_by("pk"))
        for row in rows:
            row.incident = self.incident
        judge = Judge(rows, self.facts, self.seat.brand, at=self.seat.at)
        drafts = [row for row in rows if not row.published_at]
        out = sorted(
            (row for row in rows if row.published_at), key=lambda row: (row.published_at, row.pk), reverse=True
        )
        frozen = bool(self.switch.thrown)
        going = {row.statement_id: Going(self.seat, row, frozen) for row in ways_of(self.incident)}
        return [Text(row, judge.verdict(row), going.get(row.pk), self.is_through(row)) for row in (*drafts, *out)]

    def is_through(self, row: Statement) -> bool:
        """Tell whether all whose turn it is have approved a text that was handed in."""
        waits = row.submitted_at is not None and row.published_at is None
        return waits and path_of(row, at=self.seat.at, held=self.held).is_through

    @cached_property
    def held(self) -> Held:
        return matrices_of(self.seat.brand)

    @cached_property
    def unfilled(self) -> list[str]:
        """Name the roles that its texts wait for and that nobody has."""
        return unfilled_in(self.incident, at=self.seat.at)

    @cached_property
    def offers(self) -> list[Offer]:
        """Give the messages that were approved ahead and may go out here."""
        drafts = (text.statement for text in self.texts if not text.statement.published_at)
        taken = {(one.channel, one.audience) for one in drafts}
        return offers_for(self.seat, self.incident, self.facts, taken)

    @cached_property
    def switch(self) -> Switch:
        return Switch(self.seat, self.incident)

    @property
    def matrix(self) -> list[MatrixRow]:
        """Hold every text against every line that is known."""
        told = [{cell.key.value: cell for cell in text.verdict.cells} for text in self.texts]
        known = [line for line in self.lines if line.fact]
        return [MatrixRow(line, [cells[line.key] for cells in told]) for line in known]

    @property
    def advice(self) -> Proposal | None:
        return propose(self.incident, self.facts)

    @property
    def conflicting(self) -> int:
        """Count the places where a text says something else than the sheet."""
        return sum(len(text.verdict.clashes) for text in self.texts)

    @property
    def confirmed(self) -> int:
        return sum(fact.status == "confirmed" for fact in self.facts)

    @property
    def forget(self) -> ForgetForm | None:
        """Give the form that erases words about a person, to who may."""
        return ForgetForm() if self.seat.may(Act.ERASE) else None

    @property
    def may_write(self) -> bool:
        return self.incident.is_running and self.seat.may(Act.TRIAGE)
