"""How does a person let a text go out through the brand's own channel, call it back, or say that it is not out?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.respond.send import asking
from firebreak.console.respond.send.forms import SendForm
from firebreak.console.respond.send.records import Dispatch
from firebreak.console.respond.speak.approval_views import REFUSED, refuse
from firebreak.console.respond.speak.text_views import page_of, show, statement_of
from firebreak.core.terms import Act


@require_POST
@for_brand(Act.TRIAGE)
def send(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let a text go out."""
    form, page = SendForm(request.POST), page_of(request, seat, pk)
    if not form.is_valid():
        return show(request, page, send=form, status=400)
    try:
        asking.ask_to_send(seat=seat, statement=page.statement, **form.cleaned_data)
    except REFUSED as refused:
        return refuse(request, seat, pk, refused, send=form)
    messages.success(request, _("It goes out now. This page tells when it is there."))
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
