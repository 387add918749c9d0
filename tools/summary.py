"""How did all the suites end? Adds up their JUnit reports and prints one closing line.

python -m tools.summary [DIRECTORY]
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

RESULTS = Path(__file__).resolve().parent.parent / ".out" / "tests"


@dataclass(frozen=True, slots=True)
class Tally:
    """Tests counted by how they ended; an error in set-up or collection is a failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            passed=self.passed + other.passed,
            failed=self.failed + other.failed,
            skipped=self.skipped + other.skipped,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def count(report: Element) -> Tally:
    """Count the cases of one JUnit report, from the cases themselves and not from its attributes."""
    tally = Tally()
    for case in report.iter("testcase"):
        tally += outcome(case)
    return tally


def outcome(case: Element) -> Tally:
    if case.find("failure") is not None or case.find("error") is not None:
        return Tally(failed=1)
    if case.find("skipped") is not None:
        return Tally(skipped=1)
    return Tally(passed=1)


def add_up(files: Iterable[Path]) -> dict[str, Tally]:
    """Give the tally of each report by the name of its suite."""
    roots = ((file.stem, parse(file).getroot()) for file in sorted(files))
    return {name: count(root) for name, root in roots if root is not None}


def tell(tallies: dict[str, Tally]) -> Tally:
    """Print a line for each suite and the closing line, and give the sum."""
    for name, tally in tallies.items():
        print(f"  {name:<10}{tally}")
    total = sum(tallies.values(), Tally())
    print(f"firebreak: {total}", flush=True)
    return total


if __name__ == "__main__":
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS
    added = tell(add_up(directory.glob("*.xml")))
    raise SystemExit(1 if added.failed or not added.passed else 0)
