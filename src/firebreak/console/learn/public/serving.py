"""How do a thousand readers a second get a page without anybody noticing? From memory, as it was written last."""

import gzip
import hashlib
import re
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from firebreak.console import clock
from firebreak.console.learn.public.page import Reading
from firebreak.console.learn.public.records import PublicPage
from firebreak.console.shell import LANGUAGES

FRESH_SECONDS = 10.0
MOST = 500  # pages and misses held; beyond that the misses are forgotten, or else all
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # signs that XML cannot hold
Key = tuple[str, int, int, str, str]  # brand, year, number, language, template
PAGE, FEED = "learn/progress.html", "learn/progress.xml"
KINDS = {PAGE: "text/html; charset=utf-8", FEED: "application/atom+xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Written:
    """A page as bytes, plain and packed, with its tag and tongue; without any there is none for the public."""

    until: float
    plain: bytes = b""
    packed: bytes = b""
    tag: str = ""
    tongue: str = ""


_held: dict[Key, Written] = {}
_writing = threading.Lock()


def forget_pages() -> None:
    _held.clear()


@require_safe
def progress(request: HttpRequest, brand: str, year: int, number: int) -> HttpResponse:
    """Give the page; it sets no cookie, runs no script, and is the same for everybody."""
    return given(request, (brand, year, number, language_of(request), PAGE))


@require_safe
def progress_feed(request: HttpRequest, brand: str, year: int, number: int) -> HttpResponse:
    """Give the page's versions as an Atom feed (RFC 4287): what is published and no more, held like the page."""
    return given(request, (brand, year, number, language_of(request), FEED))


def language_of(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", settings.LANGUAGE_CODE)
    return wanted if wanted in LANGUAGES else settings.LANGUAGE_CODE


def given(request: HttpRequest, key: Key) -> HttpResponse:
    found = held(key)
    if not found.plain:
        raise Http404
    if request.headers.get("If-None-Match") == found.tag:
        return with_headers(HttpResponseNotModified(), found)
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(found.packed if is_packed else found.plain, content_type=KINDS[key[-1]])
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    return with_headers(answer, found)


def with_headers(answer: HttpResponse, found: Written) -> HttpResponse:
    answer.headers["Cache-Control"] = "public, max-age=30, stale-while-revalidate=60"
    answer.headers["ETag"] = found.tag
    answer.headers["Content-Language"] = found.tongue  # the page's own, whatever its reader's browser asks for
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["X-Robots-Tag"] = "all"
    return answer


def held(key: Key) -> Written:
    """Give a page from memory, or write it anew once its time is over; one thread writes, others wait for it."""
    found = _held.get(key)
    if found and time.monotonic() < found.until:
        return found
    with _writing:
        found = _held.get(key)
        if found and time.monotonic() < found.until:
            return found
        if len(_held) >= MOST:
            make_room()
        _held[key] = found = write(key)
        return found


def make_room() -> None:
    """Forget what is no page first: whoever tries addresses makes nobody else's page be written anew."""
    for key in [key for key, one in _held.items() if not one.plain]:
        del _held[key]
    if len(_held) >= MOST:
        _held.clear()


def write(key: Key) -> Written:
    brand, year, number, language, template = key
    until = time.monotonic() + FRESH_SECONDS
    rows = PublicPage.objects.select_related("brand", "incident")
    page = rows.filter(brand__slug=brand, year=year, number=number, is_on=True).first()
    if page is None:
        return Written(until)
    reading = Reading(page, at=clock.now())
    if template == FEED and not reading.versions:  # Atom has no feed without a time at which it changed
        return Written(until)
    with translation.override(language):
        beside, tongue = other(language), LANGUAGES[language][0]
        told = {"reading": reading, "tongue": tongue, "language": language, "other": beside}
        told |= {"other_name": LANGUAGES[beside][1], "home": settings.PUBLIC_URL}
        plain = UNWRITABLE.sub("", render_to_string(template, told)).encode()
    tag = f'"{hashlib.sha256(plain).hexdigest()[:24]}"'
    return Written(until, plain, gzip.compress(plain, 6, mtime=0), tag, tongue)


def other(language: str) -> str:
    return next(code for code in LANGUAGES if code != language)
