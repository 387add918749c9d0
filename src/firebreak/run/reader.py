"""How does `firebreak read` answer, without any database?"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any

import orjson

from firebreak import knowledge
from firebreak.connect.sources.upload import open_upload, read_posts
from firebreak.core import flow
from firebreak.core.errors import BadRow
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Post
from firebreak.core.understand.reading import contract_dict

BATCH = 2000


def read_file(path: str, *, out: IO[str], watch: str | None, explain: bool, rejects: str | None) -> int:
    """Write a reading a line, in the order of the posts; give how many rows were rejected."""
    matcher = Matcher(knowledge.load_watches(Path(watch)).watches if watch else ())
    with open_upload(path) as stream, Rejects(rejects) as refused:
        for posts in batches(read_posts(stream), refused):
            readings = flow.read(posts, matcher, knowledge.model())
            for place in range(len(posts)):
                line = orjson.dumps(contract_dict(readings.reading(place, explain=explain)))
                out.write(line.decode() + "\n")
    refused.report()
    return refused.count


class Rejects:
    """Rows that cannot be posts: counted, and written to a file if there is one."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.count = 0
        self.file: IO[str] | None = None

    def __enter__(self) -> "Rejects":
        self.file = Path(self.path).open("w", encoding="utf-8") if self.path else None
        return self

    def __exit__(self, *_: object) -> None:
        if self.file:
            self.file.close()

    def add(self, bad: BadRow) -> None:
        self.add_all([{"code": bad.code, **bad.context}])

    def add_all(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            self.count += 1
            if self.file:
                self.file.write(orjson.dumps(row).decode() + "\n")

    def report(self) -> None:
        if self.count:
            print(f"firebreak: {self.count} rows rejected", file=sys.stderr)


def batches(rows: Iterable[Post | BadRow], refused: Rejects, *, size: int = BATCH) -> Iterator[list[Post]]:
    """Cut rows into batches of posts, putting aside what cannot be one."""
    good = posts_of(rows, refused)
    while batch := list(islice(good, size)):
        yield batch


def posts_of(rows: Iterable[Post | BadRow], refused: Rejects) -> Iterator[Post]:
    for row in rows:
        if isinstance(row, BadRow):
            refused.add(row)
        else:
            yield row
