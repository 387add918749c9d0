"""What does a person see who writes a line of the fact sheet, or a text of an incident?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import full_time, listed
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.console.respond.models import Incident
from firebreak.console.respond.send.asking import last_way, outlet_for
from firebreak.console.respond.send.freezing import in_force
from firebreak.console.respond.send.going import Going
from firebreak.console.respond.send.records import Outlet
from firebreak.console.respond.speak.approving import Path, path_of
from firebreak.console.respond.speak.forms import FactForm, TextForm
from firebreak.console.respond.speak.records import Approval, Fact, FactVersion, Statement, StatementVersion
from firebreak.console.respond.speak.sheet import writers_of
from firebreak.console.respond.speak.texts import others_at
from firebreak.console.respond.speak.verdict import Verdict, judge_of
from firebreak.core.respond.authority import Taken
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.terms import Act, Role
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
        said = FactVersion.objects.select_related("written_by", "settled_by").order_by("-version")
        return rows.select_related("written_by", "settled_by").prefetch_related(Prefetch("versions", said)).first()

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
        return list(self.fact.versions.all())

    @cached_property
    def texts(self) -> list[Statement]:
        """Give the texts that speak of it."""
        rows = Statement.objects.filter(incident=self.incident).order_by("pk")
        return [row for row in rows if self.key.value in row.used]

    @property
    def is_mine(self) -> bool:
        return self.fact is not None and self.seat.person.pk in writers_of(self.fact)

    @property
    def may_write(self) -> bool:
        return self.incident.is_running and self.seat.may(Act.TRIAGE)

    @property
    def may_erase(self) -> bool:
        """Tell whether there is anything said before that this person may erase."""
        return len(self.history) > 1 and self.seat.may(Act.ERASE)

    @property
    def may_settle(self) -> bool:
        able = self.incident.is_running and self.seat.may(Act.APPROVE)
        return able and self.fact is not None and not self.is_mine


@dataclass(frozen=True, slots=True)
class StepRow:
    """One approval as the page shows it: given, awaited, or overdue and open to those above."""

    role: str
    why: str
    look: str
    due: datetime
    name: str
    at: datetime | None
    late: Sequence[str]


@dataclass
class Way:
    """What lies between a text and the public, for the one who looks."""

    seat: Seat
    path: Path
    verdict: Verdict

    @cached_property
    def rows(self) -> list[StepRow]:
        names = {row.person_id: row.person.name for row in self.path.statement.approvals.select_related("person")}
        return [self.shown(one, names) for one in self.path.taken]

    def shown(self, one: Taken, names: dict[int, str]) -> StepRow:
        late = one.is_late(self.seat.at) and self.path.statement.submitted_at is not None
        above = self.path.rules.late[one.step.role] if late else ()
        return StepRow(
            role=one.step.role.value,
            why=one.step.why,
            look="done" if one.by else "late" if late else "wait",
            due=one.due,
            name=names.get(one.by.person, "") if one.by else "",
            at=one.by.at if one.by else None,
            late=[role.value for role in Role if role in above],
        )

    @property
    def last_back(self) -> Approval | None:
        """Give why it was sent back last, as long as it was not handed in again."""
        if self.path.statement.submitted_at:
            return None
        rows = self.path.statement.approvals.filter(approved=False, version=self.path.statement.version)
        return rows.select_related("person").order_by("-at").first()

    @property
    def voided(self) -> int:
        """Count the approvals that an edit has made void."""
        one = self.path.statement
        return one.approvals.filter(approved=True, version__lt=one.version).count()

    @cached_property
    def widened(self) -> MatrixVersion | None:
        """Give the version of the matrix that has voided approvals of the text as it stands, if one did."""
        found = self.path.widened if self.is_open and not self.path.is_through else None
        if found is None:
            return None
        rows = MatrixVersion.objects.filter(brand=self.seat.brand, in_force_at=found.at)
        return rows.select_related("written_by", "confirmed_by").order_by("number").first()

    @property
    def widened_at(self) -> str:
        return full_time(self.path.widened.at) if self.path.widened else ""

    @property
    def asked_besides(self) -> str:
        return listed(words.ROLES[role] for role in self.path.widened.roles) if self.path.widened else ""

    @property
    def asked_anew(self) -> str:
        """Name whose approval another matrix has voided."""
        rows = self.path.widened.voided if self.path.widened else ()
        return listed(sorted({row.person.name for row in rows}))

    @property
    def asks_reason(self) -> bool:
        return not self.verdict.warnings <= set(self.path.statement.overruled_codes)

    @property
    def is_open(self) -> bool:
        return self.path.statement.published_at is None

    @property
    def goes_on(self) -> bool:
        return self.is_open and self.path.statement.incident.is_running

    @property
    def may_submit(self) -> bool:
        waits = bool(self.path.steps) and self.path.statement.submitted_at is None
        return self.goes_on and waits and self.seat.may(Act.TRIAGE)

    @property
    def may_approve(self) -> bool:
        return self.goes_on and self.path.may_approve(self.seat)

    @property
    def is_mine(self) -> bool:
        return self.seat.person.pk in self.path.writers

    @property
    def may_publish(self) -> bool:
        whole = self.path.is_through and not self.path.statement.number  # an answer is given out at the media desk
        return self.goes_on and whole and self.path.may_publish(self.seat)

    @cached_property
    def outlet(self) -> Outlet | None:
        """Give the brand's own channel for the place of this text."""
        return outlet_for(self.path.statement)

    @cached_property
    def going(self) -> Going | None:
        """Give where the text is on its way out, if it was let go."""
        found = last_way(self.path.statement)
        incident = self.path.statement.incident
        return Going(self.seat, found, in_force(self.seat.brand, incident).exists()) if found else None

    @property
    def may_send(self) -> bool:
        return self.may_publish and self.outlet is not None and not (self.going and self.going.is_open)

    @property
    def publishers(self) -> list[str]:
        able = self.path.rules.publishers[self.path.severity]
        return [role.value for role in Role if role in able]


class TextPage:
    """One text of an incident; `text` is what is being written, kept or not.

    What was handed in or approved ahead is read, and written only by who asks for it with `editing`: an edit voids
    the approvals.
    """

    def __init__(
        self, seat: Seat, statement: Statement, *, text: str | None = None, posture: str = "", editing: bool = False
    ) -> None:
        self.seat, self.statement, self.incident = seat, statement, statement.incident
        self.editing = editing or (statement.submitted_at is None and statement.ready_id is None)
        self.text = statement.text if text is None else text
        self.due: datetime | None = None  # when it is to go out, if not at once
        self.posture = posture if posture in words.POSTURES else statement.posture

    @property
    def name(self) -> str:
        return str(words.CHANNELS[self.statement.channel])

    @cached_property
    def verdict(self) -> Verdict:
        judge = judge_of(self.statement, at=self.due or self.seat.at)
        return judge.verdict(self.statement, text=self.text, posture=self.posture)

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
        return self.editing and self.may_edit

    @property
    def may_edit(self) -> bool:
        return self.incident.is_running and self.statement.published_at is None and self.seat.may(Act.TRIAGE)

    @cached_property
    def way(self) -> Way:
        return Way(self.seat, path_of(self.statement, at=self.seat.at), self.verdict)

    @property
    def is_through(self) -> bool:
        """Tell whether all whose turn it is have approved what was handed in."""
        return self.statement.submitted_at is not None and self.way.path.is_through

    @property
    def may_erase(self) -> bool:
        return self.statement.version > 0 and self.seat.may(Act.ERASE)

    @property
    def may_reread(self) -> bool:
        return self.incident.is_running and self.seat.may(Act.TRIAGE)

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
        return [("older", _("Earlier version"), self.older.version), ("newer", _("Later version"), self.newer.version)]


def compared(statement: Statement, older: str, newer: str) -> Compared:
    """Compare two versions; what is not asked for is the last one, and the one before it."""
    rows = list(statement.versions.select_related("written_by").order_by("-version"))
    by_number = {str(row.version): row for row in rows}
    after = by_number.get(newer, rows[0])
    before = by_number.get(older) or by_number.get(str(max(after.version - 1, 0)), rows[-1])
    return Compared(rows, before, after, changes(before.text, after.text))
