"""Which crisis plans come with the product, and which laws do they name? Their YAML files, read once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from firebreak.core.errors import BadInput
from firebreak.core.respond.playbook import Known, LineOf, Path, Plan, Said, read_plan
from firebreak.knowledge.load import HERE, load_yaml

BASE = "stop_bleeding"  # the three steps that every crisis begins with
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there
LONGEST = 60_000  # characters of a plan
DEEPEST = 12


@cache
def playbooks() -> Mapping[str, Plan]:
    """Give every plan by its code, the base first."""
    texts = sorted((one.name, one.read_text(encoding="utf-8")) for one in HERE.joinpath("playbooks").iterdir())
    plans = [parse_plan(text) for name, text in texts if name.endswith(".yaml")]
    return {plan.code: plan for plan in sorted(plans, key=lambda plan: plan.code != BASE)}


@cache
def laws() -> Mapping[str, Said]:
    """Give what each code of a law stands for."""
    return {code: Said(**words) for code, words in load_yaml("laws")["laws"].items()}


@cache
def texts() -> frozenset[str]:
    """Give the kinds of texts that a step may begin with."""
    return frozenset(task.template for plan in playbooks().values() for task in plan.tasks if task.template)


def parse_plan(text: str, known: Known | None = None) -> Plan:
    """Read a plan from YAML; raises BadInput that names the line."""
    try:
        look_through(text)
        node = yaml.compose(text, Loader=LOADER)
        content = yaml.load(text, Loader=LOADER)  # noqa: S506  # a safe loader, written in C
    except (yaml.YAMLError, ValueError) as problem:  # a date that no calendar has is a ValueError
        mark = getattr(problem, "problem_mark", None)
        raise BadInput(line=mark.line + 1 if mark else 1, field="", problem="not_yaml") from problem
    return read_plan(content, lines_of(node), known)


def look_through(text: str) -> None:
    """Raise BadInput for what grows when it is read: too much of it, too deep, or one thing named in many places.

    A tag is refused too: with one, YAML takes a value for what it is not, and breaks.
    """
    if len(text) > LONGEST:
        raise BadInput(line=1, field="", problem="words_too_long", found=len(text), most=LONGEST)
    deep = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise BadInput(line=line, field="", problem="alias")
        if getattr(event, "tag", None):
            raise BadInput(line=line, field="", problem="not_yaml")
        deep += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if deep > DEEPEST:
            raise BadInput(line=line, field="", problem="too_deep")


def write_plan(content: Mapping[str, Any]) -> str:
    """Write a plan as YAML, as `core.respond.revision.content_of` gives it."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=LONGEST, default_flow_style=None)


def lines_of(node: yaml.Node | None) -> LineOf:
    """Give the line of each thing in a document; of what is not there, that of the nearest thing around it."""
    known: dict[Path, int] = {(): 1}
    if node is not None:
        _walk(node, (), known)

    def line_of(path: Path) -> int:
        return next(known[path[:length]] for length in range(len(path), -1, -1) if path[:length] in known)

    return line_of


def _walk(node: yaml.Node, path: Path, known: dict[Path, int]) -> None:
    known.setdefault(path, node.start_mark.line + 1)
    children: list[tuple[Any, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            if (*path, key.value) in known:
                raise BadInput(line=line, field=str(key.value), problem="twice", value=str(key.value))
            known[*path, key.value] = line
            children.append((key.value, value))
    elif isinstance(node, yaml.SequenceNode):
        children = list(enumerate(node.value))
    for name, child in children:
        _walk(child, (*path, name), known)
