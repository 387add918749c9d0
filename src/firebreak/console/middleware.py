"""What happens around every request: strict headers, the reader's language, and errors that say what to do next."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation

from firebreak.console.access import Seat
from firebreak.console.faults import explain_error
from firebreak.console.govern.services import person_actor, write_refusal
from firebreak.core.errors import BadInput, BadSignature, Conflict, FirebreakError, NotAllowed

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
STATUS: tuple[tuple[type[FirebreakError], int], ...] = (
    (NotAllowed, 403),
    (BadSignature, 401),
    (Conflict, 409),
    (BadInput, 400),
)


def security_headers(handle: Handler) -> Handler:
    """Allow nothing but our own files: no inline script or style, no frame, no referrer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return middleware


def language(handle: Handler) -> Handler:
    """Speak the language of the reader's cookie, zh-Hant unless English was chosen."""
    known = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get("firebreak_language", settings.LANGUAGE_CODE)
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = handle(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response

    return middleware


class packed(GZipMiddleware):  # noqa: N801 - as the others
    """Send pages packed, but never a stream, whose words must not wait for more, nor a file to keep."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_apart = response.streaming or "Content-Disposition" in response.headers
        return response if is_apart else super().process_response(request, response)


class expected_errors:  # noqa: N801 - a middleware with process_exception must be a class
    """Turn an expected failure into a page that says what happened and what to do."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handle(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, FirebreakError):
            return None
        if isinstance(error, NotAllowed):
            note_refusal(request, error)
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
        return render(request, "error.html", {"error": explain_error(error), "status": status}, status=status)


def note_refusal(request: HttpRequest, error: NotAllowed) -> None:
    """Write into the log of the brand what a person at its desk was not allowed to do; strangers have no desk."""
    seat, match = getattr(request, "seat", None), request.resolver_match
    if isinstance(seat, Seat):
        page = match.url_name or "" if match else ""
        act = str(error.context.get("act", ""))
        write_refusal(brand=seat.brand, actor=person_actor(seat.person), act=act, page=page, at=seat.at)
