"""Has a new database the very tables that one has which came to this version by migrations?"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection

from firebreak.run.tables import update_tables
from tests.run.processes import Home, ask, own_home, run

COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
"""
RULES = "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
DJANGOS_OWN = "auth_group_permissions"  # its migration and its model differ in the width of a number; we have no groups
DONE = "SELECT app, name FROM django_migrations"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A database that came to this version migration by migration, as one does that is in use."""
    with own_home(tmp_path_factory.mktemp("migrated"), bare=True) as made:
        code, _said = run(made, "migrate", "--verbosity", "0", program=("-m", "django"))
        assert code == 0
        yield made


def shape(home: Home) -> list[str]:
    """Give every table, column, rule and index, in an order of its own."""
    if connection.vendor == "postgresql":
        found = [row for question in (COLUMNS, RULES, INDEXES) for row in ask(home, question)]
    else:
        rows = ask(home, "SELECT name, sql FROM sqlite_master WHERE sql > ''")
        found = [(name, *parts(str(sql))) for name, sql in rows]
    return sorted(line for line in map(str, found) if DJANGOS_OWN not in line)


def parts(sql: str) -> list[str]:
    """Take a statement apart, for columns that a migration added stand in another order."""
    return sorted(part.strip(" ()") for part in re.split(r", (?=\")|, (?=CONSTRAINT)", sql.partition("(")[2]))


def test_a_new_database_has_the_tables_of_one_that_was_migrated(home: Home, migrated: Home) -> None:
    assert shape(home) == shape(migrated)


def test_a_new_database_counts_every_migration_as_done(home: Home, migrated: Home) -> None:
    assert sorted(ask(home, DONE)) == sorted(ask(migrated, DONE))


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firebreak.run.tables.call_command", lambda *_, **__: pytest.fail("migrated again"))

    update_tables()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_lacks_a_migration_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("firebreak.run.tables.call_command", lambda name, **_: asked.append(name))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'x' WHERE app = 'desk'")
    try:
        update_tables()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = '0001_holds' WHERE app = 'desk'")

    assert asked == ["migrate"]
