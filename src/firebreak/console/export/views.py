"""Who takes a list along, and as what?"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firebreak.console.access import Seat, for_brand
from firebreak.console.export.forms import ExportForm
from firebreak.console.export.listing import Asked, Listing
from firebreak.console.export.services import Taken, take_along
from firebreak.console.home.settings.frame import needs_of
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

PIECE = 256 * 1024


class Download(FileResponse):
    """A file that leaves piece by piece, also where the service is asynchronous: Django would read all of it first."""

    def __init__(self, taken: Taken, *, nonce: str) -> None:
        super().__init__(taken.file, as_attachment=True, filename=taken.name, content_type=taken.kind)
        self.file = taken.file
        self["X-Rows"], self["X-SHA256"] = str(taken.count), taken.digest
        if nonce:
            self.set_cookie("firebreak_took", nonce, max_age=60, samesite="Lax")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await asyncio.to_thread(self.file.read, PIECE):
            yield piece


def export_of(list_of: Callable[[Asked], Listing]) -> Callable[..., HttpResponse]:
    """Give the page on which a list is taken along, and the file that it gives."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @sensitive_post_parameters("confirm")
    @for_brand(Act.EXPORT)
    def export(request: HttpRequest, seat: Seat) -> HttpResponse:
        fresh = {"nonce": secrets.token_hex(4)}
        form = ExportForm(request.POST or None, initial=fresh, person=seat.person, at=seat.at)
        if request.method != "POST" or not form.is_valid():
            return ask(request, seat, list_of(Asked(seat, request.GET)), form)
        listing = list_of(Asked(seat, request.GET, lifted=bool(form.why)))
        try:
            taken = take_along(seat=seat, listing=listing, how=form.cleaned_data["how"], reason=form.why)
        except BadInput:
            form.add_error("how", _("A sheet of Excel holds at most 1,048,575 rows: choose CSV, or narrow the list."))
            return ask(request, seat, listing, form)
        return Download(taken, nonce=form.cleaned_data["nonce"])  # type: ignore[return-value]  # as in live/views.py

    return export


def ask(request: HttpRequest, seat: Seat, listing: Listing, form: ExportForm) -> HttpResponse:
    """Ask as which file, and say what will be in it."""
    page = {
        "seat": seat,
        "listing": listing,
        "total": listing.count(),
        "form": form,
        "may_unmask": seat.may(Act.UNMASK),
        "needs": needs_of(seat, Act.UNMASK),
    }
    return render(request, "export/export.html", page, status=400 if request.method == "POST" else 200)
