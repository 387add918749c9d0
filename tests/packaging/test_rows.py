"""Is every promise of the plan that has landed named by the test that proves it?"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

TESTS = Path(__file__).resolve().parents[1]
ROW = re.compile(r"\bR[12]\.\d+\b")


class Rows(NamedTuple):
    """The rows that an issue asks for and tests prove: whole, or the part that the citing line names."""

    full: str
    part: str


PROVEN = {
    2: Rows(
        full="R1.4 R1.7 R1.23 R1.24 R1.25 R1.45 R1.51 R2.18 R2.26 R2.43",
        part="R1.1 R1.5 R1.6 R1.19 R1.20 R1.26 R1.27 R1.47 R1.97 R1.101 R2.7 R2.8",
    ),
    4: Rows(
        full="R1.10 R1.24 R2.15",
        part="R1.9 R1.20 R1.21 R1.46 R1.71 R1.90 R2.19 R2.67 R2.88",
    ),
    5: Rows(
        full="R1.8 R1.14 R1.18 R1.22 R1.23 R1.24 R1.25 R1.47 R2.3 R2.16 R2.36 R2.69 R2.83 R2.87 R2.92",
        part="R1.11 R1.48 R2.19 R2.68 R2.84",
    ),
    6: Rows(
        full="R1.26 R1.31 R1.32 R1.33 R1.52 R1.62 R1.72 R1.74 R1.83 R1.88 R2.10 R2.45 R2.46 R2.96",
        part=(
            "R1.15 R1.28 R1.29 R1.30 R1.40 R1.50 R1.69 R1.75 R1.76 R1.79 R1.80 R1.81 R1.82 R1.84 R1.85 R1.86 "
            "R1.87 R1.89 R1.102 R2.4 R2.27 R2.51 R2.72 R2.73 R2.74 R2.75 R2.76"
        ),
    ),
    7: Rows(
        full=(
            "R1.2 R1.22 R1.26 R1.27 R1.34 R1.35 R1.36 R1.37 R1.38 R1.39 R1.41 R1.42 R1.49 R1.53 R1.54 R1.57 R1.58 R1.63 R1.64 R1.65 R1.66 "
            "R1.77 R1.78 R1.100 R2.25 R2.28 R2.29 R2.31 R2.35 R2.40 R2.41 R2.42 R2.43 R2.44 R2.47 R2.54 R2.66 R2.70 R2.71 R2.77 R2.78 R2.79 R2.81 R2.93 R2.99"
        ),
        part="R1.3 R1.48 R2.30 R2.1 R2.80 R2.91",
    ),
}


@pytest.fixture(scope="module")
def cited() -> set[str]:
    """Collect the rows that test files name, but for this one, which names them all."""
    files = (path for path in TESTS.rglob("test_*.py") if path != Path(__file__).resolve())
    return {row for path in files for row in ROW.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("row", sorted({row for rows in PROVEN.values() for row in ROW.findall(" ".join(rows))}))
def test_a_test_names_the_row(cited: set[str], row: str) -> None:
    assert row in cited


@pytest.mark.parametrize("issue", PROVEN)
def test_a_row_is_proven_whole_or_in_part_and_not_both(issue: int) -> None:
    full, part = (ROW.findall(rows) for rows in PROVEN[issue])

    assert len({*full, *part}) == len(full) + len(part)
