"""Is a file that cannot be written told in a sentence, before any work is done, and a bad row never in the way?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.posts import LEAK
from tests.run.processes import FILE, PATIENCE, file_with_tables

GOOD = {"id": "1", "source": "ptt", "text": LEAK, "published_at": "2026-11-18T03:12:00+08:00"}
BAD = {"id": "2", "source": "ptt", "text": LEAK, "published_at": "昨天"}


@pytest.fixture
def posts(tmp_path: Path) -> str:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, (GOOD, BAD, GOOD | {"id": "3"}))))
    (tmp_path / "watch.yaml").write_text(
        "brand: 明泉\nwatches:\n  - {name: 明泉, kind: brand, any: [明泉]}\n", encoding="utf-8"
    )
    return str(path)


def firebreak(home: Path, *args: str, language: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "FIREBREAK_HOME": str(home), "PYTHONPATH": "src"}
    env["LC_ALL"] = language
    env["FIREBREAK_DATABASE_URL"] = f"sqlite:///{home}/firebreak.sqlite3"
    command = [sys.executable, "-m", "firebreak", *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.fixture
def stocked(tmp_path: Path) -> Path:
    """A data directory whose tables are made: where it is not asked who makes them."""
    folder = tmp_path / "stocked"
    folder.mkdir()
    shutil.copyfile(file_with_tables(), folder / FILE)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("read", "POSTS", "--out"),
        ("read", "POSTS", "--rejects"),
        ("import", "POSTS", "--rejects"),
        ("replay", "POSTS", "--watch", "WATCH", "--instant", "--rejects"),
        ("audit", "anchor", "--out"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_done(
    tmp_path: Path, posts: str, command: tuple[str, ...]
) -> None:
    home, nowhere = tmp_path / "home", tmp_path / "no" / "such" / "folder.jsonl"

    given = {"POSTS": posts, "WATCH": str(tmp_path / "watch.yaml")}
    done = firebreak(home, *(given.get(part, part) for part in command), str(nowhere))

    said = (
        f"firebreak: unwritable_file: file={nowhere} problem=FileNotFoundError\n"
        "The directory of this file is not there. Make the directory, or name another file.\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert not (home / "firebreak.sqlite3").exists()


def test_a_folder_is_no_file_to_write(tmp_path: Path, posts: str) -> None:
    done = firebreak(tmp_path, "read", posts, "--out", str(tmp_path))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"firebreak: unwritable_file: file={tmp_path} problem=IsADirectoryError\n"
        "This is a directory, no file. Name a file in it.\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is a matter of Linux")
def test_a_disk_without_room_is_told_in_a_sentence(tmp_path: Path, posts: str) -> None:
    done = firebreak(tmp_path, "read", posts, "--out", "/dev/full")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-2] == "firebreak: unwritable_file: problem=No space left on device"
    assert "Traceback" not in done.stderr


def test_a_data_directory_that_cannot_be_made_is_told_in_a_sentence(posts: str) -> None:
    done = firebreak(Path(posts) / "home", "check")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("firebreak: unwritable_file: file=")
    assert done.stderr.count("\n") == 2


@pytest.mark.parametrize("command", [("read",), ("import",), ("replay", "--instant", "--watch", "WATCH")])
def test_every_command_writes_a_bad_row_down_and_goes_on(
    tmp_path: Path, stocked: Path, posts: str, command: tuple[str, ...]
) -> None:
    kept = tmp_path / "rejects.jsonl"

    given = [str(tmp_path / "watch.yaml") if part == "WATCH" else part for part in command]
    done = firebreak(stocked, *given, posts, "--rejects", str(kept))

    assert done.returncode == 1
    assert "firebreak: 1 rows rejected" in done.stderr.splitlines()
    assert orjson.loads(kept.read_bytes()) == {"code": "bad_row", "line": 2, "problem": "bad_published_at"}


def test_rows_that_are_put_aside_may_go_to_standard_output(stocked: Path, posts: str) -> None:
    done = firebreak(stocked, "import", posts, "--rejects", "-")

    reject, counts = map(orjson.loads, done.stdout.splitlines())
    assert (reject["line"], counts["rejected"]) == (2, 1)


def test_a_replay_says_at_its_end_what_it_came_to(tmp_path: Path, posts: str) -> None:
    done = firebreak(tmp_path, "replay", posts, "--instant", "--watch", str(tmp_path / "watch.yaml"))

    told = [orjson.loads(line)["type"] for line in done.stdout.splitlines()]
    counts = f"alerts {told.count('alert')}, incidents {told.count('incident')}"
    assert done.stderr.splitlines()[-1] == f"firebreak: posts read 2, matched 2, {counts}"


@pytest.mark.parametrize("kept", [False, True], ids=["its own database", "a database that knows no watch"])
def test_a_replay_that_would_hear_nothing_is_refused(tmp_path: Path, posts: str, kept: bool) -> None:
    where = ("--db", f"sqlite:///{tmp_path}/kept.sqlite3") if kept else ()

    done = firebreak(tmp_path, "replay", posts, "--instant", *where)

    code, sentence = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert code.startswith("firebreak: bad_input: problem=no_watches")
    assert sentence.startswith("The brand has no watch, so nothing would be heard. Name a watch file with --watch")


def test_a_replay_takes_the_watches_that_its_database_knows(tmp_path: Path, posts: str) -> None:
    where = ("--db", f"sqlite:///{tmp_path}/kept.sqlite3", "--instant")
    firebreak(tmp_path, "replay", posts, "--watch", str(tmp_path / "watch.yaml"), *where)

    done = firebreak(tmp_path, "replay", posts, "--brand", "明泉", "--into-existing", *where)

    assert done.returncode == 1
    assert "posts read 2, matched 2" in done.stderr


@pytest.mark.parametrize(
    ("content", "more", "code", "sentence"),
    [
        (None, (), "unreadable_file: file=some.csv problem=FileNotFoundError", "The file is not there."),
        ("", (), "unreadable_file: problem=empty_file", "There is nothing in the file."),
        (
            "姓名,電話\n王小美,02\n",
            (),
            "unreadable_file: problem=missing_columns missing=text,published_at,source present=姓名,電話",
            "The file has columns, but none for what is missing here. Say with --map",
        ),
        (
            "內容\nx\n",
            ("--map", "author=內容"),
            "bad_input: problem=unknown_name left=author names=id,source,channel",
            "In --map the left side is our name for a column and the right side is yours; ours is wrong here.",
        ),
        ("內容\nx\n", ("--map", "text"), "bad_input: problem=bad_map pair=text", "A part of --map is no pair."),
    ],
)
def test_a_file_that_cannot_be_imported_is_told_with_what_to_do(
    tmp_path: Path, stocked: Path, content: str | None, more: tuple[str, ...], code: str, sentence: str
) -> None:
    file = tmp_path / "some.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    done = firebreak(stocked, "import", str(file), *more)

    told, said = done.stderr.splitlines()[-2:]
    assert (done.returncode, done.stdout) == (2, "")
    assert told.startswith(f"firebreak: {code}")
    assert said.startswith(sentence)


def test_the_sentence_is_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    done = firebreak(tmp_path, "read", str(tmp_path / "none.csv"), language="zh_TW.UTF-8")

    assert done.stderr.splitlines()[1] == "檔案不在這裡。請看看檔名與目錄。"


def test_help_lists_the_names_that_a_column_may_have(tmp_path: Path) -> None:
    done = firebreak(tmp_path, "import", "--help")

    assert "author_name" in done.stdout


@pytest.mark.parametrize("command", [("read", "POSTS"), ("import", "POSTS"), ("replay", "POSTS", "--instant")])
def test_a_watch_with_too_long_a_name_is_pointed_at(
    tmp_path: Path, stocked: Path, posts: str, command: tuple[str, ...]
) -> None:
    watch = tmp_path / "watch.yaml"
    watch.write_text(f"watches:\n  - {{name: {'泉' * 81}, kind: brand, any: [泉]}}\n", encoding="utf-8")

    done = firebreak(stocked, *(posts if part == "POSTS" else part for part in command), "--watch", str(watch))

    said = "firebreak: bad_watch: watch=#1 field=name problem=long_name position=80 most=80\n"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert "The name of a watch has at most 80 characters." in done.stderr
