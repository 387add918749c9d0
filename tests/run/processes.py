"""How does a test run real processes? Each on a database of its own, ended by Ctrl-C or as by a power cut."""

import atexit
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

Home = dict[str, str]
ADDRESS = "FIREBREAK_DATABASE_URL"
SETTINGS = "DJANGO_SETTINGS_MODULE"
FILE = "firebreak.sqlite3"
MAKING = "import django; django.setup(); from firebreak.run.tables import update_tables; update_tables()"
_started: list[subprocess.Popen[bytes]] = []
PATIENCE = 240  # seconds that a process may take before a test gives up; how long it takes is never what is asked


@contextmanager
def own_home(folder: Path, *, bare: bool = False) -> Iterator[Home]:
    """Give the environment of a fresh data directory, with a database of its own: with its tables, unless `bare`."""
    env = {**os.environ, "FIREBREAK_HOME": str(folder), "PYTHONPATH": "src"}
    if connection.vendor != "postgresql":
        if not bare:
            shutil.copyfile(file_with_tables(), folder / FILE)
        yield {**env, ADDRESS: f"sqlite:///{folder}/{FILE}"}
        return
    base, name = settings.DATABASE_URL.rpartition("/")[0], name_of(folder.name)
    model = "" if bare else f"TEMPLATE {database_with_tables(base)}"
    with server_at(base) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} {model}")
        yield {**env, ADDRESS: f"{base}/{name}"}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def file_with_tables() -> Path:
    """Make the tables once; every other home has a copy."""
    folder = tempfile.TemporaryDirectory(prefix="firebreak-tables-")
    atexit.register(folder.cleanup)
    make_tables(f"sqlite:///{folder.name}/{FILE}", folder.name)
    return Path(folder.name, FILE)


@cache
def database_with_tables(base: str) -> str:
    """Make the tables once, in a database that goes with its cluster."""
    name = name_of("tables")
    with server_at(base) as server, tempfile.TemporaryDirectory() as folder:
        server.execute(f"CREATE DATABASE {name}")
        make_tables(f"{base}/{name}", folder)
    return name


def make_tables(address: str, folder: str) -> None:
    env = {
        **os.environ,
        "FIREBREAK_HOME": folder,
        ADDRESS: address,
        "PYTHONPATH": "src",
        SETTINGS: "firebreak.console.settings",
    }
    command = [sys.executable, "-c", MAKING]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


def name_of(what: str) -> str:
    """Give a database a name that no other test process uses."""
    return "".join(sign if sign.isalnum() else "_" for sign in f"own_{os.getpid()}_{what}".lower()[:60])


@contextmanager
def server_at(base: str) -> Iterator[Any]:
    import psycopg

    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        yield server


def ask(home: Home, question: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask the database of a home directly; `?` stands for a value."""
    address = home[ADDRESS]
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"), timeout=PATIENCE)) as file, file:
            return file.execute(question, values).fetchall()
    import psycopg

    with psycopg.connect(address) as server:
        done = server.execute(question.replace("?", "%s"), values)  # type: ignore[arg-type]
        return done.fetchall() if done.description else []


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def start(home: Home, *args: str, program: Sequence[str] = ("-m", "firebreak")) -> subprocess.Popen[bytes]:
    """Start the command line, or another program, in a process group of its own."""
    command = [sys.executable, *program, *args]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=home, stdout=pipe, stderr=pipe, start_new_session=True)
    _started.append(process)
    return process


def end_what_runs() -> None:
    """End what a test that failed left running, and close its pipes: another test would be blamed for them."""
    while _started:
        process = _started.pop()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()


def run(home: Home, *args: str, program: Sequence[str] = ("-m", "firebreak")) -> tuple[int, str]:
    """Run it to its end; gives exit code and output."""
    process = start(home, *args, program=program)
    out, err = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in err, err.decode()
    return process.returncode, out.decode()


def kill(process: subprocess.Popen[bytes], *, after: float) -> None:
    """Kill the whole group, as a power cut would."""
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def answers_signals(process: subprocess.Popen[bytes], *, within: float = PATIENCE) -> bool:
    """Wait until a process is up, as its answering SIGTERM shows; False when it ended, or is not up in time."""
    until = time.monotonic() + within
    while process.poll() is None and time.monotonic() < until:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(status.partition("SigCgt:")[2].split()[0], 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return True
        time.sleep(0.05)
    return False


def interrupt(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Press Ctrl-C and wait for the end; gives exit code and what stands on stderr."""
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    return process.returncode, err.decode()
