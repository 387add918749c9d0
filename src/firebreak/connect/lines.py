"""Which lines does a file have, and in which encoding? Constant memory, whatever the file's size."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, NamedTuple

LINE_BYTES = 4 * 2**20  # a longer line is no post
SAMPLE_BYTES = 256 * 2**10

_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}  # Excel's "Unicode text"


class Line(NamedTuple):
    """One line: `number` is 1-based, `end` the byte offset after it; `body` is None when it was too long."""

    number: int
    end: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Script:
    """How the bytes of a file become text: UTF-8 or CP950 (Big5 as Windows writes it), the other where one fails."""

    encoding: str

    def read(self, body: bytes) -> str | None:
        """Give the text of a line, None when it is neither."""
        for encoding in (self.encoding, "cp950" if self.encoding == "utf-8" else "utf-8"):
            try:
                return body.decode(encoding)
            except UnicodeDecodeError:
                continue
        return None


@dataclass(frozen=True, slots=True)
class Opened:
    """A stream whose beginning was looked at.

    `head` holds its first bytes (up to 256 KiB) and `stream` the whole, both without a byte order mark and with UTF-16
    turned into UTF-8. `start` is the offset of the first line; `offsets` tells whether the stream given can seek there.
    """

    head: bytes
    stream: IO[bytes]
    script: Script
    start: int
    offsets: bool


def opened(raw: IO[bytes]) -> Opened:
    """Look at the beginning of `raw`, which may be a pipe, without waiting for more than is there."""
    head = _read_some(raw, SAMPLE_BYTES)
    wide = next((name for mark, name in _WIDE_MARKS.items() if head.startswith(mark)), "")
    if wide:
        narrow: IO[bytes] = io.BufferedReader(_Narrowed(_Again(head[2:], raw), wide), SAMPLE_BYTES)
        return Opened(head[2:].decode(wide, "replace").encode(), narrow, Script("utf-8"), start=0, offsets=False)
    start = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    stream: IO[bytes] = io.BufferedReader(_Again(head[start:], raw), SAMPLE_BYTES)
    return Opened(head[start:], stream, script_of(head[start:]), start=start, offsets=raw.seekable())


def script_of(sample: bytes) -> Script:
    """Choose the encoding that fails on fewer lines of the sample, so that one broken byte does not turn a file."""
    lines = sample.splitlines()
    if len(lines) > 1 and not sample.endswith(b"\n"):
        lines.pop()  # it may be cut in the middle of a character
    utf8, cp950 = (sum(_fails(line, encoding) for line in lines) for encoding in ("utf-8", "cp950"))
    return Script("utf-8" if utf8 <= cp950 else "cp950")


def lines_of(stream: IO[bytes], *, number: int = 0, end: int = 0) -> Iterator[Line]:
    """Give every line with its line break; `number` and `end` are those of the line before."""
    while body := stream.readline(LINE_BYTES + 1):
        number, end = number + 1, end + len(body)
        if len(body) <= LINE_BYTES:
            yield Line(number, end, body)
            continue
        while not body.endswith(b"\n") and (body := stream.readline(LINE_BYTES)):
            end += len(body)
        yield Line(number, end, None)


class _Again(io.RawIOBase):
    """A stream whose first bytes were taken, and are given again."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        if self._head:
            body, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            body = _read_some(self._rest, len(buffer))
        buffer[: len(body)] = body
        return len(body)


class _Narrowed(io.RawIOBase):
    """UTF-16 bytes given as UTF-8."""

    def __init__(self, wide: _Again, encoding: str) -> None:
        self._wide = wide
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._ready:
            body = self._wide.read(SAMPLE_BYTES)
            self._ready = self._decoder.decode(body or b"", final=not body).encode("utf-8", "replace")
            if not body and not self._ready:
                return 0
        body, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(body)] = body
        return len(body)


def _read_some(stream: IO[bytes], size: int) -> bytes:
    read = getattr(stream, "read1", stream.read)
    return bytes(read(size) or b"")


def _fails(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False
