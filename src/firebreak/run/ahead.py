"""How does one process read the next posts of a file while another writes the last ones?

The reading process has a model of its own and hands over sheets, which are plain rows and arrays. It never sees the
database. A pipe holds it back, so that no more than three batches are ever in memory, however long the file is.
"""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from firebreak.connect.sources.upload import open_upload, read_posts
from firebreak.console.listen.reader import Reader, reader_for
from firebreak.console.listen.rows import Sheet, sheet_of
from firebreak.core.errors import BadRow, FirebreakError, UnreadableFile
from firebreak.core.terms import Post, Watch
from firebreak.run.child import read_ahead

BATCH = 2000
WORTH = 4 * 2**20  # a smaller file is read before another process has started


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read: a file, which column holds what, and what to listen for."""

    path: str
    columns: Mapping[str, str]
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A batch of a file's rows: the sheet of the good ones, and what is wrong with the others."""

    sheet: Sheet
    rejects: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why reading ended before the file did."""

    kind: type[FirebreakError]
    context: Mapping[str, Any]


@contextmanager
def helper_for(path: str) -> Iterator[Connection | None]:
    """Start a process that makes itself ready to read a long file, while the database is made ready here."""
    if path == "-" or size_of(path) < WORTH:
        yield None
        return
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    other = spawn.Process(target=read_ahead, args=(there,), daemon=True)
    other.start()
    there.close()
    try:
        yield here
    finally:
        other.terminate()  # it has sent everything, or nobody wants the rest
        other.join()


def reading(task: Task, helper: Connection | None) -> Iterator[Chunk]:
    """Give the chunks of a file in order, read by `helper` if there is one. Raises UnreadableFile."""
    if helper is None:
        return chunks(task)
    return received(task, helper)


def size_of(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def chunks(task: Task) -> Iterator[Chunk]:
    """Read a file batch by batch."""
    reader = reader_for(task.watches)
    with open_upload(task.path) as stream:
        rows = iter(read_posts(stream, columns=task.columns))
        while batch := list(islice(rows, BATCH)):
            yield chunk_of(batch, reader)


def chunk_of(batch: Sequence[Post | BadRow], reader: Reader) -> Chunk:
    posts = [row for row in batch if isinstance(row, Post)]
    rejects = tuple({"code": row.code, **row.context} for row in batch if isinstance(row, BadRow))
    return Chunk(sheet=sheet_of(reader.read(posts)), rejects=rejects)


def received(task: Task, here: Connection) -> Iterator[Chunk]:
    """Tell the other process what to read, and give what it sends until that is everything; raise what stopped it.

    A thread takes the next chunk in while this one is being written.
    """
    with suppress(BrokenPipeError):  # it has ended: taking in says so
        here.send(task)
    with ThreadPoolExecutor(max_workers=1) as taking:
        coming = taking.submit(next_from, here)
        while (found := coming.result()) is not None:
            if isinstance(found, Failed):
                raise found.kind(**found.context)
            coming = taking.submit(next_from, here)
            yield found


def next_from(here: Connection) -> Chunk | Failed | None:
    try:
        found: Chunk | Failed | None = here.recv()
    except (EOFError, ConnectionResetError):
        raise UnreadableFile(problem="reading_ended") from None
    return found


def answer(there: Connection) -> None:
    """Send the chunks of the file that is asked for, then None; what the parent no longer wants is simply not sent."""
    with suppress(BrokenPipeError, EOFError):
        task: Task = there.recv()
        try:
            for chunk in chunks(task):
                there.send(chunk)
            there.send(None)
        except FirebreakError as problem:
            there.send(Failed(type(problem), problem.context))
