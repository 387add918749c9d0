"""What does every test of the pipeline stand on? A brand that listens, and nothing remembered from the test before."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from firebreak.console.assess.placing import forget_books
from firebreak.console.assess.services import Taken
from firebreak.console.bulk import is_postgres
from firebreak.console.govern.models import Brand
from firebreak.console.listen.copies import forget_copies
from firebreak.console.listen.habit import forget_habits
from firebreak.console.listen.models import Source
from firebreak.console.listen.reader import forget_readers
from firebreak.console.listen.search import OPEN, PRIVATE
from firebreak.core.terms import Post
from tests.cast import Cast
from tests.conftest import forget_looks
from tests.posts import hand_in, listening
from tests.run.processes import Home, end_what_runs, own_home

HandIn = Callable[[Sequence[Post]], Taken]
STARTING = {"home", "bare_home", "demo_home"}  # whoever asks for one of these starts real processes
LOSING = {
    "test_kill.py",
    "test_crash.py",
    "test_killed_work.py",
    "test_killed_sending.py",
}  # what is lost once in two runs is lost
LONGEST = 900  # seconds, with every process of a test as slow as it may be


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that start processes time, and one more try: a machine that is busy may let one of many come late."""
    for item in items:
        if item.path.parent == Path(__file__).parent and not STARTING.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(LONGEST))
            if item.path.name not in LOSING:
                item.add_marker(pytest.mark.flaky(reruns=1))


def forget() -> None:
    forget_looks()
    forget_books()
    forget_copies()
    forget_habits()
    forget_readers()


@pytest.fixture(autouse=True)
def leave_nothing_running() -> Iterator[None]:
    yield
    end_what_runs()


@pytest.fixture(autouse=True)
def remember_nothing() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A data directory with a database of its own, for real processes."""
    with own_home(tmp_path) as made:
        yield made


@pytest.fixture
def bare_home(tmp_path: Path) -> Iterator[Home]:
    """The same before anything was started: no tables yet."""
    with own_home(tmp_path, bare=True) as made:
        yield made


@pytest.fixture
def brand(cast: Cast) -> Brand:
    return cast.brand


@pytest.fixture
def via(brand: Brand, at: datetime) -> Source:
    return listening(brand, at=at)


@pytest.fixture
def take(brand: Brand, via: Source, at: datetime) -> HandIn:
    """Take posts in now."""

    def taken(posts: Sequence[Post]) -> Taken:
        return hand_in(brand, posts, via=via, at=at)

    return taken


@pytest.fixture
def empty_search(transactional_db: None) -> Iterator[None]:
    """The search index is no model's table: a test that commits begins with an empty one, and leaves it empty."""
    clear_search()
    yield
    clear_search()


def clear_search() -> None:
    with connection.cursor() as cursor:
        for table in (OPEN, PRIVATE):
            empty = f"TRUNCATE {table}" if is_postgres() else f"INSERT INTO {table}({table}) VALUES ('delete-all')"
            cursor.execute(empty)
