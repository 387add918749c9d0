"""Is the tree as the house style wants it: nothing acted, nothing too long, nothing of one machine?"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src" / "firebreak"
DEMO = PRODUCT / "knowledge" / "demo" / "watch.yaml"
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".toml", ".yaml", ".sh", ""}
DATA = ("training/written/", "tests/recorded/", "src/firebreak/knowledge/", "LICENSE")
MOST_LINES = 400
OPERATORS = {"AND", "OR", "NOT"}
# Spelt in two parts, so that this file does not name them itself.
REGISTRIES = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb.debian" + ".org", "crates" + ".io"]
MACHINE = re.compile(r"(?<![\w.}/-])/(?:ro" + r"ot|wo" + r"rk|home/[a-z]+|Users/[A-Za-z]+|opt/(?:wheels|pypi))(?=/)")


def tracked() -> list[Path]:
    """List what is in the repository: its files, not what was built or made beside them."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Give the name and the text of every tracked file that is text."""
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8")


def demo_terms() -> list[str]:
    """Collect every term of the demo's watch file: names, exclusions and the operands of its queries."""
    terms: set[str] = set()
    for watch in yaml.safe_load(DEMO.read_text(encoding="utf-8"))["watches"]:
        terms |= {*watch.get("any", []), *watch.get("none", []), *operands(watch)}
    return sorted(terms)


def operands(watch: dict[str, Any]) -> Iterator[str]:
    for quoted, bare in re.findall(r'"([^"]+)"|([^\s()"]+)', watch.get("query", "")):
        if bare not in OPERATORS and not bare.startswith("NEAR/"):
            yield quoted or bare


def whole_word(term: str) -> re.Pattern[str]:
    """Match as the product does: an ASCII term has edges, a Chinese one has none."""
    edge = r"(?<![A-Za-z0-9]){}(?![A-Za-z0-9])" if term.isascii() else "{}"
    return re.compile(edge.format(re.escape(term)), re.IGNORECASE)


@pytest.mark.parametrize("term", demo_terms())
def test_no_word_of_the_demo_stands_in_the_product(term: str) -> None:
    pattern = whole_word(term)

    found = [
        path.relative_to(PRODUCT).as_posix()
        for part in ("core", "console", "run")
        for path in sorted((PRODUCT / part).rglob("*"))
        if path.suffix in {".py", ".html", ".js", ".css", ".po", ".txt", ".svg"}
        and pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_file_is_above_four_hundred_lines() -> None:
    long = {
        name: lines
        for name, text in texts()
        if Path(name).suffix in WRITTEN_BY_HAND and not name.startswith(DATA)
        if (lines := len(text.splitlines())) > MOST_LINES
    }

    assert long == {}


def test_no_file_names_a_package_registry() -> None:
    found = [(name, host) for name, text in texts() for host in REGISTRIES if host in text]

    assert found == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    found = [(name, match.group()) for name, text in texts() for match in MACHINE.finditer(text)]

    assert found == []
