"""Does a long work whose process is killed anywhere, by SIGKILL, end with one whole file and one line in the log?"""

import hashlib
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from tests.posts import LEAK
from tests.run.processes import PATIENCE, Home, answers_signals, ask, interrupt, run, start

NOW = datetime.now(UTC)
ROWS = 1500
ASKED = {"list": "mentions", "query": "view=all", "reason": "", "newest": 1_000_000}
COLUMNS = (
    "INSERT INTO work_work (brand_id, person_id, kind, asked, language, at, state, turn, died, step, done, total, pace, "
    "outcome, error) SELECT brand_id, person_id, 'export', ?, 'zh-hant', ?, 'waiting', 0, 0, 0, 0, 0, 0, '{}', '' "
    "FROM govern_assignment"
)
MOMENTS = [("csv", "write", 6), ("csv", "commit", 2), ("csv", "commit", 3), ("csv", "committed", 3)]
ROWS_LEFT = ("xlsx", "left", 1)  # rows are written, and the book is not put together


def set_up(home: Home, folder: Path) -> None:
    """Leave posts and an administrator."""
    posts = [
        {"id": str(n), "source": "ptt", "text": f"{LEAK} {n}", "published_at": (NOW - timedelta(minutes=n)).isoformat()}
        for n in range(ROWS)
    ]
    file = folder / "posts.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, posts)))
    watch = folder / "watch.yaml"
    watch.write_text("brand: 明泉\nwatches:\n  - {name: 明泉, kind: brand, any: [明泉, 淨水器]}\n", encoding="utf-8")
    assert run(home, "import", str(file), "--watch", str(watch))[0] == 0
    assert run(home, "admin", "--email", "ann@example.org", "--brand", "明泉")[0] == 0


def waiting(home: Home, *, how: str) -> int:
    """Leave a work that waits; gives its number, which counts them."""
    ask(home, COLUMNS, orjson.dumps(ASKED | {"how": how}).decode(), NOW.isoformat(" "))
    return int(ask(home, "SELECT MAX(id) FROM work_work")[0][0])


def stored_file(home: Home, work: int) -> bytes:
    pieces = ask(home, "SELECT body FROM work_piece WHERE work_id = ? ORDER BY number", work)
    return b"".join(bytes(body) for (body,) in pieces)


def test_a_work_that_is_killed_is_begun_again_by_itself(home: Home, tmp_path: Path) -> None:
    set_up(home, tmp_path)
    place = tmp_path / "temporary"
    place.mkdir()
    home["TMPDIR"] = str(place)
    stored = ask(home, "SELECT COUNT(*) FROM listen_post")[0][0]
    assert stored > 1000

    for how, moment, number in (*MOMENTS, ROWS_LEFT):
        work = waiting(home, how=how)
        died = start(home, "works", moment, str(number), "run", "digest", program=("tests/run/dying.py",))
        died.communicate(timeout=PATIENCE)
        assert died.returncode == -signal.SIGKILL
        assert bool(list(place.glob("firebreak-*/*"))) == (how == "xlsx")
        ask(home, "UPDATE work_work SET lease_until = ? WHERE state = 'running'", NOW.isoformat(" "))
        finish(home, work)

        file = stored_file(home, work)
        logged = ask(home, "SELECT detail FROM govern_entry WHERE action = 'export_list' ORDER BY id")
        assert hashlib.sha256(file).hexdigest() in str(logged[-1])
        assert len(logged) == work
        assert how == "xlsx" or file.count(b"\r\n") == stored + 1
        assert not list(place.glob("firebreak-*"))

    assert run(home, "check")[0] == 0


def finish(home: Home, work: int) -> None:
    """Let the loop run until a work is done."""
    alive, until = start(home, "run", "digest"), time.monotonic() + PATIENCE
    assert answers_signals(alive)
    while ask(home, "SELECT state FROM work_work WHERE id = ?", work) != [("done",)]:
        assert time.monotonic() < until, interrupt(alive)
        time.sleep(0.1)
    assert interrupt(alive) == (0, "")
