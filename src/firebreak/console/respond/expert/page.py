"""What does an outside expert see of the one incident they were called in to? What their work needs, masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.respond.clocks import moments_of
from firebreak.console.respond.expert.records import Expert
from firebreak.console.respond.law.page import LegalLine
from firebreak.console.respond.law.standing import KINDS, legal_of
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.speak.board import FACT_LOOKS
from firebreak.console.respond.speak.records import Fact, Statement
from firebreak.console.respond.speak.sheet import facts_of
from firebreak.core.text.pii import find_pii, mask

TABS: Mapping[str, str | Promise] = {
    "facts": _("Fact sheet"),
    "law": _("Legal deadlines"),
    "texts": _("Texts"),
    "timeline": _("Timeline"),
}
SEEN: Mapping[str, tuple[str, ...]] = {
    "counsel": ("facts", "law", "texts", "timeline"),
    "pr": ("facts", "texts", "timeline"),
    "lab": ("facts",),
    "other": ("facts",),
}
"""Which parts of the room each sees; nobody sees mentions, the duty list, cases, costs or files."""
BETWEEN_HOUSES = frozenset({"told_brand", "handed_over", "parts", "part", "proposal"})
OF_OTHERS = frozenset({"expert_in", "expert_out", "advice"})  # what counsel advises is for who called counsel in
HIDDEN = BETWEEN_HOUSES | OF_OTHERS | {"reply"}  # lines of the timeline; a reply leads to the mention
LATEST = 200


def hidden(text: str) -> str:
    """Hide what leads to a person, whoever the expert is: nobody from outside unmasks."""
    return mask(text, [(one.span.start, one.span.end) for one in find_pii(text)])


@dataclass(frozen=True, slots=True)
class ShownFact:
    fact: Fact

    @property
    def look(self) -> str:
        return FACT_LOOKS[self.fact.status]

    @property
    def value(self) -> str:
        return hidden(self.fact.value)

    @property
    def source(self) -> str:
        return hidden(self.fact.source)


@dataclass(frozen=True, slots=True)
class ShownText:
    statement: Statement

    @property
    def text(self) -> str:
        return hidden(self.statement.text)


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: Moment

    @property
    def text(self) -> str:
        return hidden(self.line.text)


class ExpertRoom:
    """One incident as an expert sees it at one moment."""

    def __init__(self, expert: Expert, *, tab: str, at: datetime) -> None:
        self.expert = expert
        self.incident: Incident = expert.incident
        self.at = at
        seen = SEEN[expert.expertise]
        self.tab = tab if tab in seen else seen[0]
        self.tabs = [(code, TABS[code]) for code in seen]

    @property
    def name(self) -> str:
        return hidden(self.incident.name)

    @property
    def others(self) -> list[Expert]:
        """Give the other incidents that this person was called in to."""
        live = Expert.objects.live(at=self.at).filter(person=self.expert.person).exclude(incident=self.incident)
        return list(live.select_related("incident__brand").order_by("-starts"))

    @property
    def phase(self) -> str:
        return str(words.PHASES[self.incident.phase])

    @property
    def facts(self) -> list[ShownFact]:
        return [ShownFact(one) for one in facts_of(self.incident)]

    @property
    def texts(self) -> list[ShownText]:
        rows = self.incident.statements.filter(number=0).order_by("-written_at", "-pk")
        return [ShownText(one) for one in rows]

    @cached_property
    def moments(self) -> list[Moment]:
        return moments_of(self.incident)

    @property
    def law(self) -> list[LegalLine]:
        said = {one.facts["law"]: one for one in self.moments if one.kind in KINDS}
        lines = [LegalLine(one, self.at, said.get(one.statute.code)) for one in legal_of(self.incident, self.moments)]
        return sorted(lines, key=lambda line: line.rank)

    @property
    def timeline(self) -> list[ShownLine]:
        rows = self.incident.moments.exclude(kind__in=HIDDEN).select_related("person").order_by("-at", "-pk")
        return [ShownLine(one) for one in rows[:LATEST]]

    @property
    def advice(self) -> list[ShownLine]:
        """Give what this expert has said so far, in their own words."""
        rows = self.incident.moments.filter(kind="advice", person=self.expert.person).order_by("-at", "-pk")
        return [ShownLine(one) for one in rows[:LATEST]]


@dataclass(frozen=True, slots=True)
class Row:
    """An expert as those who called them in see them."""

    expert: Expert
    at: datetime

    @property
    def is_live(self) -> bool:
        return self.expert.is_live(at=self.at)

    @property
    def ended_at(self) -> datetime:
        return self.expert.ended_at or self.expert.ends

    @property
    def sees(self) -> list[Any]:
        return [TABS[code] for code in SEEN[self.expert.expertise]]


def rows_of(incident: Incident, *, at: datetime) -> list[Row]:
    """Give who was called in, who may come in first."""
    experts = incident.experts.select_related("person__organisation", "invited_by", "ended_by", "incident")
    rows = [Row(one, at) for one in experts.order_by("-starts", "-pk")]
    return sorted(rows, key=lambda row: not row.is_live)
