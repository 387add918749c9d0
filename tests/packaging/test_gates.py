"""Do the gates close? A skip where none may be, a licence we refuse, a suite that broke off, a rule taken out."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.licences import Licensed
from tools.mutate import mutate, places
from tools.summary import Tally, add_up

ROOT = Path(__file__).resolve().parents[2]
SKIPS = "import pytest\n\ndef test_runs(): pass\n\n@pytest.mark.skip(reason='no wind')\ndef test_sails(): pass\n"
RUNS = "def test_runs(): pass\n"


def run(directory: Path, source: str, *, no_skips: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as the suites do, on one file of its own, without this project's settings."""
    (directory / "test_boat.py").write_text(source)
    (directory / "pytest.ini").write_text("[pytest]\n")
    options = ["-p", "tools.no_skips", "-p", "no:django", "-c", str(directory / "pytest.ini"), "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, f"--junitxml={directory}/boat.xml", str(directory)]
    env = {**os.environ, "FIREBREAK_NO_SKIPS": no_skips}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("source", "no_skips", "code"),
    [
        (SKIPS, "1", 1),
        (SKIPS, "0", 0),  # a machine without PostgreSQL may leave things out
        (RUNS, "1", 0),
    ],
)
def test_a_skip_fails_the_run_where_skips_are_forbidden(tmp_path: Path, source: str, no_skips: str, code: int) -> None:
    done = run(tmp_path, source, no_skips=no_skips)

    assert done.returncode == code, done.stdout
    assert ("no wind" in done.stdout) == (code == 1)


def test_the_closing_line_adds_up_what_the_suites_reported(tmp_path: Path) -> None:
    run(tmp_path, SKIPS, no_skips="0")
    (tmp_path / "other.xml").write_text('<testsuite><testcase name="a"><error/></testcase></testsuite>')

    tallies = add_up(tmp_path.glob("*.xml"))

    assert str(sum(tallies.values(), Tally())) == "1 passed, 1 failed, 1 skipped"


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("BSD-3-Clause", "ok"),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", "ok"),
        ("LGPL-3.0-only", "lesser"),
        ("GNU Lesser General Public License v3 (LGPLv3)", "lesser"),
        ("GPL-3.0-or-later", "refused"),
        ("GNU General Public License v3 (GPLv3)", "refused"),
        ("GNU Affero General Public License v3", "refused"),
        ("AGPL-3.0", "refused"),
        ("LGPL-3.0-only AND GPL-3.0-only", "refused"),  # one that is allowed does not excuse the other
        ("", "unknown"),
    ],
)
def test_it_judges_a_licence(licence: str, verdict: str) -> None:
    assert Licensed(name="some", version="1", licence=licence).verdict == verdict


def test_every_fault_changes_the_rule_and_leaves_the_original_alone() -> None:
    source = (
        "def grave(points: int, seen: bool) -> bool:\n    'How grave?'\n    if not seen or points + 1 >= 75:\n"
        "        return True\n    raise ValueError(0.5)"
    )
    tree = ast.parse(source)
    before = ast.unparse(tree)

    changed = [ast.unparse(mutate(tree, place)) for place in places(tree)]

    assert {place.kind for place in places(tree)} == {
        *("comparison", "and-or", "not", "sum", "number", "truth", "branch", "return", "raise")
    }
    assert before not in changed
    assert len(set(changed)) == len(changed)
    assert ast.unparse(tree) == before
    assert all(text.startswith("def grave(points: int, seen: bool) -> bool:") for text in changed)
    assert all("How grave?" in text for text in changed)
