"""How does `firebreak detect` answer: one line of counts in, one line with what was expected out?"""

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from firebreak.core.alert.detect import Detector, Judged
from firebreak.core.errors import BadRow, UnreadableFile
from firebreak.run.output import Rejects, rejecting

BATCH = 4096
TAIPEI = timezone(timedelta(hours=8))
ASSUMED_STEP = timedelta(minutes=5)  # of a file with one row
JITTER = 10  # a row may be off by a tenth of the step
FORGOTTEN = timedelta(days=56)  # after such a gap all begins anew
HEADER = "timestamp,value,expected,low,high,score,alert\n"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file as written, with its time and its count (NaN where nobody listened)."""

    line: int
    timestamp: str
    value: str
    at: datetime
    count: float


def detect_file(path: str, *, out: IO[str], rejects: str | None) -> int:
    """Write a line for every row that can be read; give how many were rejected."""
    with rejecting(rejects) as refused, _opened(path) as stream:
        rows = _rows(stream, refused)
        out.write(HEADER)
        ready = list(islice(rows, 2))
        if ready:
            judge = _Judge(ready, refused)
            judge.write(ready, out)
            while batch := list(islice(rows, BATCH)):
                judge.write(batch, out)
    return refused.count


def _opened(path: str) -> AbstractContextManager[IO[str]]:
    if path == "-":
        return nullcontext(sys.stdin)
    try:
        return Path(path).open(encoding="utf-8-sig", newline="")
    except OSError as wrong:
        raise UnreadableFile(file=path, problem=type(wrong).__name__) from wrong


def _rows(stream: IO[str], refused: Rejects) -> Iterator[Row]:
    try:
        lines = csv.reader(stream)
        names = [name.strip().lstrip("\ufeff").lower() for name in next(lines, [])]
        if "timestamp" not in names or "value" not in names:
            raise UnreadableFile(problem="header", needs="timestamp,value")
        when, what = names.index("timestamp"), names.index("value")
        for cells in lines:
            if not cells:
                continue
            try:
                yield _row(lines.line_num, cells, when, what)
            except BadRow as bad:
                refused.add_all([{"code": bad.code, **bad.context}])
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise UnreadableFile(problem="not_csv", detail=type(wrong).__name__) from wrong


def _row(line: int, cells: list[str], when: int, what: int) -> Row:
    if len(cells) <= max(when, what):
        raise BadRow(line=line, problem="cells")
    timestamp, value = cells[when].strip(), cells[what].strip()
    try:
        at = datetime.fromisoformat(timestamp)
    except ValueError:
        raise BadRow(line=line, problem="timestamp") from None
    try:
        count = float(value) if value else float("nan")
    except ValueError:
        raise BadRow(line=line, problem="value") from None
    if count < 0 or count == float("inf"):
        raise BadRow(line=line, problem="value")
    return Row(line, timestamp, value, at.astimezone(TAIPEI) if at.tzinfo else at, count)


class _Judge:
    """Puts rows into equal bins, leaving gaps empty, and judges them. The first two rows tell the step."""

    def __init__(self, first: list[Row], refused: Rejects) -> None:
        self.refused = refused
        alike = len(first) == 2 and (first[0].at.tzinfo is None) == (first[1].at.tzinfo is None)
        self.step = first[1].at - first[0].at if alike else ASSUMED_STEP
        if self.step <= timedelta(0):
            raise UnreadableFile(problem="order", line=first[1].line)
        self._begin(first[0].at)

    def _begin(self, at: datetime) -> None:
        self.start, self.next = at, 0
        self.detector = Detector(1, start=at, step=self.step)

    def write(self, rows: Iterable[Row], out: IO[str]) -> None:
        """Judge these rows and write them, beginning anew after a gap in which all is forgotten."""
        kept: list[tuple[Row, int]] = []
        for row in rows:
            try:
                place = self._place(row, kept[-1][1] + 1 if kept else self.next)
            except BadRow as bad:
                self.refused.add_all([{"code": bad.code, **bad.context}])
                continue
            if (place - (kept[-1][1] if kept else self.next)) * self.step > FORGOTTEN:
                self._flush(kept, out)
                kept, place = [], 0
                self._begin(row.at)
            kept.append((row, place))
        self._flush(kept, out)

    def _place(self, row: Row, least: int) -> int:
        if (row.at.tzinfo is None) != (self.start.tzinfo is None):
            raise BadRow(line=row.line, problem="zone")
        since = row.at - self.start
        place = round(since / self.step)
        if abs(since - place * self.step) * JITTER > self.step:
            raise BadRow(line=row.line, problem="spacing")
        if place < least:
            raise BadRow(line=row.line, problem="order")
        return place

    def _flush(self, kept: list[tuple[Row, int]], out: IO[str]) -> None:
        if not kept:
            return
        places = np.array([place for _, place in kept]) - self.next
        counts = np.full((1, places[-1] + 1), np.nan)
        counts[0, places] = [row.count for row, _ in kept]
        judged = self.detector.feed(counts)
        self.next += len(counts[0])
        out.writelines(_lines([row for row, _ in kept], judged, places))


def _lines(rows: list[Row], judged: Judged, places: np.typing.NDArray[np.int64]) -> Iterator[str]:
    parts = (judged.expected, judged.low, judged.high, judged.score, judged.alert)
    columns = zip(*(part[0, places].tolist() for part in parts), strict=True)
    for row, (expected, low, high, score, alert) in zip(rows, columns, strict=True):
        yield f"{row.timestamp},{row.value},{expected:.4f},{low:.0f},{high:.0f},{score:.6f},{alert:d}\n"
