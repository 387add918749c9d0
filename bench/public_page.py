"""What do a thousand readers a second of a page for the public cost? `python -m bench.public_page [SECONDS]`.

The real service runs on SQLite with its loops, and one program reads a public progress page over twenty connections
that stay open, each asking again as soon as it has its answer. Beside it, in the same run, the same for readers who
have the page already (304), and for a static file of the same service, the cheapest thing that it gives.
"""

import os
import selectors
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.hook_latency import service
from bench.made import BRAND
from bench.open_pages import spent

READERS, SECONDS, AIM = 20, 10.0, 1_000
TEXT = "鮮奶茶檢出異物：處理進度\n我們看到了，很抱歉。\n已經知道：\n- 批號 B2611-07\n下次更新：今晚 20:00"
STATIC = "/static/css/public.css"

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second, and the processor seconds of the service for each."""

    rate: float
    cost: float


def make_page(folder: Path) -> str:
    """Publish a text about an incident and open its page for everybody; gives the page's address."""
    os.environ |= {"FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": f"sqlite:///{folder}/page.sqlite3"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "firebreak.console.settings"
    import django

    django.setup()
    from django.urls import reverse

    from firebreak.console import clock
    from firebreak.console.access import take_seat
    from firebreak.console.govern.seating import seat_person
    from firebreak.console.learn.public.services import open_page
    from firebreak.console.respond.opening import open_by_hand
    from firebreak.console.respond.speak.records import Statement
    from firebreak.core.terms import Category, Role, Severity
    from firebreak.run.setup import ready_brand

    now = clock.now()
    brand = ready_brand(brand=BRAND, watch=None)
    person = seat_person(
        email="a@example.org",
        name="A",
        organisation=brand.organisation,
        brand=brand,
        role=Role.BRAND_PR,
        password="",
        at=now,
    )
    seat = take_seat(person, brand.slug, at=now)
    found = open_by_hand(seat=seat, title="鮮奶茶", category=Category.PRODUCT_DEFECT, severity=Severity.S2)
    Statement.objects.create(
        incident=found,
        text=TEXT,
        channel="website",
        audience="public",
        kind="statement",
        posture="rebuild",
        written_by=person,
        written_at=now,
        published_at=now - timedelta(minutes=1),
        published_by=person,
        url="https://example.org/",
    )
    page = open_page(seat=seat, incident=found)
    return reverse("progress_page", args=[brand.slug, page.year, page.number])


class Reader:
    """A connection that stays open; it asks the same again and again and counts its answers."""

    def __init__(self, port: int, request: bytes) -> None:
        self.request, self.answers, self.got = request, 0, b""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.ask()

    def ask(self) -> None:
        self.got = b""
        self.socket.sendall(self.request)

    def read(self) -> None:
        """Take what has come; after a whole answer ask again."""
        more = self.socket.recv(65536)
        if not more:
            raise SystemExit("the service hung up")
        self.got += more
        if is_whole(self.got):
            self.answers += 1
            self.ask()


def is_whole(got: bytes) -> bool:
    """Tell whether an answer has come to its end; raises SystemExit for one that is neither a page nor a 304."""
    head, ended, body = got.partition(b"\r\n\r\n")
    if ended and got.split(maxsplit=2)[1] not in (b"200", b"304"):
        raise SystemExit(got.partition(b"\r\n")[0].decode())
    return bool(ended) and len(body) == int(field(head, b"content-length") or 0)


def field(head: bytes, name: bytes) -> bytes:
    lines = (line.partition(b": ") for line in head.split(b"\r\n"))
    return next((value for key, _, value in lines if key.lower() == name), b"")


def tag_of(port: int, path: str) -> str:
    """Give the page's tag as a reader gets it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.headers["ETag"])


def request(path: str, *, known: str = "") -> bytes:
    more = f"If-None-Match: {known}\r\n" if known else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{more}\r\n".encode()


def load(port: int, asked: bytes, seconds: float) -> Load:
    """Let all readers ask for so many seconds."""
    readers = [Reader(port, asked) for _ in range(READERS)]
    with selectors.DefaultSelector() as ready:
        for one in readers:
            ready.register(one.socket, selectors.EVENT_READ, one)
        before, began = spent(), time.monotonic()
        while time.monotonic() - began < seconds:
            for key, _ in ready.select(timeout=1):
                key.data.read()
        took, cost = time.monotonic() - began, spent() - before
    for one in readers:
        one.socket.close()
    answers = sum(one.answers for one in readers)
    return Load(rate=answers / took, cost=cost / answers)


def measure(folder: Path, seconds: float) -> tuple[Load, Load, Load]:
    """Give what the page costs, the word that it is known already, and a static file."""
    path = make_page(folder)
    with service(dict(os.environ)) as port:
        time.sleep(5)
        whole = load(port, request(path), seconds)
        known = load(port, request(path, known=tag_of(port, path)), seconds)
        return whole, known, load(port, request(STATIC), seconds)


def rows(seconds: float = SECONDS) -> Iterator[Line]:
    """Give the lines of the table."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name:
        whole, known, static = measure(Path(name), seconds)
    yield "readers of a public page, a second", f"{whole.rate:,.0f}", f"aim {AIM:,}"
    yield (
        f"  one core at {AIM:,} a second",
        f"{AIM * whole.cost:.0%}",
        f"{AIM * known.cost:.0%} if they have it already",
    )
    yield "  beside a static file of the service", f"× {whole.rate / static.rate:.1f}", f"{static.rate:,.0f} a second"


def main() -> None:
    for line in rows(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS):
        print(" | ".join(line), flush=True)


if __name__ == "__main__":
    main()
