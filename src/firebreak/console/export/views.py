"""Who takes a list along, and as what?"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.export.forms import ExportForm
from firebreak.console.export.listing import LONG, Asked, Listing
from firebreak.console.export.lists import LISTS
from firebreak.console.export.services import Taken, take_along
from firebreak.console.export.works import KIND, ask_export, hand_out
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.home.settings.frame import needs_of
from firebreak.console.work.models import Work
from firebreak.console.work.services import KEPT
from firebreak.console.work.views import show_works
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

PIECE = 256 * 1024
NONCE = re.compile("[0-9a-f]{8}")
WRONG = {
    "too_long_for_excel": gettext_lazy(
        "A sheet of Excel holds at most 1,048,575 rows: choose CSV, or narrow the list."
    ),
    "too_many_works": gettext_lazy(
        "Three of your files are being written already: wait for one, or cancel one, then ask again."
    ),
}


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


def export_of(code: str) -> Callable[..., HttpResponse]:
    """Give the page on which a list is taken along, and the file that it gives, or the place where it will be."""
    list_of = LISTS[code]

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
        how, query = form.cleaned_data["how"], request.GET.urlencode()
        try:
            if listing.is_long():
                ask_export(seat=seat, listing=listing, query=query, how=how, reason=form.why)
                return redirect("works", seat.brand.slug)
            taken = take_along(seat=seat, listing=listing, how=how, reason=form.why)
        except BadInput as wrong:
            form.add_error("how", WRONG[str(wrong.context["problem"])])
            return ask(request, seat, listing, form)
        return Download(taken, nonce=form.cleaned_data["nonce"])  # type: ignore[return-value]  # as in live/views.py

    return export


def ask(request: HttpRequest, seat: Seat, listing: Listing, form: ExportForm) -> HttpResponse:
    """Ask as which file, and say what will be in it; of a long search no more is counted than needed."""
    total = listing.count(most=LONG if listing.kept else None)
    is_long = total >= LONG
    page = {
        "seat": seat,
        "listing": listing,
        "total": total,
        "is_long": is_long,
        "or_more": is_long and listing.kept is not None,
        "kept_hours": KEPT // timedelta(hours=1),
        "form": form,
        "may_unmask": seat.may(Act.UNMASK),
        "needs": needs_of(seat, Act.UNMASK),
    }
    return render(request, "export/export.html", page, status=400 if request.method == "POST" else 200)


@require_POST
@never_cache
@sensitive_post_parameters("confirm")
@for_brand(Act.EXPORT)
def work_file(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Hand out the file of one's own work; where personal data is in it, the password is asked for again."""
    rows = Work.objects.filter(brand=seat.brand, person=seat.person, kind=KIND, state=Work.State.DONE)
    work = get_object_or_404(rows, pk=pk)
    form = ConfirmedForm(request.POST, person=seat.person, at=seat.at)
    if work.asked["reason"] and not form.is_valid():
        return show_works(request, seat, wrong=pk, problem=str(form.errors["confirm"][0]), status=400)
    nonce = request.POST.get("nonce", "")
    return Download(hand_out(seat=seat, work=work), nonce=nonce if NONCE.fullmatch(nonce) else "")  # type: ignore[return-value]
