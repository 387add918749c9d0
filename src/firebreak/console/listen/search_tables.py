"""Where do the tokens of a search stand? In two tables of no model: FTS5 on SQLite, a GIN array on PostgreSQL.

A new database gets them from here; those in use came to the same by migrations (a test compares the two).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firebreak.console.listen.search import OPEN, PRIVATE

GATHERED = 8 * 2**20  # bytes that FTS5 gathers before it writes: a batch of an import then is one segment
PENDING = 16_384  # KiB that the GIN index gathers, likewise


def make_search_tables(editor: BaseDatabaseSchemaEditor) -> None:
    for table in (OPEN, PRIVATE):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"CREATE TABLE {table} (post_id bigint PRIMARY KEY, grams int[] NOT NULL)")
            indexed = f"USING gin (grams) WITH (gin_pending_list_limit = {PENDING})"
            editor.execute(f"CREATE INDEX {table}_grams ON {table} {indexed}")
        else:
            words = "fts5(grams, content='', detail='none', tokenize='unicode61 remove_diacritics 0')"
            editor.execute(f"CREATE VIRTUAL TABLE {table} USING {words}")
            editor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {GATHERED})")
