"""Does the service answer? For whatever watches over it from outside; it tells nothing about anybody's data."""

from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak import __version__, knowledge


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the database answers, 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"status": "database_down"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__, "second_reader": knowledge.second_state()})
