"""Which words count as being about us? The watches of a brand, written, tried and checked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.home.settings.drafting import WatchForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import blame
from firebreak.console.home.settings.querying import diagnose
from firebreak.console.home.settings.sampling import RECENT, SampleForm
from firebreak.console.listen.coverage import coverage_of, need_kind, waive_kind
from firebreak.console.listen.models import Watch
from firebreak.console.listen.watching import check_watch, drop_watch, save_watch
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, WatchKind

TAB = "settings_watches"


def page_of(seat: Seat, *, row: Watch | None, form: WatchForm | None = None, **more: Any) -> dict[str, Any]:
    """Give what the page shows: the watches, what is covered by them, and one of them to edit."""
    rows = list(Watch.objects.filter(brand=seat.brand).order_by("pk"))
    form = form or WatchForm(initial=words_of(row) if row else {"kind": "brand"})
    query = str(form["query"].value() or "").strip()
    page = {
        "rows": rows,
        "row": row,
        "form": form,
        "covered": coverage_of(seat.brand, rows),
        "by_query": bool(query),
        "query": diagnose(query) if query else None,
        "sample": SampleForm(initial={"over": RECENT}),
        "try_url": reverse("try_watch", args=[seat.brand.slug]),
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


def chosen(seat: Seat, wanted: str) -> Watch | None:
    """Give the watch of this brand that an address or a form names by its key."""
    found = Watch.objects.filter(brand=seat.brand)
    return found.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None


@require_safe
@never_cache
@for_brand(Act.READ)
def watches(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the watches, and one of them to edit; `?watch=new` begins another, of a `kind` if one is named."""
    wanted = request.GET.get("watch", "")
    row = chosen(seat, wanted)
    if row is None and wanted != "new":
        row = Watch.objects.filter(brand=seat.brand).order_by("pk").first()
    kind = request.GET.get("kind", "")
    begun = WatchForm(initial={"kind": kind}) if row is None and kind in set(WatchKind) else None
    return show(request, seat, TAB, page_of(seat, row=row, form=begun))


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
    if form.is_valid():
        given = dict(form.cleaned_data)  # blaming a field takes it out of the form's own
        try:
            watch = check_watch(**(given | {"kind": WatchKind(given["kind"])}))
            saved = save_watch(seat=seat, watch=watch, row=row)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("%(name)s is watched from now on.") % {"name": saved.name})
            return redirect(f"{reverse(TAB, args=[seat.brand.slug])}?watch={saved.pk}")
    return show(request, seat, TAB, page_of(seat, row=row, form=form), status=400)


@require_POST
@for_brand(Act.CONFIGURE)
def settle_kind(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say that the brand does without watches of a kind, or that it needs them after all."""
    kind = request.POST.get("kind", "")
    if kind not in set(WatchKind):
        raise BadInput(field="kind", problem="unknown")
    settle = need_kind if request.POST.get("do") == "need" else waive_kind
    settle(seat=seat, kind=WatchKind(kind))
    return redirect(TAB, seat.brand.slug)
