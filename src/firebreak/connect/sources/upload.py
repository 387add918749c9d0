"""Which posts are in a file? JSON Lines, CSV or XLSX, from disk or standard input, in constant memory."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import IO, Any

from firebreak.connect.columns import check_map, names_of, nested
from firebreak.connect.contract import Cursor, Page, Policy
from firebreak.connect.lines import Line, Opened, lines_of, opened
from firebreak.connect.posts import post_of
from firebreak.connect.tables import WORKBOOK_MARK, Row, csv_header, csv_rows, json_rows, sheet_rows
from firebreak.core.errors import BadInput, BadRow, UnreadableFile
from firebreak.core.terms import Post

PAGE_ROWS = 1000
MOST_NAMES = 40
MOST_OF_A_NAME = 20
POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Place:
    """How far a file has been read: the last `line` (1-based) and the byte offset `end` after it."""

    line: int = 0
    end: int = 0


class PostFile:
    """The posts of a binary stream in the order of its lines, with a BadRow where a row cannot be a post.

    `columns` maps contract columns to those of the file; `source` is used where a row names none. Only the record being
    read lies in memory (and, for XLSX, its list of words, refused above 64 MiB). `place` tells how far it has come, and
    given one, reading goes on after it. Iterating raises UnreadableFile when the file is no table of posts.
    """

    def __init__(
        self,
        stream: IO[bytes],
        *,
        columns: Mapping[str, str] | None = None,
        source: str = "",
        place: Place | None = None,
        may_be_empty: bool = False,
    ) -> None:
        self.place = place or Place()
        self._stream = stream
        self._columns = dict(columns or {})
        self._source = source
        self._may_be_empty = may_be_empty  # a job's file waits for its first line, a person's was named by mistake
        check_map(self._columns)

    def __iter__(self) -> Iterator[Post | BadRow]:
        source = self._source
        for line, end, value, problem in self._rows():
            self.place = Place(line, end)
            if problem:
                yield BadRow(line=line, problem=problem)
                continue
            try:
                result: Post | BadRow = post_of(value, line=line, source=source)
            except BadRow as bad:
                result = bad.with_traceback(None)
            yield result

    def _rows(self) -> Iterator[Row]:
        file = opened(self._stream)
        if file.head.startswith(WORKBOOK_MARK):
            return self._sheet(self._stream if file.offsets else file.stream)
        lines = lines_of(file.stream, end=file.start)
        first = next((line for line in lines if line.body is None or line.body.strip()), None)
        if first is None and self._may_be_empty:
            return iter(())
        if first is None:
            raise UnreadableFile(problem="empty_file")
        if _starts_json(first.body):
            return self._json(first, lines, file)
        return self._table(first, lines, file)

    def _json(self, first: Line, lines: Iterator[Line], file: Opened) -> Iterator[Row]:
        return json_rows(self._after(chain([first], lines), file), script=file.script, columns=self._columns)

    def _table(self, first: Line, lines: Iterator[Line], file: Opened) -> Iterator[Row]:
        header, delimiter = csv_header(first, file.script)
        names = names_of(header, self._columns)
        missing = self._missing(names)
        if not missing:
            return csv_rows(self._after(lines, file), script=file.script, names=names, delimiter=delimiter)
        if any(map(_starts_json, file.head.splitlines())):
            return self._json(first, lines, file)
        raise lacking(missing, header)

    def _sheet(self, stream: IO[bytes]) -> Iterator[Row]:
        rows = sheet_rows(stream)
        _, cells = next(rows, (0, ()))
        header = ["" if cell is None else str(cell) for cell in cells]
        if not header:
            raise UnreadableFile(problem="empty_file")
        names = names_of(header, self._columns)
        missing = self._missing(names)
        if missing:
            raise lacking(missing, header)
        done = self.place.line
        for number, cells in rows:
            if number > done:
                yield Row(number, number, nested(dict(zip(names, cells, strict=False))))

    def _missing(self, names: Iterable[str]) -> list[str]:
        have = {*names, "source"} if self._source else set(names)
        missing = [] if have & {"text", "title"} else ["text"]
        return missing + [name for name in ("published_at", "source") if name not in have]

    def _after(self, lines: Iterable[Line], file: Opened) -> Iterable[Line]:
        """Go on after the place already reached: by seeking where the stream can, else by reading over it."""
        place = self.place
        if not place.line:
            return lines
        if not file.offsets:
            return dropwhile(lambda line: line.number <= place.line, lines)
        self._stream.seek(place.end)
        return lines_of(self._stream, number=place.line, end=place.end)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person or a job put there: `path` (`-` is standard input), `columns` and `source` as configured.

    What a customer may do with an own export is the customer's business, so storing is allowed without a limit.
    `path` names a file of this machine: it comes from the command line or from our own upload, never from a form.
    """

    kind: str = "upload"
    policy: Policy = POLICY

    def fetch(self, config: Mapping[str, Any], cursor: Cursor) -> Page:
        """Give the next 1,000 rows of the file; the cursor is the place after them."""
        path, columns = config.get("path"), config.get("columns") or {}
        if not isinstance(path, str) or not isinstance(columns, Mapping):
            raise BadInput(problem="no_path")
        place = Place(int(cursor.get("line", 0)), int(cursor.get("end", 0)))
        with open_upload(path) as stream:
            file = PostFile(
                stream, columns=columns, source=str(config.get("source") or ""), place=place, may_be_empty=True
            )
            rows = list(islice(file, PAGE_ROWS))
        return Page(
            posts=tuple(row for row in rows if isinstance(row, Post)),
            rejects=tuple(row for row in rows if isinstance(row, BadRow)),
            cursor={"line": file.place.line, "end": file.place.end},
            more=len(rows) == PAGE_ROWS,
            unchanged=not rows,
        )


def read_posts(
    stream: IO[bytes], *, columns: Mapping[str, str] | None = None, source: str = ""
) -> Iterator[Post | BadRow]:
    """Give what PostFile gives, for those who need no place."""
    return iter(PostFile(stream, columns=columns, source=source))


@contextmanager
def open_upload(path: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard input for `-`. Raises UnreadableFile."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 (closed below; what the reader of it raises is not ours)
    except (OSError, ValueError) as error:
        raise UnreadableFile(file=Path(path).name, problem=type(error).__name__) from None
    with stream:
        yield stream


def lacking(missing: Iterable[str], header: Iterable[str]) -> UnreadableFile:
    """Say which columns are missing and which are there, of a first row that is no heading only a part."""
    there = [head.strip()[:MOST_OF_A_NAME] for head in islice(header, MOST_NAMES)]
    return UnreadableFile(problem="missing_columns", missing=",".join(missing), present=",".join(there))


def _starts_json(body: bytes | None) -> bool:
    return body is not None and body.lstrip()[:1] in (b"{", b"[")
