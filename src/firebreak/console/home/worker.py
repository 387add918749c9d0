"""Where does a browser get the program that keeps the card for it? At the root, so that it answers for every page."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FILE = Path(__file__).parent.parent / "static" / "js" / "worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the program; the browser asks each time whether it is still the same."""
    response = HttpResponse(FILE.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
