"""How does a recorded crisis run through the real pipeline, in event time?"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import IO

import orjson

from firebreak.connect.sources.upload import open_upload, read_posts
from firebreak.console import clock
from firebreak.console.alert.models import Delivery
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import find_brand, told_of
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.models import Source, Watch
from firebreak.console.listen.reader import Read, Reader, reader_of
from firebreak.core.errors import BadInput, NotEmpty
from firebreak.core.terms import Post
from firebreak.run.output import rejecting
from firebreak.run.pipeline import Event, judge, step
from firebreak.run.reader import posts_of
from firebreak.run.setup import DEFAULT, migrate, ready_brand, upload_of

TICK = timedelta(minutes=1)
ROUND = timedelta(minutes=15)  # quiet stretches are looked at so often


def replay_file(
    path: str,
    *,
    watch: str | None,
    brand: str | None,
    speed: float | None,
    into_existing: bool,
    deliver: bool,
    out: IO[str],
    rejects: str | None = None,
) -> int:
    """Run a file through the pipeline and print an event a line; gives how many rows were rejected."""
    with rejecting(rejects) as refused:
        migrate()
        if watch is None and not watches_exist(brand):
            raise BadInput(problem="no_watches", brand=brand or DEFAULT)
        if not into_existing and PostRow.objects.exists():
            raise NotEmpty(posts=PostRow.objects.count())
        owner = ready_brand(brand=brand, watch=watch)
        with open_upload(path) as stream:
            posts = sorted(posts_of(read_posts(stream), refused), key=lambda post: post.published_at)
        replay = Replay(brand=owner, via=upload_of(owner), reader=reader_of(owner), deliver=deliver)
        try:
            for event, lag in replay.run(posts, speed=speed):
                out.write(line_of(event, lag) + "\n")
                out.flush()
        finally:
            clock.run_real()
    print(f"firebreak: {replay.tally}", file=sys.stderr)
    return refused.count


def watches_exist(brand: str | None) -> bool:
    """Tell whether the brand is there and listens for anything; nothing is made by asking."""
    found = find_brand(brand or DEFAULT)
    return found is not None and Watch.objects.filter(brand=found).exists()


@dataclass
class Tally:
    """What a replay has come to."""

    read: int = 0
    matched: int = 0
    alerts: int = 0
    incidents: int = 0

    def hear(self, read: Read) -> None:
        self.read += len(read.posts)
        self.matched += sum(bool(read.readings.about_of(place)) for place in range(len(read.posts)))

    def note(self, event: Event) -> None:
        self.alerts += event.type == "alert"
        self.incidents += event.type == "incident"

    def __str__(self) -> str:
        return f"posts read {self.read}, matched {self.matched}, alerts {self.alerts}, incidents {self.incidents}"


def line_of(event: Event, lag: float) -> str:
    fixed = {"at": event.at.isoformat(), "lag_ms": round(lag * 1000, 1), "type": event.type, "brand": event.brand}
    return orjson.dumps({**fixed, **event.facts}).decode()


class Replay:
    """A brand that lives through recorded posts, minute by minute of event time."""

    def __init__(self, *, brand: Brand, via: Source, reader: Reader, deliver: bool = False) -> None:
        self.brand, self.via, self.reader, self.deliver = brand, via, reader, deliver
        self.tally = Tally()

    def run(self, posts: list[Post], *, speed: float | None) -> Iterator[tuple[Event, float]]:
        """Give each event with the seconds since its posts were handed in; `speed` None goes as fast as it can."""
        began, start = time.monotonic(), posts[0].published_at if posts else datetime.now(UTC)
        looked = start
        for due, batch in groupby(posts, key=lambda post: end_of_tick(post.published_at)):
            while looked + ROUND < due:
                looked += ROUND
                yield from self.at_time(looked, began, start, speed, [])
            looked = due
            yield from self.at_time(due, began, start, speed, list(batch))

    def at_time(
        self, at: datetime, began: float, start: datetime, speed: float | None, posts: list[Post]
    ) -> Iterator[tuple[Event, float]]:
        if speed:
            time.sleep(max(0.0, (at - start).total_seconds() / speed - (time.monotonic() - began)))
        clock.stand_at(at)
        told = told_of(self.brand)
        handed_in = time.monotonic()
        if posts:
            read = self.reader.read(posts)
            self.tally.hear(read)
            events = step(brand=self.brand, read=read, via=self.via, at=at)
        else:
            events = judge(self.brand, at=at, numbers=())
        if self.deliver:
            deliver_due(at=at)
        elif told != told_of(self.brand):
            hold_deliveries(self.brand)
        for event in events:
            self.tally.note(event)
            yield event, time.monotonic() - handed_in


def deliver_due(*, at: datetime) -> None:
    from firebreak.run.deliver import deliver_due as send

    send(at=at)


def hold_deliveries(brand: Brand) -> None:
    """Let nothing that was queued in a replay go out, now or when a service is started on the database later."""
    Delivery.objects.filter(alert__brand=brand, sent_at__isnull=True).update(next_at=None)


def end_of_tick(at: datetime) -> datetime:
    """Give the end of the minute in which `at` lies."""
    seconds = TICK.total_seconds()
    return datetime.fromtimestamp((at.timestamp() // seconds + 1) * seconds, tz=UTC)
