"""Does a long work whose process is killed anywhere, by SIGKILL, end with one whole file and one line in the log?"""

import hashlib
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from tests.posts import LEAK
from tests.run.processes import Home, answers_signals, ask, interrupt, run, start

NOW = datetime.now(UTC)
ROWS = 1500
ASKED = {"list": "mentions", "query": "view=all", "how": "csv", "reason": ""}
COLUMNS = (
    "INSERT INTO work_work (brand_id, person_id, kind, asked, language, at, state, turn, step, done, total, pace, "
    "outcome, error) SELECT brand_id, person_id, 'export', ?, 'zh-hant', ?, 'waiting', 0, 0, 0, 0, 0, '{}', '' "
    "FROM govern_assignment"
)
MOMENTS = [("write", 6), ("commit", 2), ("committed", 2)]


def set_up(home: Home, folder: Path) -> None:
    """Leave posts, an administrator, and a work that waits."""
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
    ask(home, COLUMNS, orjson.dumps(ASKED).decode(), NOW.isoformat(" "))


@pytest.mark.parametrize(("moment", "number"), MOMENTS)
def test_a_work_that_is_killed_is_begun_again_by_itself(home: Home, tmp_path: Path, moment: str, number: int) -> None:
    set_up(home, tmp_path)
    stored = ask(home, "SELECT COUNT(*) FROM listen_post")[0][0]

    died = start(home, "works", moment, str(number), "run", "digest", program=("tests/run/dying.py",))
    died.communicate(timeout=60)
    assert died.returncode == -signal.SIGKILL
    ask(home, "UPDATE work_work SET lease_until = ? WHERE state = 'running'", NOW.isoformat(" "))
    alive, until = start(home, "run", "digest"), time.monotonic() + 60
    assert answers_signals(alive)
    while ask(home, "SELECT state FROM work_work") != [("done",)]:
        assert time.monotonic() < until, interrupt(alive)
        time.sleep(0.1)
    assert interrupt(alive) == (0, "")

    file = b"".join(bytes(body) for (body,) in ask(home, "SELECT body FROM work_piece ORDER BY number"))
    logged = ask(home, "SELECT detail FROM govern_entry WHERE action = 'export_list'")
    assert hashlib.sha256(file).hexdigest() in str(logged[0])
    assert (len(logged), file.count(b"\r\n")) == (1, stored + 1)
    assert stored > 1000
    assert run(home, "check")[0] == 0
