"""Where does what a command has to say go? Into files, opened before any work is done, or to standard output."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from firebreak.core.errors import UnwritableFile


@contextmanager
def writing(path: str | None) -> Iterator[IO[str]]:
    """Open a file for writing; `-` and nothing are standard output. Raises UnwritableFile."""
    if path in (None, "-"):
        yield sys.stdout
        return
    try:
        file = Path(str(path)).open("w", encoding="utf-8")  # noqa: SIM115  # closed below; its opening fails by itself
    except OSError as problem:
        raise UnwritableFile(file=path, problem=type(problem).__name__) from problem
    with file:
        yield file


class Rejects:
    """Rows that cannot be posts: counted, and written to a file if there is one."""

    def __init__(self, file: IO[str] | None) -> None:
        self.file = file
        self.count = 0

    def add_all(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            self.count += 1
            if self.file:
                self.file.write(orjson.dumps(row).decode() + "\n")

    def report(self) -> None:
        if self.count:
            print(f"firebreak: {self.count} rows rejected", file=sys.stderr)


@contextmanager
def rejecting(path: str | None) -> Iterator[Rejects]:
    """Count rejected rows and write them to `path`; say at the end how many there were. Raises UnwritableFile."""
    if path is None:
        refused = Rejects(None)
        yield refused
    else:
        with writing(path) as file:
            refused = Rejects(file)
            yield refused
    refused.report()
