"""Makes the two search indexes: own bigrams in FTS5 on SQLite, in a GIN array on PostgreSQL."""

from django.db import migrations

TABLES = ("listen_search", "listen_search_private")


def make(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE TABLE {table} (post_id bigint PRIMARY KEY, grams text[] NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_grams ON {table} USING gin (grams) WITH (gin_pending_list_limit = 16384)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(grams, content='', detail='none', tokenize='unicode61 remove_diacritics 0')"
            )


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("listen", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
