"""Which step is next, whose turn is it, and what is late? The steps of an incident as its room shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import get_language

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.assess.page import StoryPage
from firebreak.console.govern.models import Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.plans.library import plans_in_force, plans_taken
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.packs import left_of
from firebreak.console.respond.plan.preventing import PACK as PREVENTS
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.plan.steps import is_turn_of
from firebreak.core.respond.playbook import Grade, Plan, grade, joined
from firebreak.core.terms import Act, Phase, Severity
from firebreak.knowledge.playbooks import BASE, laws


@dataclass(frozen=True, slots=True)
class Duty:
    """One letter of the duties of a step: the role, and who has it; nobody is a gap."""

    letter: str
    role: str
    people: tuple[Person, ...]

    @property
    def is_gap(self) -> bool:
        return not self.people and self.letter in "AR"


@dataclass(frozen=True, slots=True)
class Line:
    """One step as it stands: when it is due, whose turn it is, and whether that is over."""

    step: Step
    due: datetime | None
    duties: tuple[Duty, ...]
    is_late: bool
    steps: "Steps"

    @property
    def is_open(self) -> bool:
        return self.step.state == Step.OPEN

    @property
    def may_work(self) -> bool:
        return self.steps.may_work(self.step)

    @property
    def is_unanswered(self) -> bool:
        """Tell whether nobody answers for it."""
        return any(duty.is_gap and duty.letter == "A" for duty in self.duties)

    @property
    def law(self) -> str:
        return law_name(self.step.law)

    @property
    def is_behind(self) -> bool:
        """Tell whether it is open and late, or nobody answers for it."""
        return self.is_open and (self.is_late or self.is_unanswered)

    @property
    def look(self) -> str:
        """Say how it looks: of many that are behind, the first stands out."""
        if not self.is_open:
            return "done"
        if not self.is_behind:
            return ""
        return "late first" if self.step == self.steps.most_behind else "late"


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one phase."""

    name: str
    lines: list[Line]
    settled: int


@dataclass(frozen=True, slots=True)
class Pack:
    """A plan that an incident follows, as its reader sees it."""

    plan: Plan
    grade: Grade
    language: str

    @property
    def name(self) -> str:
        return self.plan.name.within(self.language)

    @property
    def is_base(self) -> bool:
        """Tell whether all plans build on it: then it stays."""
        return self.plan.code == BASE

    @property
    def never(self) -> list[str]:
        return [said.within(self.language) for said in self.plan.never]

    @property
    def channels(self) -> list[str]:
        return [said.within(self.language) for said in self.plan.channels]

    @property
    def laws(self) -> list[str]:
        return [law_name(code) for code in self.plan.laws]

    @property
    def resources(self) -> list[str]:
        return [said.within(self.language) for said in self.plan.resources]


def law_name(code: str) -> str:
    """Say what the code of a law stands for, in the reader's language."""
    return laws()[code].within(get_language() or "zh") if code in laws() else code


class Steps:
    """The steps of one incident at the seat's moment."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat, self.incident = seat, incident
        self.language = get_language() or "zh"

    @cached_property
    def people(self) -> Mapping[str, tuple[Person, ...]]:
        """Give who has which role at the brand now."""
        found: dict[str, tuple[Person, ...]] = {}
        for row in seated_at(self.seat.brand, at=self.seat.at).order_by("pk"):
            found[row.role] = (*found.get(row.role, ()), row.person)
        return found

    @cached_property
    def lines(self) -> list[Line]:
        return [self.line(step) for step in self.incident.plan.select_related("settled_by")]

    def line(self, step: Step) -> Line:
        due = step.due(self.incident.severity)
        is_late = step.state == Step.OPEN and due is not None and self.seat.at > due
        roles = [("A", step.who["A"]), *(("R", role) for role in step.who["R"] if role != step.who["A"])]
        roles += [(letter, role) for letter in "CI" for role in step.who[letter]]
        return Line(step, due, tuple(self.duty(letter, role) for letter, role in roles), is_late, self)

    def may_work(self, step: Step) -> bool:
        in_time = self.incident.is_running or step.phase == Phase.CLOSED
        return in_time and (self.may_run or is_turn_of(self.seat, step))

    @cached_property
    def may_run(self) -> bool:
        return self.seat.may(Act.INCIDENT)

    def duty(self, letter: str, role: str) -> Duty:
        return Duty(letter, str(words.ROLES[role]), self.people.get(role, ()))

    @property
    def parts(self) -> list[Part]:
        """Give the steps by phase, in their order."""
        parts = []
        for phase in Phase:
            lines = [line for line in self.lines if line.step.phase == phase]
            if lines:
                settled = sum(not line.is_open for line in lines)
                parts.append(Part(str(words.PHASES[phase.value]), lines, settled))
        return parts

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def settled(self) -> int:
        return sum(not line.is_open for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def gaps(self) -> list[str]:
        """Name the roles that open steps need and nobody has."""
        open_duties = [duty for line in self.lines if line.is_open for duty in line.duties]
        return sorted({duty.role for duty in open_duties if duty.is_gap})

    @cached_property
    def most_behind(self) -> Step | None:
        """Give the first step in the order of the plan that is behind."""
        return next((line.step for line in self.lines if line.is_behind), None)

    @property
    def next(self) -> Line | None:
        """Give the first open step in the order of the plan."""
        return next((line for line in self.lines if line.is_open), None)

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Give the plans that hold at the brand today."""
        return plans_in_force(self.seat.brand)

    @cached_property
    def packs(self) -> list[Pack]:
        """Give the plans that it follows, in the versions that it took; not those that were taken out."""
        left = left_of(self.incident)
        used = dict.fromkeys((line.step.pack, line.step.version) for line in self.lines if line.step.pack not in left)
        taken = plans_taken(self.seat.brand, used)
        return [Pack(plan, grade(plan, joined(plan, self.plans)), self.language) for plan in taken.values()]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Give the plans that could be put in too."""
        used = {pack.plan.code for pack in self.packs}
        used |= {code for pack in self.packs for code in pack.plan.builds_on}
        return [(code, plan.name.within(self.language)) for code, plan in self.plans.items() if code not in used]

    @cached_property
    def task(self) -> Step | None:
        """Give the step that a forecast asked for, if it was put in."""
        return next((line.step for line in reversed(self.lines) if line.step.pack == PREVENTS), None)

    @cached_property
    def threat(self) -> Severity | None:
        """Give the level that the forecast of its story warns of, as long as nothing was put in against it."""
        story = self.incident.story
        if story is None or self.task or not self.incident.is_running:
            return None
        return StoryPage(self.seat, story).outlook.threat

    @property
    def may_merge(self) -> bool:
        return self.incident.is_running and self.may_run

    @property
    def may_override(self) -> bool:
        return self.seat.may(Act.OVERRIDE)
