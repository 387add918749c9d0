"""Do writers of one process take turns, so that nobody is passed over, and does the turn end with the transaction?"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError

from firebreak.console.database import database
from firebreak.console.sqlite.turns import IN_A_ROW, Turns, be_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of its own, with one table."""
    path = tmp_path / "turns.sqlite3"
    with opened(path) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE told (what TEXT)")
    return path


@contextmanager
def opened(path: Path, *, timeout: float = 30) -> Iterator[BaseDatabaseWrapper]:
    settings = database(f"sqlite:///{path}")
    options = settings["OPTIONS"]
    assert isinstance(options, dict)
    connection = ConnectionHandler({"default": settings | {"OPTIONS": options | {"timeout": timeout}}})["default"]
    connection.ensure_connection()
    try:
        yield connection
    finally:
        connection.close()


def begin(connection: BaseDatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection: BaseDatabaseWrapper, how: str = "commit") -> None:
    getattr(connection, how)()
    connection.set_autocommit(True)


def write(connection: BaseDatabaseWrapper, what: str) -> None:
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO told VALUES (%s)", [what])
    end(connection)


def test_whoever_came_first_has_the_next_turn() -> None:
    turns, order = Turns(), list[int]()

    def wait_for(number: int) -> None:
        assert turns.take(within=10)
        order.append(number)
        turns.give()

    assert turns.take(within=1)
    threads = [threading.Thread(target=wait_for, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)  # so that they ask one after the other
    turns.give()
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3, 4]


def order_of(waiting: str) -> str:
    """Have threads ask one after the other while the turn is taken, patient ones (p) and others; gives who had it when."""
    turns, order = Turns(), list[str]()

    def wait_for(kind: str) -> None:
        be_patient(kind == "p")
        assert turns.take(within=10)
        order.append(kind)
        turns.give()

    assert turns.take(within=1)
    threads = [threading.Thread(target=wait_for, args=(kind,)) for kind in waiting]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    turns.give()
    for thread in threads:
        thread.join()
    return "".join(order)


def test_a_patient_loop_writes_after_those_who_are_waited_for() -> None:
    assert order_of("ppoo") == "oopp"


def test_a_patient_loop_has_its_turn_after_so_many_others() -> None:
    others = "o" * (IN_A_ROW + 2)

    assert order_of("p" + others) == "o" * IN_A_ROW + "p" + "oo"


def test_who_stops_waiting_is_passed_by() -> None:
    turns = Turns()
    assert turns.take(within=1)

    assert not turns.take(within=0.01)
    turns.give()

    assert turns.take(within=0.01)


def test_a_loop_that_writes_without_a_pause_lets_others_in_at_its_next_transaction(file: Path) -> None:
    stop, written = threading.Event(), [0]

    def pour() -> None:
        with opened(file) as connection:
            while not stop.is_set():
                begin(connection)
                with connection.cursor() as cursor:
                    cursor.execute("INSERT INTO told VALUES ('much')")
                time.sleep(0.02)
                end(connection)
                written[0] += 1

    loop = threading.Thread(target=pour)
    loop.start()
    with opened(file) as connection:
        passed_over = []
        for _ in range(10):
            before = written[0]
            write(connection, "little")
            passed_over.append(written[0] - before)
    stop.set()
    loop.join()

    assert sorted(passed_over)[5] <= 2  # mostly the one under way, and one that began before we asked


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_the_turn_ends_with_the_transaction(file: Path, how: str) -> None:
    with opened(file) as one, opened(file, timeout=0.05) as other:
        begin(one)
        if how == "close":
            one.close()
        else:
            end(one, how)

        write(other, "next")


def test_who_waits_too_long_is_told_that_the_database_is_locked(file: Path) -> None:
    with opened(file) as one, opened(file, timeout=0.05) as other:
        begin(one)
        with pytest.raises(OperationalError, match="locked"):
            begin(other)
        end(one)

        write(other, "later")


def test_a_transaction_that_cannot_begin_keeps_no_turn(file: Path) -> None:
    """Another process writes: it takes no turn of ours, and SQLite itself refuses the beginning."""
    import sqlite3

    with opened(file, timeout=0.05) as one:
        foreign = sqlite3.connect(file, isolation_level=None)
        foreign.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            begin(one)
        foreign.execute("COMMIT")
        foreign.close()
        one.close()
        with opened(file, timeout=0.05) as other:
            write(other, "next")
