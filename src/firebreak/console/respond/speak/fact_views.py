"""How does a person write a line of the fact sheet, and say whether it is true?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.respond.models import Incident
from firebreak.console.respond.reply_views import said
from firebreak.console.respond.speak import forgetting, sheet
from firebreak.console.respond.speak.board import board_url
from firebreak.console.respond.speak.forms import FactForm, ForgetForm, SettleForm
from firebreak.console.respond.speak.page import FactPage
from firebreak.console.respond.speak.records import Fact
from firebreak.console.respond.views import incident_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.sheet import Key
from firebreak.core.terms import Act

PAGE = "respond/speak/fact.html"


def key_of(word: str) -> Key:
    if word not in {key.value for key in Key}:
        raise Http404
    return Key(word)


def show(
    request: HttpRequest, seat: Seat, found: Incident, key: Key, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a line with its history; `more` holds a form that was refused, or what stood against it."""
    page = FactPage(seat, found, key)
    return render(request, PAGE, {"seat": seat, "page": page, "form": page.form} | more, status=status)


@require_GET
@for_brand(Act.READ)
def fact(request: HttpRequest, seat: Seat, number: int, fact: str) -> HttpResponse:
    """Show one line of the sheet, what it said before, and the texts that speak of it."""
    return show(request, seat, incident_of(seat, number), key_of(fact))


@require_POST
@for_brand(Act.TRIAGE)
def write(request: HttpRequest, seat: Seat, number: int, fact: str) -> HttpResponse:
    """Write the line; where somebody was faster, show theirs beside what was written."""
    found, key, form = incident_of(seat, number), key_of(fact), FactForm(request.POST)
    if not form.is_valid():
        return show(request, seat, found, key, form=form, status=400)
    try:
        sheet.write_fact(seat=seat, incident=found, key=key, **form.cleaned_data)
    except Conflict as late:
        page = FactPage(seat, found, key)
        again = FactForm(initial=form.cleaned_data | {"version": page.version})
        return show(request, seat, found, key, form=again, problem=explain_error(late), status=409)
    messages.success(request, _("Written down. Texts that speak of it are marked to be read again."))
    return redirect(board_url(found))


@require_POST
@for_brand(Act.APPROVE)
def settle(request: HttpRequest, seat: Seat, number: int, fact: str) -> HttpResponse:
    """Confirm the line or say that it is refuted, and go back to the sheet."""
    found, key, form = incident_of(seat, number), key_of(fact), SettleForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    sheet.settle_fact(seat=seat, incident=found, key=key, **form.cleaned_data)
    return redirect(board_url(found))


@require_POST
@for_brand(Act.ERASE)
def forget(request: HttpRequest, seat: Seat, number: int, fact: str) -> HttpResponse:
    """Erase what the line said before, and show it again."""
    found, key = incident_of(seat, number), key_of(fact)
    get_object_or_404(Fact, incident=found, key=key)
    sheet.forget_fact_versions(seat=seat, incident=found, key=key)
    messages.success(request, _("What it said before is erased."))
    return redirect("incident_fact", seat.brand.slug, number, fact)


@require_POST
@for_brand(Act.ERASE)
def forget_words(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Erase words about a person from all that people wrote of an incident."""
    found = incident_of(seat, number)
    gone = forgetting.forget_words(seat=seat, incident=found, **said(ForgetForm(request.POST)))
    messages.success(request, ngettext("Erased in %(n)s place.", "Erased in %(n)s places.", gone) % {"n": gone})
    return redirect(board_url(found))
