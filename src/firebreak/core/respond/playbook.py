"""What do we do in which crisis, who answers for each step, and by when? A plan as it is written, read and joined."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.clock import span
from firebreak.core.terms import Category, Phase, Role, Severity
from firebreak.core.text.fold import fold

WORKING = (Role.CS_AGENT, Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE)
GATES = ("assess", "owner")
NO_LIMIT = "-"
TOLD_IN = 0.25  # of what is said of a matter must hold a cue of its plan
LISTS = ("signs", "channels", "resources", "never")
PLAN_KEYS = {"code", "version", "name", "categories", "cues", "with", "laws", *LISTS, "tasks"}
TASK_KEYS = {"code", "phase", "do", "how", "who", "due", "gate", "template", "law"}
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
NO_SIGNS = "\ufffe\uffff"  # which no document of Word can hold
LENGTHS = {"name": 80, "do": 120, "version": 20}  # characters; whatever is not named here has LONGEST
LONGEST = 300
MOST = {"tasks": 40, "signs": 12, "channels": 12, "resources": 12, "never": 12}

Path = tuple[str | int, ...]
LineOf = Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in both languages."""

    zh: str
    en: str

    def within(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Raci:
    """Who answers for a step (exactly one), who does it, who is asked before and who is told after."""

    accountable: Role
    responsible: tuple[Role, ...]
    consulted: tuple[Role, ...] = ()
    informed: tuple[Role, ...] = ()

    @property
    def everybody(self) -> frozenset[Role]:
        return frozenset((self.accountable, *self.responsible, *self.consulted, *self.informed))


@dataclass(frozen=True, slots=True)
class Task:
    """One step; `due` holds spans such as 30m from the start of the clock, none where the level asks for none."""

    code: str
    phase: Phase
    do: Said
    how: Said
    who: Raci
    due: Mapping[Severity, str]
    gate: str = ""  # a step of GATES cannot be skipped without authority
    template: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done in one kind of crisis; `builds_on` names plans whose tasks belong to it too."""

    code: str
    version: str
    name: Said
    categories: tuple[Category, ...]
    cues: tuple[str, ...]
    builds_on: tuple[str, ...]
    laws: tuple[str, ...]
    signs: tuple[Said, ...]
    channels: tuple[Said, ...]
    resources: tuple[Said, ...]
    never: tuple[Said, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan may name: other plans, laws, and kinds of texts."""

    plans: Collection[str]
    laws: Collection[str]
    texts: Collection[str]


def read_plan(content: Any, line_of: LineOf, known: Known | None = None) -> Plan:
    """Read one plan; raises BadInput with `line`, `field` and `problem` for the first thing that is wrong.

    `line_of` gives the line, from 1, on which the thing at a path of keys and places begins. With `known` it names
    nothing that is not there.
    """
    reader = _Reader(line_of, known)
    row = reader.mapping(content, (), PLAN_KEYS)
    lists = {name: reader.sayings(row.get(name, []), (name,)) for name in LISTS}
    tasks = reader.tasks(row.get("tasks"), ("tasks",))
    return Plan(
        code=reader.code(row.get("code"), ("code",)),
        version=reader.text(row.get("version"), ("version",)),
        name=reader.said(row.get("name"), ("name",)),
        categories=tuple(reader.one_of(Category, each, ("categories",)) for each in reader.words(row, "categories")),
        cues=reader.words(row, "cues"),
        builds_on=tuple(reader.known_plan(each) for each in reader.words(row, "with")),
        laws=tuple(reader.known_law(each, ("laws",)) for each in reader.words(row, "laws")),
        tasks=tasks,
        **lists,
    )


class _Reader:
    """Reads parts of a plan and says on which line one cannot be used."""

    def __init__(self, line_of: LineOf, known: Known | None) -> None:
        self.line_of, self.known = line_of, known

    def wrong(self, path: Path, problem: str, **more: Any) -> BadInput:
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        return BadInput(line=self.line_of(path), field=where, problem=problem, **more)

    def mapping(self, value: Any, path: Path, keys: set[str]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self.wrong(path, "not_a_mapping")
        for name in value:
            if name not in keys:
                raise self.wrong((*path, str(name)), "unknown_name", value=str(name))
        return value

    def text(self, value: Any, path: Path) -> str:
        if value is None or isinstance(value, Mapping | list) or not str(value).strip():
            raise self.wrong(path, "empty")
        said, most = str(value).strip(), longest_of(path)
        if len(said) > most:
            raise self.wrong(path, "words_too_long", found=len(said), most=most)
        if any(unicodedata.category(char) in ("Cc", "Cs") or char in NO_SIGNS for char in said):
            raise self.wrong(path, "not_to_be_written")
        return said

    def code(self, value: Any, path: Path) -> str:
        said = self.text(value, path)
        if not CODE.fullmatch(said):
            raise self.wrong(path, "not_a_code", value=said)
        return said

    def known_plan(self, code: str) -> str:
        if self.known and code not in self.known.plans:
            raise self.wrong(("with",), "plan_not_there", value=code)
        return code

    def known_law(self, code: str, path: Path) -> str:
        if self.known and code not in self.known.laws:
            raise self.wrong(path, "law_not_there", value=code)
        return code

    def known_text(self, code: str, path: Path) -> str:
        if self.known and code not in self.known.texts:
            raise self.wrong(path, "text_not_there", value=code)
        return code

    def short_enough(self, value: list[Any], path: Path) -> list[Any]:
        most = MOST[str(path[-1])]
        if len(value) > most:
            raise self.wrong(path, "too_many", found=len(value), most=most)
        return value

    def words(self, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
        return tuple(self.text(row[name], (name,)).split()) if name in row else ()

    def said(self, value: Any, path: Path) -> Said:
        row = self.mapping(value, path, {"zh", "en"})
        return Said(self.text(row.get("zh"), (*path, "zh")), self.text(row.get("en"), (*path, "en")))

    def sayings(self, value: Any, path: Path) -> tuple[Said, ...]:
        if not isinstance(value, list):
            raise self.wrong(path, "not_a_list")
        return tuple(self.said(each, (*path, place)) for place, each in enumerate(self.short_enough(value, path)))

    def one_of(self, kind: Any, value: str, path: Path) -> Any:
        if value not in set(kind):
            raise self.wrong(path, "unknown_word", value=value)
        return kind(value)

    def tasks(self, value: Any, path: Path) -> tuple[Task, ...]:
        if not isinstance(value, list) or not value:
            raise self.wrong(path, "no_tasks")
        found: dict[str, Task] = {}
        for place, each in enumerate(self.short_enough(value, path)):
            task = self.task(each, (*path, place))
            if task.code in found:
                raise self.wrong((*path, place, "code"), "twice", value=task.code)
            found[task.code] = task
        return tuple(found.values())

    def task(self, value: Any, path: Path) -> Task:
        row, named = self.mapping(value, path, TASK_KEYS), (*path, "template")
        gate = str(row.get("gate", ""))
        if gate and gate not in GATES:
            raise self.wrong((*path, "gate"), "unknown_word", value=gate)
        return Task(
            code=self.code(row.get("code"), (*path, "code")),
            phase=self.one_of(Phase, self.text(row.get("phase"), (*path, "phase")), (*path, "phase")),
            do=self.said(row.get("do"), (*path, "do")),
            how=self.said(row.get("how"), (*path, "how")),
            who=self.raci(row.get("who"), (*path, "who")),
            due=self.due(row.get("due"), (*path, "due")),
            gate=gate,
            template=self.known_text(self.text(row["template"], named), named) if "template" in row else "",
            law=self.known_law(self.text(row["law"], (*path, "law")), (*path, "law")) if "law" in row else "",
        )

    def raci(self, value: Any, path: Path) -> Raci:
        row = self.mapping(value, path, {"A", "R", "C", "I"})
        roles = {letter: self.roles(row.get(letter, ""), (*path, letter)) for letter in "ARCI"}
        if len(roles["A"]) != 1:
            raise self.wrong(path, "not_one_accountable", found=len(roles["A"]))
        if not roles["R"]:
            raise self.wrong(path, "nobody_responsible")
        return Raci(roles["A"][0], roles["R"], roles["C"], roles["I"])

    def roles(self, value: Any, path: Path) -> tuple[Role, ...]:
        found = tuple(self.one_of(Role, each, path) for each in str(value).split())
        for role in found:
            if role not in WORKING:
                raise self.wrong(path, "role_only_reads", value=role.value)
        return found

    def due(self, value: Any, path: Path) -> dict[Severity, str]:
        """Read the limits of S1 to S4, in this order; a level without one has a dash."""
        given = self.text(value, path).split()
        if len(given) != len(Severity):
            raise self.wrong(path, "not_four_limits", found=len(given))
        limits = {level: limit for level, limit in zip(Severity, given, strict=True) if limit != NO_LIMIT}
        for limit in limits.values():
            try:
                span(limit)
            except BadInput as wrong:
                raise self.wrong(path, "duration", value=limit) from wrong
        return limits


def longest_of(path: Path) -> int:
    """Give how many characters a text may have: the innermost name of its path that has a limit of its own says so."""
    return next((LENGTHS[part] for part in reversed(path) if isinstance(part, str) and part in LENGTHS), LONGEST)


def joined(plan: Plan, plans: Mapping[str, Plan]) -> list[Task]:
    """Give the tasks of a plan and of those it builds on, in order of phases; its own word on a task goes first."""
    found: dict[str, Task] = {}
    for code in plan.builds_on:
        found |= {task.code: task for task in plans[code].tasks}
    found |= {task.code: task for task in plan.tasks}
    order = list(Phase)
    return sorted(found.values(), key=lambda task: order.index(task.phase))


def fitting(category: Category, texts: Iterable[str], plans: Iterable[Plan]) -> Plan | None:
    """Choose the plan of a category by what is said of the matter; None where there is none.

    It is the one whose cues stand there most, each counted once a text, and in a quarter of the texts at the least: of
    many posts some speak of anything. Else it is one that needs no cue, or the first.
    """
    able = [plan for plan in plans if category in plan.categories]
    said = [fold(text) for text in texts]
    found = {plan.code: [cues_in(plan, text) for text in said] for plan in able}
    told = [plan for plan in able if sum(map(bool, found[plan.code])) >= max(TOLD_IN * len(said), 1)]
    plain = [plan for plan in able if not plan.cues]
    return max(told, key=lambda plan: sum(found[plan.code]), default=next(iter(plain or able), None))


def cues_in(plan: Plan, text: str) -> int:
    return sum(bool(shape_of(cue).search(text)) for cue in plan.cues)


@cache
def shape_of(cue: str) -> re.Pattern[str]:
    """Give a cue to look for in folded text; one of another script than Chinese stands there as a word of its own."""
    shape = re.escape(fold(cue))
    return re.compile(rf"\b{shape}\b" if cue.isascii() else shape, re.ASCII)


@dataclass(frozen=True, slots=True)
class Element:
    """One of the five elements of a plan (R2.99): its points of 20, and codes of what it lacks."""

    name: str
    points: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """How whole a plan is: A needs 90 points, no element without its own, and every step of GATES.

    The points come from its fields.
    """

    letter: str
    points: int
    elements: tuple[Element, ...]


def grade(plan: Plan, tasks: Sequence[Task]) -> Grade:
    """Grade a plan with all of its tasks by the five elements: detection, duties, channels, steps, review."""
    phases = {task.phase for task in tasks}
    gates = {task.gate for task in tasks}
    checks: dict[str, dict[str, bool]] = {
        "detection": {
            "signs": len(plan.signs) >= 2,
            "assess_step": "assess" in gates,
        },
        "duties": {
            "owner_step": "owner" in gates,
            "legal_seat": any(Role.LEGAL in task.who.everybody for task in tasks),
            "both_sides": {Role.AGENCY_LEAD, Role.BRAND_PR} <= {role for task in tasks for role in task.who.everybody},
            "resources": bool(plan.resources),
        },
        "channels": {
            "channels": len(plan.channels) >= 3,
            "template": any(task.template for task in tasks),
        },
        "steps": {
            "respond_phase": Phase.RESPOND in phases,
            "remedy_phase": Phase.REMEDY in phases,
            "grave_limits": all({Severity.S1, Severity.S2} <= set(task.due) for task in tasks),
            "never": bool(plan.never),
        },
        "review": {
            "watch_step": Phase.WATCH in phases,
            "review_step": Phase.CLOSED in phases,
        },
    }
    elements = tuple(_element(name, met) for name, met in checks.items())
    points = sum(element.points for element in elements)
    whole = all(element.points for element in elements) and gates.issuperset(GATES)
    letter = "A" if points >= 90 and whole else "B" if points >= 75 else "C" if points >= 60 else "D"
    return Grade(letter, points, elements)


def _element(name: str, met: Mapping[str, bool]) -> Element:
    lacks = tuple(code for code, is_met in met.items() if not is_met)
    return Element(name, round(20 * (len(met) - len(lacks)) / len(met)), lacks)
