"""How does a person write a message ahead, approve it, take it out of force, and let a text begin with it?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.respond.ready import writing
from firebreak.console.respond.ready.forms import ReadyForm, UseForm, WhyForm, first_of
from firebreak.console.respond.ready.page import ReadyPage, ReadyShelf
from firebreak.console.respond.ready.reading import flaws_of
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.ready.using import use_ready
from firebreak.console.respond.reply_views import said
from firebreak.console.respond.views import incident_of
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Act

REFUSED = (BadInput, Conflict, NotAllowed)


@require_GET
@never_cache
@for_brand(Act.READ)
def shelf(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show which messages may go out without a second approval, and which wait for one."""
    return render(request, "respond/ready/shelf.html", {"seat": seat, "shelf": ReadyShelf(seat)})


@require_GET
@never_cache
@for_brand(Act.READ)
def message(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show one version of a message."""
    return show(request, seat, pk)


def ready_of(seat: Seat, pk: int) -> ReadyText:
    return get_object_or_404(ReadyText.objects.select_related("written_by"), brand=seat.brand, pk=pk)


def show(
    request: HttpRequest, seat: Seat, pk: int, refused: Any = None, *, status: int = 200, **more: Any
) -> HttpResponse:  # fmt: skip
    """Show a message, with what stood against an act upon it."""
    given = {"seat": seat, "page": ReadyPage(seat, ready_of(seat, pk)), "back": WhyForm(), "end": WhyForm(prefix="end")}
    given["problem"] = explain_error(refused) if refused else None
    return render(request, "respond/ready/message.html", given | more, status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@for_brand(Act.TRIAGE)
def new(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write a message to be approved ahead."""
    return write(request, seat, None)


@require_http_methods(["GET", "POST"])
@never_cache
@for_brand(Act.TRIAGE)
def edit(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write the next version of a message."""
    return write(request, seat, ready_of(seat, pk))


def write(request: HttpRequest, seat: Seat, ready: ReadyText | None) -> HttpResponse:
    if request.method == "GET":
        return ask(request, seat, ready, ReadyForm(initial=first_of(ready, at=seat.at)))
    form = ReadyForm(request.POST)
    if not form.is_valid():
        return ask(request, seat, ready, form, status=400)
    number = ready.number if ready else None
    try:
        made = writing.write_ready(seat=seat, wording=form.wording, number=number, was=form.cleaned_data["was"])
    except (BadInput, Conflict) as refused:
        return ask(request, seat, ready, form, refused, status=400 if isinstance(refused, BadInput) else 409)
    messages.success(request, _("Kept. It holds once those whose turn it is have approved it."))
    return redirect("ready_text", seat.brand.slug, made.pk)


def ask(
    request: HttpRequest, seat: Seat, ready: ReadyText | None, form: ReadyForm, refused: Any = None, status: int = 200
) -> HttpResponse:
    """Show the form with what stands against its words; nothing that was written is lost."""
    one = form.wording if form.is_bound and form.is_valid() else None
    flaws = flaws_of(seat.brand, one.text, one.kind, one.posture, one.gravest) if one else []
    problem = explain_error(refused) if refused else None
    shown = {"seat": seat, "ready": ready, "form": form, "flaws": flaws, "problem": problem}
    return render(request, "respond/ready/write.html", shown, status=status)


@require_POST
@for_brand(Act.APPROVE)
def approve(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let a message go out alone within its bounds."""
    try:
        kept = writing.approve_ready(seat=seat, ready=ready_of(seat, pk))
    except REFUSED as refused:
        return show(request, seat, pk, refused, status=status_of(refused))
    told = _("Approved. It holds within its bounds.") if kept.approved_at else _("Approved. The others are waited for.")
    messages.success(request, told)
    return redirect("ready_text", seat.brand.slug, pk)


def status_of(refused: Any) -> int:
    return {BadInput: 400, NotAllowed: 403}.get(type(refused), 409)


@require_POST
@for_brand(Act.APPROVE)
def send_back(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Give a message back to its writer."""
    form = WhyForm(request.POST)
    if not form.is_valid():
        return show(request, seat, pk, status=400, back=form)
    try:
        writing.send_ready_back(seat=seat, ready=ready_of(seat, pk), **form.cleaned_data)
    except REFUSED as refused:
        return show(request, seat, pk, refused, status=status_of(refused))
    messages.success(request, _("Sent back to its writers."))
    return redirect("ready_text", seat.brand.slug, pk)


@require_POST
@for_brand(Act.APPROVE)
def revoke(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take a message out of force."""
    form = WhyForm(request.POST, prefix="end")
    if not form.is_valid():
        return show(request, seat, pk, status=400, end=form)
    try:
        writing.revoke_ready(seat=seat, ready=ready_of(seat, pk), **form.cleaned_data)
    except REFUSED as refused:
        return show(request, seat, pk, refused, status=status_of(refused))
    messages.success(request, _("Revoked. From now on every text of it needs approval."))
    return redirect("ready_text", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def use(request: HttpRequest, seat: Seat, number: int, pk: int) -> HttpResponse:
    """Begin a text of an incident with a message, and go to it."""
    incident, ready = incident_of(seat, number), ready_of(seat, pk)
    made = use_ready(seat=seat, incident=incident, number=ready.number, **said(UseForm(request.POST)))
    messages.success(request, _("The message is filled in. It may go out as it stands; a change needs approval."))
    return redirect("statement", seat.brand.slug, made.pk)
