"""How does the service run? The web server, and four kinds of loops that each do one thing over and over."""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

import uvicorn
from django.db import connections
from django.urls import reverse

from firebreak.console import clock
from firebreak.console.home.setup.opening import invite_first
from firebreak.console.memory import settle
from firebreak.run import (
    again,
    briefs,
    collect,
    deliver,
    digest,
    duty,
    hours,
    late,
    outbox,
    parcels,
    press,
    reports,
    tidy,
    updates,
    works,
)
from firebreak.run.lanes import in_the_background
from firebreak.run.setup import migrate

log = logging.getLogger(__name__)
Work = Callable[[datetime], object]
SIGNALS = (signal.SIGINT, signal.SIGTERM)
LAST_SECONDS = 10.0
SWITCH_SECONDS = 0.0005  # who comes back from the database waits no longer than this for a thread that computes


@dataclass(frozen=True, slots=True)
class Loop:
    """Something done again and again with a pause between, measured in real time; it may wake before its time."""

    name: str
    pause: timedelta
    work: Work
    wait: Callable[[float], object] | None = None


LOOPS: dict[str, tuple[Loop, ...]] = {
    "collect": (
        Loop("parcels", timedelta(milliseconds=100), lambda at: parcels.open_parcels(at=at)),
        Loop("few", timedelta(milliseconds=250), lambda at: parcels.open_few(at=at), wait=parcels.wait_for_few),
        Loop("reports", timedelta(seconds=1), lambda at: reports.read_reports(at=at)),
        Loop("again", timedelta(milliseconds=900), lambda at: again.read_waiting(at=at)),
        Loop("visits", timedelta(seconds=1), lambda at: collect.visit_due(at=at)),
    ),
    "digest": (
        Loop("digest", timedelta(seconds=5), lambda at: digest.look_again(at=at)),
        Loop("duty", timedelta(seconds=5), lambda at: duty.look_after_duty(at=at)),
        Loop("clocks", timedelta(seconds=5), lambda at: late.look_after_all_clocks(at=at)),
        Loop("press", timedelta(seconds=5), lambda at: press.look_after_press(at=at)),
        Loop("hours", timedelta(seconds=10), lambda at: hours.count_hours(at=at)),
        Loop("briefs", timedelta(seconds=10), lambda at: briefs.write_due(at=at)),
        Loop("works", timedelta(milliseconds=500), lambda _at: works.do_works(kind="export")),
    ),
    "deliver": (
        Loop("deliver", timedelta(milliseconds=500), lambda at: deliver.deliver_due(at=at)),
        Loop("outbox", timedelta(milliseconds=500), lambda _at: outbox.send_due()),
        Loop("letters", timedelta(seconds=2), lambda at: briefs.mail_due(at=at)),
        Loop("updates", timedelta(seconds=2), lambda at: updates.mail_updates(at=at)),
    ),
    "tidy": (
        Loop("tidy", timedelta(minutes=1), lambda at: tidy.tidy(at=at)),
        Loop("memory", timedelta(minutes=5), lambda _at: settle()),
    ),
}


def turn(loop: Loop, stop: threading.Event) -> None:
    """Run a loop in this thread until told to stop, behind whoever goes first."""
    with in_the_background():
        go_round(loop, stop)
    connections.close_all()


def go_round(loop: Loop, stop: threading.Event) -> None:
    """Do a loop's work again and again; a failure is logged, and the next turn comes all the same."""
    wait = loop.wait or stop.wait
    while not stop.is_set():
        try:
            loop.work(clock.now())
        except Exception:
            log.exception("loop %s failed", loop.name)
            connections.close_all()  # the database may be another one by now; while all is well, the connection stays
            stop.wait(1.0)
        wait(loop.pause.total_seconds())


def start_loops(*names: str, stop: threading.Event) -> list[threading.Thread]:
    sys.setswitchinterval(SWITCH_SECONDS)
    threads = [
        threading.Thread(target=turn, args=(loop, stop), name=loop.name, daemon=True)
        for name in names
        for loop in LOOPS[name]
    ]
    for thread in threads:
        thread.start()
    return threads


def wait_for(threads: list[threading.Thread]) -> None:
    """Let loops finish what they do, all together in no more than some seconds."""
    until = time.monotonic() + LAST_SECONDS
    for thread in threads:
        thread.join(timeout=max(0.0, until - time.monotonic()))


def run_loop(name: str) -> int:
    """Run one kind of loop in this process until Ctrl-C."""
    migrate()
    stop = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        stop.set()

    for number in SIGNALS:
        signal.signal(number, end)
    threads = start_loops(name, stop=stop)
    stop.wait()
    wait_for(threads)
    return 0


def serve(
    *, host: str, sockets: list[socket.socket], extra: Callable[[threading.Event], threading.Thread] | None = None
) -> int:
    """Run web server and all loops in this process until Ctrl-C; `extra` may add a thread of its own."""
    migrate()
    stop = threading.Event()
    server = uvicorn.Server(server_config())
    for number in SIGNALS:
        # From the first moment: an exception in the midst of an import would leave the loops waiting for its lock.
        signal.signal(number, server.handle_exit)
    threads = start_loops(*LOOPS, stop=stop)
    if extra:
        threads.append(extra(stop))
        threading.Thread(target=stop_server, args=(server, stop), daemon=True).start()
    try:
        address = f"http://{host}:{sockets[0].getsockname()[1]}/"
        print(f"Firebreak  {address}", flush=True)
        tell_first_link(address)
        server.run(sockets=sockets)
    finally:
        stop.set()
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # pressed again, it ends at once
        wait_for(threads)
    return 0 if server.started else 1


def tell_first_link(address: str) -> None:
    """Print the link by which the first administrator comes in, as long as nobody has an account.

    It begins with the address under which people reach the service, where one is set.
    """
    if key := invite_first():
        base = os.environ.get("FIREBREAK_URL") or address
        print(f"First run  {base.rstrip('/')}{reverse('first_run', args=[key])}", flush=True)


def stop_server(server: uvicorn.Server, stop: threading.Event) -> None:
    """Press Ctrl-C when the work is done, so that open pages hear of it too."""
    stop.wait()
    if not server.should_exit:
        os.kill(os.getpid(), signal.SIGINT)


def server_config() -> uvicorn.Config:
    return uvicorn.Config(
        "firebreak.console.asgi:application",
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
