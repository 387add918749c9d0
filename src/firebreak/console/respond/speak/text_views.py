"""How does a person write a text of an incident: begin it, have it checked while writing, keep it, compare versions?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.respond.forms import VersionForm
from firebreak.console.respond.reply_views import said
from firebreak.console.respond.send.forms import SendForm
from firebreak.console.respond.speak import texts
from firebreak.console.respond.speak.beginning import first_words
from firebreak.console.respond.speak.board import board_url
from firebreak.console.respond.speak.forms import (
    BeginFromForm,
    SendBackForm,
    StatementPublishForm,
    SubmitForm,
    TextForm,
)
from firebreak.console.respond.speak.page import TextPage, compared
from firebreak.console.respond.speak.records import LONGEST_TEXT, Statement
from firebreak.console.respond.speak.templates import TemplatePage
from firebreak.console.respond.views import incident_of
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act
from firebreak.core.text.changes import changes

PAGE = "respond/speak/statement.html"


def statement_of(seat: Seat, pk: int) -> Statement:
    rows = Statement.objects.select_related("incident__brand", "incident__story", "written_by", "published_by", "ready")
    return get_object_or_404(rows, incident__brand=seat.brand, pk=pk)


def page_of(request: HttpRequest, seat: Seat, pk: int) -> TextPage:
    """Give the page with the words as they are sent, if they are; a browser ends lines in its own way."""
    sent = request.POST.get("text")
    text = None if sent is None else sent.replace("\r\n", "\n")[:LONGEST_TEXT]
    editing = sent is not None or "edit" in request.GET
    return TextPage(seat, statement_of(seat, pk), text=text, posture=request.POST.get("posture", ""), editing=editing)


def show(request: HttpRequest, page: TextPage, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the editor; `more` holds a form that was refused, or what stood against it."""
    seen = {"version": page.statement.version}
    forms = {"form": page.form, "submit": SubmitForm(initial=seen), "publish": StatementPublishForm(initial=seen)}
    forms |= {"back": SendBackForm(initial=seen), "send": SendForm(initial=seen)}
    return render(request, PAGE, {"seat": page.seat, "page": page} | forms | more, status=status)


@require_POST
@for_brand(Act.TRIAGE)
def begin(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Begin a text for a channel and an audience with the words of its template, or go to the draft that is there."""
    found = incident_of(seat, number)
    wanted = said(BeginFromForm(request.POST))
    template, text = first_words(found, **wanted)
    place = {name: wanted[name] for name in ("channel", "audience", "kind")}
    made = texts.begin_statement(seat=seat, incident=found, template=template, text=text, **place)
    return redirect("statement", seat.brand.slug, made.pk)


@require_GET
@for_brand(Act.READ)
def templates(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show a template by its parts, and filled from an incident."""
    page = TemplatePage(seat, {name: str(value) for name, value in request.GET.items()})
    return render(request, "respond/speak/templates.html", {"seat": seat, "page": page})


@require_GET
@never_cache
@for_brand(Act.READ)
def statement(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show a text with what stands against it."""
    return show(request, page_of(request, seat, pk))


@require_POST
@for_brand(Act.TRIAGE)
def check(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say what stands against the words on the screen, and who else is writing; the words are not kept."""
    page = page_of(request, seat, pk)
    if page.text != page.statement.text:
        texts.say_writing(seat=seat, statement=page.statement)
    seen = request.POST.get("version", "")
    return render(request, f"{PAGE}#judged", {"seat": seat, "page": page, "seen": seen})


@require_POST
@for_brand(Act.TRIAGE)
def save(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Keep the words; where somebody was faster, show both texts."""
    page, form = page_of(request, seat, pk), TextForm(request.POST)
    if not form.is_valid():
        return show(request, page, form=form, status=400)
    try:
        texts.save_statement(seat=seat, statement=page.statement, **form.cleaned_data)
    except Conflict as late:
        fresh = page_of(request, seat, pk)
        pieces = changes(fresh.statement.text, fresh.text)
        return show(request, fresh, problem=explain_error(late), pieces=pieces, status=409)
    messages.success(request, _("The draft is kept. Nothing was sent."))
    return redirect("statement", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def reread(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that the words still hold with the facts as they are now."""
    texts.reread_statement(seat=seat, statement=statement_of(seat, pk), **said(VersionForm(request.POST)))
    return redirect("statement", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def drop(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Throw the draft away and go back to the room."""
    found = statement_of(seat, pk)
    texts.drop_statement(seat=seat, statement=found, **said(VersionForm(request.POST)))
    messages.success(request, _("The draft is thrown away."))
    return redirect(board_url(found.incident))


@require_GET
@for_brand(Act.READ)
def versions(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Compare two versions of a text."""
    found = statement_of(seat, pk)
    asked = (request.GET.get("older", ""), request.GET.get("newer", ""))
    shown = {"seat": seat, "page": TextPage(seat, found), "compared": compared(found, *asked)}
    return render(request, "respond/speak/versions.html", shown)


@require_POST
@for_brand(Act.ERASE)
def forget(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Erase what the text said before, and show its versions again."""
    texts.forget_statement_versions(seat=seat, statement=statement_of(seat, pk))
    messages.success(request, _("What it said before is erased."))
    return redirect("statement_versions", seat.brand.slug, pk)
