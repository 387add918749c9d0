"""What does a person see who writes a line of the fact sheet, or a text of an incident?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.forms import FactForm, TextForm
from firebreak.console.respond.speak.records import Fact, FactVersion, Statement, StatementVersion
from firebreak.console.respond.speak.texts import others_at
from firebreak.console.respond.speak.verdict import Verdict, judge_of
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.terms import Act
from firebreak.core.text.changes import Piece, changes


class FactPage:
    """One line of the sheet of an incident."""

    def __init__(self, seat: Seat, incident: Incident, key: Key) -> None:
        self.seat, self.incident, self.key = seat, incident, key

    @property
    def name(self) -> str:
        return str(words.FACTS[self.key.value])

    @cached_property
    def fact(self) -> Fact | None:
        rows = Fact.objects.filter(incident=self.incident, key=self.key)
        return rows.select_related("written_by", "settled_by").first()

    @property
    def version(self) -> int | None:
        return self.fact.version if self.fact else None

    @property
    def form(self) -> FactForm:
        """Give the line as it stands; one that is settled is open again once it is written anew."""
        if self.fact is None:
            return FactForm()
        status = self.fact.status if self.fact.status == Status.CHECKING else Status.UNVERIFIED.value
        seen = {"version": self.fact.version, "value": self.fact.value, "source": self.fact.source, "status": status}
        return FactForm(initial=seen)

    @cached_property
    def history(self) -> Sequence[FactVersion]:
        if self.fact is None:
            return ()
        return list(self.fact.versions.select_related("written_by", "settled_by").order_by("-version"))

    @cached_property
    def texts(self) -> list[Statement]:
        """Give the texts that speak of it."""
        rows = Statement.objects.filter(incident=self.incident).order_by("pk")
        return [row for row in rows if self.key.value in row.used]

    @property
    def is_mine(self) -> bool:
        return self.fact is not None and self.fact.written_by_id == self.seat.person.pk

    @property
    def may_write(self) -> bool:
        return self.seat.may(Act.TRIAGE)

    @property
    def may_settle(self) -> bool:
        return self.fact is not None and self.seat.may(Act.APPROVE) and not self.is_mine


class TextPage:
    """One text of an incident; `text` is what is being written, kept or not."""

    def __init__(self, seat: Seat, statement: Statement, *, text: str | None = None, posture: str = "") -> None:
        self.seat, self.statement, self.incident = seat, statement, statement.incident
        self.text = statement.text if text is None else text
        self.posture = posture if posture in words.POSTURES else statement.posture

    @property
    def name(self) -> str:
        return str(words.CHANNELS[self.statement.channel])

    @cached_property
    def verdict(self) -> Verdict:
        return judge_of(self.statement).verdict(self.statement, text=self.text, posture=self.posture)

    @property
    def places(self) -> list[tuple[int, int]]:
        """Give the places of the words that something stands against."""
        tone = [(flaw.found.start, flaw.found.end) for flaw in self.verdict.flaws]
        facts = [(clash.cell.start, clash.cell.end) for clash in self.verdict.clashes]
        return [(start, end) for start, end in (*tone, *facts) if start is not None and end is not None]

    @property
    def form(self) -> TextForm:
        return TextForm(
            initial={"version": self.statement.version, "text": self.text, "posture": self.posture}
        )  # fmt: skip

    @property
    def others(self) -> list[str]:
        return others_at(self.seat, self.statement)

    @property
    def may_write(self) -> bool:
        return self.statement.published_at is None and self.seat.may(Act.TRIAGE)

    @property
    def may_reread(self) -> bool:
        return self.seat.may(Act.TRIAGE)

    @property
    def reread(self) -> list[str]:
        """Name the facts that have changed since the text was written."""
        return [str(words.FACTS[key]) for key in self.statement.reread]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a text and what the later one changed."""

    versions: Sequence[StatementVersion]
    older: StatementVersion
    newer: StatementVersion
    pieces: Sequence[Piece]

    @property
    def choices(self) -> list[tuple[str, str, int]]:
        """Give the two fields that ask for versions: name, label, and the version that is shown."""
        return [("older", _("Before"), self.older.version), ("newer", _("After"), self.newer.version)]


def compared(statement: Statement, older: str, newer: str) -> Compared:
    """Compare two versions; what is not asked for is the last one, and the one before it."""
    rows = list(statement.versions.select_related("written_by").order_by("-version"))
    by_number = {str(row.version): row for row in rows}
    after = by_number.get(newer, rows[0])
    before = by_number.get(older) or by_number.get(str(max(after.version - 1, 0)), rows[-1])
    return Compared(rows, before, after, changes(before.text, after.text))
