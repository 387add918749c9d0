"""How do many rows go in at once? COPY on PostgreSQL, rows by the hundred on SQLite; the ORM would cost seven times."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from sqlite3 import Cursor
from typing import Any, Protocol, TypeVar

import orjson
from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Cast

TOGETHER = 500  # rows; SQLite takes 32,766 values a statement
WORTH_A_LOOK = 20_000  # posts

POSTGRES_IN_BULK = (
    ("SET work_mem = '32MB'", "SET synchronous_commit = off"),
    ("RESET work_mem", "RESET synchronous_commit"),
)
SQLITE_IN_BULK = (("PRAGMA wal_autocheckpoint = 16000",), ("PRAGMA wal_autocheckpoint = 1000",))  # pages of 4 KiB


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
    """Let Python compute while the database writes: PostgreSQL does so elsewhere, SQLite a statement at a time."""
    with ThreadPoolExecutor(max_workers=1) as other:
        yield lambda work: other.submit(work)


@contextmanager
def in_bulk() -> Iterator[None]:
    """Let the database take much in: room to sort, and no waiting for the disk or tidying of files batch by batch.

    The first commit after this waits again, and with it for all before it.
    """
    begin, end = POSTGRES_IN_BULK if is_postgres() else SQLITE_IN_BULK
    with connection.cursor() as cursor:
        for statement in begin:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in end:
                cursor.execute(statement)


def learn_shape() -> None:
    """Let the database look at some rows of every table again, so that it asks the right index.

    Milliseconds on SQLite; PostgreSQL looks longer, and by itself a minute after much has changed. Nobody looks while
    there is little: a nearly empty table would be taken for one that stays so, and where there is one post, a brand for
    one that has a single post; the first large import would be lost in it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM (SELECT 1 FROM listen_post LIMIT %s) AS first", [WORTH_A_LOOK])
        if cursor.fetchone()[0] < WORTH_A_LOOK:
            return
        if not is_postgres():
            cursor.execute("PRAGMA analysis_limit = 400")
        cursor.execute("ANALYZE")


NEXT_IDS = """
    SELECT nextval(ids) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS ids OFFSET 0) AS named,
    generate_series(1, %s)
"""


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Reserve `count` primary keys inside the running transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(NEXT_IDS, [table, count])
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
        insert_by_hundreds(f'INSERT INTO "{table}" ({names}) VALUES ', len(columns), list(rows))


def insert_by_hundreds(statement: str, width: int, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows into SQLite, TOGETHER at a time: Python is free to compute while one statement runs.

    With executemany it would be asked for every row, and whoever computes beside would hold each of them up.
    """
    row = f"({', '.join('?' * width)})"
    together = statement + ", ".join([row] * TOGETHER)
    rest = len(rows) // TOGETHER * TOGETHER
    with connection.wrap_database_errors, connection.cursor() as cursor:
        for start in range(0, rest, TOGETHER):
            Cursor.execute(cursor.cursor, together, list(chain.from_iterable(rows[start : start + TOGETHER])))
        Cursor.executemany(cursor.cursor, statement + row, rows[rest:])


def each(statement: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement once for all rows; in it `{given}` is a table of these columns, in the order of the rows.

    `columns`: name and type, which only PostgreSQL asks for. A statement for every row would cost ten times as much.
    """
    if not rows:
        return
    if is_postgres():
        shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        given = f"json_to_recordset(%s::json) AS given ({shape})"
    else:
        cells = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in columns)
        # The limit limits nothing: it makes a table of its own, which gets an index where the planner wants one. It
        # thinks that a brand which was small when it was last looked at still is, and goes through all rows for each.
        given = f"(SELECT {cells} FROM json_each(%s) LIMIT -1) AS given"
    told = document([dict(zip(columns, row, strict=True)) for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(statement.format(given=given), [told])


def among(column: str, values: Iterable[str | int], *, kind: str = "text") -> tuple[str, str]:
    """Give SQL that asks whether a column is one of many values, all in one parameter, and that parameter."""
    if is_postgres():
        return f"{column} = ANY(%s::{kind}[])", array(map(str, values))
    return f"{column} IN (SELECT value FROM json_each(%s))", document(list(values))


def rows_of(values: Iterable[str]) -> tuple[str, str]:
    """Give SQL of a table whose rows have one `value` each, all in one parameter, and that parameter."""
    if is_postgres():
        return "unnest(%s::text[]) AS asked(value)", array(values)
    return "json_each(%s)", document(list(values))


@models.BigAutoField.register_lookup
class Among(models.Lookup):
    """Ask whether a key is one of many, all in one parameter: `pk__among=ids`.

    With `in`, thousands of parameters take longer than the answer, and PostgreSQL joins what it could look up.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, values = self.process_lhs(compiler, connection)
        asked, given = among(column, self.rhs, kind="bigint")
        return asked, [*values, given]


def array(values: Iterable[str]) -> str:
    """Write texts as PostgreSQL reads an array; the driver takes five times as long."""
    return "{" + ",".join('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in values) + "}"


def moment(value: datetime) -> Any:
    """Make an aware datetime fit: PostgreSQL takes it as it is, SQLite keeps UTC text as Django reads it."""
    return value if is_postgres() else str(value.astimezone(UTC))[: -len("+00:00")]


def instant(value: datetime) -> datetime:
    """Read an instant that came without the ORM: from SQLite it is UTC, and does not say so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def timed(rows: models.QuerySet[Any, Any], field: str, *others: str) -> Iterator[tuple[Any, ...]]:
    """Give an instant of each row, and other columns as the driver gives them, of thousands of rows.

    SQLite keeps text; its driver, and the ORM after it, take some ten times as long to make an instant of it.
    """
    column = F(field) if is_postgres() else Cast(field, models.TextField())
    sql, values = rows.annotate(instant_kept=column).values_list("instant_kept", *others).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    if is_postgres():
        return iter(found)
    return ((datetime.fromisoformat(f"{kept}+00:00"), *rest) for kept, *rest in found)


def document(value: Any) -> str:
    """Make a JSON document fit for a json column."""
    return orjson.dumps(value, default=str).decode()
