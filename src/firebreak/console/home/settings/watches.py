"""Which words count as being about us? The watches of a brand, written and checked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.home.settings.forms import WatchForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import QUERY, blame
from firebreak.console.listen.models import Watch
from firebreak.console.listen.watching import check_watch, drop_watch, save_watch
from firebreak.core.errors import BadInput, BadWatch
from firebreak.core.terms import Act, WatchKind

TAB = "settings_watches"


def page_of(seat: Seat, *, row: Watch | None, form: WatchForm | None = None, **more: Any) -> dict[str, Any]:
    rows = list(Watch.objects.filter(brand=seat.brand).order_by("pk"))
    kinds = {row.kind for row in rows}
    page = {
        "rows": rows,
        "row": row,
        "form": form or WatchForm(initial=words_of(row) if row else {"kind": "brand"}),
        "missing": [kind.value for kind in WatchKind if kind.value not in kinds],
    }
    return page | more


def words_of(row: Watch) -> dict[str, str]:
    return {
        "name": row.name,
        "kind": row.kind,
        "query": row.query,
        "words": "\n".join(row.any),
        "none": "\n".join(row.none),
    }


@require_safe
@never_cache
@for_brand(Act.READ)
def watches(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the watches, and one of them to edit; `?watch=new` begins another."""
    wanted = request.GET.get("watch", "")
    rows = Watch.objects.filter(brand=seat.brand).order_by("pk")
    row = rows.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None
    row = row or (None if wanted == "new" else rows.first())
    return show(request, seat, TAB, page_of(seat, row=row))


@require_POST
@for_brand(Act.CONFIGURE)
def add_watch(request: HttpRequest, seat: Seat) -> HttpResponse:
    return keep(request, seat, row=None)


@require_POST
@for_brand(Act.CONFIGURE)
def edit_watch(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write a watch anew, or drop it; one that cannot be understood changes nothing."""
    row = get_object_or_404(Watch, brand=seat.brand, pk=pk)
    if request.POST.get("do") == "drop":
        drop_watch(seat=seat, row=row)
        messages.success(request, _("%(name)s is watched no more.") % {"name": row.name})
        return redirect(TAB, seat.brand.slug)
    return keep(request, seat, row=row)


def keep(request: HttpRequest, seat: Seat, *, row: Watch | None) -> HttpResponse:
    form = WatchForm(request.POST)
    pointed: dict[str, Any] = {}
    if form.is_valid():
        given = dict(form.cleaned_data)  # blaming a field takes it out of the form's own
        try:
            watch = check_watch(**(given | {"kind": WatchKind(given["kind"])}))
            saved = save_watch(seat=seat, watch=watch, row=row)
        except BadInput as wrong:
            blame(form, wrong)
            pointed = pointed_at(given["query"], wrong)
        else:
            messages.success(request, _("%(name)s is watched from now on.") % {"name": saved.name})
            return redirect(f"{reverse(TAB, args=[seat.brand.slug])}?watch={saved.pk}")
    return show(request, seat, TAB, page_of(seat, row=row, form=form, **pointed), status=400)


def pointed_at(query: str, wrong: BadInput) -> dict[str, Any]:
    """Cut the query at the character that is wrong, so that the page can point there."""
    if not isinstance(wrong, BadWatch) or not query or wrong.context.get("problem") not in QUERY:
        return {}
    place = min(int(wrong.context.get("position", 0)), len(query))
    return {
        "query_parts": (query[:place], query[place : place + 1] or " ", query[place + 1 :]),
        "query_place": place + 1,
    }
