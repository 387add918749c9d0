"""How does `firebreak forecast` behave as a command? Cascades in, forecasts out, bad ones put aside."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from firebreak.cli import main

ROW = {"id": "a", "published_at": "2026-11-20T12:00:00+08:00", "followers": 500, "delays": list(range(5, 5000, 40))}


def typed(tmp_path: Path, *rows: object, at: str = "1h") -> tuple[int, list[dict[str, Any]], list[dict[str, Any]]]:
    """Run the command on a file; gives the exit code, what it printed and what it put aside."""
    given, out, aside = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "aside.jsonl"
    given.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    code = main(["forecast", str(given), "--at", at, "--out", str(out), "--rejects", str(aside)])
    return code, *([json.loads(line) for line in path.read_text().splitlines()] for path in (out, aside))  # type: ignore[return-value]


def test_a_cascade_gives_a_line_of_the_contract(tmp_path: Path) -> None:
    code, (line,), aside = typed(tmp_path, ROW)

    assert (code, aside) == (0, [])
    assert list(line) == [
        "id", "at_seconds", "seen", "final", "next_hour", "peak_ahead", "growing", "reproduction",
    ]  # fmt: skip
    assert (line["id"], line["at_seconds"], line["seen"]) == ("a", 3600, 90)
    assert list(line["final"]) == list(line["next_hour"]) == ["p10", "p50", "p90"]
    assert 90 <= line["final"]["p10"] <= line["final"]["p50"] <= line["final"]["p90"]
    assert 0 <= line["peak_ahead"] <= 1
    assert isinstance(line["growing"], bool)


def test_what_comes_after_the_age_changes_nothing(tmp_path: Path) -> None:
    early = {**ROW, "delays": list(range(5, 600, 40))}

    _, (whole, part), _ = typed(tmp_path, ROW, early, at="10m")

    assert whole == part


@pytest.mark.parametrize("at", ["3600", "3600s", "60m", "1h", " 1h "])
def test_an_age_may_be_written_in_several_ways(tmp_path: Path, at: str) -> None:
    assert typed(tmp_path, ROW, at=at)[1][0]["at_seconds"] == 3600


@pytest.mark.parametrize("at", ["", "0", "-1h", "1w", "nan", "10 m", "1 day"])
def test_an_age_that_is_none_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str], at: str) -> None:
    assert main(["forecast", str(tmp_path / "none"), f"--at={at}"]) == 2

    assert "bad_input: problem=duration" in capsys.readouterr().err


def test_only_the_delays_are_needed(tmp_path: Path) -> None:
    _, (bare, told), _ = typed(
        tmp_path, {"delays": []}, {**ROW, "published_at": 1.7e9, "verified": True, "disputed": None, "reach": [1]}
    )

    assert (bare["id"], bare["seen"], bare["reproduction"]) == ("1", 0, 0)
    assert told["seen"] == 90


def test_a_bad_row_is_put_aside_and_the_others_are_answered(tmp_path: Path) -> None:
    bad = [
        {"delays": [3, 2]}, {"delays": [-1]}, {"delays": ["5"]}, {"delays": None}, {}, {**ROW, "followers": -1},
        {**ROW, "published_at": "soon"}, {**ROW, "published_at": 1e30}, {**ROW, "verified": "yes"},
        {**ROW, "id": ["a"]}, "oops",
    ]  # fmt: skip

    code, lines, aside = typed(tmp_path, ROW, *bad, {**ROW, "id": "last"})

    assert (code, [line["id"] for line in lines]) == (1, ["a", "last"])
    assert [row["problem"] for row in aside] == [
        "delays_order", "delays_negative", "delays", "delays", "delays", "followers",
        "published_at", "published_at", "verified", "id", "not_json",
    ]  # fmt: skip
    assert [row["line"] for row in aside] == list(range(2, 13))
    assert all(row["code"] == "bad_row" and row["needs"] for row in aside)


def test_a_packed_file_is_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "in.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(ROW).encode()))

    assert main(["forecast", str(packed), "--at", "1h"]) == 0
    assert json.loads(capsys.readouterr().out)["seen"] == 90

    packed.write_bytes(b"not packed")
    assert main(["forecast", str(packed), "--at", "1h"]) == 2
    assert "unreadable_file" in capsys.readouterr().err


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(ROW).encode())))

    assert main(["forecast", "-", "--at", "6h"]) == 0
    assert json.loads(capsys.readouterr().out)["at_seconds"] == 21600
