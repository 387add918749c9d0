"""Numbers the search tokens of PostgreSQL, and lets FTS5 gather more of them before it writes."""

from django.db import migrations

TABLES = ("listen_search", "listen_search_private")
GATHERED = 8 * 2**20  # bytes; a batch of an import then is one segment rather than several

# As `number` in listen/tokens.py counts: a word by its digest, a pair by its two code points.
NUMBER = """
    CREATE FUNCTION pg_temp.number(token text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE
            WHEN token ~ '^[0-9a-z\u00c0-\u024f]' THEN ('x' || substr(md5(token), 1, 8))::bit(32)::int
            ELSE ((ascii(token) & 65535)::bigint << 16 | CASE WHEN length(token) > 1
                THEN ascii(substr(token, 2)) & 65535 ELSE 0 END)::bit(32)::int
        END
    $$
"""


def number(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        for table in TABLES:
            schema_editor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {GATHERED})")
        return
    schema_editor.execute(NUMBER)
    for table in TABLES:
        schema_editor.execute(f"CREATE TABLE {table}_now (post_id bigint PRIMARY KEY, grams int[] NOT NULL)")
        schema_editor.execute(
            f"INSERT INTO {table}_now SELECT post_id, ARRAY(SELECT DISTINCT pg_temp.number(gram) "
            f"FROM unnest(grams) gram ORDER BY 1) FROM {table}"
        )
        schema_editor.execute(f"DROP TABLE {table}")
        schema_editor.execute(f"ALTER TABLE {table}_now RENAME TO {table}")
        schema_editor.execute(f"ALTER INDEX {table}_now_pkey RENAME TO {table}_pkey")
        schema_editor.execute(
            f"CREATE INDEX {table}_grams ON {table} USING gin (grams) WITH (gin_pending_list_limit = 16384)"
        )
    schema_editor.execute("DROP FUNCTION pg_temp.number(text)")


class Migration(migrations.Migration):
    dependencies = [("listen", "0006_rhythm_of_sources")]
    operations = [migrations.RunPython(number)]
