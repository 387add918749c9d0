"""Who answers a thousand readers a second? The door itself, with what Django said there a moment ago.

A page for the public is the same for everybody. So its answer is kept as it went out, headers and all, and given to the
next readers before a thread, a middleware or the database is troubled; once a second Django is asked anew.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FOR_THE_PUBLIC = b"/p/"
FRESH_SECONDS = 1.0
MOST = 500  # answers held; beyond that all are forgotten
ASKED_BY = (b"host", b"x-forwarded-proto")  # what Django looks at before it gives a page
OF_A_BODY = {b"content-type", b"content-length", b"content-encoding"}  # what a 304 does without

Headers = Iterable[tuple[bytes, bytes]]
Key = tuple[object, ...]


@dataclass(slots=True)
class Answer:
    """An answer as it went out; `until` is monotonic seconds."""

    until: float
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""

    @property
    def tag(self) -> bytes:
        return value(self.headers, b"etag")

    @property
    def is_for_all(self) -> bool:
        """Whether it says of itself that anybody may be given it: with a tag, without a cookie."""
        is_public = value(self.headers, b"cache-control").startswith(b"public")
        return is_public and bool(self.tag) and not value(self.headers, b"set-cookie")


_kept: dict[Key, Answer] = {}


def forget_answers() -> None:
    _kept.clear()


def value(headers: Headers, name: bytes) -> bytes:
    return next((one for key, one in headers if key.lower() == name), b"")


class Door:
    """An ASGI application around another, which it asks for what it does not hold."""

    def __init__(self, inside: Any) -> None:
        self.inside = inside

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["raw_path"].startswith(FOR_THE_PUBLIC):
            await self.inside(scope, receive, send)
            return
        key = key_of(scope)
        found, now = _kept.get(key), time.monotonic()
        if found and now < found.until:
            await give(found, value(scope["headers"], b"if-none-match"), send)
            return
        if found:  # whoever comes while it is asked for gets the one from before
            found.until = now + FRESH_SECONDS
        await self.inside(scope, receive, Listener(key, send).send)


def key_of(scope: Any) -> Key:
    """Give what an answer hangs on; whether a reader has it already is left out, as that reader may be the first."""
    headers = scope["headers"]
    is_packed = b"gzip" in value(headers, b"accept-encoding")
    asked_by = (value(headers, name) for name in ASKED_BY)
    return scope.get("scheme"), scope["raw_path"], scope["query_string"], is_packed, *asked_by


async def give(answer: Answer, known: bytes, send: Any) -> None:
    """Send it, or the word that the reader has it already (RFC 9110, 15.4.5)."""
    is_known = known == answer.tag
    headers = [one for one in answer.headers if not (is_known and one[0].lower() in OF_A_BODY)]
    await send({"type": "http.response.start", "status": 304 if is_known else 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if is_known else answer.body})


class Listener:
    """Passes an answer on and keeps it when it is one for everybody; a page that is gone goes from here too."""

    def __init__(self, key: Key, send: Any) -> None:
        self.key, self.pass_on = key, send
        self.begun: Answer | None = None

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.begin(message)
        elif self.begun and message["type"] == "http.response.body":
            self.keep(self.begun, message)
        await self.pass_on(message)

    def begin(self, message: Any) -> None:
        answer = Answer(time.monotonic() + FRESH_SECONDS, list(message["headers"]))
        if message["status"] == 200 and answer.is_for_all:
            self.begun = answer
        elif message["status"] != 304:
            _kept.pop(self.key, None)

    def keep(self, answer: Answer, message: Any) -> None:
        """Keep it if it came in one piece, as pages do."""
        self.begun = None
        if message.get("more_body"):
            return
        if len(_kept) >= MOST and self.key not in _kept:
            _kept.clear()
        answer.body = message.get("body", b"")
        _kept[self.key] = answer
