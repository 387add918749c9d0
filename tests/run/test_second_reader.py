"""Which second reader reads? The shipped one or the operator's; a file that is none gives an error that names it."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client

from firebreak import knowledge
from firebreak.core.errors import UnreadableFile
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.second import COLUMNS
from firebreak.knowledge import onnx
from firebreak.knowledge.onnx import opinion_of, row
from firebreak.run.reader import read_file


@pytest.fixture(autouse=True)
def afresh() -> None:
    knowledge.forget_second()


def lines(folder: Path, *texts: str) -> str:
    rows = [{"id": str(at), "source": "t", "text": text, "published_at": "2026-01-01"} for at, text in enumerate(texts)]
    path = folder / "posts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("content", [b"", b"no model at all"])
def test_a_file_that_is_no_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    path = tmp_path / "mine.onnx"
    path.write_bytes(content)
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(path))
    with pytest.raises(UnreadableFile) as problem:
        knowledge.second()
    assert problem.value.context == {"file": "mine.onnx", "problem": "no_reader"}


class Speaks:
    """Stands for a session of the runtime: says one number in each column, until it is told another."""

    def __init__(self, number: float) -> None:
        self.number = number

    def run(self, _out: object, _given: object) -> list[Floats]:
        return [np.full((1, len(COLUMNS)), self.number, np.float32)]


def test_an_opinion_that_is_no_number_is_none() -> None:
    """It would be stored as nothing where a number must stand, and keep all others waiting."""
    session: Any = Speaks(1.0)
    opinion = opinion_of(session, "mine.onnx")
    session.number = np.nan
    with pytest.raises(UnreadableFile):
        opinion(np.arange(9, 20))


@pytest.mark.parametrize("count", [0, 3, 17, 19])
def test_any_other_count_of_columns_is_no_opinion(count: int) -> None:
    with pytest.raises(ValueError):
        row(np.ones(count), len(COLUMNS))


def test_a_reader_of_ones_own_has_the_shipped_one_of_words_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = knowledge.second()
    path = tmp_path / "mine.onnx"
    path.write_bytes((Path(knowledge.__file__).parent / "models/second.onnx").read_bytes())
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(path))
    mine = knowledge.second()

    assert shipped and shipped.words and mine and mine.words
    assert mine.words.version == shipped.words.version


def test_without_a_watch_what_is_unsure_is_read_by_both(tmp_path: Path) -> None:
    posts = lines(tmp_path, "等了很久才輪到，店員倒是一直有在道歉")

    def read(**how: bool) -> dict[str, object]:
        out = io.StringIO()
        read_file(posts, out=out, watch=None, explain=False, rejects=None, **how)
        found: dict[str, object] = json.loads(out.getvalue())
        return found

    assert read()["sentiment"] != read(again=False)["sentiment"]


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(tmp_path / "gone.onnx"))
    assert knowledge.has_second()
    with pytest.raises(UnreadableFile):
        knowledge.second()


def test_what_a_watch_holds_is_read_by_both_and_the_rest_by_the_first(tmp_path: Path) -> None:
    posts, watch = lines(tmp_path, "松瀑的店員說話很冷淡", "隔壁的店員說話很冷淡"), tmp_path / "watch.yaml"
    watch.write_text("watches:\n  - {name: 松瀑, kind: brand, any: [松瀑]}\n", encoding="utf-8")

    def read(**how: bool) -> list[dict[str, object]]:
        out = io.StringIO()
        read_file(posts, out=out, watch=str(watch), explain=False, rejects=None, **how)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    (heard, other), (first, same) = read(), read(again=False)
    assert heard["categories"] != first["categories"]
    assert other == same


def test_the_shipped_one_reads_a_post_the_same_alone_and_among_others(tmp_path: Path) -> None:
    reader = knowledge.second()
    assert reader
    numbers = np.arange(9, 60)
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(reader.opinion, [numbers, numbers[:7]] * 8))
    assert all(np.array_equal(one, reader.opinion(numbers)) for one in together[::2])


@pytest.mark.parametrize("numbers", [[], [0], [1] * 320, list(range(320))])
def test_the_shipped_one_has_an_opinion_of_anything(numbers: list[int]) -> None:
    reader = knowledge.second()
    assert reader
    assert np.isfinite(reader.opinion(np.array(numbers, np.int64))).all()


def test_a_damaged_one_is_opened_once_in_some_minutes_and_then_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, opened, now = tmp_path / "mine.onnx", list[Path](), [0.0]
    path.write_bytes(b"no model at all")
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(path))
    monkeypatch.setattr(import_module("firebreak.knowledge.second"), "monotonic", lambda: now[0])
    real = onnx.second_of
    monkeypatch.setattr(onnx, "second_of", lambda given: (opened.append(given), real(given))[1])

    def damaged() -> dict[str, Any]:
        with pytest.raises(UnreadableFile) as problem:
            knowledge.second()
        return problem.value.context

    assert damaged() == damaged() == {"file": "mine.onnx", "problem": "no_reader"}
    assert len(opened) == 1

    now[0] += 301
    damaged()
    assert len(opened) == 2


def test_health_says_whether_the_second_reader_reads(
    client: Client, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge.forget_second()
    assert client.get("/healthz").json()["second_reader"] == "not_opened"  # whoever only asks does not wake it

    knowledge.second()
    assert client.get("/healthz").json()["second_reader"] == "reads"

    knowledge.forget_second()
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(tmp_path / "gone.onnx"))
    with pytest.raises(UnreadableFile):
        knowledge.second()
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["second_reader"]) == (200, "damaged")
