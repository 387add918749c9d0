"""How does a file of posts get in, once each, however often it is tried?"""

import gc
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from typing import IO

import orjson

from firebreak.connect.columns import parse_map
from firebreak.console import clock
from firebreak.console.alert.learning import forget_learnt
from firebreak.console.assess.services import Taken, take_in_sheet
from firebreak.console.bulk import in_bulk, learn_shape
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat
from firebreak.console.listen.reader import watches_of
from firebreak.console.listen.search import merging_rarely
from firebreak.console.listen.services import note_rejected
from firebreak.run.ahead import Chunk, Task, helper_for, reading
from firebreak.run.output import rejecting
from firebreak.run.pipeline import judge
from firebreak.run.setup import ready_brand, upload_of

EVERY = 50_000  # rows between two lines of a log
SWEEP_EVERY = 10  # batches


@dataclass
class Counts:
    """What became of the rows of a file."""

    read: int = 0
    added: int = 0
    duplicates: int = 0
    unmatched: int = 0
    rejected: int = 0

    def add(self, taken: Taken, chunk: Chunk) -> None:
        self.read += chunk.sheet.count + len(chunk.rejects)
        self.added += taken.added
        self.duplicates += taken.duplicates
        self.unmatched += taken.unmatched
        self.rejected += len(chunk.rejects)

    def as_json(self) -> str:
        return orjson.dumps(asdict(self)).decode()


class Progress:
    """How far an import has come: one line that changes on a terminal, in a log a line every 50,000 rows."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out
        self.live = out.isatty()
        self.next = EVERY

    def say(self, read: int) -> None:
        if self.live:
            print(f"\rread {read:,}", end="", file=self.out, flush=True)
        elif read >= self.next:
            print(f"read {read:,}", file=self.out, flush=True)
            self.next = read - read % EVERY + EVERY

    def end(self) -> None:
        if self.live:
            print(file=self.out)


@contextmanager
def sweeping_rarely() -> Iterator[Callable[[], object]]:
    """Look for garbage in cycles only now and then: a batch is hundreds of thousands of values, few of them in any.

    What was there before the first batch stays, so nobody need look at it again.
    """
    gc.disable()
    gc.freeze()
    turns = count(1)
    try:
        yield lambda: next(turns) % SWEEP_EVERY or gc.collect()
    finally:
        gc.unfreeze()
        gc.enable()


def note_unseen(brand: Brand, out: IO[str]) -> None:
    """Say of a brand without people that nobody may see it: a name mistyped makes a brand, too."""
    if brand.assignments.exists():
        return
    known = brand.sources.exists()
    said = f"brand {brand.name}: nobody may see it yet" if known else f"brand {brand.name} made: nobody may see it yet"
    print(f"{said}; run firebreak admin --email YOU@example.org --brand {shlex.quote(brand.name)}", file=out)


def import_file(
    path: str, *, watch: str | None, brand: str | None, mapping: str, rejects: str | None, progress: IO[str]
) -> Counts:
    """Store every good row of a file; a run that was cut short is simply run again."""
    columns = parse_map(mapping)
    with rejecting(rejects) as refused, helper_for(path) as helper:
        owner = ready_brand(brand=brand, watch=watch)
        note_unseen(owner, progress)
        via, counts, told = upload_of(owner), Counts(), Progress(progress)
        task = Task(path=path, columns=columns, watches=watches_of(owner))
        with in_bulk(), merging_rarely(), sweeping_rarely() as sweep:
            for chunk in reading(task, helper):
                refused.add_all(chunk.rejects)
                counts.add(take_in_sheet(brand=owner, sheet=chunk.sheet, via=via, at=clock.now()), chunk)
                note_rejected(via, len(chunk.rejects))
                told.say(counts.read)
                sweep()
        told.end()
    learn_shape()
    beat(owner, "posts")  # a commit that waits for the disk: what is told as added is there for good
    forget_learnt(owner, at=clock.now())
    judge(owner, at=clock.now())
    return counts
