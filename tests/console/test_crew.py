"""Are requests served by threads that stay, with the connection they have, and never by one that is still at work?"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AsyncExitStack

import pytest

from firebreak.console.crew import KEPT, Crew


@pytest.fixture
def crew() -> Iterator[Crew]:
    made = Crew()
    yield made
    made.dismiss()


async def served_by(crew: Crew) -> int:
    """Serve a request; gives the thread that did it."""
    async with crew.one() as thread:
        return await ask(thread)


async def ask(thread: Executor) -> int:
    return await asyncio.wrap_future(thread.submit(threading.get_ident))


def test_one_request_after_the_other_is_served_by_the_same_thread(crew: Crew) -> None:
    async def serve() -> list[int]:
        return [await served_by(crew) for _ in range(3)]

    assert len(set(asyncio.run(serve()))) == 1


def test_requests_at_the_same_time_have_a_thread_each_and_some_of_these_stay(crew: Crew) -> None:
    async def rush() -> tuple[set[int], set[int]]:
        async with AsyncExitStack() as stack:
            threads = [await stack.enter_async_context(crew.one()) for _ in range(KEPT + 2)]
            rushed = {await ask(thread) for thread in threads}
        async with AsyncExitStack() as stack:
            threads = [await stack.enter_async_context(crew.one()) for _ in range(KEPT + 1)]
            return rushed, {await ask(thread) for thread in threads}

    rushed, after = asyncio.run(rush())

    assert len(rushed) == KEPT + 2
    assert len(rushed & after) >= KEPT


def test_a_thread_whose_page_is_still_in_the_making_serves_nobody_else(crew: Crew) -> None:
    done = threading.Event()

    async def leave_early() -> tuple[int, int, bool]:
        async def give_up() -> int:
            async with crew.one() as thread:
                made_by = await ask(thread)
                thread.submit(done.wait, 10)
                return made_by

        left = asyncio.create_task(give_up())
        await asyncio.sleep(0.05)
        other, is_back = await served_by(crew), left.done()
        done.set()
        return await left, other, is_back

    first, other, is_back = asyncio.run(leave_early())

    assert first != other
    assert not is_back


def test_threads_that_were_dismissed_serve_no_more(crew: Crew) -> None:
    async def serve() -> tuple[Executor, Executor]:
        async with crew.one() as first:
            pass
        crew.dismiss()
        async with crew.one() as second:
            pass
        return first, second

    first, second = asyncio.run(serve())

    assert first is not second
    with pytest.raises(RuntimeError):
        first.submit(threading.get_ident)
