"""How does a test talk to the real service? Uvicorn in a thread on loopback, over the test's own database."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import uvicorn
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from firebreak.console.asgi import allow_small_files, application
from firebreak.console.govern.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


@contextmanager
def running_service() -> Iterator[str]:
    """Run the service; gives its address."""
    allow_small_files()  # each test begins with the warnings of the suite
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        application, host="127.0.0.1", port=port, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 90
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        application.inside.crew.dismiss()
        connections.close_all()


def session_of(person: Person) -> str:
    """Sign a person in and give the session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key or ""


@dataclass
class Event:
    """One event as it came over the wire."""

    kind: str = ""
    mark: str = ""
    data: str = ""


class Stream:
    """A raw client of an event stream: it reads bytes from a socket and nothing else."""

    def __init__(self, address: str, path: str, *, session: str, mark: str = "", language: str = "zh-hant") -> None:
        host, port = address.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=15)
        more = f"Last-Event-ID: {mark}\r\n" if mark else ""
        ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{more}"
        cookies = f"firebreak_session={session}; firebreak_language={language}"
        self.socket.sendall(f"{ask}Cookie: {cookies}\r\n\r\n".encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers: dict[str, str] = {}
        while line := self.file.readline().strip().decode():
            name, _, value = line.partition(":")
            self.headers[name.lower()] = value.strip()

    def lines(self) -> Iterator[str]:
        """Give the lines of the body, taking the chunks apart; ends when the server ends the stream."""
        rest = b""
        while size := int(self.file.readline().strip() or b"0", 16):
            rest += self.file.read(size)
            self.file.readline()
            *whole, rest = rest.split(b"\n")
            yield from (line.decode() for line in whole)

    def events(self) -> Iterator[Event]:
        event = Event()
        for line in self.lines():
            name, _, value = line.partition(": ")
            if name == "event":
                event.kind = value
            elif name == "id":
                event.mark = value
            elif name == "data":
                event.data = value
            elif not line and event.kind:
                yield event
                event = Event()

    def close(self) -> None:
        self.file.close()
        self.socket.close()
