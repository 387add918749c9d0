"""How does an open page hear of changes? By one stream per page, or by asking where a stream cannot get through."""

import asyncio
import time
from collections.abc import AsyncIterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.live.line import BrandLine, Line
from firebreak.console.live.marks import Counts, read_mark
from firebreak.console.live.news import tick, written
from firebreak.console.live.reader import reader
from firebreak.core.terms import Act

TICK_SECONDS = 5.0
CHECK_SECONDS = 60.0
SEATS = "seats"  # the topic that moves when who may look has changed


@require_safe
@never_cache
@for_brand(Act.READ)
def stream(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open the stream of a brand; it goes on where `Last-Event-ID` says that the page left off."""
    return follow(request, BrandLine(request, seat))


@require_safe
@never_cache
@for_brand(Act.READ)
def changes(request: HttpRequest, seat: Seat) -> JsonResponse:
    """Answer once what the stream would tell, for a page whose stream is broken."""
    return answer(request, BrandLine(request, seat))


def follow(request: HttpRequest, line: Line) -> HttpResponse:
    """Answer with a stream that tells a line's news."""
    if not connection.in_atomic_block:
        connection.close()  # a stream is long: it must not hold the database connection of its request
    response = StreamingHttpResponse(events(request, line), content_type="text/event-stream; charset=utf-8")
    response["X-Accel-Buffering"] = "no"
    return response  # type: ignore[return-value]  # a response that streams has another base in the stubs only


def answer(request: HttpRequest, line: Line) -> JsonResponse:
    """Answer with what has moved on a line since the page's mark."""
    now = line.state()
    news = line.news(now, mark_of(request) or now)[0]
    return JsonResponse({"id": news.mark, **news.says})


async def events(request: HttpRequest, line: Line) -> AsyncIterator[str]:
    """Give event after event until the page goes away, its person may no longer look, or the service ends."""
    source = reader()
    listener = source.join(line.brands)
    checked = time.monotonic()
    try:
        heard, first = await source.ask(lambda: begin(request, line))
        yield first
        while not source.ended:
            rang = await ring(listener.bell)
            if source.ended:
                return
            if time.monotonic() - checked >= CHECK_SECONDS:
                checked = time.monotonic()
                if not await source.ask(line.may_still_look):
                    return
            if not rang:
                yield ": still here\n\n" + tick(heard).written()
                continue
            listener.bell.clear()
            seats = heard.get(SEATS)
            heard, text = await source.ask(lambda known=heard: tell(line, known))  # type: ignore[misc]
            if heard.get(SEATS) != seats and not await source.ask(line.may_still_look):
                return
            if text:
                yield text
    finally:
        source.leave(listener)


async def ring(bell: asyncio.Event) -> bool:
    """Wait for the bell, but not longer than until the next tick."""
    try:
        await asyncio.wait_for(bell.wait(), TICK_SECONDS)
    except TimeoutError:
        return False
    return True


def mark_of(request: HttpRequest) -> Counts | None:
    return read_mark(request.headers.get("Last-Event-ID") or request.GET.get("last_event_id", ""))


def begin(request: HttpRequest, line: Line) -> tuple[Counts, str]:
    """Say at once what moved since the page's mark; a page without one is fresh and only gets the time."""
    known = mark_of(request)
    if known is None:
        heard = line.state()
        return heard, tick(heard).written()
    return tell(line, known, always=True)


def tell(line: Line, heard: Counts, *, always: bool = False) -> tuple[Counts, str]:
    """Give what the page has heard after this, and the events to send."""
    now = line.state()
    if now == heard and not always:
        return heard, ""
    return now, written(line.news(now, heard))
