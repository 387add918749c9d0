"""How do many rows go in at once? COPY on PostgreSQL, executemany on SQLite; the ORM would cost seven times as much."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, TypeVar

import orjson
from django.db import connection, models


@cache
def is_postgres() -> bool:
    """Tell which database there is; asked for every value, so remembered."""
    return connection.vendor == "postgresql"


Answer = TypeVar("Answer")


class Meanwhile(Protocol):
    """Runs something that needs no database, and gives its outcome as a future."""

    def __call__(self, work: Callable[[], Answer]) -> "Future[Answer]": ...


@contextmanager
def beside() -> Iterator[Meanwhile]:
    """Let Python compute while the database writes: PostgreSQL works elsewhere, SQLite in this very process."""
    if not is_postgres():
        yield at_once
        return
    with ThreadPoolExecutor(max_workers=1) as other:
        yield lambda work: other.submit(work)


def at_once(work: Callable[[], Answer]) -> "Future[Answer]":
    done: Future[Answer] = Future()
    done.set_result(work())
    return done


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Reserve `count` primary keys inside the running transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgres():
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", [table])
        first = int(cursor.fetchone()[0]) + 1
        return list(range(first, first + count))


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows whose values `cell` has made fit for the database; runs in the caller's transaction."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if is_postgres():
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))


def among(column: str, values: Sequence[Any]) -> tuple[str, Any]:
    """Give SQL that asks whether a column is one of many values, all in one parameter, and that parameter."""
    if is_postgres():
        return f"{column} = ANY(%s)", list(values)
    return f"{column} IN (SELECT value FROM json_each(%s))", document(list(values))


def moment(value: datetime) -> Any:
    """Make an aware datetime fit: PostgreSQL takes it as it is, SQLite keeps UTC text as Django reads it."""
    return value if is_postgres() else str(value.astimezone(UTC))[: -len("+00:00")]


def document(value: Any) -> str:
    """Make a JSON document fit for a json column."""
    return orjson.dumps(value, default=str).decode()
