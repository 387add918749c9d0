"""Does what stands in the address of the database reach the connection, and is a mistake in it named?"""

from contextlib import closing

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

from firebreak.console.database import database
from firebreak.core.errors import BadDatabase


def named(url: str) -> dict[str, object]:
    found = database(url)
    return {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}


def test_an_address_says_who_where_and_what() -> None:
    assert named("postgresql://crow:a%40b%2Fc@db.example:6432/fire%20break") == {
        "NAME": "fire break",
        "USER": "crow",
        "PASSWORD": "a@b/c",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {},
    }


def test_every_option_of_the_connection_goes_to_it() -> None:
    url = "postgres://db/name?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=5&options=-c%20x%3D1"

    assert named(url)["OPTIONS"] == {
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "connect_timeout": "5",
        "options": "-c x=1",
    }


def test_an_option_says_what_the_address_leaves_open_and_no_more() -> None:
    found = named("postgresql:///name?host=/run/postgresql&port=5433&user=crow&password=x&dbname=other")

    assert found == {
        "NAME": "name",
        "USER": "crow",
        "PASSWORD": "x",
        "HOST": "/run/postgresql",
        "PORT": "5433",
        "OPTIONS": {},
    }


@pytest.mark.parametrize(
    ("url", "problem", "option"),
    [
        ("postgresql://db/name?sslmod=require", "unknown_option", "sslmod"),
        ("postgresql://db/name?sslmode=require&Secret=geheim", "unknown_option", "Secret"),
        ("postgresql://db/name?require", "options_unread", None),
        ("postgresql://db:fivefourthreetwo/name", "bad_port", None),
        ("postgresql://[db/name", "unreadable", None),
        ("postgresql://db/", "no_name", None),
        ("sqlite:///file.sqlite3?mode=ro", "unknown_option", "mode"),
        ("sqlite://file.sqlite3", "three_slashes_needed", None),
        ("mysql://geheim@db/name", "unknown_scheme", None),
        ("file.sqlite3", "unknown_scheme", None),
    ],
)
def test_a_mistake_in_the_address_is_named_without_any_secret(url: str, problem: str, option: str | None) -> None:
    with pytest.raises(BadDatabase) as refused:
        database(url)

    assert refused.value.context["problem"] == problem
    assert refused.value.context.get("option") == option
    assert "geheim" not in str(refused.value)


def test_a_service_may_name_the_database() -> None:
    assert named("postgresql://?service=fire")["OPTIONS"] == {"service": "fire"}


def opened(more: str) -> DatabaseWrapper:
    """Give a connection of its own to the test's PostgreSQL, with more in the address."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL is the one that has options")
    return DatabaseWrapper({**connection.settings_dict, **database(settings.DATABASE_URL + more)})


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_name_for_the_connection_arrives_at_the_server() -> None:
    with closing(opened("?application_name=firebreak-collect")) as found, found.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name')")

        assert cursor.fetchone() == ("firebreak-collect",)


@pytest.mark.postgres
@pytest.mark.django_db
def test_encryption_that_is_asked_for_is_not_left_out_silently() -> None:
    with closing(opened("?sslmode=require")) as found, pytest.raises(OperationalError, match="SSL"):
        found.ensure_connection()
