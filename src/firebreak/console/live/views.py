"""How does an open page hear of changes? By one stream per page, or by asking where a stream cannot get through."""

import asyncio
import time
from collections.abc import AsyncIterator

from django.contrib.auth import HASH_SESSION_KEY
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console import clock
from firebreak.console.access import Seat, for_brand, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.live.marks import Counts, read_mark, write_mark
from firebreak.console.live.news import ALERT, News, pulse, state, tick, toasts, written
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
    language = translation.get_language() or "zh-hant"
    if not connection.in_atomic_block:
        connection.close()  # a stream is long: it must not hold the database connection of its request
    response = StreamingHttpResponse(
        events(request, seat, language=language), content_type="text/event-stream; charset=utf-8"
    )
    response["X-Accel-Buffering"] = "no"
    return response  # type: ignore[return-value]  # a response that streams has another base in the stubs only


async def events(request: HttpRequest, seat: Seat, *, language: str) -> AsyncIterator[str]:
    """Give event after event until the page goes away, its person may no longer look, or the service ends."""
    source = reader()
    listener = source.join(seat.brand.pk)
    checked = time.monotonic()
    try:
        heard, first = await source.ask(lambda: begin(request, seat, language=language))
        yield first
        while not source.ended:
            rang = await ring(listener.bell)
            if source.ended:
                return
            if time.monotonic() - checked >= CHECK_SECONDS:
                checked = time.monotonic()
                if not await source.ask(lambda: may_still_look(request, seat)):
                    return
            if not rang:
                yield ": still here\n\n" + tick(heard).written()
                continue
            listener.bell.clear()
            seats = heard.get(SEATS)
            heard, text = await source.ask(lambda known=heard: tell(request, seat, known, language=language))  # type: ignore[misc]
            if heard.get(SEATS) != seats and not await source.ask(lambda: may_still_look(request, seat)):
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


def begin(request: HttpRequest, seat: Seat, *, language: str) -> tuple[Counts, str]:
    """Say at once what moved since the page's mark; a page without one is fresh and only gets the time."""
    known = mark_of(request)
    if known is None:
        heard = state(seat)
        return heard, tick(heard).written()
    return tell(request, seat, known, language=language, always=True)


def tell(request: HttpRequest, seat: Seat, heard: Counts, *, language: str, always: bool = False) -> tuple[Counts, str]:
    """Give what the page has heard after this, and the events to send."""
    now = state(seat)
    if now == heard and not always:
        return heard, ""
    news: list[News] = [pulse(request, seat, now, heard)]
    if now[ALERT] > heard.get(ALERT, now[ALERT]):
        news += toasts(seat, after=heard[ALERT], language=language, mark=write_mark(now))
    return now, written(news)


def may_still_look(request: HttpRequest, seat: Seat) -> bool:
    """Tell whether the person is still signed in and still has this seat."""
    key = request.session.session_key
    person = Person.objects.filter(pk=seat.person.pk, is_active=True).first()
    if person is None or key is None or not request.session.exists(key):
        return False
    if not constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()):
        return False  # the password is another one since
    try:
        return take_seat(person, seat.brand.slug, at=clock.now()).may(Act.READ)
    except Http404:
        return False


@require_safe
@never_cache
@for_brand(Act.READ)
def changes(request: HttpRequest, seat: Seat) -> JsonResponse:
    """Answer once what the stream would tell, for a page whose stream is broken."""
    now = state(seat)
    news = pulse(request, seat, now, mark_of(request) or now)
    return JsonResponse({"id": news.mark, **news.says})
