"""Does the audit log say in words everything that is ever written into it?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import firebreak
from firebreak.console.words import ACTIONS

SOURCES = [path for path in sorted(Path(firebreak.__file__).parent.rglob("*.py")) if "migrations" not in path.parts]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def places(tree: ast.Module) -> dict[str, int]:
    """Give every function that takes an `action`, with the place where it stands; -1: only by its name."""
    found: dict[str, int] = {}
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        names = [one.arg for one in made.args.args]
        if "action" in names:
            found[made.name] = names.index("action")
        elif "action" in [one.arg for one in made.args.kwonlyargs]:
            found[made.name] = -1
    return found


OWN = {path: places(tree) for path, tree in TREES.items()}
ABROAD = {name: place for found in OWN.values() for name, place in found.items()}


def said(call: ast.Call, place: int) -> Iterator[ast.expr]:
    """Give what a call hands over as the action; of two that a condition chooses from, both."""
    given = [one.value for one in call.keywords if one.arg == "action"]
    given += call.args[place : place + 1] if place >= 0 else []
    for one in given:
        yield from (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,)


def written() -> Iterator[tuple[str, ast.expr]]:
    """Give each action that some code hands over to be written, and where; a module's own function comes first."""
    for path, tree in TREES.items():
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        takers = OWN[path] | {name: place for name, place in ABROAD.items() if name not in own}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for action in said(call, takers[name]) if name in takers else ():
                yield f"{path.name}:{call.lineno}", action


def ending(action: ast.expr) -> str:
    """Give the end that a name made of a kind has, as in f"{kind}_mentions"; nothing for any other."""
    parts = action.values if isinstance(action, ast.JoinedStr) else []
    is_made = len(parts) == 2 and isinstance(parts[0], ast.FormattedValue) and ast.unparse(parts[0].value) == "kind"
    last = parts[1] if is_made else None
    return str(last.value) if isinstance(last, ast.Constant) else ""


def kinds() -> Iterator[str]:
    """Give the kinds of what people do to mentions: named to `act`, or to the `told` that makes the name of a kind."""
    for tree in TREES.values():
        defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "told"]
        tells = any(one.arg == "kind" for made in defined for one in made.args.args)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = [one.value for one in call.keywords if one.arg == "kind"] if name == "act" else []
            given += call.args[2:3] if name == "told" and tells else []
            yield from (str(one.value) for one in given if isinstance(one, ast.Constant))


FOUND = list(written())
PLAIN = {str(action.value) for _where, action in FOUND if isinstance(action, ast.Constant)}
MADE = {f"{kind}{end}" for _where, action in FOUND if (end := ending(action)) for kind in kinds()}
CODES = sorted(PLAIN | MADE)


def test_every_action_can_be_read_off_the_code() -> None:
    """What is handed on under the same name was read where it was first said."""
    unclear = [
        where
        for where, action in FOUND
        if not isinstance(action, ast.Constant)
        and not ending(action)
        and not (isinstance(action, ast.Name) and action.id == "action")
    ]

    assert unclear == []
    assert len(CODES) >= 40


@pytest.mark.parametrize("code", CODES)
def test_every_action_that_is_written_is_said_in_both_languages(code: str) -> None:
    with translation.override("en"):
        english = str(ACTIONS[code])
    with translation.override("zh-hant"):
        chinese = str(ACTIONS[code])

    assert english.isascii()
    assert not chinese.isascii()


def test_nothing_has_words_that_is_never_written() -> None:
    assert set(ACTIONS) <= set(CODES)
