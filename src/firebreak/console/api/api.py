"""What may another program ask? `/api/v1`, described at `/api/v1/openapi.json`; people's rules hold here too."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from firebreak.console.api import brand, hooks
from firebreak.console.middleware import STATUS
from firebreak.core.errors import FirebreakError

api = NinjaAPI(
    title="Firebreak",
    version="1",
    description="Alerts, incidents, stories and mentions of a brand, and the door for webhooks.",
    docs_url=None,  # the viewer comes from another host; the description itself is at openapi.json
    urls_namespace="api",
)
api.add_router("/hooks", hooks.router)
api.add_router("/brands", brand.router)


@api.exception_handler(FirebreakError)
def expected(request: HttpRequest, error: FirebreakError) -> HttpResponse:
    """Answer an expected failure by its stable code."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 400)
    return problem(request, error.code, status=status)


@api.exception_handler(hooks.TooLarge)
def too_large(request: HttpRequest, error: hooks.TooLarge) -> HttpResponse:
    return problem(request, "too_large", status=413)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, "not_found", status=404)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [".".join(str(part) for part in one["loc"][1:]) for one in error.errors]
    return api.create_response(request, {"code": "bad_input", "fields": fields}, status=422)


def problem(request: HttpRequest, code: str, *, status: int) -> HttpResponse:
    return api.create_response(request, {"code": code}, status=status)
