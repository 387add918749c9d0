"""How long does a page take with ten thousand posts stored, and with a million? `python -m bench.page_speed`.

    python -m bench.page_speed [--posts N] [--keep FOLDER]

Posts are imported into SQLite as from a file, and copied from there to PostgreSQL; the 200 largest stories stay, none
above 5,000 posts, and three incidents run. Each page is then asked for as a browser asks, without the network; what is
timed is the whole of the server's work, beside the time of the processor in it. The story, its room and its mention are
those of the largest. With `--keep` the databases of SQLite stay, and the next run finds them: the import of a million
takes most of the time.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.databases import Fresh, databases, not_run
from bench.made import BRAND
from bench.moved import move
from bench.stocked import KEYS, READER, STORE, stand_in, stock

POSTS = 1_000_000
PARTS = (100, 10, 1)  # of so many posts, to see whether it stays flat
TIMES, WARM = 20, 2
AIM_MS = 150.0
PATIENCE_SECONDS = {"stock": 3600, "move": 1800, "ask": 600}

Line = tuple[str, str, str]
Timed = dict[str, list[float]]  # of a page: p95 of the time, p95 and median of the processor's, in milliseconds


def pages_of(slug: str, keys: dict[str, int]) -> dict[str, str]:
    """Give the address of every page that grows with what is stored."""
    under = f"/b/{slug}/"
    return {
        "board": under,
        "mentions, untriaged": f"{under}mentions/",
        "mentions, all": f"{under}mentions/?view=all",
        "mentions, two characters": f"{under}mentions/?view=all&q=退款",
        "one mention": f"{under}mentions/{keys['post']}/",
        "stories": f"{under}stories/",
        "one story": f"{under}stories/{keys['story']}/",
        "alerts": f"{under}alerts/",
        "incidents": f"{under}incidents/",
        "room": f"{under}incidents/{keys['incident']}/",
        "briefs": f"{under}briefs/",
        "desk": "/desk/",
        "sources": f"{under}settings/",
        "watches": f"{under}settings/watches/",
        "audit log": f"{under}settings/audit/",
        "command bar": f"{under}palette/?q=退款",
    }


def ask(folder: Path, database: str) -> Timed:
    """Ask for every page; gives its figures."""
    stand_in(folder, database)
    from django.test import Client

    from firebreak.console.govern.models import Person
    from firebreak.console.memory import settle

    known = json.loads((folder / KEYS).read_text())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Person.objects.get(email=READER))
    pages = pages_of(known["slug"], known["keys"])
    for path in pages.values():
        timed(client, path, times=WARM)
    settle()  # as the service does every few minutes
    return {name: figures(timed(client, path, times=TIMES)) for name, path in pages.items()}


def timed(client: Any, path: str, *, times: int) -> list[tuple[float, float]]:
    """Ask for a page again and again, each time after something was heard; gives its time and the processor's in it."""
    from firebreak.console.govern.models import Brand
    from firebreak.console.govern.services import beat
    from firebreak.console.listen.waiting import forget_counts

    brand, found = Brand.objects.get(name=BRAND), []
    for _ in range(times):
        beat(brand, "posts", "stories")
        forget_counts()
        began, worked = time.perf_counter(), work()
        answer = client.get(path)
        content = answer.content
        found.append(((time.perf_counter() - began) * 1000, (work() - worked) * 1000))
        if answer.status_code != 200 or not content:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return found


def work() -> float:
    """Give the seconds of the processor's that this process has had, and its connection to PostgreSQL."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    there = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="ascii")
    return time.process_time() + int(there.split()[0]) / 1e9


def figures(found: list[tuple[float, float]]) -> list[float]:
    took, worked = zip(*found, strict=True)
    return [p95(took), p95(worked), statistics.median(worked)]


def p95(values: tuple[float, ...]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def copied(folder: Path, database: str) -> None:
    """Fill a new PostgreSQL from the file of SQLite."""
    stand_in(folder, database)
    move(str(folder / STORE))


def apart(step: str, folder: Path, given: str) -> Any:
    """Do one step in another process, for Django knows one database; it ends or is ended."""
    command = [sys.executable, "-m", "bench.page_speed", "--step", step, "--keep", str(folder), "--given", given]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_SECONDS[step])
    return json.loads(done.stdout.splitlines()[-1])


def do(step: str, folder: Path, given: str) -> Any:
    if step == "stock":
        return stock(folder, int(given))
    return ask(folder, given) if step == "ask" else copied(folder, given)


def rows(count: int = POSTS, keep: Path | None = None) -> Iterator[Line]:
    """Give the lines of the table."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name, databases(Path(name)) as kinds:
        home = keep or Path(name)
        sizes = [max(count // part, 1) for part in PARTS]
        for size in sizes:
            apart("stock", home / str(size), str(size))
        for kind, fresh in kinds.items():
            if fresh is None:
                yield not_run(f"pages, {kind}")
                continue
            found = {size: measure(home / str(size), kind, fresh) for size in sizes}
            yield f"pages, {kind}, {count:,} posts", "p95", f"aim < {AIM_MS:.0f} ms"
            for page, (took, worked, usual) in found[count].items():
                beside = ", ".join(f"{size:,} posts: {found[size][page][0]:.0f} ms" for size in sizes[:-1])
                yield f"  {page}", f"{took:.0f} ms", f"processor {worked:.0f}, median {usual:.0f} ms; {beside}"


def measure(folder: Path, kind: str, fresh: Fresh) -> Timed:
    database = f"sqlite:///{folder / STORE}"
    if kind != "SQLite":
        database = fresh(f"pages{folder.name}")
        apart("move", folder, database)
    found: Timed = apart("ask", folder, database)
    return found


def main() -> None:
    wanted = argparse.ArgumentParser(prog="python -m bench.page_speed", description=__doc__.splitlines()[0])
    wanted.add_argument("--posts", type=int, default=POSTS)
    wanted.add_argument("--keep", type=Path, help="a folder for the databases")
    for inner in ("--step", "--given"):
        wanted.add_argument(inner, help=argparse.SUPPRESS)
    asked = wanted.parse_args()
    if asked.step:
        print(json.dumps(do(asked.step, asked.keep, asked.given)))
        return
    for line in rows(asked.posts, asked.keep and asked.keep.resolve()):
        print(" | ".join(line), flush=True)


if __name__ == "__main__":
    main()
