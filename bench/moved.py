"""How does a filled database come from SQLite to PostgreSQL in minutes? By COPY; an import would read each post anew.

Every row keeps its key. The search index alone is made again, from the posts: SQLite does not give its tokens back.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

TOGETHER = 10_000
UNASKED = "SET LOCAL session_replication_role = replica"  # what rows refer to was there, too
ROOM = "SET LOCAL maintenance_work_mem = '1GB'"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
WORDS = """
    SELECT post.id, post.title, post.text, json_extract(reading.detail, '$.pii')
    FROM listen_post post JOIN listen_reading reading ON reading.post_id = post.id ORDER BY post.id
"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE tablename IN (%s, %s) AND indexdef LIKE '%%gin%%'"
KINDS = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"

Cell = Callable[[Any], Any]


def move(path: str) -> None:
    """Fill the migrated database of this process, a PostgreSQL, with the rows of the SQLite file at `path`."""
    from django.db import connection, transaction

    with closing(sqlite3.connect(path)) as old, transaction.atomic(), connection.cursor() as new:
        new.execute(UNASKED)
        names = [name for (name,) in old.execute(TABLES) if is_moved(name)]
        new.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in names))
        for name in names:
            copy_rows(old, new, name)
        copy_words(old, new)
        renumber(new)
    with connection.cursor() as new:
        new.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself a minute after much has changed


def is_moved(table: str) -> bool:
    return table != "django_migrations" and not table.startswith("listen_search")


def copy_rows(old: sqlite3.Connection, new: Any, table: str) -> None:
    """Copy a table as text, which PostgreSQL reads as it does its own."""
    rows = old.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in rows.description]
    new.execute(KINDS, [table])
    kinds = dict(new.fetchall())
    cells = [CELLS.get(kinds[column], as_it_is) for column in columns]
    named = ", ".join(f'"{column}"' for column in columns)
    with new.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([cell(value) for cell, value in zip(cells, row, strict=True)])


def as_it_is(value: Any) -> Any:
    return value


def truth(value: int | None) -> str | None:
    return None if value is None else "tf"[value == 0]


def span(value: int | None) -> str | None:
    return None if value is None else f"{value} microseconds"


CELLS: dict[str, Cell] = {"boolean": truth, "interval": span}


def copy_words(old: sqlite3.Connection, new: Any) -> None:
    """Make the search index of every post, and order it once at the end."""
    from firebreak.console.listen.search import OPEN, PRIVATE, index_tokens

    new.execute(INDEXES, [OPEN, PRIVATE])
    made = [row[0] for row in new.fetchall()]
    new.execute(f"DROP INDEX {OPEN}_grams, {PRIVATE}_grams")
    for batch in batches(old.execute(WORDS)):
        index_tokens(*tokens_of(batch))
    new.execute(ROOM)
    for statement in made:
        new.execute(statement)


def batches(rows: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
    while batch := rows.fetchmany(TOGETHER):
        yield batch


def tokens_of(batch: Sequence[Any]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Give the tokens that everyone may search, and those of personal data, of posts with their words and spans."""
    import orjson

    from firebreak.console.listen.search import Indexed
    from firebreak.console.listen.tokens import stored, stored_all
    from firebreak.core.text.batch import fold_fields

    whole = stored_all(fold_fields([part for _, title, text, _ in batch for part in (title, text)]))
    outside, inside = [], []
    for (key, title, text, told), tokens in zip(batch, whole, strict=True):
        pii = [(one["field"], one["start"], one["end"]) for one in orjson.loads(told or "[]")]
        seen, hidden = map(stored, Indexed(key, title, text, pii).grams()) if pii else (tokens, "")
        outside.append((key, seen))
        inside.append((key, hidden))
    return outside, inside


def renumber(new: Any) -> None:
    """Let new rows begin above those that came."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
        new.execute(statement)
