"""To which lists of mentions does a person come back, and which are shared with everybody at the brand?"""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.services import person_actor, write_entry
from firebreak.console.listen import inbox
from firebreak.console.listen.forms import SavedViewForm
from firebreak.console.listen.handled import SavedView
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

MOST = 30  # views of one person at one brand


def kept_views(seat: Seat) -> list[SavedView]:
    """Give a person's own views and those that others share, own ones first."""
    rows = SavedView.objects.filter(Q(person=seat.person) | Q(shared=True), brand=seat.brand).select_related("person")
    return sorted(rows, key=lambda one: (one.person_id != seat.person.pk, one.name))


@require_POST
@for_brand(Act.TRIAGE)
def save(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keep the list that the address asks for under a name; the same name again means this list from now on."""
    want = inbox.wanted(request.GET, inbox.filter_form(seat, request.GET))
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    shared = form.cleaned_data["shared"]
    keep_view(seat=seat, name=form.cleaned_data["name"], query=want.query(), shared=shared)
    messages.success(request, _("View “%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
    return redirect(f"{reverse('mentions', args=[seat.brand.slug])}?{want.query()}")


@require_POST
@for_brand(Act.TRIAGE)
def drop(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Forget one of the person's own views."""
    view = get_object_or_404(SavedView, brand=seat.brand, person=seat.person, pk=pk)
    drop_view(seat=seat, view=view)
    messages.success(request, _("View “%(name)s” is gone.") % {"name": view.name})
    return redirect("mentions", seat.brand.slug)


@transaction.atomic
def keep_view(*, seat: Seat, name: str, query: str, shared: bool) -> SavedView:
    """Keep a list under a name; one that others see goes to the trail."""
    seat.need(Act.TRIAGE)
    mine = SavedView.objects.filter(brand=seat.brand, person=seat.person)
    if mine.exclude(name=name).count() >= MOST:
        raise BadInput(field="name", problem="too_many_views", most=MOST)
    view, _made = SavedView.objects.update_or_create(
        brand=seat.brand, person=seat.person, name=name, defaults={"query": query, "shared": shared}
    )
    write_view(seat, view, "save_view")
    return view


@transaction.atomic
def drop_view(*, seat: Seat, view: SavedView) -> None:
    seat.need(Act.TRIAGE)
    write_view(seat, view, "drop_view")
    view.delete()


def write_view(seat: Seat, view: SavedView, action: str) -> None:
    """Write who keeps or drops a view; its words may hold a name, so only its key is told."""
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"view:{view.pk}",
        detail={"shared": view.shared},
        at=seat.at,
    )
