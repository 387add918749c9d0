"""How does a plan read in somebody's language: its phases, steps, limits, and what it lacks?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, ngettext

from firebreak.console import words
from firebreak.console.formats import duration
from firebreak.core.respond.clock import span
from firebreak.core.respond.playbook import Grade, Plan, Said, Task, grade, joined
from firebreak.core.terms import Phase, Severity
from firebreak.knowledge.playbooks import laws


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when a step is due at a level; a dash is no limit."""

    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One step as its reader sees it; `origin` names the plan that it comes from, where that is another."""

    task: Task
    title: str
    advice: str
    duties: Sequence[tuple[str, str]]
    limits: Sequence[Limit]
    origin: str

    @property
    def code(self) -> str:
        return self.task.code

    @property
    def law(self) -> str:
        return law_name(self.task.law)

    @property
    def text(self) -> str:
        return str(words.PLAN_TEXTS.get(self.task.template, self.task.template))


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one phase."""

    phase: str
    lines: Sequence[Line]

    @property
    def name(self) -> str:
        return str(words.PHASES[self.phase])


def limit_words(limit: str) -> str:
    """Write a limit of a plan, such as 30m or 5wd."""
    found = span(limit)
    if found.working_days:
        days = found.working_days
        return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
    if found.time and found.time.seconds == 0:
        return ngettext("%(n)s day", "%(n)s days", found.time.days) % {"n": found.time.days}
    return duration(found.time)


def law_name(code: str) -> str:
    """Say what the code of a law stands for."""
    return laws()[code].within(get_language() or "zh") if code in laws() else code


class Reading:
    """A plan among those of its brand, as it reads; with `level` only the steps that are due at that severity."""

    def __init__(self, plan: Plan, plans: Mapping[str, Plan], *, level: str = "") -> None:
        self.plan, self.plans, self.level = plan, plans, level

    def said(self, words_of: Said) -> str:
        return words_of.within(get_language() or "zh")

    @property
    def name(self) -> str:
        return self.said(self.plan.name)

    @cached_property
    def tasks(self) -> list[Task]:
        return joined(self.plan, self.plans)

    @cached_property
    def grade(self) -> Grade:
        return grade(self.plan, self.tasks)

    @property
    def lacks(self) -> list[str]:
        """Say what it lacks, a line each."""
        return [str(words.LACKS[code]) for element in self.grade.elements for code in element.lacks]

    @cached_property
    def lines(self) -> list[Line]:
        shown = [task for task in self.tasks if not self.level or Severity(self.level) in task.due]
        return [self.line(task) for task in shown]

    @property
    def parts(self) -> list[Part]:
        """Give the steps by phase, in their order."""
        found = (Part(phase.value, [line for line in self.lines if line.task.phase == phase]) for phase in Phase)
        return [part for part in found if part.lines]

    def line(self, task: Task) -> Line:
        who = task.who
        roles = [("A", who.accountable), *(("R", role) for role in who.responsible if role != who.accountable)]
        roles += [("C", role) for role in who.consulted] + [("I", role) for role in who.informed]
        levels = [level for level in Severity if self.level in ("", level.value)]
        limits = [Limit(level.value, limit_words(task.due[level]) if level in task.due else "—") for level in levels]
        duties = [(letter, str(words.ROLES[role.value])) for letter, role in roles]
        return Line(task, self.said(task.do), self.said(task.how), duties, limits, self.origin(task))

    def origin(self, task: Task) -> str:
        """Name the plan that a step comes from, where it is not this one's own."""
        if any(one.code == task.code for one in self.plan.tasks):
            return ""
        from_plans = (self.plans[code] for code in reversed(self.plan.builds_on))
        return next(self.said(one.name) for one in from_plans if any(each.code == task.code for each in one.tasks))

    @property
    def categories(self) -> list[str]:
        return [str(words.CATEGORIES[one.value]) for one in self.plan.categories]

    @property
    def builds_on(self) -> list[tuple[str, str]]:
        return [(code, self.said(self.plans[code].name)) for code in self.plan.builds_on]

    @property
    def laws(self) -> list[tuple[str, str]]:
        """Give every law that it or one of its steps names, by its code."""
        codes = (*self.plan.laws, *(task.law for task in self.tasks if task.law))
        return [(code, law_name(code)) for code in dict.fromkeys(codes)]

    @property
    def texts(self) -> list[str]:
        """Give the kinds of texts that its steps begin with."""
        return list(dict.fromkeys(line.text for line in self.lines if line.task.template))

    @property
    def signs(self) -> list[str]:
        return [self.said(one) for one in self.plan.signs]

    @property
    def channels(self) -> list[str]:
        return [self.said(one) for one in self.plan.channels]

    @property
    def resources(self) -> list[str]:
        return [self.said(one) for one in self.plan.resources]

    @property
    def never(self) -> list[str]:
        return [self.said(one) for one in self.plan.never]
