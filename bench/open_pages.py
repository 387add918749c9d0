"""What do 200 open browsers cost? `python -m bench.open_pages [PAGES]`.

The real service runs on SQLite; each page holds one event stream. Posts are handed in one at a time, and every page is
timed until it has heard. Beside it the same with one page: what one reader per process saves is in the ratio.
"""

import os
import secrets
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.hook_latency import Sender, service
from bench.import_speed import TICKS, resident, stat, tree
from bench.made import BRAND

PAGES, PROBES = 200, 8
IDLE_SECONDS, PATIENCE_SECONDS = 20.0, 10.0
AIM_SECONDS = 2.0
TEXT = f"{BRAND}的醬油今天又補貨了，第 {{number}} 次"

Line = tuple[str, str, str]
HandIn = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Cost:
    """With so many pages open: share of one core while nothing happens, MiB, and seconds until each page has heard."""

    idle: float
    mib: float
    heard: list[float]


class OpenPage:
    """One browser tab: a stream that is read by a thread, which notes when something other than a tick comes."""

    def __init__(self, port: int, path: str, session: str) -> None:
        self.times: list[float] = []
        self.socket = socket.create_connection(("127.0.0.1", port))
        ask = f"GET {quote(path)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
        self.socket.sendall(f"{ask}Cookie: firebreak_session={session}\r\n\r\n".encode())
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        try:
            with self.socket.makefile("rb") as lines:
                for line in lines:
                    if line.startswith(b"event:") and b"tick" not in line:
                        self.times.append(time.monotonic())
        except OSError:
            return

    def heard_after(self, moment: float) -> float | None:
        return next((at - moment for at in self.times if at > moment), None)


def seats(count: int) -> tuple[int, str, str, list[str]]:
    """Make a brand with a webhook and somebody who looks; gives source, secret, stream and a session for each page."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from bench.hook_latency import prepare
    from firebreak.console import clock
    from firebreak.console.govern.models import Brand
    from firebreak.console.govern.seating import seat_person
    from firebreak.core.terms import Role

    source, secret, name = prepare()[0]
    brand = Brand.objects.get(name=name)
    person = seat_person(
        email="a@example.org",
        name="A",
        organisation=brand.organisation,
        brand=brand,
        role=Role.ADMIN,
        password=secrets.token_urlsafe(),
        at=clock.now(),
    )
    sessions = []
    for _ in range(count):
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.create()
        sessions.append(session.session_key or "")
    return source, secret, f"/b/{brand.slug}/stream", sessions


def measure(folder: Path, count: int) -> tuple[Cost, Cost]:
    """Give what one page costs, and what all of them cost."""
    os.environ |= {"FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": f"sqlite:///{folder}/pages.sqlite3"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    import django

    django.setup()
    source, secret, path, sessions = seats(count)
    with service(dict(os.environ)) as port:
        hand_in = partial(hand, port, source, secret)
        pages = [OpenPage(port, path, sessions[0])]
        alone = cost(pages, hand_in, begins=0)
        pages += [OpenPage(port, path, session) for session in sessions[1:]]
        return alone, cost(pages, hand_in, begins=PROBES)


def cost(pages: list[OpenPage], hand_in: HandIn, *, begins: int) -> Cost:
    time.sleep(5)
    before, began = spent(), time.monotonic()
    time.sleep(IDLE_SECONDS)
    idle = (spent() - before) / (time.monotonic() - began)
    mib = sum(map(resident, started()))
    heard = [one for number in range(begins, begins + PROBES) for one in probe(pages, hand_in, number)]
    return Cost(idle=idle, mib=mib, heard=heard)


def started() -> list[int]:
    """Give the processes of the service: all that this one has started."""
    return tree(os.getpid())[1:]


def spent() -> float:
    """Give the processor seconds of the service."""
    return sum(sum(map(int, stat(one)[11:13])) for one in started()) / TICKS


def hand(port: int, source: int, secret: str, row: dict[str, Any]) -> None:
    """Hand one post in over a connection of its own: the service closes those that say nothing."""
    Sender(port, source, secret).send([row])


def probe(pages: list[OpenPage], hand_in: HandIn, number: int) -> list[float]:
    """Hand in one post; gives for each page the seconds until it has heard of it."""
    moment, now = time.monotonic(), datetime.now(UTC).isoformat()
    row = {"id": f"one{number}", "source": "ptt", "text": TEXT.format(number=number), "published_at": now}
    hand_in(row)
    while time.monotonic() - moment < PATIENCE_SECONDS and any(one.heard_after(moment) is None for one in pages):
        time.sleep(0.02)
    found = [one.heard_after(moment) or PATIENCE_SECONDS for one in pages]
    time.sleep(1)
    return found


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def rows(count: int = PAGES) -> Iterator[Line]:
    """Give the lines of the table."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name:
        one, many = measure(Path(name), count)
    yield f"{count} open pages, a post is heard by each, p95", f"{p95(many.heard):.2f} s", f"aim < {AIM_SECONDS:.0f} s"
    yield "  beside one open page", f"× {p95(many.heard) / p95(one.heard):.1f}", f"{p95(one.heard):.2f} s"
    yield "  one core while nothing happens", f"{many.idle:.1%}", f"{one.idle:.1%} with one page"
    yield "  memory of the service", f"{many.mib:,.0f} MiB", f"{one.mib:,.0f} MiB with one page"


def main() -> None:
    for line in rows(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES):
        print(" | ".join(line), flush=True)


if __name__ == "__main__":
    main()
