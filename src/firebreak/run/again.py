"""When does the second reader read? A few posts as they come in, and stored ones, newest first, when nobody waits."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from firebreak import knowledge
from firebreak.console.assess.rereading import Waiting, let_go, waiting
from firebreak.console.listen.models import Parcel
from firebreak.console.listen.models import Post as Kept
from firebreak.console.listen.reader import Read, Reader, core_post, reader_of
from firebreak.console.listen.rows import Sheet, sheet_of
from firebreak.core.errors import UnreadableFile
from firebreak.core.terms import Post
from firebreak.core.understand import Second
from firebreak.run.fault import told
from firebreak.run.pipeline import Event, step_again

log = logging.getLogger(__name__)
FEW = 96  # read in a fifth of a second, so that what comes meanwhile is next
TURNS = 5
FRESH = timedelta(seconds=10)  # a parcel that waits longer waits for something else, and keeps no other brand waiting


def read_now(reader: Reader, posts: Sequence[Post]) -> Read:
    """Read what comes in: a few posts with both readers at once, many by the first alone, to be read again later."""
    second = second_reader() if len(posts) <= FEW else None
    if second is None:
        return reader.read(posts)
    try:
        return reader.read_again(posts, second)
    except Exception:
        log.exception("%s posts are read by the first reader alone", len(posts))
        return reader.read(posts)


def second_reader() -> Second | None:
    """Give the second reader; None where there is none, or a damaged one, which is told of once."""
    state = knowledge.second_state()
    try:
        return knowledge.second() if knowledge.has_second() else None
    except UnreadableFile as problem:
        if state != "damaged":
            log.error("the second reader cannot be opened: %s", problem.context.get("problem"))
        return None


def read_waiting(*, at: datetime, most: int = FEW) -> list[Event]:
    """Read again what waits first, and more of it while nothing comes in; without a second reader nothing waits."""
    second = second_reader()
    if second is None:
        return []
    events: list[Event] = []
    for _ in range(TURNS):
        if Parcel.objects.filter(problem="", received_at__gt=at - FRESH).exists():
            break  # what comes in goes first
        those = waiting(most)
        events += read_some(those, second, at=at)
        if sum(len(one.posts) for one in those) < most:
            break
    return events


def read_some(those: Iterable[Waiting], second: Second, *, at: datetime) -> list[Event]:
    """Read posts again, keep it, and tell what followed."""
    events: list[Event] = []
    for one in those:
        for few, sheet in read_those(one, second):
            events += step_again(brand=one.brand, posts=few, sheet=sheet, at=at)
    return events


def read_those(one: Waiting, second: Second) -> list[tuple[Sequence[Kept], Sheet]]:
    """Read posts of a brand, by halves where that fails; what cannot be read stays as it is."""
    reader = reader_of(one.brand)  # where the database does not answer, the posts wait on
    try:
        return [(one.posts, sheet_of(reader.read_again([core_post(post) for post in one.posts], second)))]
    except Exception as problem:
        if len(one.posts) == 1:
            log.error("post %s could not be read again: %s", one.posts[0].pk, told(problem))
            let_go(one.posts)
            return []
    middle = len(one.posts) // 2
    halves = (Waiting(one.brand, part) for part in (one.posts[:middle], one.posts[middle:]))
    return [found for half in halves for found in read_those(half, second)]
