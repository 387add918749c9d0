"""How does a person ask to hide or report a mention, and how does a second one decide?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.listen.views import post_of
from firebreak.console.respond.guard import asking
from firebreak.console.respond.guard.forms import AskForm, DeclineForm
from firebreak.console.respond.guard.page import GuardPage, Requests
from firebreak.console.respond.guard.records import ModerationRequest
from firebreak.console.respond.reply_views import said
from firebreak.core.terms import Act

PAGE = "respond/guard/mention.html"


def request_of(seat: Seat, pk: int) -> ModerationRequest:
    return get_object_or_404(ModerationRequest, brand=seat.brand, pk=pk)


@require_GET
@for_brand(Act.READ)
def requests(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what waits for a second person, and what became of the rest."""
    return render(request, "respond/guard/requests.html", {"seat": seat, "requests": Requests(seat)})


@require_GET
@for_brand(Act.TRIAGE)
def mention(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show a mention with our policy first, then what may be asked about it."""
    return render(request, PAGE, {"seat": seat, "page": GuardPage(seat, post_of(seat.brand, pk))})


@require_POST
@for_brand(Act.TRIAGE)
def ask(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Ask for it; a refusal teaches, and is kept."""
    post, form = post_of(seat.brand, pk), AskForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"seat": seat, "page": GuardPage(seat, post, form=form)}, status=400)
    made = asking.ask_moderation(seat=seat, post=post, **form.cleaned_data)
    if made.refusal:
        page = GuardPage(seat, post, form=form, refused=made.refusal)
        return render(request, PAGE, {"seat": seat, "page": page}, status=403)
    messages.success(request, _("Captured as evidence and asked. A second person decides."))
    return redirect("mention_moderation", seat.brand.slug, pk)


@require_POST
@for_brand(Act.APPROVE)
def confirm(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let it be done on the platform."""
    made = asking.confirm_moderation(seat=seat, asked=request_of(seat, pk))
    if made.refusal:
        page = GuardPage(seat, post_of(seat.brand, made.post_id), refused=made.refusal)
        return render(request, PAGE, {"seat": seat, "page": page}, status=403)
    messages.success(request, _("Confirmed. Do it on the platform now; here it can be noted as undone."))
    return redirect("moderation_requests", seat.brand.slug)


@require_POST
@for_brand(Act.APPROVE)
def decline(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say with a reason that it is not done."""
    asking.decline_moderation(seat=seat, asked=request_of(seat, pk), **said(DeclineForm(request.POST)))
    messages.success(request, _("Declined. The mention is answered instead."))
    return redirect("moderation_requests", seat.brand.slug)


@require_POST
@for_brand(Act.TRIAGE)
def undo(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Note that it was undone on the platform."""
    asking.undo_moderation(seat=seat, asked=request_of(seat, pk))
    messages.success(request, _("Noted as undone."))
    return redirect("moderation_requests", seat.brand.slug)
