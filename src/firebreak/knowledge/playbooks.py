"""Which crisis plans come with the product, and which laws do they name? Their YAML files, read once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from firebreak.core.errors import BadInput
from firebreak.core.respond.playbook import LineOf, Path, Plan, Said, read_plan
from firebreak.knowledge.load import HERE, load_yaml

BASE = "stop_bleeding"  # the three steps that every crisis begins with


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


def parse_plan(text: str) -> Plan:
    """Read a plan from YAML; raises BadInput that names the line."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise BadInput(line=mark.line + 1 if mark else 1, field="", problem="not_yaml") from problem
    return read_plan(content, lines_of(node))


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
            known[*path, key.value] = key.start_mark.line + 1
            children.append((key.value, value))
    elif isinstance(node, yaml.SequenceNode):
        children = list(enumerate(node.value))
    for name, child in children:
        _walk(child, (*path, name), known)
