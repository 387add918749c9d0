"""How fast does a file get in, and in how much memory? `python -m bench.import_speed [POSTS]`.

The whole way: reading, stories, counts and search, on SQLite and on PostgreSQL. Beside each, in the same run, the
obvious way to store the same posts there and nothing else: JSON, Django objects and `bulk_create`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.databases import databases, not_run
from bench.made import BRAND, WATCHES, write_posts

POSTS = 200_000
PEER_POSTS = 20_000
AIM, MOST_MIB = 5_000, 600
NEAR = 0.7  # of SQLite's rate, for any other database
TICKS = os.sysconf("SC_CLK_TCK")

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """One import: posts per second without start-up, beside the plain rate on the same database.

    `cpu`: seconds of all processes, the database server among them. `mib`: the most memory of the import's own.
    """

    rate: float
    plain: float
    cpu: float
    mib: float


def tree(pid: int) -> list[int]:
    """Give a process and all its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = children.read_text().split() if children.exists() else []
    return [pid, *(one for child in found for one in tree(int(child)))]


def resident(pid: int) -> float:
    """Give the memory of a process in MiB."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def busy(pid: int) -> float:
    """Give the processor seconds of a process and its descendants, those that have ended too."""
    return sum(sum(map(int, stat(one)[11:15])) for one in tree(pid)) / TICKS


def stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def watched(command: list[str], env: dict[str, str]) -> tuple[float, float, float]:
    """Run a command; gives seconds, processor seconds of all that we started and the most memory of its processes."""
    before, began, most = busy(os.getpid()), time.monotonic(), 0.0
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        most = max(most, sum(map(resident, tree(process.pid))))
        time.sleep(0.2)
    seconds = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return seconds, busy(os.getpid()) - before, most


def import_posts(folder: Path, count: int, *, database: str, plain: float) -> Run:
    """Import `count` posts into an empty database; the time of an import of one post is taken off as start-up."""
    watch = folder / "watch.yaml"
    watch.write_text(WATCHES, encoding="utf-8")
    env = {**os.environ, "FIREBREAK_HOME": str(folder)}
    command = [sys.executable, "-m", "firebreak", "import", "--watch", str(watch), "--db", database]
    idle, idle_cpu, _ = watched([*command, str(write_posts(folder / "one.jsonl", 1))], env)
    seconds, cpu, mib = watched([*command, str(write_posts(folder / "posts.jsonl", count))], env)
    return Run(rate=count / (seconds - idle), plain=plain, cpu=cpu - idle_cpu, mib=mib)


def peer(folder: Path, *, database: str) -> float:
    """Store the posts, and nothing more, with the ORM; gives posts per second."""
    path = write_posts(folder / "peer.jsonl", PEER_POSTS)
    env = {**os.environ, "FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": database}
    command = [sys.executable, "-m", "bench.plain_store", str(path), BRAND]
    return PEER_POSTS / float(subprocess.check_output(command, env=env))


def rows(count: int = POSTS) -> Iterator[Line]:
    """Give the lines of the table: what was measured, the figure, and what it is held against."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name, databases(Path(name)) as kinds:
        first: Run | None = None
        for kind, fresh in kinds.items():
            what = f"import, {kind}, {count:,} posts"
            if fresh is None:
                yield not_run(what)
                continue
            plain = peer(Path(name), database=fresh("peer"))
            run = import_posts(Path(name), count, database=fresh("bench"), plain=plain)
            yield from lines(what, run, count, beside=first)
            first = first or run


def lines(what: str, run: Run, count: int, *, beside: Run | None) -> Iterator[Line]:
    """Tell of one import; `beside` is the one that it is held against, else the aim."""
    aim = f"× {run.rate / beside.rate:.2f} of SQLite, aim ≥ {NEAR}" if beside else f"aim ≥ {AIM:,}"
    yield what, f"{run.rate:,.0f} posts/s", aim
    yield "  beside bulk_create of the bare posts", f"× {run.rate / run.plain:.2f}", f"{run.plain:,.0f} posts/s"
    ideal = "two cores: ≤ 400" if beside is None else "the server's too"
    yield "  CPU of all processes", f"{run.cpu / count * 1e6:,.0f} µs/post", ideal
    yield "  memory of the import's processes", f"{run.mib:,.0f} MiB", f"aim < {MOST_MIB}"


if __name__ == "__main__":
    for line in rows(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS):
        print(" | ".join(line), flush=True)
