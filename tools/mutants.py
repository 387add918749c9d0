"""Would a test notice if a rule were wrong? Makes small faults in core, one by one, and runs the tests of that stage.

    python -m tools.mutants [FILE …] [--per-file 12] [--seed 1] [--floor 80] [--minutes 15]

Works on a copy of the tree in a temporary directory. A fault lives only in the memory of the process that tests it:
each one is a fork of a process that has pytest and numpy loaded already. It is killed when a test fails, when the
tests cannot be collected, or when they take too much time of the processor.
"""

import argparse
import ast
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.mutant_run import LOG, Trial, warm_up
from tools.mutate import Place, mutate, places

ROOT = Path(__file__).resolve().parent.parent
CORE = Path("src/firebreak/core")
PACKAGE = "__init__"
COPIED = ("src", "tests", "tools", "bench", "docs", "pyproject.toml")  # a test of core reads benches and cards
BASELINE_SECONDS = 300.0
LEAST_SECONDS = 10.0
SLACK = 4
TAIL = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one fault that was tried: killed, or survived."""

    file: Path
    place: Place
    killed: bool


def main(arguments: Sequence[str]) -> int:
    """Try a sample of faults and print what survived; 1 when fewer than the floor were killed."""
    options = read_arguments(arguments)
    until = time.monotonic() + options.minutes * 60
    with tempfile.TemporaryDirectory(prefix="firebreak-mutants-") as name:
        home = Path(name)
        copy_tree(home)
        warm_up(home)
        verdicts = [
            verdict
            for file in options.files or core_files()
            for verdict in try_file(home, file, options=options, until=until)
        ]
    return tell(verdicts, floor=options.floor)


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=relative, metavar="FILE", help="modules of core; default: all")
    parser.add_argument("--per-file", type=int, default=12, metavar="N", help="faults tried in one file, at most")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--floor", type=float, default=80.0, metavar="PERCENT", help="killed, at least")
    parser.add_argument("--minutes", type=float, default=15.0, help="stop trying after this long")
    return parser.parse_args(arguments)


def relative(text: str) -> Path:
    path = Path(text).resolve().relative_to(ROOT)
    if not (path.is_relative_to(CORE) and (ROOT / path).is_file()):
        raise argparse.ArgumentTypeError(f"{text} is no module of core")
    return path


def core_files() -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in (ROOT / CORE).rglob("*.py"))


def copy_tree(home: Path) -> None:
    """Copy what the tests of core need, so that nothing of the checkout is read while people write in it."""
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, home / name, ignore=leave)
        else:
            shutil.copy2(source, home / name)


def try_file(home: Path, file: Path, *, options: argparse.Namespace, until: float) -> list[Verdict]:
    """Try a sample of one file's faults; the same seed gives the same sample."""
    tree = ast.parse((home / file).read_text(encoding="utf-8"))
    sample = choose(places(tree), options.per_file, seed=f"{options.seed} {file}")
    trial = Trial(home=home, module=module_of(file), file=file, tests=tests_of(home, file))
    begun, before = time.monotonic(), spent()
    if begun > until:
        print(f"  {file.relative_to(CORE)}: not tried, the time is over", flush=True)
    if not sample or begun > until:
        return []
    if not trial.tests or trial.run_all([tree], seconds=BASELINE_SECONDS, until=until) != [True]:
        print(f"  {file.relative_to(CORE)}: its tests do not pass as it stands, or there are none", flush=True)
        if trial.tests:
            print((home / LOG).read_text(errors="replace")[-TAIL:], flush=True)
        return [Verdict(file=file, place=place, killed=False) for place in sample]
    seconds = max(LEAST_SECONDS, SLACK * (spent() - before))
    passed = trial.run_all([mutate(tree, place) for place in sample], seconds=seconds, until=until)
    tried = [(place, one) for place, one in zip(sample, passed, strict=True) if one is not None]
    verdicts = [Verdict(file=file, place=place, killed=not one) for place, one in tried]
    report(file, verdicts)
    return verdicts


def spent() -> float:
    """Give the seconds of the processor that the forks took which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def choose(found: Sequence[Place], number: int, *, seed: str) -> list[Place]:
    chance = random.Random(seed)
    return sorted(chance.sample(found, min(number, len(found))), key=lambda place: place.line)


def tests_of(home: Path, file: Path) -> list[str]:
    """Give the tests to run, the likeliest first: those named after the module, then all of its stage."""
    inside = file.relative_to(CORE)
    stage = home / "tests/core" / (inside.parts[0] if len(inside.parts) > 1 else "")
    stem = file.parent.name if file.stem == PACKAGE else file.stem
    named = sorted(stage.glob(f"**/test_{stem}*.py"))
    rest = sorted(set(stage.glob("**/test_*.py")) - set(named))
    return [*map(str, named), *map(str, rest)]


def module_of(file: Path) -> str:
    """Name the module as it is imported: a package by its folder."""
    parts = file.relative_to("src").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == PACKAGE else parts)


def report(file: Path, verdicts: Sequence[Verdict]) -> None:
    killed = sum(verdict.killed for verdict in verdicts)
    print(f"  {file.relative_to(CORE)!s:<32}{killed:>3} of {len(verdicts):>3} killed", flush=True)
    for verdict in verdicts:
        if not verdict.killed:
            print(f"      survived: line {verdict.place.line}, {verdict.place.kind}", flush=True)


def tell(verdicts: Sequence[Verdict], *, floor: float) -> int:
    if not verdicts:
        print("no fault was tried", file=sys.stderr)
        return 2
    killed = sum(verdict.killed for verdict in verdicts)
    share = 100 * killed / len(verdicts)
    print(f"mutants: {killed} of {len(verdicts)} killed, {share:.0f} % (at least {floor:.0f} %)")
    return 0 if share >= floor else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
