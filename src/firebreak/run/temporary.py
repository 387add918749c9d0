"""Where does a replay live that nobody keeps? In a database of its own, set before Django and removed at the end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def fresh_database(*, kept: str | None) -> Iterator[None]:
    """Use a new database that is removed at the end, unless one is named."""
    if kept:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="firebreak-replay-") as folder:
        os.environ["FIREBREAK_HOME"] = folder
        os.environ["FIREBREAK_DATABASE_URL"] = f"sqlite:///{folder}/replay.sqlite3"
        try:
            yield
        finally:
            close_connections()


def close_connections() -> None:
    from django.db import connections

    connections.close_all()
