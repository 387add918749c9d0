"""How does somebody hand over, and say that they have received it?"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.duty.forms import AnswerForm, HandOverForm
from firebreak.console.duty.handing import (
    matters_now,
    receive_hand_over,
    takers,
    withdraw_hand_over,
    write_hand_over,
)
from firebreak.console.duty.models import HandOver
from firebreak.console.duty.page import left_of
from firebreak.console.faults import explain_error
from firebreak.core.errors import BadInput, Conflict, FirebreakError
from firebreak.core.terms import Act

LISTED = 50


@require_GET
@for_brand(Act.READ)
def hand_overs(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what was handed over, and the form to hand over."""
    return show(request, seat)


@require_POST
@for_brand(Act.TRIAGE)
def write(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Hand over to somebody."""
    form = HandOverForm(request.POST, people=takers(seat))
    if not form.is_valid():
        return show(request, seat, form=form, status=400)
    try:
        made = write_hand_over(seat=seat, **form.cleaned_data)
    except (BadInput, Conflict) as refused:
        return show(request, seat, form=form, problem=refused, status=409)
    messages.success(request, _("%(code)s is written; it holds once it is received.") % {"code": made.code})
    return redirect("hand_over", seat.brand.slug, made.pk)


@require_GET
@for_brand(Act.READ)
def hand_over(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show one hand-over with its receipt."""
    return show_one(request, seat, pk)


@require_POST
@for_brand(Act.TRIAGE)
def receive(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that it was received."""
    form = AnswerForm(request.POST)
    form.is_valid()
    answer = form.cleaned_data.get("answer", request.POST.get("answer", ""))
    return done(request, seat, pk, lambda found: receive_hand_over(seat=seat, hand_over=found, answer=answer))


@require_POST
@for_brand(Act.TRIAGE)
def withdraw(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take it back before it was received."""
    return done(request, seat, pk, lambda found: withdraw_hand_over(seat=seat, hand_over=found))


def done(request: HttpRequest, seat: Seat, pk: int, act: Callable[[HandOver], None]) -> HttpResponse:
    """Do it and show the hand-over, with what stood against it where something did."""
    found = get_object_or_404(HandOver.objects.select_related("giver", "brand"), brand=seat.brand, pk=pk)
    try:
        act(found)
    except (BadInput, Conflict) as refused:
        return show_one(request, seat, pk, problem=refused, status=409)
    return redirect("hand_over", seat.brand.slug, pk)


def show_one(
    request: HttpRequest, seat: Seat, pk: int, *, problem: FirebreakError | None = None, status: int = 200
) -> HttpResponse:
    rows = HandOver.objects.select_related("giver", "taker")
    found = get_object_or_404(rows, brand=seat.brand, pk=pk)
    shown = {
        "seat": seat,
        "one": found,
        "left": left_of(found, seat.brand.slug),
        "problem": explain_error(problem) if problem else None,
        "kept": request.POST.get("answer", ""),
        "mine_to_receive": found.waits and found.taker == seat.person,
        "mine_to_withdraw": found.waits and found.giver == seat.person,
    }
    return render(request, "duty/handover.html", shown, status=status)


def show(
    request: HttpRequest,
    seat: Seat,
    *,
    form: HandOverForm | None = None,
    problem: FirebreakError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the list of hand-overs; whoever works here also sees what would be handed over now."""
    works = seat.may(Act.TRIAGE)
    draft = HandOver(brand=seat.brand, matters=matters_now(seat.brand, at=seat.at) if works else [])
    rows = HandOver.objects.filter(brand=seat.brand).select_related("giver", "taker")
    shown = {
        "seat": seat,
        "rows": rows[:LISTED],
        "left": left_of(draft, seat.brand.slug),
        "form": (form or HandOverForm(people=takers(seat))) if works else None,
        "problem": explain_error(problem) if problem else None,
    }
    return render(request, "duty/handovers.html", shown, status=status)
