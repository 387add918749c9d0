"""Do the locked requirements name exact files, and leave it to the machine where they come from?"""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKED = [ROOT / "requirements" / name for name in ("run.txt", "build.txt", "test.txt")]
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?P<rest>(?:[^\n]*\\\n)+[^\n]*)", re.MULTILINE)


def pins(path: Path) -> list[re.Match[str]]:
    return list(PIN.finditer(path.read_text(encoding="utf-8")))


def by_name(path: Path) -> dict[str, set[str]]:
    """Give the versions of each package; a package may have one version for each Python."""
    versions: dict[str, set[str]] = {}
    for pin in pins(path):
        versions.setdefault(pin["name"], set()).add(pin["version"])
    return versions


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes(path: Path) -> None:
    starts = re.findall(r"^[^\s#]", path.read_text(encoding="utf-8"), re.MULTILINE)

    found = pins(path)

    assert len(found) == len(starts) > 0
    assert all("--hash=sha256:" in pin["rest"] for pin in found)


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_no_address_of_an_index_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)


@pytest.mark.parametrize("path", LOCKED[:2], ids=lambda path: path.name)
def test_what_runs_is_what_was_tested(path: Path) -> None:
    tested = by_name(LOCKED[2])

    assert all(tested.get(name) == versions for name, versions in by_name(path).items())


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted, path in (
        (project["dependencies"], LOCKED[0]),
        (project["optional-dependencies"]["test"], LOCKED[2]),
    ):
        locked = by_name(path)
        for requirement in map(Requirement, wanted):
            versions = locked[canonicalize_name(requirement.name)]
            assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_every_direct_dependency_has_its_paragraph() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    note = (ROOT / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")

    for requirement in map(Requirement, project["dependencies"] + project["optional-dependencies"]["test"]):
        assert f"**{requirement.name}**" in note, requirement.name
