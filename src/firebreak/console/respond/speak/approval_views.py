"""How does a person hand a text in, approve it or send it back, and say where it was published?"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.respond.forms import VersionForm
from firebreak.console.respond.reply_views import said
from firebreak.console.respond.speak import approving, publishing, texts
from firebreak.console.respond.speak.forms import SendBackForm, StatementPublishForm, SubmitForm
from firebreak.console.respond.speak.queue import Queue
from firebreak.console.respond.speak.text_views import page_of, show, statement_of
from firebreak.core.errors import BadInput, Conflict, StepSkipped
from firebreak.core.respond.statement import Posture
from firebreak.core.terms import Act

REFUSED = (BadInput, Conflict, StepSkipped)


@require_GET
@never_cache
@for_brand(Act.READ)
def approvals(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show which texts wait for whom, those of the reader first."""
    return render(request, "respond/speak/approvals.html", {"seat": seat, "queue": Queue(seat)})


@require_POST
@for_brand(Act.TRIAGE)
def submit(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Hand a text in as it stands on the screen; where its words were not kept yet, they are kept first."""
    form, page = SubmitForm(request.POST), page_of(request, seat, pk)
    if not form.is_valid():
        return show(request, page, submit=form, status=400)
    one, given = page.statement, form.cleaned_data
    try:
        if page.text.strip() != one.text or page.posture != one.posture:
            kept = texts.save_statement(
                seat=seat, statement=one, text=page.text, posture=Posture(page.posture), version=given["version"]
            )
            given["version"] = kept.version
        approving.submit_statement(seat=seat, statement=one, **given)
    except REFUSED as refused:
        return refuse(request, seat, pk, refused, submit=form)
    messages.success(request, _("Handed in. Those whose turn it is see it in their queue."))
    return redirect("statement", seat.brand.slug, pk)


def refuse(
    request: HttpRequest, seat: Seat, pk: int, refused: Any, *, due: datetime | None = None, **forms: Any
) -> HttpResponse:
    """Show the text with what stood against the act; `due` is when it was to go out."""
    page = page_of(request, seat, pk)
    page.due = due
    status = 400 if isinstance(refused, BadInput) else 409
    return show(request, page, stopped=explain_error(refused), status=status, **forms)


@require_POST
@for_brand(Act.APPROVE)
def approve(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let a text go out, and go back to where the reader came from."""
    found = statement_of(seat, pk)
    approving.approve_statement(seat=seat, statement=found, **said(VersionForm(request.POST)))
    messages.success(request, _("Approved."))
    return onward(request, seat, pk)


@require_POST
@for_brand(Act.APPROVE)
def send_back(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Give a text back to its writers with a reason."""
    found = statement_of(seat, pk)
    approving.send_back(seat=seat, statement=found, **said(SendBackForm(request.POST)))
    messages.success(request, _("Sent back to its writers."))
    return onward(request, seat, pk)


def onward(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    if request.POST.get("from") == "queue":
        return redirect("approvals", seat.brand.slug)
    return redirect("statement", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def publish(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write down where a text was published."""
    form = StatementPublishForm(request.POST)
    page = page_of(request, seat, pk)
    if not form.is_valid():
        return show(request, page, publish=form, status=400)
    try:
        publishing.publish_statement(seat=seat, statement=page.statement, **form.cleaned_data)
    except REFUSED as refused:
        return refuse(request, seat, pk, refused, publish=form)
    messages.success(request, _("Noted: the text is published."))
    return redirect("statement", seat.brand.slug, pk)
