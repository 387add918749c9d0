"""How does `firebreak read` answer, without any database?"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import orjson

from firebreak import knowledge
from firebreak.connect.sources.upload import open_upload, read_posts
from firebreak.core import flow
from firebreak.core.errors import BadRow
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Post
from firebreak.core.text.memory import Memory
from firebreak.core.understand.reading import contract_dict
from firebreak.run.output import Rejects, rejecting

BATCH = 2000


def read_file(
    path: str, *, out: IO[str], watch: str | None, explain: bool, rejects: str | None, again: bool = True
) -> int:
    """Write a reading a line, in the order of the posts; give how many rows were rejected.

    What a watch holds is read `again` by the second reader, if there is one; without a watch, what is unsure.
    """
    matcher = Matcher(knowledge.load_watches(Path(watch)).watches if watch else ())
    second = knowledge.second() if again else None
    memory = Memory[str]()
    with rejecting(rejects) as refused, open_upload(path) as stream:
        for posts in batches(read_posts(stream), refused):
            readings = flow.read(posts, matcher, knowledge.model(), second)
            copies = memory.copies(readings.prints, [post.id for post in posts])
            for place, copied in enumerate(copies):
                line = orjson.dumps(contract_dict(readings.reading(place, explain=explain, copied=copied)))
                out.write(line.decode() + "\n")
    return refused.count


def batches(rows: Iterable[Post | BadRow], refused: Rejects, *, size: int = BATCH) -> Iterator[list[Post]]:
    """Cut rows into batches of posts, putting aside what cannot be one."""
    good = posts_of(rows, refused)
    while batch := list(islice(good, size)):
        yield batch


def posts_of(rows: Iterable[Post | BadRow], refused: Rejects) -> Iterator[Post]:
    for row in rows:
        if isinstance(row, BadRow):
            refused.add_all([{"code": row.code, **row.context}])
        else:
            yield row
