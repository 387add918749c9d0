"""Who serves a request? A thread that served others before, with its connection to the database still open.

Django gives each request a thread of its own, made for it and ended after it, and so a new connection: on a busy
webhook that costs more than what the call itself does.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler
from django.db import connections

KEPT = 4  # threads that wait for the next request; at a rush more are made, and end after it


class Crew:
    """Threads that serve one request at a time each; whoever served last serves next, so that few are needed."""

    def __init__(self) -> None:
        self._idle: list[Executor] = []

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Executor]:
        """Lend a thread to a request; it comes back when nothing of the request is left to do in it."""
        thread = self._idle.pop() if self._idle else ThreadPoolExecutor(max_workers=1, thread_name_prefix="request")
        try:
            yield thread
        finally:
            await asyncio.wrap_future(thread.submit(nothing))  # whoever went away may have left a page in the making
            self._take_back(thread)

    def _take_back(self, thread: Executor) -> None:
        if len(self._idle) < KEPT:
            self._idle.append(thread)
        else:
            send_away(thread)

    def dismiss(self) -> None:
        """Send the waiting threads away; requests that come later get new ones."""
        while self._idle:
            send_away(self._idle.pop())


def send_away(thread: Executor) -> None:
    thread.submit(connections.close_all)
    thread.shutdown(wait=False)


def nothing() -> None: ...


class Application(ASGIHandler):
    """Django's own, with threads that stay."""

    def __init__(self) -> None:
        super().__init__()
        self.crew = Crew()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with self.crew.one() as thread, ThreadSensitiveContext(executor=thread):
            await super().__call__(scope, receive, send)
