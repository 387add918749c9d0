"""Do two readers of a draft say the same? `python -m training.agree_drafts` prints kappa by label."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.check_written import kappa

DRAFTS = Path(__file__).parent / "drafts"
MARKS = ("codes", "missing", "fields")

Row = Mapping[str, Any]


def read_twice() -> list[Row]:
    """Give the drafts and pairs that a second reader labelled."""
    files = sorted(DRAFTS.glob("*.jsonl")) + sorted((DRAFTS / "apart").glob("*.jsonl"))
    rows = (json.loads(line) for path in files for line in path.read_text(encoding="utf-8").split("\n") if line)
    return [row for row in rows if "second" in row]


def marks(row: Row) -> tuple[frozenset[str], frozenset[str]]:
    """Give what the writer and what the second reader marked; of a pair the second reader gave its fields alone."""
    second = row["second"] if isinstance(row["second"], dict) else {"fields": row["second"]}
    first, other = (frozenset(one for name in MARKS for one in said.get(name, ())) for said in (row, second))
    return first, other


def lines(what: str, rows: list[Row]) -> Iterator[str]:
    read = [marks(row) for row in rows]
    same = sum(one == other for one, other in read) / len(read)
    yield f"{what}: the same in {same:.1%} of {len(read)}"
    for label in sorted(frozenset[str]().union(*(one | other for one, other in read))):
        yield f"  {label}: kappa {kappa((label in one, label in other) for one, other in read):.3f}"


def main() -> None:
    rows = read_twice()
    for what, chosen in (("drafts", [r for r in rows if "text" in r]), ("pairs", [r for r in rows if "a" in r])):
        print("\n".join(lines(what, chosen)))


if __name__ == "__main__":
    main()
