"""How does a file of posts get in, once each, however often it is tried?"""

from dataclasses import asdict, dataclass
from typing import IO

import orjson

from firebreak.connect.sources.upload import open_upload, read_posts
from firebreak.console import clock
from firebreak.console.assess.services import take_in
from firebreak.console.listen.reader import reader_of
from firebreak.core.errors import BadInput
from firebreak.run.pipeline import judge
from firebreak.run.reader import Rejects, batches
from firebreak.run.setup import ready_brand, upload_of

BATCH = 5000


@dataclass
class Counts:
    """What became of the rows of a file."""

    read: int = 0
    added: int = 0
    duplicates: int = 0
    unmatched: int = 0
    rejected: int = 0

    def as_json(self) -> str:
        return orjson.dumps(asdict(self)).decode()


def import_file(
    path: str, *, watch: str | None, brand: str | None, mapping: str, rejects: str | None, progress: IO[str]
) -> Counts:
    """Store every good row of a file; a run that was cut short is simply run again."""
    columns = columns_of(mapping)
    owner = ready_brand(brand=brand, watch=watch)
    via, reader, counts = upload_of(owner), reader_of(owner), Counts()
    with open_upload(path) as stream, Rejects(rejects) as refused:
        for posts in batches(read_posts(stream, columns=columns), refused, size=BATCH):
            taken = take_in(brand=owner, read=reader.read(posts), via=via, at=clock.now())
            counts.read += len(posts)
            counts.added += taken.added
            counts.duplicates += taken.duplicates
            counts.unmatched += taken.unmatched
            print(f"\r{counts.read:,}", end="", file=progress, flush=True)
    counts.rejected = refused.count
    counts.read += refused.count
    print(file=progress)
    refused.report()
    judge(owner, at=clock.now())
    return counts


def columns_of(mapping: str) -> dict[str, str]:
    """Read --map text=內容,published_at=時間."""
    pairs = [part.split("=", 1) for part in mapping.split(",") if part.strip()]
    if any(len(pair) != 2 or not all(map(str.strip, pair)) for pair in pairs):
        raise BadInput(problem="bad_map", found=mapping)
    return {name.strip(): column.strip() for name, column in pairs}
