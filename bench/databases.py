"""Where do the benchmarks store? In SQLite files, and on a PostgreSQL of their own that waits for the disk."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tools.postgres import cluster, find_binaries

NOT_RUN = "not run"
NO_SKIPS = os.environ.get("FIREBREAK_NO_SKIPS") == "1"

Fresh = Callable[[str], str]  # makes an empty database of a name and gives its address


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, Fresh | None]]:
    """Give what makes databases, by the name of their kind; None for PostgreSQL where it is not installed."""
    kinds: dict[str, Fresh | None] = {"SQLite": lambda name: f"sqlite:///{folder}/{name}.sqlite3", "PostgreSQL": None}
    binaries = find_binaries()
    if binaries is None:
        yield kinds
        return
    with cluster(binaries, careless=False) as url:
        yield {**kinds, "PostgreSQL": lambda name: created(url, name)}


def created(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


def not_run(what: str) -> tuple[str, str, str]:
    """Give the line of a benchmark that nobody could run here."""
    return (what, NOT_RUN, "PostgreSQL is not installed")
