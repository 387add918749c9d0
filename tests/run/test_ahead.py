"""Does a process of its own read a file as this one would, and what when it is no more?"""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from firebreak.core.errors import UnreadableFile
from firebreak.core.terms import Watch, WatchKind
from firebreak.run import ahead
from firebreak.run.ahead import Task, chunks, helper_for, reading
from tests.posts import LEAK

WATER = Watch(name="water", kind=WatchKind.BRAND, any=("明泉",))


def test_a_reading_process_that_ended_before_it_was_asked_is_told_of(tmp_path: Path) -> None:
    here, there = multiprocessing.Pipe()
    there.close()

    with pytest.raises(UnreadableFile) as told:
        list(reading(Task(path=str(tmp_path / "posts.jsonl"), columns={}, watches=()), here))

    assert told.value.context == {"problem": "reading_ended"}


def test_a_short_file_is_worth_no_process(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text("{}")

    with helper_for(str(path)) as helper:
        assert helper is None


def test_a_process_of_its_own_reads_a_file_as_this_one_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "WORTH", 0)
    path = tmp_path / "posts.jsonl"
    good = {"id": "1", "source": "ptt", "text": LEAK, "published_at": "2026-11-18T03:12:00+08:00"}
    path.write_bytes(orjson.dumps(good) + b"\n{\n" + orjson.dumps(good | {"id": "2", "text": "天氣真好"}))
    task = Task(path=str(path), columns={}, watches=(WATER,))

    with helper_for(task.path) as helper:
        told = [(c.sheet.rows, c.sheet.unmatched, c.rejects) for c in reading(task, helper)]

    assert told == [(c.sheet.rows, c.sheet.unmatched, c.rejects) for c in chunks(task)]
    assert [len(part) for part in told[0]] == [1, 1, 1]


def test_products_of_matrices_start_no_threads_of_their_own() -> None:
    """A thread that waits for the next small product would keep a core from the process that stores."""
    begun = "from firebreak.cli import compute_alone; compute_alone(); import os; import numpy as np"
    asked = "one = np.ones((2000, 600), np.float32); one @ one.T; print(len(os.listdir('/proc/self/task')))"
    unset = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}

    told = subprocess.run([sys.executable, "-c", f"{begun}; {asked}"], env=unset, capture_output=True, check=True)

    assert int(told.stdout) == 1
