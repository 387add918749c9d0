"""Does the wheel carry everything the service needs, wherever it is installed?"""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = {
    "templates": "firebreak/console/templates/base.html",
    "styles": "firebreak/console/static/css/tokens.css",
    "behaviours": "firebreak/console/static/js/app.js",
    "the compiled catalogue": "firebreak/console/locale/zh_Hant/LC_MESSAGES/django.mo",
    "the recorded crisis": "firebreak/knowledge/demo/posts.jsonl",
    "the watch file of the demo": "firebreak/knowledge/demo/watch.yaml",
    "the scale of severity": "firebreak/knowledge/severity.yaml",
    "the mark of a typed package": "firebreak/py.typed",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel from a copy of the sources, and give the names of what is inside."""
    place = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, place / name)
    shutil.copytree(ROOT / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place / "out"), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with ZipFile(next((place / "out").glob("firebreak-*.whl"))) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("name", NEEDED.values(), ids=NEEDED.keys())
def test_it_carries(wheel: set[str], name: str) -> None:
    assert name in wheel


def test_it_carries_the_weights_of_the_reading_model(wheel: set[str]) -> None:
    assert any(name.startswith("firebreak/knowledge/models/") and name.endswith(".npz") for name in wheel)


def test_it_carries_every_file_of_the_package(wheel: set[str]) -> None:
    there = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "firebreak").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert sorted(there - wheel) == []


def test_it_carries_the_licence(wheel: set[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)
