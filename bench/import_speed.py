"""How fast does a file get in, and in how much memory? `python -m bench.import_speed [POSTS] [DATABASE_URL]`.

The whole way: reading, stories, counts and search. Beside it, in the same run, the obvious way to store the same posts
and nothing else: JSON, Django objects and `bulk_create`.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.made import BRAND, WATCHES, write_posts

POSTS = 200_000
PEER_POSTS = 20_000
AIM, MOST_MIB = 5_000, 600


@dataclass(frozen=True, slots=True)
class Run:
    """One import: posts per second (without start-up), CPU seconds and the most memory of all its processes, in MiB."""

    rate: float
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


def watched(command: list[str], env: dict[str, str]) -> tuple[float, float, float]:
    """Run a command; gives seconds, CPU seconds and the most memory of its processes together."""
    before, began, most = os.times(), time.monotonic(), 0.0
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        most = max(most, sum(map(resident, tree(process.pid))))
        time.sleep(0.2)
    after = os.times()
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - began, cpu, most


def import_posts(folder: Path, count: int, *, database: str) -> Run:
    """Import `count` posts into a fresh database; the time of an import of one post is taken off as start-up."""
    watch = folder / "watch.yaml"
    watch.write_text(WATCHES, encoding="utf-8")
    env = {**os.environ, "FIREBREAK_HOME": str(folder)}
    command = [sys.executable, "-m", "firebreak", "import", "--watch", str(watch), "--db", database]
    idle, _, _ = watched([*command, str(write_posts(folder / "one.jsonl", 1))], env)
    seconds, cpu, mib = watched([*command, str(write_posts(folder / "posts.jsonl", count))], env)
    return Run(rate=count / (seconds - idle), cpu=cpu, mib=mib)


def peer(folder: Path) -> float:
    """Store the posts, and nothing more, with the ORM; gives posts per second."""
    path = write_posts(folder / "peer.jsonl", PEER_POSTS)
    env = {**os.environ, "FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": f"sqlite:///{folder}/peer.sqlite3"}
    command = [sys.executable, "-m", "bench.plain_store", str(path), BRAND]
    return PEER_POSTS / float(subprocess.check_output(command, env=env))


def rows(count: int = POSTS, database: str = "") -> list[tuple[str, str, str]]:
    """Give the lines of the table: what was measured, the figure, and what it is held against."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name:
        folder = Path(name)
        plain = peer(folder)
        ours = import_posts(folder, count, database=database or f"sqlite:///{folder}/bench.sqlite3")
    where = "PostgreSQL" if database.startswith("postgres") else "SQLite"
    return [
        (f"import, {where}, {count:,} posts", f"{ours.rate:,.0f} posts/s", f"aim ≥ {AIM:,}"),
        ("  beside bulk_create of the bare posts", f"× {ours.rate / plain:.2f}", f"{plain:,.0f} posts/s"),
        ("  CPU of all processes", f"{ours.cpu / count * 1e6:,.0f} µs/post", "two cores: ≤ 400"),
        ("  memory of all processes", f"{ours.mib:,.0f} MiB", f"aim < {MOST_MIB}"),
    ]


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    for line in rows(asked, sys.argv[2] if len(sys.argv) > 2 else ""):
        print(" | ".join(line))
