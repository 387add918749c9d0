"""Who may change the tables? One process at a time; the others wait until it has done so, or has died."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

NUMBER = 0x46697265  # ours among the advisory locks that a PostgreSQL database may know
LONG = 24 * 3600.0  # seconds; a large database may take its time


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other process that asks waiting; the database itself lets go when this process ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])
        return
    lock = sqlite3.connect(lock_file(), timeout=LONG, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")  # of an empty database beside ours: it locks on every system, and for readers
        yield
    finally:
        lock.close()


def lock_file() -> str:
    """Give the file that stands for the database; a database in memory is nobody else's."""
    name = str(connection.settings_dict["NAME"])
    return name if name == ":memory:" or "mode=memory" in name else f"{name}.lock"
