"""Is every promise of the plan that has landed named by the test that proves it?"""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
IN_FULL = ["R1.4", "R1.7", "R1.23", "R1.24", "R1.25", "R1.45", "R1.51", "R2.18", "R2.26", "R2.43"]
IN_PART = ["R1.1", "R1.5", "R1.6", "R1.19", "R1.20", "R1.26", "R1.27", "R1.47", "R1.97", "R1.101"]
IN_PART += ["R2.7", "R2.8"]
ROW = re.compile(r"\bR[12]\.\d+\b")


@pytest.fixture(scope="module")
def cited() -> set[str]:
    """Collect the rows that test files name, but for this one, which names them all."""
    files = (path for path in TESTS.rglob("test_*.py") if path != Path(__file__).resolve())
    return {row for path in files for row in ROW.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("row", IN_FULL + IN_PART)
def test_a_test_names_the_row(cited: set[str], row: str) -> None:
    assert row in cited
