"""What is shown where an address leads nowhere or nobody may go? Django's pages, with no connection left behind.

Django makes these pages in a thread of the event loop that it does not tidy up after the request, so the database
connection opened for them (who is signed in? for which brand?) would stay open until the service ends.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views import defaults


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 404.html."""
    try:
        return defaults.page_not_found(request, exception)
    finally:
        hang_up()


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 403.html."""
    try:
        return defaults.permission_denied(request, exception)
    finally:
        hang_up()


def hang_up() -> None:
    if not connection.in_atomic_block:
        connection.close()
