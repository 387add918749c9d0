"""Which rows does a file hold? JSON Lines, CSV and XLSX, one row at a time, each bad one named by line and problem."""

import csv
import io
import re
import tempfile
import warnings
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import ParseError

import orjson
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from firebreak.connect.columns import nested, renamed
from firebreak.connect.lines import Line, Script
from firebreak.core.errors import UnreadableFile

WORKBOOK_MARK = b"PK\x03\x04"
WORKBOOK_BYTES = 2**30  # unpacked, all sheets
WORKBOOK_WORDS_BYTES = 64 * 2**20  # unpacked; the list of words is the one part that has to lie in memory
WORKBOOK_FAILURES = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, RuntimeError),
    *(OSError, LookupError, ValueError, TypeError, AttributeError, OverflowError),
)
_DELIMITERS = ",\t;"
_SPACE = " \t\r\n\ufeff"


class Row(NamedTuple):
    """A row at 1-based `line`: its value, or the stable word for what is wrong with it. `end`: where to go on."""

    line: int
    end: int
    value: Any
    problem: str = ""


class _Text(NamedTuple):
    """A line of a CSV as text; `whole` is False where it was too long or in no known encoding."""

    number: int
    end: int
    text: str
    problem: str


def json_rows(lines: Iterable[Line], *, script: Script, columns: Mapping[str, str]) -> Iterator[Row]:
    """Read one JSON object a line; blank lines are passed over."""
    for number, end, body in lines:
        if body is None:
            yield Row(number, end, None, "too_long")
            continue
        value, problem = _parse(body, script)
        if problem == "blank":
            continue
        if columns and isinstance(value, dict):
            value = renamed(value, columns)
        yield Row(number, end, value, problem)


def csv_rows(lines: Iterable[Line], *, script: Script, names: list[str], delimiter: str) -> Iterator[Row]:
    """Read the rows below the header as rows of the contract.

    A row with a quote that is opened and not closed as it should be costs its own line only: what the quote had
    swallowed is read again from the next line.
    """
    feed = _Feed(lines, script)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.record.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield feed.refuse("too_long" if "limit" in str(error) else "broken_quotes")
            continue
        yield from _csv_row(cells, feed, names)


def csv_header(line: Line, script: Script) -> tuple[list[str], str]:
    """Give the cells of the first line and the delimiter of the file. Raises UnreadableFile."""
    text = script.read(line.body) if line.body is not None else None
    if text is None:
        raise UnreadableFile(problem="no_header")
    text = text.strip(_SPACE)
    delimiter = max(_DELIMITERS, key=text.count)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), []), delimiter
    except csv.Error:
        raise UnreadableFile(problem="no_header") from None


def sheet_rows(stream: IO[bytes]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Give (1-based row, cells) of the filled rows of an XLSX's first sheet. Raises UnreadableFile."""
    with tempfile.TemporaryFile() as copy:
        file: IO[bytes] = stream if stream.seekable() else _copied(stream, copy)
        try:
            yield from _sheet_rows(file)
        except WORKBOOK_FAILURES as error:
            raise UnreadableFile(problem="bad_workbook", found=type(error).__name__) from None


class _Feed:
    """Gives lines to the CSV reader, remembers those of the record being read, and can take them back."""

    def __init__(self, lines: Iterable[Line], script: Script) -> None:
        self.record: list[_Text] = []
        self._back: deque[_Text] = deque()
        self._lines = iter(lines)
        self._script = script

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._text(next(self._lines))
        self.record.append(line)
        return line.text

    def refuse(self, problem: str) -> Row:
        """Refuse the first line of the record and take back the others."""
        first, *others = self.record
        self._back.extendleft(reversed(others))
        return Row(first.number, first.end, None, first.problem or problem)

    def _text(self, line: Line) -> _Text:
        if line.body is None:
            return _Text(line.number, line.end, "", "too_long")
        text = self._script.read(line.body)
        if text is None:
            return _Text(line.number, line.end, line.body.decode(self._script.encoding, "replace"), "bad_encoding")
        return _Text(line.number, line.end, text, "")


def _csv_row(cells: list[str], feed: _Feed, names: list[str]) -> Iterator[Row]:
    first, last = feed.record[0], feed.record[-1]
    problem = next((line.problem for line in feed.record if line.problem), "")
    if not problem and any(cell.strip() for cell in cells[len(names) :]):
        problem = "too_many_columns"
    if problem:
        yield feed.refuse(problem)
    elif any(cells):
        yield Row(first.number, last.end, nested(dict(zip(names, cells, strict=False))))


def _parse(body: bytes, script: Script) -> tuple[Any, str]:
    text: bytes | str = body
    if script.encoding != "utf-8" and not body.isascii():
        text = script.read(body) or body
    try:
        return orjson.loads(text), ""
    except orjson.JSONDecodeError:
        pass
    if not body.strip():
        return None, "blank"
    again = script.read(body)
    if again is None:
        return None, "bad_encoding"
    try:
        return orjson.loads(again.strip(_SPACE)), ""
    except orjson.JSONDecodeError:
        return None, "not_json"


def _copied(stream: IO[bytes], copy: IO[bytes]) -> IO[bytes]:
    while body := stream.read(2**20):
        copy.write(body)
    copy.seek(0)
    return copy


def _sheet_rows(file: IO[bytes]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    _check_size(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, of no concern for what the cells say
        book = load_workbook(file, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if any(cell is not None for cell in cells):
                yield number, cells
    finally:
        book.close()


def _check_size(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        words = sum(part.file_size for part in parts if re.search(r"sharedStrings", part.filename))
        if words > WORKBOOK_WORDS_BYTES or sum(part.file_size for part in parts) > WORKBOOK_BYTES:
            raise UnreadableFile(problem="workbook_too_large", words_bytes=words)
    file.seek(0, io.SEEK_SET)
