"""Who looks whether something changed? One reader per process looks every half second, for all open streams."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakKeyDictionary

from django.db import OperationalError, close_old_connections, connection

from firebreak.console.live.ending import heeding
from firebreak.console.live.marks import Counts, counts_now

LOOK_SECONDS = 0.5
T = TypeVar("T")


class Listener:
    """One open stream: what its page has heard, and a bell that rings when there may be more."""

    def __init__(self, brands: frozenset[int]) -> None:
        self.brands = brands
        self.bell = asyncio.Event()


class Reader:
    """Looks at the counts of those brands that somebody has open, with one thread and one database connection."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
        self.listeners: set[Listener] = set()
        self.counts: dict[int, Counts] = {}
        self.task: asyncio.Task[None] | None = None
        self.ended = False

    async def ask(self, question: Callable[[], T]) -> T:
        """Ask the database in the reader's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, with_connection, question)

    def join(self, brands: frozenset[int]) -> Listener:
        listener = Listener(brands)
        self.listeners.add(listener)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.look())
        return listener

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    async def look(self) -> None:
        """Look until nobody listens any more, or the service ends."""
        loop = asyncio.get_running_loop()
        try:
            with heeding(lambda: loop.call_soon_threadsafe(self.end)):
                while self.listeners:
                    await self.look_once()
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            self.pool.submit(hang_up)  # also where the service ends, and nothing can be waited for any more

    async def look_once(self) -> None:
        """Look at the counts; a database that is away for a moment is asked again."""
        try:
            self.tell(await self.ask(lambda: counts_now(sorted(self.open_brands()))))
        except OperationalError:
            await asyncio.sleep(LOOK_SECONDS)

    def open_brands(self) -> frozenset[int]:
        return frozenset().union(*(one.brands for one in self.listeners))

    def end(self) -> None:
        """Let every stream end, because the service does."""
        self.ended = True
        for listener in self.listeners:
            listener.bell.set()

    def tell(self, counts: dict[int, Counts]) -> None:
        """Ring the bells of the brands whose counts are not what they were."""
        changed = {brand for brand, each in counts.items() if self.counts.get(brand) != each}
        self.counts = counts
        for listener in self.listeners:
            if listener.brands & changed:
                listener.bell.set()


def hang_up() -> None:
    """Close the connection of the thread that runs this."""
    connection.close()


def with_connection(question: Callable[[], T]) -> T:
    close_old_connections()
    return question()


_readers: WeakKeyDictionary[asyncio.AbstractEventLoop, Reader] = WeakKeyDictionary()


def reader() -> Reader:
    """Give the reader of this process, one per event loop."""
    return _readers.setdefault(asyncio.get_running_loop(), Reader())
