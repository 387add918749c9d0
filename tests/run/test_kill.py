"""Does a collect that is killed anywhere, by SIGKILL, leave each post once and nothing to correct?"""

import random
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from pathlib import Path

import orjson
import pytest

from tests.contracts.server import Outside, outside
from tests.posts import ASK, KIND, LEAK, SICK
from tests.run.processes import PATIENCE, Home, answers_signals, ask, interrupt, kill, own_home, run, start

TEXTS = (SICK, LEAK, KIND, ASK)
EACH = 4  # posts that come in between two deaths, each way
BEGAN = datetime.now(UTC)
MOMENTS = [
    ("visits", "fetched", 1),
    ("visits", "committed", 1),  # the next visit is put off, and this one never made
    ("visits", "write", 4),
    ("visits", "write", 9),
    ("visits", "commit", 2),  # posts and cursor written, not committed
    ("visits", "committed", 2),  # posts and cursor are there, nothing is judged
    ("parcels,few", "write", 3),
    ("parcels,few", "write", 9),
    ("parcels,few", "commit", 1),  # posts written and parcels deleted, not committed
    ("parcels,few", "committed", 1),
]
ROWS = (
    "SELECT post.external_id, post.source, post.text, reading.sentiment, reading.category "
    "FROM listen_post post JOIN listen_reading reading ON reading.post_id = post.id ORDER BY 1, 2"
)


class Town:
    """Where posts come from: a feed that grows, and a webhook that is called."""

    def __init__(self, server: Outside, home: Home) -> None:
        self.server, self.home = server, home
        self.numbers = count()
        self.said: list[int] = []
        self.handed_in: list[bytes] = []
        self.publish()
        self.hook = int(run(home, server.url("/feed"), program=("tests/run/staging.py",))[1])

    def go_on(self) -> None:
        """Say some more in both ways; the last post of each parcel stands in the next one too."""
        for _ in range(EACH):
            self.said.append(next(self.numbers))
            self.hand_in([next(self.numbers), next(self.numbers), self.said[-1]])
        self.publish()

    def publish(self) -> None:
        items = "".join(map(item, self.said))
        head = '<rss version="2.0"><channel><title>town</title><link>http://x/</link>'
        self.server.put("/feed", f"{head}{items}</channel></rss>")

    def hand_in(self, numbers: list[int]) -> None:
        rows = [{"id": f"h{n}", "text": words(n), "published_at": when(n).isoformat()} for n in numbers]
        self.handed_in.append(orjson.dumps(rows))
        self.leave(self.home, self.handed_in[-1])

    def leave(self, home: Home, body: bytes) -> None:
        columns = "INSERT INTO listen_parcel (source_id, received_at, body, problem) VALUES (?, ?, ?, '')"
        ask(home, columns, self.hook, BEGAN.isoformat(" "), body)

    def everything(self, home: Home) -> bool:
        """Tell whether all that was said has come in, and nothing of it waits for the second reader."""
        heard = ask(home, "SELECT COUNT(*) FROM listen_post WHERE source = 'feed'")[0][0]
        waiting = ("SELECT 1 FROM listen_parcel", "SELECT 1 FROM listen_reading WHERE waits")
        return heard == len(self.said) and not any(ask(home, one) for one in waiting)


def words(number: int) -> str:
    return f"{TEXTS[number % 4]} {number}"


def when(number: int) -> datetime:
    return BEGAN - timedelta(minutes=number)


def item(number: int) -> str:
    date = format_datetime(when(number))
    text = f"<title>{words(number)}</title><description>{words(number)}</description>"
    return f"<item><guid>f{number}</guid>{text}<pubDate>{date}</pubDate></item>"


@pytest.fixture
def town(home: Home) -> Iterator[Town]:
    with outside() as server:
        home["FIREBREAK_ALLOW_HOSTS"] = server.host
        yield Town(server, home)


def collect(town: Town, home: Home) -> None:
    """Let the loop run undisturbed until everything is in."""
    process, until = start(home, "run", "collect"), time.monotonic() + PATIENCE
    while not town.everything(home):
        assert time.monotonic() < until, interrupt(process)
        time.sleep(0.1)
    code, said = interrupt(process)
    assert (code, said) == (0, "")


def undisturbed(town: Town, folder: Path) -> list[tuple[object, ...]]:
    """Give the rows that a collect leaves behind which nobody killed."""
    folder.mkdir()
    with own_home(folder) as calm:
        calm["FIREBREAK_ALLOW_HOSTS"] = town.server.host
        run(calm, town.server.url("/feed"), program=("tests/run/staging.py",))
        for body in town.handed_in:
            town.leave(calm, body)
        collect(town, calm)
        return ask(calm, ROWS)


def is_whole(town: Town, folder: Path) -> None:
    rows = ask(town.home, ROWS)
    code, found = run(town.home, "check")
    assert rows == undisturbed(town, folder)
    assert code == 0, found
    assert f"{len(rows)} of {len(rows)} posts findable" in found


def test_a_collect_killed_at_a_chosen_moment_is_simply_run_again(town: Town, tmp_path: Path) -> None:
    for thread, moment, number in MOMENTS:
        town.go_on()
        dying = start(town.home, thread, moment, str(number), "run", "collect", program=("tests/run/dying.py",))
        _, err = dying.communicate(timeout=PATIENCE)
        assert dying.returncode == -signal.SIGKILL, f"{moment} {number}: {err.decode()}"

    town.go_on()
    collect(town, town.home)

    is_whole(town, tmp_path / "calm")


def test_a_collect_killed_at_any_moment_is_simply_run_again(town: Town, tmp_path: Path) -> None:
    rng = random.Random(7)

    for _ in range(3):
        town.go_on()
        collecting = start(town.home, "run", "collect")
        assert answers_signals(collecting)
        kill(collecting, after=rng.uniform(0.0, 2.0))
    town.go_on()
    collect(town, town.home)

    is_whole(town, tmp_path / "calm")
