"""Do the rows of a book that is being written lie where nobody finds them later, whatever becomes of its process?"""

from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest

from firebreak.console.export import files
from firebreak.console.export.folder import forget_left_folders, own_folder
from firebreak.core.errors import BadInput, Conflict


def test_rows_of_a_book_lie_where_they_go_when_it_is_called_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def rows() -> Any:
        yield ["陳大文"] * 3
        assert [one.name.startswith("firebreak-rows-") for one in tmp_path.iterdir()] == [True]
        raise Conflict(work=1)

    with TemporaryFile() as file, pytest.raises(Conflict):
        files.write_xlsx(rows(), ["名字"], file)

    assert not list(tmp_path.iterdir())


def test_rows_that_a_killed_process_left_go_and_those_being_written_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "firebreak-rows-left"
    left.mkdir()
    (left / "rows").write_text("陳大文", encoding="utf-8")

    with own_folder() as mine:
        forget_left_folders()
        assert Path(mine).is_dir()

    assert not list(tmp_path.iterdir())


def test_a_sheet_takes_no_row_more_than_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "EXCEL_ROWS", 3)
    with TemporaryFile() as file:
        assert files.write_xlsx([["1"]] * 2, ["名字"], file) == 2
    with TemporaryFile() as file, pytest.raises(BadInput):
        files.write_xlsx([["1"]] * 3, ["名字"], file)
