"""What does a power cut in the middle of taking posts in leave behind? Nothing that a second try does not put right."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.db import connection

from tests.posts import ASK, KIND, LEAK, SICK

WATCH = "brand: 明泉\nwatches:\n  - {name: 明泉, kind: brand, any: [明泉]}\n"
POSTS = 12_000


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file long enough that another process reads it."""
    rng, path = random.Random(5), tmp_path_factory.mktemp("posts") / "posts.jsonl"
    texts = [text + extra for text in (SICK, LEAK, KIND, ASK) for extra in ("", "，第二次了", "，請大家分享")]
    with path.open("wb") as file:
        for number in range(POSTS):
            minute = f"2026-11-{1 + number // 1000:02d}T{number % 24:02d}:{number % 60:02d}:00+08:00"
            text = f"{rng.choice(texts)} {rng.randrange(10**6)}" + "。" * rng.randrange(200)
            row = {"id": f"c{number}", "source": "ptt", "text": text, "published_at": minute}
            file.write(orjson.dumps(row) + b"\n")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data directory of its own; on PostgreSQL a database of its own as well."""
    env = {**os.environ, "FIREBREAK_HOME": str(tmp_path), "PYTHONPATH": "src"}
    if connection.vendor != "postgresql":
        yield {**env, "FIREBREAK_DATABASE_URL": f"sqlite:///{tmp_path}/crash.sqlite3"}
        return
    import psycopg

    base, name = settings.DATABASE_URL.rpartition("/")[0], f"crash_{os.getpid()}"  # another worker may be at it too
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield {**env, "FIREBREAK_DATABASE_URL": f"{base}/{name}"}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(env: dict[str, str], *args: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "firebreak", *args]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def run(env: dict[str, str], *args: str) -> tuple[int, str]:
    process = start(env, *args)
    out, err = process.communicate(timeout=240)
    assert b"Traceback" not in err, err.decode()
    return process.returncode, out.decode()


def kill(process: subprocess.Popen[bytes], *, after: float) -> None:
    """Kill the whole group, as a power cut would."""
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2])
def test_an_import_killed_anywhere_is_simply_run_again(
    home: dict[str, str], posts: Path, tmp_path: Path, seed: int
) -> None:
    rng, watch = random.Random(seed), tmp_path / "watch.yaml"
    watch.write_text(WATCH, encoding="utf-8")
    command = ("import", str(posts), "--watch", str(watch))
    began = time.monotonic()
    run({**home, "FIREBREAK_DATABASE_URL": f"sqlite:///{tmp_path}/whole.sqlite3"}, *command)
    whole = time.monotonic() - began

    for _ in range(4):
        kill(start(home, *command), after=rng.uniform(0.2, 1.0) * whole)
    _, first = run(home, *command)
    _, second = run(home, *command)
    code, found = run(home, "check")

    told = orjson.loads(first.splitlines()[-1])
    again = orjson.loads(second.splitlines()[-1])
    assert told["added"] + told["duplicates"] == POSTS
    assert (again["added"], again["duplicates"]) == (0, POSTS)
    assert code == 0, found
    assert f"{POSTS} of {POSTS} posts findable" in found
