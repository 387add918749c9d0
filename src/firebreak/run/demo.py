"""What does a newcomer see? Quiet days, then a recorded crisis at a pace of their choice, through the real service."""

import os
import secrets
import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

import firebreak.knowledge
from firebreak.core.errors import DemoRuns, UnwritableFile
from firebreak.core.terms import Post, Role

STEP_SECONDS = 0.2
CLOCK = "demo_clock"
LOCK = "demo.lock"
RECORDING = Path(firebreak.knowledge.__file__).parent / "demo"


@contextmanager
def alone_at_home() -> Iterator[Path]:
    """Give the demo's data directory, and keep every other demo out of it until the end. Raises DemoRuns."""
    home = Path(os.environ.get("FIREBREAK_DEMO_HOME") or Path.cwd() / ".data" / "demo")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UnwritableFile(file=home, problem=type(problem).__name__) from problem
    with closing(sqlite3.connect(home / LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")  # of an empty database: that locks on every system, and ends with us
        except sqlite3.OperationalError as problem:
            raise DemoRuns(directory=home) from problem
        yield home


def prepare_home(home: Path, *, fresh: bool) -> None:
    """Keep the demo apart from real work: a data directory of its own, begun anew on demand."""
    for old in home.iterdir() if fresh else ():
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        elif old.name != LOCK:
            old.unlink()
    os.environ["FIREBREAK_HOME"] = str(home)
    os.environ["FIREBREAK_SMTP_URL"] = ""  # its people are fictional: nobody gets a mail
    os.environ["FIREBREAK_DATABASE_URL"] = f"sqlite:///{home / 'firebreak.sqlite3'}"


@dataclass(frozen=True, slots=True)
class Recording:
    """The recorded posts in the order of time, and the people who work on them."""

    posts: tuple[Post, ...]
    cast: dict[str, Any]
    crisis_from: datetime

    @property
    def begins(self) -> datetime:
        return self.posts[0].published_at

    @property
    def ends(self) -> datetime:
        return self.posts[-1].published_at


def load() -> Recording:
    from firebreak.connect.sources.upload import open_upload, read_posts

    cast = yaml.safe_load((RECORDING / "cast.yaml").read_text(encoding="utf-8"))
    with open_upload(str(RECORDING / "posts.jsonl")) as stream:
        posts = [row for row in read_posts(stream) if isinstance(row, Post)]
    starts = datetime.fromisoformat(cast["crisis_from"])
    return Recording(posts=tuple(sorted(posts, key=lambda post: post.published_at)), cast=cast, crisis_from=starts)


def show(*, host: str, sockets: list[socket.socket], until: str | None, pace: int) -> int:
    """Set the stage (or find it as it was left), start the clock, and run the service while the crisis unfolds."""
    from firebreak.console import clock
    from firebreak.run.service import serve
    from firebreak.run.setup import migrate

    migrate()
    recording, password = load(), secrets.token_urlsafe(9)
    stage = set_stage(recording, password=password)
    clock.run_from(stage.at, speed=float(pace))
    print(f"Sign in    {recording.cast['viewer']['email']}  {password}", flush=True)
    others = "  ".join(one["email"] for one in recording.cast["people"])
    print(f"Others     {others}  with the same password", flush=True)
    code = serve(host=host, sockets=sockets, extra=lambda stop: play_in_thread(stage, stop, until=until))
    return code if until is None or stage.reached.is_set() else 1


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the recording stands: the replay, what is still to come, and the event time to begin at."""

    replay: Any
    coming: tuple[Post, ...]
    at: datetime
    ends: datetime
    reached: threading.Event


def set_stage(recording: Recording, *, password: str) -> Stage:
    """Make brand, people and quiet days once; a second run goes on from where the first one stopped."""
    from firebreak.console import clock
    from firebreak.console.govern.models import Note
    from firebreak.console.listen.reader import reader_of
    from firebreak.run.demo_duty import fill_duty_list
    from firebreak.run.replay import Replay
    from firebreak.run.setup import ready_brand, upload_of

    stood = Note.objects.filter(pk=CLOCK).first()
    at = datetime.fromisoformat(stood.value["event"]) if stood else recording.crisis_from
    clock.stand_at(at if stood else recording.begins)  # before the first line of the audit log is written
    brand = ready_brand(brand=None, watch=str(RECORDING / "watch.yaml"))
    seat_people(brand, recording, password=password, at=clock.now())
    replay = Replay(brand=brand, via=upload_of(brand), reader=reader_of(brand))
    if stood is None:
        tell_past(replay, [post for post in recording.posts if post.published_at <= at])
        clock.stand_at(at)
        fill_duty_list(brand, at=at)
        remember(at)  # one that is killed from here on never goes back in time
    coming = tuple(post for post in recording.posts if post.published_at > at)
    return Stage(replay=replay, coming=coming, at=at, ends=recording.ends, reached=threading.Event())


def seat_people(brand: Any, recording: Recording, *, password: str, at: datetime) -> None:
    """Give the demo's people their roles and one password, which is new in every run.

    All of them have been at their desks before, so that the alert of the recording reaches somebody.
    """
    from firebreak.console.govern.door import note_sign_in
    from firebreak.console.govern.models import Organisation
    from firebreak.console.govern.seating import engage, seat_person

    cast = recording.cast
    agency, _ = Organisation.objects.get_or_create(
        slug="demo-agency", defaults={"name": cast["agency"], "kind": Organisation.Kind.AGENCY}
    )
    engage(brand=brand, agency=agency, at=at)
    for one in [cast["viewer"], *cast["people"]]:
        person = seat_person(
            email=one["email"],
            name=one["name"],
            organisation=agency if one.get("agency") else brand.organisation,
            brand=brand,
            role=Role(one["role"]),
            password=password,
            at=at,
        )
        if person.last_login is None:
            note_sign_in(person, at=at)


def tell_past(replay: Any, posts: list[Post]) -> None:
    """Take the quiet days in as if they had been heard on their day."""
    from firebreak.console import clock
    from firebreak.console.assess.services import take_in

    for _, day in groupby(posts, key=lambda post: post.published_at.date()):
        batch = list(day)
        clock.stand_at(batch[-1].published_at + timedelta(minutes=1))
        take_in(brand=replay.brand, read=replay.reader.read(batch), via=replay.via, at=clock.now())


def play_in_thread(stage: Stage, stop: threading.Event, *, until: str | None) -> threading.Thread:
    thread = threading.Thread(target=play, args=(stage, stop, until), name="demo", daemon=True)
    thread.start()
    return thread


def play(stage: Stage, stop: threading.Event, until: str | None) -> None:
    """Hand the coming posts in as the clock reaches them, tell what came of it, and remember where the clock stands."""
    from django.db import connections

    from firebreak.console import clock
    from firebreak.run.pipeline import step

    replay, ticker, over = stage.replay, Ticker(stage), stage.at > stage.ends
    for posts in due(stage, stop):
        at = clock.now()
        if posts:
            step(brand=replay.brand, read=replay.reader.read(posts), via=replay.via, at=at)
        if until in ticker.tell():
            stage.reached.set()
        remember(at)
        if at > stage.ends and not over:  # once: from here on it goes as fast as somebody says
            clock.keep_pace(1)
            over = True
        if stage.reached.is_set():
            stop.set()
    connections.close_all()


class Ticker:
    """Tells on the terminal each alert and incident that is new, whichever loop of the service it came from."""

    def __init__(self, stage: Stage) -> None:
        self.brand, self.zone = stage.replay.brand, stage.ends.tzinfo
        self.last = {kind: max((row.pk for row in self.rows(kind)), default=0) for kind in ("alert", "incident")}

    def rows(self, kind: str) -> Any:
        from firebreak.console.alert.models import Alert
        from firebreak.console.respond.models import Incident

        model: Any = Alert if kind == "alert" else Incident
        return model.objects.filter(brand=self.brand).select_related("story").order_by("pk")

    def tell(self) -> set[str]:
        """Print what is new; gives the kinds that were told."""
        told: set[str] = set()
        for kind, last in self.last.items():
            for row in self.rows(kind).filter(pk__gt=last):
                at = (row.at if kind == "alert" else row.opened_at).astimezone(self.zone)
                print(f"{at:%H:%M}  {kind}  {row.severity}  {row.story or ''}", flush=True)
                self.last[kind] = row.pk
                told.add(kind)
        return told


def due(stage: Stage, stop: threading.Event) -> Iterator[list[Post]]:
    """Give the posts that have come due since the last look, again and again."""
    from firebreak.console import clock

    coming = list(stage.coming)
    while not stop.wait(STEP_SECONDS):
        now = clock.now()
        ready = [post for post in coming if post.published_at <= now]
        coming = coming[len(ready) :]
        yield ready


def remember(at: datetime) -> None:
    from firebreak.console.govern.models import Note

    Note.objects.update_or_create(pk=CLOCK, defaults={"value": {"event": at.astimezone(UTC).isoformat()}})
