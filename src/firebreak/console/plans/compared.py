"""What did a later version of a plan change, as a person reads it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language

from firebreak.console import words
from firebreak.console.plans.models import PlanVersion
from firebreak.console.plans.page import PlanPage
from firebreak.console.plans.problems import place_of
from firebreak.console.plans.reading import limit_words
from firebreak.core.respond.playbook import Plan
from firebreak.core.respond.revision import Change, Difference, changes_of
from firebreak.core.text.changes import Piece, changes
from firebreak.knowledge.playbooks import playbooks

PROSE = {"name", "do", "how", "signs", "channels", "resources", "never"}


@dataclass(frozen=True, slots=True)
class Told:
    """One field that changed: prose with its words marked, anything else before and after."""

    field: str
    was: str
    now: str
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class ToldChange:
    title: str
    kind: str
    fields: Sequence[Told]


class Compared:
    """Two versions of a plan; without a wish, the newest and the one before it."""

    def __init__(self, page: PlanPage, older: str = "", newer: str = "") -> None:
        self.page, self.older, self.newer = page, older, newer

    @cached_property
    def numbers(self) -> list[str]:
        """Give every version there is, the newest first; the one that ships comes last."""
        found = [str(one.number) for one in self.page.versions]
        return [*found, playbooks()[self.page.code].version] if self.page.code in playbooks() else found

    @property
    def pair(self) -> tuple[str, str]:
        newer = self.newer if self.newer in self.numbers else self.numbers[0]
        before = self.numbers[self.numbers.index(newer) + 1 :] or [newer]
        return (self.older if self.older in self.numbers else before[0]), newer

    def version(self, number: str) -> PlanVersion | None:
        return next((one for one in self.page.versions if str(one.number) == number), None)

    def plan(self, number: str) -> Plan:
        found = self.version(number)
        return found.plan if found else playbooks()[self.page.code]

    @property
    def writing(self) -> PlanVersion | None:
        """Give the later one with who wrote it, when and why; the plan that ships has nobody."""
        return self.version(self.pair[1])

    @cached_property
    def changes(self) -> list[ToldChange]:
        older, newer = self.pair
        return [told(change) for change in changes_of(self.plan(older), self.plan(newer))]


def told(change: Change) -> ToldChange:
    title = change.title.within(get_language() or "zh")
    fields = [] if change.kind == "gone" else [told_field(one) for one in change.differences]
    return ToldChange(title, change.kind, fields)


def told_field(one: Difference) -> Told:
    name, _dot, _part = one.field.partition(".")
    if name in PROSE:
        return Told(place_of(one.field), one.was, one.now, changes(one.was, one.now) if one.was and one.now else ())
    return Told(place_of(one.field), coded(name, one.was), coded(name, one.now))


def coded(name: str, said: str) -> str:
    """Write what a field names by codes in words: roles, limits, phases."""
    if not said:
        return "—"
    if name == "due":
        return limit_words(said) if said != "-" else "—"
    tables = {"who": words.ROLES, "phase": words.PHASES, "categories": words.CATEGORIES, "template": words.PLAN_TEXTS}
    return ", ".join(str(tables.get(name, {}).get(each, each)) for each in said.split())
