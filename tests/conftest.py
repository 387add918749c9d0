"""What does every test stand on? A database that several threads can open, a clock that stands, and the cast."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.test import Client
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from firebreak.console import clock
from firebreak.console.alert.lately import forget_lately
from firebreak.console.alert.narrow import forget_narrow
from firebreak.console.alert.silence import forget_silences
from firebreak.console.govern.models import Person
from firebreak.console.listen.hourly import forget_hours
from firebreak.run.late import forget_clocks
from firebreak.run.still import forget_still
from firebreak.run.tables import update_tables
from tests.cast import Cast
from tests.kept import cast_on_stage, stage_of

hypothesis_settings.register_profile("any_machine", deadline=None, derandomize=True)
hypothesis_settings.load_profile("any_machine")

LONG = {"run", "test_pages.py", "test_hostile.py"}
ON_DATABASE = {"db", "transactional_db", "home", "bare_home"}
AT = datetime(2026, 11, 20, 3, 34, 8, tzinfo=UTC)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and repeat on PostgreSQL only what asks a database."""
    if connections["default"].vendor == "postgresql":
        left_out = [item for item in items if not asks_a_database(item)]
        items[:] = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


def asks_a_database(item: pytest.Item) -> bool:
    """Tell whether a test may end otherwise on another database than it did on SQLite."""
    if item.get_closest_marker("one_database"):
        return False
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return bool(marked) or not ON_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put the SQLite database into a file: a running server is another thread with a connection of its own."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def tables_at_once() -> Iterator[pytest.MonkeyPatch]:
    """Make the tables as a first start does; that every migration leads to the same, test_tables tells."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Migrate, "handle", lambda *_, **__: update_tables())
        yield patch


@pytest.fixture(scope="session")
def django_db_setup(tables_at_once: pytest.MonkeyPatch, django_db_setup: None) -> None:
    tables_at_once.undo()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords by the service's own way, with as little work as it allows: no test is about how much that is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScryptPasswordHasher, "work_factor", 2)
        yield


@pytest.fixture(scope="session", autouse=True)
def files_looked_up_once() -> Iterator[None]:
    """Let every client know the static files that the first one found: each starts the whole middleware anew."""
    look_up, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def know(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look_up(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", know)
        yield


def forget_looks() -> None:
    """Know nothing of the last look at any brand, as a process does that was just started."""
    forget_lately()
    forget_hours()
    forget_narrow()
    forget_silences()
    forget_still()
    forget_clocks()


@pytest.fixture(autouse=True)
def no_look_before() -> None:
    """Let a database that begins anew with each test not be taken for that of the test before."""
    forget_looks()


@pytest.fixture
def at() -> Iterator[datetime]:
    """Stop the service's clock at 11:34:08 in Taipei on a Friday."""
    clock.stand_at(AT)
    yield AT
    clock.run_real()


@pytest.fixture
def cast(db: None, at: datetime) -> Cast:
    return cast_on_stage(at)


@pytest.fixture
def stage(cast: Cast, at: datetime) -> dict[str, Any]:
    """The cast's brand with one of everything."""
    return stage_of(cast, at=at)


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    """Sign somebody in without the door: tests of the door come by it."""

    def sign(person: Person) -> Client:
        client.force_login(person)
        return client

    return sign
