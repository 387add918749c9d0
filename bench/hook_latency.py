"""How long from a post handed to the webhook to the alert in the app? `python -m bench.hook_latency [DATABASE_URL]`.

The real service runs with its loops while 100 posts a second come in for one brand, a quarter of them of a product that
it watches and a quarter of a competitor. Serious defects with a photo are
handed in for other brands, one after the other; each is timed until its alert can be read. Beside it, at the same
moments, a bare program that writes one row into the same database and looks for it in the same way.

Without an address each database is measured in a process of its own.
"""

import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.databases import databases, not_run
from bench.made import BRAND, posts

PROBES = 20
PER_SECOND, PER_CALL = 100, 10
SENDERS = 4  # by one connection no more would come in than the service answers in turn
PRODUCT, RIVAL = "鮮奶茶", "海岬食品"
ALSO = ("", "", f"，{PRODUCT}也是", f"，比{RIVAL}還糟")  # what the posts say in turn beside what is written
AIM_SECONDS = 1.0
PATIENCE_SECONDS = 20.0
GRAVE = "喝了{brand}的飲料全家上吐下瀉送急診，醫生說是食物中毒，瓶子裡有黑色異物，照片在下面"


@dataclass
class Found:
    """Seconds until each alert and until each bare row, and the posts a second that came in meanwhile."""

    alerts: list[float]
    bare: list[float]
    rate: float


def prepare() -> list[tuple[int, str, str]]:
    """Make the brands, each with watches and a webhook; gives (source, secret, brand) of each, the busy one first."""
    from firebreak.console import clock
    from firebreak.console.listen.models import Source
    from firebreak.console.listen.services import ensure_source, set_watches
    from firebreak.core.terms import Watch, WatchKind
    from firebreak.run.setup import ready_brand

    made = []
    for name in (BRAND, *(f"第{number}號茶坊" for number in range(PROBES))):
        brand = ready_brand(brand=name, watch=None)
        watches = [
            Watch(name=name, kind=WatchKind.BRAND, any=(name,)),
            Watch(name=PRODUCT, kind=WatchKind.PRODUCT, query=f"{name} AND {PRODUCT}"),
            Watch(name=RIVAL, kind=WatchKind.COMPETITOR, any=(RIVAL,)),
        ]
        set_watches(brand=brand, watches=watches, at=clock.now())
        source = ensure_source(brand=brand, key="hook", kind="webhook", at=clock.now())
        secret = secrets.token_urlsafe(32)
        Source.objects.filter(pk=source.pk).update(secret=secret)
        made.append((source.pk, secret, name))
    return made


@contextmanager
def service(env: dict[str, str]) -> Iterator[int]:
    """Run `firebreak up` and give its port once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "firebreak", "up", "--port", str(port)], env=env)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    """Wait until the service answers: it takes the port long before that."""
    for _ in range(300):
        with suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the service did not start")


class Sender:
    """A program that hands posts in over one connection."""

    def __init__(self, port: int, source: int, secret: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.path, self.secret = f"/api/v1/hooks/{source}", secret

    def send(self, rows: list[dict[str, Any]]) -> None:
        from firebreak.connect.sources.webhook import HEADER, sign

        body = json.dumps(rows).encode()
        signature = sign(body, secret=self.secret, at=datetime.now(UTC))
        self.connection.request("POST", self.path, body, {HEADER: signature, "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 202:
            raise SystemExit(f"{self.path} answered {answer.status}")


def share(number: int) -> Iterator[dict[str, Any]]:
    """Give every fourth of the posts, which say in turn of whom else they speak."""
    rows = (one | {"text": one["text"] + also} for one, also in zip(posts(10**6), cycle(ALSO), strict=False))
    return islice(rows, number, None, SENDERS)


def keep_busy(sender: Sender, rows: Iterator[dict[str, Any]], stop: threading.Event, sent: list[int]) -> None:
    """Hand in a sender's share of 100 posts a second until told to stop; `sent` is what all senders share."""
    each, due = PER_CALL * SENDERS / PER_SECOND, time.monotonic()
    while not stop.is_set():
        now = datetime.now(UTC).isoformat()
        sender.send([{**row, "published_at": now} for row in islice(rows, PER_CALL)])
        sent.append(PER_CALL)
        due = max(due + each, time.monotonic())  # what was missed is not made up for
        stop.wait(due - time.monotonic())


def probe(sender: Sender, brand: str) -> float:
    """Hand one grave post in; gives the seconds until its alert is there."""
    from firebreak.console.alert.models import Alert

    media = [{"type": "image", "url": "https://example.org/1.jpg"}]
    text, now = GRAVE.format(brand=brand), datetime.now(UTC).isoformat()
    began = time.monotonic()
    sender.send([{"id": "grave", "source": "ptt", "text": text, "published_at": now, "media": media}])
    while not Alert.objects.filter(brand__name=brand, signal="hard_rule").exists():
        if time.monotonic() - began > PATIENCE_SECONDS:
            return PATIENCE_SECONDS
        time.sleep(0.01)
    return time.monotonic() - began


def bare(source: int) -> float:
    """Write one row and look for it; gives the seconds until it is there."""
    from firebreak.console.listen.models import Overheard

    began, text = time.monotonic(), secrets.token_hex()
    Overheard.objects.create(via_id=source, source="bench", text=text, heard_at=datetime.now(UTC))
    while not Overheard.objects.filter(via=source, text=text).exists():
        time.sleep(0.01)
    return time.monotonic() - began


def measure(folder: Path, database: str) -> Found:
    """Give the seconds of every probe and of its peer, and how many posts a second came in meanwhile."""
    import django

    env = {"FIREBREAK_HOME": str(folder), "FIREBREAK_DATABASE_URL": database}
    os.environ |= {**env, "DJANGO_SETTINGS_MODULE": "firebreak.console.settings"}
    django.setup()
    (busy, secret, _), *others = prepare()
    stop, sent = threading.Event(), list[int]()
    found = Found(alerts=[], bare=[], rate=0.0)
    with service(dict(os.environ)) as port:
        given = ((Sender(port, busy, secret), share(one), stop, sent) for one in range(SENDERS))
        loads = [threading.Thread(target=keep_busy, args=one) for one in given]
        for load in loads:
            load.start()
        time.sleep(5)
        began, before = time.monotonic(), sum(sent)
        for source, key, name in others:
            found.alerts.append(probe(Sender(port, source, key), name))
            found.bare.append(bare(source))
            time.sleep(0.5)
        found.rate = (sum(sent) - before) / (time.monotonic() - began)
        stop.set()
        for load in loads:
            load.join()
    return found


def apart(database: str) -> Found:
    """Measure in another process: Django knows one database."""
    command = [sys.executable, "-m", "bench.hook_latency", database]
    return Found(**json.loads(subprocess.check_output(command).splitlines()[-1]))


def rows() -> Iterator[tuple[str, str, str]]:
    """Give the lines of the table."""
    with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name, databases(Path(name)) as kinds:
        for kind, fresh in kinds.items():
            what = f"webhook to alert by hard rule, {kind}, p95"
            yield from lines(what, apart(fresh("hook"))) if fresh else [not_run(what)]


def lines(what: str, found: Found) -> Iterator[tuple[str, str, str]]:
    alert, bare = p95(found.alerts), p95(found.bare)
    yield what, f"{alert:.2f} s", f"aim < {AIM_SECONDS:.0f} s"
    yield "  median", f"{statistics.median(found.alerts):.2f} s", f"{found.rate:.0f} posts/s coming in"
    yield "  beside a bare row written and read", f"× {alert / bare:.1f}", f"{bare * 1000:.0f} ms"


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def main() -> None:
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory(prefix="firebreak-bench-") as name:
            print(json.dumps(asdict(measure(Path(name), sys.argv[1]))))
        return
    for line in rows():
        print(" | ".join(line), flush=True)


if __name__ == "__main__":
    main()
