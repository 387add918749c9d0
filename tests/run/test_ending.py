"""Does the service end at once and without a word when it is told to, also while pages are open?"""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.run.processes import PATIENCE, Home, answers_signals, free_port, run, start
from tests.service import Stream

UVICORN = ("-m", "uvicorn", "firebreak.console.asgi:application", "--log-level", "warning")
ALICE = "alice@example.org"


@contextmanager
def open_page(home: Home, port: int) -> Iterator[Stream]:
    session = run(home, ALICE, program=("tests/run/sitting.py",))[1].strip()
    until = time.monotonic() + PATIENCE
    while True:
        try:
            stream = Stream(f"http://127.0.0.1:{port}", "/b/spring/stream", session=session)
            break
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.1)
    yield stream
    stream.close()


def ended(process: subprocess.Popen[bytes], number: int) -> tuple[int, str, float]:
    """Send a signal; gives the exit code, what was said on stderr, and after how many seconds."""
    began = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    return process.returncode, err.decode(), time.monotonic() - began


@pytest.mark.parametrize(
    ("program", "number", "expected"),
    [
        (("-m", "firebreak", "up"), signal.SIGINT, 0),
        (("-m", "firebreak", "up"), signal.SIGTERM, 0),
        (UVICORN, signal.SIGTERM, -signal.SIGTERM),  # as uvicorn itself ends after it has shut down
    ],
)
def test_an_open_page_keeps_no_service_alive(home: Home, program: Sequence[str], number: int, expected: int) -> None:
    run(home, "admin", "--email", ALICE, "--brand", "spring")
    port = free_port()
    service = start(home, "--port", str(port), program=program)

    with open_page(home, port) as page:
        events = page.events()
        assert next(events).kind == "tick"
        assert answers_signals(service)
        code, said, seconds = ended(service, number)
        rest = list(events)

    assert (code, said) == (expected, "")
    assert seconds < 60  # a page that is waited for keeps it alive for as long as it is open
    assert {event.kind for event in rest} <= {"tick", "pulse"}


def test_told_to_stop_in_the_moment_it_starts_it_ends_all_the_same(home: Home) -> None:
    service = start(home, "up", "--port", str(free_port()))
    assert service.stdout and service.stdout.readline()

    code, said, seconds = ended(service, signal.SIGINT)

    assert (code, said) == (0, "")
    assert seconds < 60  # an import broken off by the signal would leave every loop waiting for its lock


def test_who_was_asked_before_still_gets_the_signal() -> None:
    """In a process of its own: the signals of this one are the test runner's."""
    program = """
import os, signal
from firebreak.console.live.ending import heeding
said = []
signal.signal(signal.SIGTERM, lambda *_: said.append("server"))
with heeding(lambda: said.append("streams")):
    os.kill(os.getpid(), signal.SIGTERM)
os.kill(os.getpid(), signal.SIGTERM)
print(said)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "['streams', 'server', 'server']\n"
