"""How does a person let a text go out through the brand's own channel, call it back, or freeze all that wait?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.respond.models import Incident
from firebreak.console.respond.send import asking, freezing
from firebreak.console.respond.send.forms import FreezeForm, SendForm
from firebreak.console.respond.send.records import Dispatch, Freeze
from firebreak.console.respond.speak.approval_views import REFUSED, refuse
from firebreak.console.respond.speak.board import Board, board_url
from firebreak.console.respond.speak.queue import Queue
from firebreak.console.respond.speak.text_views import page_of, show, statement_of
from firebreak.console.respond.views import ROOM, context_of, incident_of
from firebreak.core.terms import Act


@require_POST
@for_brand(Act.TRIAGE)
def send(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let a text go out."""
    form, page = SendForm(request.POST), page_of(request, seat, pk)
    if not form.is_valid():
        return show(request, page, send=form, status=400)
    try:
        made = asking.ask_to_send(seat=seat, statement=page.statement, **form.cleaned_data)
    except REFUSED as refused:
        return refuse(request, seat, pk, refused, due=form.cleaned_data["due"], send=form)
    later = _("It goes out at its time. Until then it can be called back.")
    messages.success(
        request, later if made.due_at > seat.at else _("It goes out now. This page tells when it is there.")
    )
    return redirect("statement", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def call_back(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Call a text back that waits to go out."""
    asking.call_back(seat=seat, dispatch=way_of(seat, pk))
    messages.success(request, _("Called back: it does not go out."))
    return redirect("statement", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def say_not_out(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that a text is not out of which nobody knew."""
    asking.say_not_out(seat=seat, dispatch=way_of(seat, pk))
    messages.success(request, _("Noted: it is not out. It may go out again."))
    return redirect("statement", seat.brand.slug, pk)


def way_of(seat: Seat, pk: int) -> Dispatch:
    found = asking.last_way(statement_of(seat, pk))
    if found is None:
        raise Http404
    return found


@require_POST
@for_brand(Act.APPROVE)
def freeze_incident(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Let nothing of an incident go out any more."""
    return throw(request, seat, incident_of(seat, number))


@require_POST
@for_brand(Act.APPROVE)
def freeze_brand(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Let nothing of the brand go out any more."""
    return throw(request, seat, None)


def throw(request: HttpRequest, seat: Seat, incident: Incident | None) -> HttpResponse:
    form = FreezeForm(request.POST, prefix="freeze")
    if not form.is_valid():
        return ask_again(request, seat, incident, form)
    freezing.throw_switch(seat=seat, incident=incident, **form.cleaned_data)
    messages.success(request, _("Frozen: from now on nothing goes out until it is lifted."))
    return back_to(seat, incident)


def ask_again(request: HttpRequest, seat: Seat, incident: Incident | None, form: FreezeForm) -> HttpResponse:
    """Show the page that the switch is on with what is wrong with the reason."""
    if incident is None:
        queue = Queue(seat)
        queue.switch.form = form
        return render(request, "respond/speak/approvals.html", {"seat": seat, "queue": queue}, status=400)
    board = Board(seat, incident)
    board.switch.form = form
    return render(request, ROOM, context_of(request, seat, incident, tab="statements") | {"board": board}, status=400)


@require_POST
@for_brand(Act.OVERRIDE)
def lift_freeze(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let texts go out again."""
    found = get_object_or_404(Freeze.objects.select_related("incident__brand"), brand=seat.brand, pk=pk)
    passed = freezing.lift_switch(seat=seat, freeze=found)
    messages.success(request, _("Lifted: what is still to come goes out at its time."))
    if passed:
        told = ngettext("%(n)d text", "%(n)d texts", passed) % {"n": passed}
        messages.warning(request, _("%(texts)s was due meanwhile and stays: let it go out anew.") % {"texts": told})
    return back_to(seat, found.incident)


def back_to(seat: Seat, incident: Incident | None) -> HttpResponse:
    return redirect(board_url(incident)) if incident else redirect("approvals", seat.brand.slug)
