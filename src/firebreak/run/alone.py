"""Who may change the tables? One process at a time; the others wait until it has done so, or has died."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import DatabaseError, connection

from firebreak.core.errors import BadDatabase

NUMBER = 0x46697265  # ours among the advisory locks that a PostgreSQL database may know
LONG = 24 * 3600.0  # seconds; a large database may take its time


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other process that asks waiting; raises BadDatabase when the database cannot be opened."""
    try:
        held = hold()
    except (DatabaseError, sqlite3.Error) as problem:
        said = next(iter(str(problem).splitlines()), "") or type(problem).__name__
        raise BadDatabase(problem="no_answer", said=said) from problem
    with held:
        yield


def hold() -> ExitStack:
    """Take the lock, which lasts until what is given is closed, or this process ends."""
    with ExitStack() as held:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
            held.callback(unlock)
        else:
            lock = sqlite3.connect(lock_file(), timeout=LONG, isolation_level=None)
            held.callback(lock.close)
            lock.execute("BEGIN EXCLUSIVE")  # of an empty database beside ours: that locks on every system
            connection.ensure_connection()
        return held.pop_all()


def unlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])


def lock_file() -> str:
    """Give the file that stands for the database; a database in memory is nobody else's."""
    name = str(connection.settings_dict["NAME"])
    return name if name == ":memory:" or "mode=memory" in name else f"{name}.lock"
