"""What happens when several processes are started for the first time, at the same moment, on the same data?"""

import os
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from firebreak.console.secret import make_secret, read_secret
from tests.posts import LEAK
from tests.run.processes import PATIENCE, Home, answers_signals, ask, free_port, interrupt, run, start

MANY = 6
KEYS = 300  # the processes catch up with the one that makes the next key, so that all of them want to make it
READ_KEYS = """
import pathlib, sys, time
from firebreak.console.secret import read_secret
folder, go = map(pathlib.Path, sys.argv[1:3])
while not go.exists():
    time.sleep(0.0005)
for number in range(int(sys.argv[3])):
    print(read_secret(f"KEY{number}", folder=folder, file_name=f"{number}.key"))
"""


def test_processes_that_make_a_key_at_once_have_the_same(tmp_path: Path) -> None:
    home, go = tmp_path / "home", tmp_path / "go"
    command = [sys.executable, "-c", READ_KEYS, str(home), str(go), str(KEYS)]
    env = {**os.environ, "PYTHONPATH": "src"}
    started = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(MANY)]
    time.sleep(0.5)

    go.touch()
    said = {process.communicate(timeout=PATIENCE)[0] for process in started}

    assert said == {"".join((home / f"{number}.key").read_text() + "\n" for number in range(KEYS))}
    assert len(list(home.iterdir())) == KEYS


def test_nobody_else_may_read_a_key_that_was_made(tmp_path: Path) -> None:
    make_secret(tmp_path / "deep" / "audit.key")

    assert (tmp_path / "deep" / "audit.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    (tmp_path / "some.key").write_text("given\n")

    make_secret(tmp_path / "some.key")

    assert read_secret("SOME_KEY", folder=tmp_path, file_name="some.key") == "given"


def test_whoever_starts_first_makes_the_tables_and_the_others_wait(bare_home: Home, tmp_path: Path) -> None:
    posts, watch = tmp_path / "posts.jsonl", tmp_path / "watch.yaml"
    watch.write_text("brand: 明泉\nwatches:\n  - {name: 明泉, kind: brand, any: [明泉]}\n", encoding="utf-8")
    row = {"id": "1", "source": "ptt", "text": LEAK, "published_at": "2026-11-18T03:12:00+08:00"}
    posts.write_bytes(orjson.dumps(row))

    service = start(bare_home, "up", "--port", str(free_port()))
    loop = start(bare_home, "run", "tidy")
    importing = start(bare_home, "import", str(posts), "--watch", str(watch))
    making = start(bare_home, "admin", "--email", "a@example.org", "--brand", "明泉")
    told, said = (one.communicate(timeout=PATIENCE)[1].decode() for one in (importing, making))

    assert (importing.returncode, making.returncode, said) == (0, 0, "")
    assert told == "" or "nobody may see it yet" in told  # whether the account came first is chance
    assert answers_signals(loop)
    assert answers_signals(service)
    assert (interrupt(loop), interrupt(service)) == ((0, ""), (0, ""))
    assert ask(bare_home, "SELECT name FROM govern_brand") == [("明泉",)]
    code, found = run(bare_home, "check")
    assert code == 0, found


def test_many_first_starts_at_once_all_succeed(bare_home: Home) -> None:
    loops = [start(bare_home, "run", name) for name in ("collect", "digest", "deliver", "tidy")]

    assert [answers_signals(loop) for loop in loops] == [True] * 4
    assert [interrupt(loop) for loop in loops] == [(0, "")] * 4
