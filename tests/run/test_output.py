"""Is a file that cannot be written told in a sentence, before any work is done, and a bad row never in the way?"""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.posts import LEAK

GOOD = {"id": "1", "source": "ptt", "text": LEAK, "published_at": "2026-11-18T03:12:00+08:00"}
BAD = {"id": "2", "source": "ptt", "text": LEAK, "published_at": "昨天"}


@pytest.fixture
def posts(tmp_path: Path) -> str:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, (GOOD, BAD, GOOD | {"id": "3"}))))
    return str(path)


def firebreak(home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "FIREBREAK_HOME": str(home), "PYTHONPATH": "src"}
    env["FIREBREAK_DATABASE_URL"] = f"sqlite:///{home}/firebreak.sqlite3"
    command = [sys.executable, "-m", "firebreak", *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ("read", "POSTS", "--out"),
        ("read", "POSTS", "--rejects"),
        ("import", "POSTS", "--rejects"),
        ("replay", "POSTS", "--instant", "--rejects"),
        ("audit", "anchor", "--out"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_done(
    tmp_path: Path, posts: str, command: tuple[str, ...]
) -> None:
    home, nowhere = tmp_path / "home", tmp_path / "no" / "such" / "folder.jsonl"

    done = firebreak(home, *(posts if part == "POSTS" else part for part in command), str(nowhere))

    said = f"firebreak: unwritable_file: file={nowhere} problem=FileNotFoundError\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert not (home / "firebreak.sqlite3").exists()


def test_a_folder_is_no_file_to_write(tmp_path: Path, posts: str) -> None:
    done = firebreak(tmp_path, "read", posts, "--out", str(tmp_path))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"firebreak: unwritable_file: file={tmp_path} problem=IsADirectoryError\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is a matter of Linux")
def test_a_disk_without_room_is_told_in_a_sentence(tmp_path: Path, posts: str) -> None:
    done = firebreak(tmp_path, "read", posts, "--out", "/dev/full")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "firebreak: unwritable_file: problem=No space left on device"
    assert "Traceback" not in done.stderr


def test_a_data_directory_that_cannot_be_made_is_told_in_a_sentence(posts: str) -> None:
    done = firebreak(Path(posts) / "home", "check")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("firebreak: unwritable_file: file=")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("read",), ("import",), ("replay", "--instant")])
def test_every_command_writes_a_bad_row_down_and_goes_on(tmp_path: Path, posts: str, command: tuple[str, ...]) -> None:
    kept = tmp_path / "rejects.jsonl"

    done = firebreak(tmp_path / "home", *command, posts, "--rejects", str(kept))

    assert (done.returncode, done.stderr) == (1, "firebreak: 1 rows rejected\n")
    assert orjson.loads(kept.read_bytes()) == {"code": "bad_row", "line": 2, "problem": "bad_published_at"}


def test_rows_that_are_put_aside_may_go_to_standard_output(tmp_path: Path, posts: str) -> None:
    done = firebreak(tmp_path, "import", posts, "--rejects", "-")

    reject, counts = map(orjson.loads, done.stdout.splitlines())
    assert (reject["line"], counts["rejected"]) == (2, 1)
