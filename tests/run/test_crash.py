"""What does a power cut in the middle of taking posts in leave behind? Nothing that a second try does not put right."""

import random
import time
from pathlib import Path

import orjson
import pytest

from tests.posts import ASK, KIND, LEAK, SICK
from tests.run.dice import DICE
from tests.run.processes import Home, kill, run, start

WATCH = "brand: 明泉\nwatches:\n  - {name: 明泉, kind: brand, any: [明泉]}\n"
POSTS = 6_000


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file long enough that another process reads it."""
    rng, path = random.Random(5), tmp_path_factory.mktemp("posts") / "posts.jsonl"
    texts = [text + extra for text in (SICK, LEAK, KIND, ASK) for extra in ("", "，第二次了", "，請大家分享")]
    with path.open("wb") as file:
        for number in range(POSTS):
            minute = f"2026-11-{1 + number // 1000:02d}T{number % 24:02d}:{number % 60:02d}:00+08:00"
            text = f"{rng.choice(texts)} {rng.randrange(10**6)}" + "。" * rng.randrange(400)
            row = {"id": f"c{number}", "source": "ptt", "text": text, "published_at": minute}
            file.write(orjson.dumps(row) + b"\n")
    return path


@pytest.mark.parametrize("seed", DICE)
def test_an_import_killed_anywhere_is_simply_run_again(bare_home: Home, posts: Path, tmp_path: Path, seed: int) -> None:
    rng, watch = random.Random(seed), tmp_path / "watch.yaml"
    watch.write_text(WATCH, encoding="utf-8")
    command = ("import", str(posts), "--watch", str(watch))
    began = time.monotonic()
    run({**bare_home, "FIREBREAK_DATABASE_URL": f"sqlite:///{tmp_path}/whole.sqlite3"}, *command)
    whole = time.monotonic() - began

    for _ in range(4):
        kill(start(bare_home, *command), after=rng.uniform(0.2, 1.0) * whole)
    _, first = run(bare_home, *command)
    _, second = run(bare_home, *command)
    code, found = run(bare_home, "check")

    told = orjson.loads(first.splitlines()[-1])
    again = orjson.loads(second.splitlines()[-1])
    assert told["added"] + told["duplicates"] == POSTS
    assert (again["added"], again["duplicates"]) == (0, POSTS)
    assert code == 0, found
    assert f"{POSTS} of {POSTS} posts findable" in found
