"""What stands against a text: its tone, the fact sheet, what was published, changed facts, a sensitive day?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language

from firebreak import knowledge
from firebreak.console.alert.calendar import Ahead, days_at
from firebreak.console.govern.models import Brand
from firebreak.console.respond.reply_page import Flaw
from firebreak.console.respond.speak.records import Fact, Statement
from firebreak.console.respond.speak.sheet import facts_of, held
from firebreak.core.respond.facts import Conflict
from firebreak.core.respond.sheet import Cell, Key, Line, Sheet, Stand, Status, between, hold, sheet_of
from firebreak.core.respond.statement import Draft, DraftKind, Level, Posture, in_tongue, lint
from firebreak.core.respond.template import holes
from firebreak.core.terms import Severity

RECENT = 20  # published texts of other incidents with which a draft is compared


@dataclass(frozen=True, slots=True)
class Clash:
    """A line of the sheet that a text contradicts."""

    cell: Cell
    fact: Fact


@dataclass(frozen=True, slots=True)
class Against:
    """Another text, already published, that says something else."""

    other: Statement
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that a person must know before words go out; `holds_back` is what stops them."""

    flaws: Sequence[Flaw]
    cells: Sequence[Cell]
    clashes: Sequence[Clash]
    against: Sequence[Against]
    unsettled: Sequence[Fact]  # facts that the text tells although nobody has confirmed them
    reread: Sequence[str]
    holes: Sequence[str]  # facts that its template still marks as missing
    days: Sequence[Ahead]  # sensitive days on or just before which it would go out
    level: str
    is_empty: bool

    @property
    def blocking(self) -> int:
        return sum(flaw.blocks for flaw in self.flaws)

    @property
    def warning(self) -> int:
        return len(self.flaws) - self.blocking

    @property
    def warnings(self) -> set[str]:
        """Name what a person may overrule with a reason."""
        told = {f"unsettled_{fact.key}" for fact in self.unsettled} | {one.warning for one in self.days}
        return {flaw.found.code for flaw in self.flaws} | told

    @property
    def conflicting(self) -> int:
        return len(self.clashes) + len(self.against)

    @property
    def holds_back(self) -> bool:
        return bool(self.is_empty or self.blocking or self.conflicting or self.reread or self.holes)


class Judge:
    """Reads the texts of one incident as they would go out at a time; what they have in common is read once."""

    def __init__(self, rows: Sequence[Statement], facts: Sequence[Fact], brand: Brand, *, at: datetime) -> None:
        self.rows, self.facts, self.brand, self.at = rows, facts, brand, at
        lines = [Line(Key(fact.key), fact.value, Status(fact.status)) for fact in facts]
        self.sheet: Sheet = sheet_of(lines, knowledge.facts())
        self.recent = recent_texts(brand, rows)
        self.lang = "en" if (get_language() or "").startswith("en") else "zh-Hant"

    def verdict(self, statement: Statement, *, text: str | None = None, posture: str = "") -> Verdict:
        """Judge a text as it is kept, or the words that somebody is writing."""
        said = statement.text if text is None else text
        cells = hold(self.sheet, held(said))
        told = {cell.key.value: cell for cell in cells if cell.stand is not Stand.SILENT}
        return Verdict(
            flaws=self.flaws(statement, said, posture or statement.posture) if said.strip() else (),
            cells=cells,
            clashes=[Clash(told[one.key], one) for one in self.facts if is_clash(told.get(one.key))],
            against=self.against(statement, said),
            unsettled=[one for one in self.facts if one.key in told and one.status not in ("confirmed", "refuted")],
            reread=statement.reread if text is None or text == statement.text else (),
            holes=holes(said, knowledge.templates()),
            days=() if statement.published_at else self.days,
            level=statement.incident.severity,
            is_empty=not said.strip(),
        )

    def flaws(self, statement: Statement, text: str, posture: str) -> Sequence[Flaw]:
        """Read the words by the tone rules, what blocks first."""
        draft = Draft(
            id=str(statement.pk),
            kind=DraftKind(statement.kind),
            text=text,
            severity=Severity(statement.incident.severity),
            posture=Posture(posture),
            recent=self.recent_for(statement),
            unconfirmed=self.unconfirmed,
        )
        tone = knowledge.tone()
        found = in_tongue(lint(draft, tone), self.lang, tone).findings
        if statement.number:  # an answer of the Q&A needs no part of a text that stands alone
            found = tuple(one for one in found if one.start is not None)
        return tuple(map(Flaw, sorted(found, key=lambda one: one.level is not Level.BLOCK)))

    def recent_for(self, statement: Statement) -> tuple[str, ...]:
        """Give what the words are compared with; a message that was approved ahead is there to be said again."""
        mine = statement.ready.number if statement.ready else None
        return tuple(text for number, text in self.recent if mine is None or number != mine)

    @cached_property
    def days(self) -> Sequence[Ahead]:
        """Give the sensitive days that it would meet (R2.36)."""
        return days_at(self.brand, at=self.at)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Give the cause as long as nobody has confirmed it: it may not be told as known."""
        return tuple(one.value for one in self.facts if one.key == Key.CAUSE and one.status != Status.CONFIRMED)

    @cached_property
    def standing(self) -> Mapping[tuple[str, str], Statement]:
        """Give the text that was published last in each place."""
        out = [(row.published_at, row) for row in self.rows if row.published_at]
        return {place_of(row): row for _, row in sorted(out, key=lambda one: (one[0], one[1].pk))}

    def against(self, statement: Statement, text: str) -> list[Against]:
        """Hold a text against what stands elsewhere; what it replaces, or what has replaced it, is its own story."""
        others = [row for place, row in self.standing.items() if place != place_of(statement)]
        found = [(row, between(self.sheet, held(text), held(row.text))) for row in others]
        return [Against(row, conflicts) for row, conflicts in found if conflicts]


def place_of(statement: Statement) -> tuple[str, str]:
    return statement.channel, statement.audience


def is_clash(cell: Cell | None) -> bool:
    return cell is not None and cell.stand is Stand.CLASH


def recent_texts(brand: Brand, rows: Sequence[Statement]) -> list[tuple[int | None, str]]:
    """Give what was published last in other matters, each with the number of the message that it was, if it was one.

    One matter is told in the same words everywhere.
    """
    here = {row.incident_id for row in rows}
    found = Statement.objects.filter(incident__brand=brand, published_at__isnull=False).exclude(incident__in=here)
    return list(found.order_by("-published_at").values_list("ready__number", "text")[:RECENT])


def judge_of(statement: Statement, *, at: datetime) -> Judge:
    """Give the judge of a text's incident, for a text that goes out at a time."""
    incident = statement.incident
    return Judge(list(incident.statements.all()), facts_of(incident), incident.brand, at=at)
