"""How does `firebreak detect` take a file of counts, good or broken?"""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from firebreak.cli import main

START = datetime(2026, 11, 2)
COLUMNS = ["timestamp", "value", "expected", "low", "high", "score", "alert"]


def lines(values: list[object], *, step: timedelta = timedelta(minutes=5)) -> list[str]:
    return ["timestamp,value", *(f"{START + place * step},{value}" for place, value in enumerate(values))]


def detect(
    path: Path, rows: list[str], capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, list[dict[str, str]]]:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    code = main(["detect", str(path), *more])
    return code, list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_every_row_comes_back_with_what_was_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines([2, 3] * 400 + [60])

    code, out = detect(tmp_path / "counts.csv", rows, capsys)

    assert code == 0
    assert list(out[0]) == COLUMNS
    assert [f"{row['timestamp']},{row['value']}" for row in out] == rows[1:]
    assert [row["alert"] for row in out] == ["0"] * 800 + ["1"]
    assert float(out[-2]["low"]) <= 2.5 <= float(out[-2]["high"])


@pytest.mark.parametrize("cut", [1, 2, 3, 290, 700])
def test_a_shorter_file_gives_the_same_rows(cut: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines([2, 3] * 400)

    _, whole = detect(tmp_path / "whole.csv", rows, capsys)
    _, part = detect(tmp_path / "part.csv", rows[: cut + 1], capsys)

    assert part == whole[:cut]


def test_it_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines([1, 2, 3]))))

    assert main(["detect", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_an_empty_value_is_time_that_nobody_listened_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = detect(tmp_path / "counts.csv", lines([2, "", 3]), capsys)

    assert code == 0
    assert (out[1]["value"], out[1]["expected"], out[1]["alert"]) == ("", "0.0000", "0")


def test_a_gap_is_not_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines([3] * 1200)
    without = rows[:601] + rows[901:]

    code, out = detect(tmp_path / "counts.csv", without, capsys)

    assert (code, len(out)) == (0, 900)
    assert float(out[600]["expected"]) == pytest.approx(3, rel=0.2)
    assert not any(row["alert"] == "1" for row in out)


def test_after_months_of_silence_it_begins_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*lines([3] * 600), *(f"{START + timedelta(days=90, minutes=5 * n)},50" for n in range(10))]

    code, out = detect(tmp_path / "counts.csv", rows, capsys)

    assert (code, len(out)) == (0, 610)
    assert not any(row["alert"] == "1" for row in out)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("yesterday,3", "timestamp"),
        (f"{START + timedelta(minutes=15)},many", "value"),
        (f"{START + timedelta(minutes=15)},-3", "value"),
        (f"{START + timedelta(minutes=15)},inf", "value"),
        (f"{START + timedelta(minutes=15)}", "cells"),
        (f"{START + timedelta(minutes=5)},3", "order"),
        (f"{START + timedelta(minutes=17)},3", "spacing"),
        (f"{START + timedelta(minutes=15)}+08:00,3", "zone"),
    ],
)
def test_a_bad_row_is_put_aside_and_the_rest_goes_on(
    row: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*lines([1, 2, 3]), row, f"{START + timedelta(minutes=20)},4"]

    code, out = detect(tmp_path / "counts.csv", rows, capsys, "--rejects", str(tmp_path / "bad"))

    assert code == 1
    assert [one["value"] for one in out] == ["1", "2", "3", "4"]
    assert orjson.loads((tmp_path / "bad").read_bytes()) == {"code": "bad_row", "line": 5, "problem": problem}


@pytest.mark.parametrize("text", ["", "time,count\n2026-11-02,3\n", "timestamp,value\n2026-11-02,3\n2026-11-02,4\n"])
def test_a_file_that_is_no_series_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "counts.csv").write_text(text)

    assert main(["detect", str(tmp_path / "counts.csv")]) == 2
    assert capsys.readouterr().err.startswith("firebreak: ")


def test_a_file_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "/nowhere/counts.csv"]) == 2
