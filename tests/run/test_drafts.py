"""How do `firebreak lint` and `firebreak compare` behave as commands? Rows in, rows out, bad ones put aside."""

import io
import json
from pathlib import Path

import pytest

from firebreak.cli import main


def typed(command: str, tmp_path: Path, *rows: str) -> tuple[int, list[dict[str, object]], list[dict[str, object]]]:
    """Run a command on a file; gives the exit code, what it printed and what it put aside."""
    given, out, aside = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "aside.jsonl"
    given.write_text("\n".join(rows), encoding="utf-8")
    code = main([command, str(given), "--out", str(out), "--rejects", str(aside)])
    return code, *([json.loads(line) for line in path.read_text().splitlines()] for path in (out, aside))  # type: ignore[return-value]


def test_a_draft_gives_a_line_of_the_contract(tmp_path: Path) -> None:
    code, (line,), aside = typed("lint", tmp_path, '{"id": "x", "kind": "reply", "text": "奧客"}')

    assert (code, aside) == (0, [])
    assert set(line) == {"id", "ok", "findings", "missing"}
    assert line["ok"] is False
    assert set(line["findings"][0]) == {"code", "level", "start", "end", "text", "why", "suggest"}  # type: ignore[index]


def test_a_pair_gives_a_line_of_the_contract(tmp_path: Path) -> None:
    code, (line,), _ = typed("compare", tmp_path, '{"id": "x", "a": "補償 300 元", "b": "補償 500 元"}')

    assert code == 0
    assert line == {"id": "x", "conflicts": [{"field": "money", "a": "300 元", "b": "500 元"}]}


def test_a_bad_row_is_put_aside_and_the_others_are_answered(tmp_path: Path) -> None:
    good = '{"id": "x", "kind": "reply", "text": "好"}'

    code, lines, aside = typed("lint", tmp_path, good, "oops", "", '{"kind": "tweet", "text": "a"}', "[1]", good)

    assert code == 1
    assert len(lines) == 2
    assert [(row["line"], row["problem"]) for row in aside] == [
        (2, "not_json"),
        (4, "kind_unknown"),
        (5, "not_an_object"),
    ]
    assert all(row["code"] == "bad_row" and row["needs"] for row in aside)


@pytest.mark.parametrize("command", ["lint", "compare"])
def test_a_file_that_holds_no_rows_is_bad_input(command: str, tmp_path: Path) -> None:
    assert typed_alone(command, tmp_path, b"hello\nworld\n") == 2
    assert typed_alone(command, tmp_path, b"") == 0
    assert main([command, str(tmp_path / "nowhere")]) == 2


def typed_alone(command: str, tmp_path: Path, content: bytes) -> int:
    (tmp_path / "file").write_bytes(content)
    return main([command, str(tmp_path / "file")])


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"a": "", "b": ""}')))

    assert main(["compare", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "1", "conflicts": []}
