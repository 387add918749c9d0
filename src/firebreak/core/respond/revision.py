"""How does a plan stand in a file, and what did a later version of it change?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firebreak.core.respond.playbook import LISTS, NO_LIMIT, Plan, Said, Task
from firebreak.core.terms import Severity

Content = dict[str, Any]


def content_of(plan: Plan) -> Content:
    """Give a plan as `read_plan` takes it; what is empty is left out."""
    head = {
        "code": plan.code,
        "version": plan.version,
        "name": said_of(plan.name),
        "categories": " ".join(one.value for one in plan.categories),
        "cues": " ".join(plan.cues),
        "with": " ".join(plan.builds_on),
        "laws": " ".join(plan.laws),
    }
    lists = {name: [said_of(one) for one in getattr(plan, name)] for name in LISTS}
    tasks = [content_of_task(task) for task in plan.tasks]
    return {name: value for name, value in (head | lists).items() if value} | {"tasks": tasks}


def content_of_task(task: Task) -> Content:
    who = task.who
    roles = {"R": who.responsible, "C": who.consulted, "I": who.informed}
    row = {
        "code": task.code,
        "phase": task.phase.value,
        "gate": task.gate,
        "template": task.template,
        "law": task.law,
        "do": said_of(task.do),
        "how": said_of(task.how),
        "who": {"A": who.accountable.value}
        | {letter: " ".join(role.value for role in found) for letter, found in roles.items() if found},
        "due": " ".join(task.due.get(level, NO_LIMIT) for level in Severity),
    }
    return {name: value for name, value in row.items() if value}


def said_of(said: Said) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def put_task(content: Content, task: Mapping[str, Any]) -> Content:
    """Give the plan with a step in the place of the one with its code, or behind all others."""
    tasks = list(content["tasks"])
    place = next((place for place, one in enumerate(tasks) if one["code"] == task["code"]), len(tasks))
    return content | {"tasks": [*tasks[:place], dict(task), *tasks[place + 1 :]]}


def drop_task(content: Content, code: str) -> Content:
    """Give the plan without a step of its own."""
    return content | {"tasks": [one for one in content["tasks"] if one["code"] != code]}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that reads otherwise than before, such as `do.zh` or `due.S1`; "" is nothing."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a part of a plan: `code` is that of a step, "" for what stands above the steps."""

    code: str
    title: Said
    kind: str  # new, gone or changed
    differences: tuple[Difference, ...]


def changes_of(old: Plan, new: Plan) -> list[Change]:
    """Give what a later version changed, in its order; steps that are gone come last."""
    before = {task.code: task for task in old.tasks}
    after = {task.code: task for task in new.tasks}
    found = [Change("", new.name, "changed", between(fields_of(head_of(old)), fields_of(head_of(new))))]
    for code, task in after.items():
        known = before.get(code)
        was = fields_of(content_of_task(known)) if known else {}
        differences = between(was, fields_of(content_of_task(task)))
        found.append(Change(code, task.do, "changed" if known else "new", differences))
    gone = [task for code, task in before.items() if code not in after]
    found += [Change(one.code, one.do, "gone", between(fields_of(content_of_task(one)), {})) for one in gone]
    if [code for code in before if code in after] != [code for code in after if code in before]:
        found[0] = Change("", new.name, "changed", (*found[0].differences, moved(before, after)))
    return [change for change in found if change.differences]


def moved(before: Mapping[str, Task], after: Mapping[str, Task]) -> Difference:
    """Say in which order the steps stand, where nothing but that may have changed."""
    return Difference("order", " ".join(before), " ".join(after))


def head_of(plan: Plan) -> Content:
    """Give what stands above the steps; its version is what is compared, and no difference."""
    return {name: value for name, value in content_of(plan).items() if name not in ("version", "tasks")}


def between(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Difference, ...]:
    fields = dict.fromkeys((*now, *was))
    pairs = ((field, was.get(field, ""), now.get(field, "")) for field in fields)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def fields_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Give each field with its words; of a list, its lines by language."""
    return dict(_fields(content))


def _fields(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if name == "due":
            yield from ((f"due.{level.value}", limit) for level, limit in zip(Severity, value.split(), strict=True))
        elif isinstance(value, Mapping):
            yield from ((f"{name}.{part}", str(said)) for part, said in value.items())
        elif isinstance(value, list):
            yield from ((f"{name}.{tongue}", "\n".join(one[tongue] for one in value)) for tongue in ("zh", "en"))
        else:
            yield name, str(value)
