"""Does a service that cannot listen, or whose data another one uses, say so before it has touched anything?"""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from firebreak.run.address import listening
from tests.run.processes import ADDRESS, PATIENCE, Home, answers_signals, ask, free_port, interrupt, start


@pytest.fixture
def demo_home(tmp_path: Path) -> Home:
    return {**os.environ, "PYTHONPATH": "src", "FIREBREAK_DEMO_HOME": str(tmp_path / "demo")}


@pytest.fixture
def taken() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield other.getsockname()[1]


def refused(home: Home, *args: str) -> str:
    """Start a command that must not run; gives what it says on stderr."""
    process = start(home, *args)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (2, b""), err.decode()
    return err.decode()


def viewer(folder: Path) -> list[tuple[str]]:
    """Give the password, hashed, of the person that a demo lets in."""
    home = {ADDRESS: f"sqlite:///{folder}/firebreak.sqlite3"}
    return ask(home, "SELECT password FROM govern_person WHERE email = ?", "demo@firebreak.example")


@contextmanager
def running_demo(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """Run a demo until it has told its address."""
    process = start(home, "demo", "--port", str(free_port()))
    assert process.stdout
    told = iter(process.stdout.readline, b"")
    try:
        assert any(line.startswith(b"Firebreak") for line in told), process.poll()
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("command", ["up", "demo"])
def test_a_port_that_is_taken_is_told_before_anything_is_touched(
    tmp_path: Path, demo_home: Home, taken: int, command: str
) -> None:
    home = {**demo_home, "FIREBREAK_HOME": str(tmp_path / "home")}

    said = refused(home, command, "--port", str(taken))

    assert said.startswith(f"firebreak: bad_address: problem=port_taken host=127.0.0.1 port={taken}\n")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] in ([], ["demo.lock"])


@pytest.mark.parametrize("port", ["99999", "-1"])
@pytest.mark.parametrize("command", ["up", "demo"])
def test_a_number_that_is_no_port_is_told(demo_home: Home, command: str, port: str) -> None:
    said = refused(demo_home, command, "--port", port)

    assert said.startswith(f"firebreak: bad_address: problem=no_port port={port}\n")


def test_an_address_of_another_machine_is_told(demo_home: Home) -> None:
    said = refused(demo_home, "demo", "--host", "192.0.2.1", "--port", "0")

    assert said.startswith("firebreak: bad_address: problem=not_here host=192.0.2.1 port=0\n")


def test_a_second_demo_leaves_the_running_one_as_it_is(demo_home: Home) -> None:
    folder = Path(demo_home["FIREBREAK_DEMO_HOME"])
    with running_demo(demo_home) as first:
        before = (viewer(folder), (folder / "firebreak.sqlite3").stat().st_ino)
        for more in ((), ("--fresh",)):
            said = refused(demo_home, "demo", "--port", str(free_port()), *more)
            assert said.startswith(f"firebreak: demo_runs: directory={folder}\n")

        assert (viewer(folder), (folder / "firebreak.sqlite3").stat().st_ino) == before
        assert answers_signals(first)
        assert interrupt(first) == (0, "")


def test_a_demo_that_was_killed_keeps_nobody_out(demo_home: Home) -> None:
    with running_demo(demo_home) as first:
        first.kill()
        first.wait()

    with running_demo(demo_home) as second:
        assert second.poll() is None


def test_what_is_answered_in_two_pieces_does_not_wait_for_the_first_to_be_taken() -> None:
    with listening("127.0.0.1", 0) as (door,), socket.create_connection(door.getsockname()):
        line, _ = door.accept()
        with closing(line):
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
