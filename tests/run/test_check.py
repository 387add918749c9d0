"""Does `check` see what is wrong, name it, and say what to do? (R1.97 part: an edited row of the trail is named)"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from firebreak import knowledge
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.models import Post, Rollup, Source
from firebreak.console.listen.search import forget_posts, indexed_row
from firebreak.core.errors import UnreadableFile
from firebreak.core.terms import Role
from firebreak.knowledge import load
from firebreak.run.anchors import print_anchors
from firebreak.run.check import Line, check_all, look, verify_audit
from tests.cast import Cast
from tests.posts import LEAK, MINUTE, post
from tests.records import capture
from tests.run.conftest import HandIn
from tests.run.processes import PATIENCE


@pytest.fixture
def stored(take: HandIn, cast: Cast, at: datetime) -> None:
    set_default_routes(cast.brand)
    cast.brand.assignments.filter(person=cast.carol).update(role=Role.ADMIN.value)
    for number in range(3):
        take([post(number, LEAK, at - number * MINUTE)])


def lines() -> dict[str, Line]:
    return {line.name: line for line in look()}


def test_all_is_fine_after_the_services_did_it(stored: None) -> None:
    out = io.StringIO()

    assert check_all(out, as_json=True)
    assert {orjson.loads(line)["fine"] for line in out.getvalue().splitlines()} == {True}


def test_a_capture_that_was_changed_is_named(stored: None, brand: Brand, at: datetime) -> None:
    kept = [capture(one, at=at) for one in Post.objects.filter(brand=brand).order_by("pk")]
    assert (lines()["captures"].fine, lines()["captures"].found) == (True, f"{len(kept)} as captured")

    Capture.objects.filter(pk=kept[1].pk).update(manifest=kept[1].manifest.replace("客服", "主管"))

    line = lines()["captures"]
    assert (line.fine, line.found) == (False, "changed: spring EV-0002")
    assert "auditor" in line.do


def test_it_names_the_levels_that_reach_nobody_by_their_roles(cast: Cast) -> None:
    set_default_routes(cast.brand)

    line = lines()["routes"]

    assert not line.fine
    assert line.found == "spring: S4 reach nobody by role, no administrator either"


def test_a_level_that_only_reaches_the_administrator_is_named_and_fine(cast: Cast) -> None:
    set_default_routes(cast.brand)
    cast.brand.assignments.filter(person=cast.alice).update(role=Role.ADMIN.value)

    line = lines()["routes"]

    assert line.fine
    assert line.found == "spring: S4 reach nobody by role, 1 administrators called instead"


def miscount() -> None:
    Rollup.objects.update(count=7)


def misplace() -> None:
    Story.objects.update(negative_count=99)


def lose() -> None:
    forget_posts([indexed_row(Post.objects.select_related("reading")[0])])


def fail() -> None:
    Source.objects.update(failures=2, last_error="source_down")


@pytest.mark.parametrize(
    ("harm", "name"), [(miscount, "counts"), (misplace, "stories"), (lose, "search"), (fail, "sources")]
)
def test_it_names_what_is_wrong_and_what_to_do(stored: None, harm: Callable[[], None], name: str) -> None:
    harm()

    found = lines()
    assert [line.name for line in found.values() if not line.fine] == [name]
    assert found[name].do


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the reader's weights, to be harmed."""
    copy = tmp_path / "reading.npz"
    copy.write_bytes(load.HERE.joinpath(load.WEIGHTS).read_bytes())
    monkeypatch.setattr(load, "WEIGHTS", str(copy))
    load.model.cache_clear()
    yield copy
    load.model.cache_clear()


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def blot(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 255
    path.write_bytes(body)


def strip(path: Path) -> None:
    np.savez(path, version="1")


@pytest.mark.parametrize("harm", [halve, empty, blot, strip, Path.unlink])
def test_damaged_weights_are_named(db: None, weights: Path, harm: Callable[[Path], None]) -> None:
    harm(weights)

    found = lines()["reading"]
    assert not found.fine
    assert found.do


def test_a_second_reader_that_is_not_there_is_named(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(tmp_path / "gone.onnx"))
    knowledge.forget_second()

    found = lines()["reading"]
    assert not found.fine
    assert "FIREBREAK_SECOND_READER" in found.do


def checked(address: str, home: Path) -> subprocess.CompletedProcess[str]:
    return commanded(address, home, "check")


def commanded(address: str, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "FIREBREAK_HOME": str(home), "FIREBREAK_DATABASE_URL": address, "PYTHONPATH": "src"}
    command = [sys.executable, "-m", "firebreak", *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_a_database_that_does_not_answer_is_named_and_what_needs_none_is_looked_at(tmp_path: Path) -> None:
    done = checked("postgresql://nobody:geheim@127.0.0.1:1/none", tmp_path)

    marks = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()}
    assert (done.returncode, marks["database"], marks["reading"]) == (1, "FIX", "ok")
    assert "FIREBREAK_DATABASE_URL" in done.stdout
    assert "geheim" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    file.write_bytes("這不是資料庫".encode() * 400)

    done = checked(f"sqlite:///{file}", tmp_path)

    assert (done.returncode, done.stderr) == (1, "")
    assert "FIX  database" in done.stdout


def test_an_edited_entry_is_named(stored: None, brand: Brand) -> None:
    """R1.97 part: change one row of the trail in the database, and the walk names it."""
    entry = Entry.objects.filter(action="store_posts").order_by("number")[1]
    Entry.objects.filter(pk=entry.pk).update(detail={**entry.detail, "count": 1000})

    found = lines()["audit"]
    assert not found.fine
    assert found.found == f"{brand.organisation.slug}: changed at entry {entry.number}"


def test_a_missing_entry_is_named(stored: None) -> None:
    entry = Entry.objects.order_by("number")[1]
    Entry.objects.filter(pk=entry.pk).delete()

    assert f"missing at entry {entry.number}" in lines()["audit"].found


def test_a_cut_tail_shows_only_beside_an_anchor(stored: None, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "anchors.jsonl"
    with path.open("w", encoding="utf-8") as file:
        print_anchors(file, at=at)
    out = io.StringIO()
    assert verify_audit(out, anchor_file=str(path))
    assert "tail provable" in out.getvalue()

    Entry.objects.order_by("-number")[0].delete()

    assert not verify_audit(out, anchor_file=str(path))
    assert "tail_cut" in out.getvalue()


def anchors(at: datetime) -> list[dict[str, Any]]:
    out = io.StringIO()
    print_anchors(out, at=at)
    return [orjson.loads(line) for line in out.getvalue().splitlines()]


def test_anchors_are_printed_oldest_first_and_a_chain_that_stands_still_gets_no_new_one(
    stored: None, take: HandIn, brand: Brand, at: datetime
) -> None:
    entries = brand.organisation.entries.count()
    first, again = anchors(at), anchors(at + MINUTE)
    take([post(9, LEAK, at)])

    assert first == again
    assert [(one["organisation"], one["count"]) for one in anchors(at + MINUTE)] == [
        (brand.organisation.slug, entries),
        (brand.organisation.slug, entries + 1),
    ]


@pytest.mark.parametrize("words", ["{", "[1]", '{"organisation": "x"}', '{"organisation": "x", "at": "gestern"}'])
def test_a_file_that_holds_no_anchors_is_refused(stored: None, tmp_path: Path, words: str) -> None:
    path = tmp_path / "anchors.jsonl"
    path.write_text(words, encoding="utf-8")

    with pytest.raises(UnreadableFile):
        verify_audit(io.StringIO(), anchor_file=str(path))


def test_the_command_writes_what_verify_reads(tmp_path: Path) -> None:
    env = {**os.environ, "FIREBREAK_HOME": str(tmp_path), "PYTHONPATH": "src"}
    env["FIREBREAK_DATABASE_URL"] = f"sqlite:///{tmp_path}/x.sqlite3"
    posts, watch, kept = tmp_path / "posts.jsonl", tmp_path / "watch.yaml", tmp_path / "anchors.jsonl"
    watch.write_text("brand: 明泉\nwatches:\n  - {name: 明泉, kind: brand, any: [明泉]}\n", encoding="utf-8")
    row = {"id": "1", "source": "ptt", "text": LEAK, "published_at": "2026-11-18T03:12:00+08:00"}
    posts.write_bytes(orjson.dumps(row))
    for args in (["import", str(posts), "--watch", str(watch)], ["audit", "anchor", "--out", str(kept)]):
        subprocess.run([sys.executable, "-m", "firebreak", *args], env=env, capture_output=True, check=True)

    command = [sys.executable, "-m", "firebreak", "audit", "verify", "--anchor", str(kept)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert kept.read_text(encoding="utf-8").count("\n") == 1
    assert "tail provable" in done.stdout


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nobody:geheim@127.0.0.1:1/none?sslmod=require", "problem=unknown_option option=sslmod"),
        ("postgresql://nobody:geheim@127.0.0.1:1/none", "problem=no_answer"),
        ("sqlite:////nowhere/at/all.sqlite3", "problem=no_answer"),
    ],
)
def test_a_command_that_cannot_open_its_database_says_so(tmp_path: Path, address: str, said: str) -> None:
    done = commanded(address, tmp_path, "run", "tidy")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"firebreak: bad_database: {said}")
    assert done.stderr.count("\n") == 2  # what happened, and what to do
    assert "geheim" not in done.stderr
