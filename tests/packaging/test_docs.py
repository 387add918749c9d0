"""Do the pages for people say what the code does, and nothing of one machine?"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from firebreak.cli import parser
from firebreak.console import faults
from firebreak.core import errors
from tests.packaging.test_tree import MACHINE, REGISTRIES
from tools import glossary

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
READMES = [ROOT / "README.md", ROOT / "README.zh-TW.md"]
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 200_000
VARIABLE = re.compile(r"\bFIREBREAK_[A-Z_]*[A-Z]\b")
SECRET = re.compile(r'read_secret\("(FIREBREAK_\w+)"')
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
HAN = re.compile(r"[\u4e00-\u9fff]")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def names_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def variables() -> set[str]:
    """Collect what the product reads from the environment; each secret may also be in a file."""
    sources = "\n".join(text_of(path) for path in sorted((ROOT / "src").rglob("*.py")))
    return set(VARIABLE.findall(sources)) | {f"{name}_FILE" for name in SECRET.findall(sources)}


def commands(top: argparse.ArgumentParser, *before: str) -> Iterator[str]:
    """Give every command that can be typed, those with parts by their parts."""
    parts = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    if not parts:
        yield " ".join(before)
    for action in parts:
        for name, below in action.choices.items():
            yield from commands(below, *before, name)


def errors_below(kind: type[errors.FirebreakError]) -> Iterator[type[errors.FirebreakError]]:
    """Give an error and all that are of its kind, of those that core/errors.py names."""
    if kind.__module__ == errors.__name__:
        yield kind
    for below in kind.__subclasses__():
        yield from errors_below(below)


ERRORS = sorted({kind.code for kind in errors_below(errors.FirebreakError)})


def test_every_variable_that_is_read_has_its_row() -> None:
    rows = set(re.findall(r"^\| `(FIREBREAK_\w+)` \|", text_of(ROOT / "docs/operate.md"), re.MULTILINE))

    assert rows == variables()


@pytest.mark.parametrize("page", PAGES, ids=names_of)
def test_a_page_names_no_variable_that_nothing_reads(page: Path) -> None:
    known = variables() | {"FIREBREAK_NO_SKIPS"}

    assert set(VARIABLE.findall(text_of(page))) <= known


@pytest.mark.parametrize("command", sorted(commands(parser())))
def test_every_command_is_in_the_manual(command: str) -> None:
    assert f"`firebreak {command}" in text_of(ROOT / "docs/operate.md")


@pytest.mark.parametrize("page", PAGES, ids=names_of)
def test_a_page_names_no_command_that_is_not_there(page: Path) -> None:
    known = {command.split()[0] for command in commands(parser())}
    typed = re.findall(r"(?:`|^ *|/)firebreak ([a-z]+)", text_of(page), re.MULTILINE)

    assert set(typed) <= known


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_has_its_sentences_in_both_languages(code: str) -> None:
    what, then = faults.ERRORS[code]
    for sentence in (what, then):
        with translation.override("zh-hant"):
            chinese = str(sentence)
        with translation.override("en"):
            english = str(sentence)
        assert HAN.search(chinese)
        assert english and not HAN.search(english)


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_is_in_the_manual(code: str) -> None:
    assert f"| `{code}` |" in text_of(ROOT / "docs/operate.md")


def test_the_glossary_says_what_code_and_catalogue_say() -> None:
    assert glossary.stale() == []


def test_every_noun_of_the_core_has_a_word() -> None:
    nouns = {identifier.rpartition(".")[2] for *_, identifier in glossary.nouns()}

    assert nouns == set(glossary.VALUES)


@pytest.mark.parametrize("readme", READMES, ids=names_of)
def test_the_two_commands_of_the_readme_are_in_the_makefile(readme: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    typed = re.findall(r"\bmake ([a-z]+)", text_of(readme))

    assert typed[:2] == ["demo", "test"]
    assert set(typed) <= targets


@pytest.mark.parametrize("page", PAGES, ids=names_of)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("readme", READMES, ids=names_of)
def test_the_readme_shows_pictures_that_are_small(readme: Path) -> None:
    shown = [link for link in LINK.findall(text_of(readme)) if link.startswith("docs/pictures/")]

    assert len(shown) >= 4
    assert all((ROOT / link).stat().st_size <= MOST_BYTES for link in shown)


def test_every_picture_is_shown_somewhere() -> None:
    pages = "\n".join(text_of(page) for page in PAGES)

    assert [path.name for path in sorted(PICTURES.glob("*")) if f"pictures/{path.name}" not in pages] == []


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = ([line for line in text_of(readme).splitlines() if line.startswith("## ")] for readme in READMES)

    assert len(english) == len(chinese)


@pytest.mark.parametrize("page", PAGES, ids=names_of)
def test_a_page_holds_nothing_of_one_machine(page: Path) -> None:
    text = text_of(page)

    assert [host for host in REGISTRIES if host in text] == []
    assert MACHINE.findall(text) == []
