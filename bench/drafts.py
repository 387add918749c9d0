"""How well do lint and compare find what a person marked? `python -m bench.drafts [--wrong] [FILES …]`.

A file of drafts has a line {"id","kind","text","codes":[…],"missing":[…]} each, with what else a draft may carry; one
of pairs {"id","a","b","fields":[…]}. Without files: what was written for the purpose, its dev and train parts apart.
A code counts once a draft. `--wrong` prints what was missed and what was said too much, for the parts one may look at.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from firebreak import knowledge
from firebreak.core.respond.facts import FIELDS, Pair, compare
from firebreak.core.respond.statement import draft_of, lint

WRITTEN = Path(__file__).resolve().parents[1] / "training" / "drafts"
AIM, AIM_MOCKERY, MOST_BLOCKED, AIM_FIELDS, MOST_FALSE = 0.90, 0.98, 0.05, 0.90, 0.05
Row = Mapping[str, Any]
Line = tuple[str, str, str]


@dataclass(slots=True)
class Score:
    """What was marked, found, and found of what was marked, by code; and what should have been left alone."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    both: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    hurt: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, row: Row, marked: set[str], found: set[str]) -> None:
        self.marked.update(marked)
        self.found.update(found)
        self.both.update(marked & found)
        if marked != found:
            missed, extra = sorted(marked - found), sorted(found - marked)
            said = row.get("text") or f"{row['a']} | {row['b']}"
            self.wrong.append(f"{row['id']} missed {','.join(missed)} extra {','.join(extra)}: {said}")

    def recall(self, codes: Iterable[str]) -> str:
        names = list(codes)
        return share(sum(self.both[one] for one in names), sum(self.marked[one] for one in names))

    def precision(self, codes: Iterable[str]) -> str:
        names = list(codes)
        return share(sum(self.both[one] for one in names), sum(self.found[one] for one in names))


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "–"


def of_drafts(rows: Sequence[Row]) -> Score:
    """Lint every draft; a draft without a mark is good and must not be blocked."""
    score, tone = Score(), knowledge.tone()
    for number, row in enumerate(rows, start=1):
        result = lint(draft_of(row, line=number), tone)
        marked = {*row["codes"], *(f"missing_{name}" for name in row.get("missing", ()))}
        score.add(row, marked, {finding.code for finding in result.findings})
        score.clean += not marked
        score.hurt += not marked and not result.ok
    return score


def of_pairs(rows: Sequence[Row]) -> Score:
    """Compare every pair; a pair without a mark says the same, or nothing that clashes."""
    score, rules = Score(), knowledge.facts()
    for row in rows:
        found = {conflict.field for conflict in compare(Pair(str(row["id"]), row["a"], row["b"]), rules)}
        score.add(row, set(row["fields"]), found)
        score.clean += not row["fields"]
        score.hurt += not row["fields"] and bool(found)
    return score


def draft_lines(name: str, score: Score) -> Iterator[Line]:
    yield f"lint, {name}: recall of all codes", score.recall(score.marked), f"aim ≥ {AIM:.2f}"
    yield "  recall of mockery", score.recall(["mockery"]), f"aim ≥ {AIM_MOCKERY:.2f}"
    yield "  good drafts blocked", share(score.hurt, score.clean), f"aim ≤ {MOST_BLOCKED:.2f}"
    for code in sorted(score.marked | score.found):
        yield f"  {code}", f"recall {score.recall([code])}", f"precision {score.precision([code])}"


def pair_lines(name: str, score: Score) -> Iterator[Line]:
    yield f"compare, {name}: recall of all fields", score.recall(score.marked), f"aim ≥ {AIM_FIELDS:.2f}"
    yield "  false on pairs that agree", share(score.hurt, score.clean), f"aim ≤ {MOST_FALSE:.2f}"
    for code in FIELDS:
        yield f"  {code}", f"recall {score.recall([code])}", f"precision {score.precision([code])}"


def parts_of(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    for name in sorted({str(row.get("split", "all")) for row in rows}):
        yield name, [row for row in rows if str(row.get("split", "all")) == name]


def read(path: Path) -> list[Row]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]


def measure(path: Path, *, wrong: bool = False) -> Iterator[Line]:
    """Give the lines of one file, part by part."""
    for part, rows in parts_of(read(path)):
        pairs = "a" in rows[0]
        judge: Callable[[Sequence[Row]], Score] = of_pairs if pairs else of_drafts
        score = judge(rows)
        yield from (pair_lines if pairs else draft_lines)(f"{path.stem} {part} ({len(rows)})", score)
        if wrong:
            print("\n".join(score.wrong), file=sys.stderr)


def rows(paths: Sequence[Path] = (), *, wrong: bool = False) -> list[Line]:
    """Give the lines of the table: what was measured, the figure, and what it is held against."""
    chosen = paths or sorted(WRITTEN.glob("*.jsonl"))
    return [line for path in chosen for line in measure(path, wrong=wrong)]


if __name__ == "__main__":
    asked = [Path(name) for name in sys.argv[1:] if name != "--wrong"]
    for line in rows(asked, wrong="--wrong" in sys.argv):
        print(" | ".join(line))
