"""How does a person note what an incident costs?"""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.learn.cost import services
from firebreak.console.learn.cost.forms import ExpenseForm, GuessForm, HoursForm, RateForm
from firebreak.console.learn.cost.page import CostBoard
from firebreak.console.learn.cost.tab import NAME
from firebreak.console.learn.services import day_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.views import ROOM, context_of, incident_of, problem_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

Wrong = forms.Form | None


@require_POST
@for_brand(Act.INCIDENT)
def change_cost(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Note hours or another cost, take one back, set a rate, or show one's costs to the other side."""
    return changed(request, seat, number, request.POST.get("act", ""))


@require_POST
@for_brand(Act.TRIAGE)
def note_own(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Note one's own hours, as somebody who works on incidents without leading them."""
    name = request.POST.get("act", "")
    return changed(request, seat, number, name if name in OWN else "")


def changed(request: HttpRequest, seat: Seat, number: int, name: str) -> HttpResponse:
    """Do what was asked for and go back to the part of the room, or show it with what stood against it."""
    found = incident_of(seat, number)
    if name not in ACTS:
        raise BadInput(field="act", problem="unknown")
    try:
        wrong = ACTS[name](request, seat, found)
    except (BadInput, Conflict) as refused:
        shown = context_of(request, seat, found, tab=NAME) | {"problem": problem_of(refused)}
        return render(request, ROOM, shown, status=400 if isinstance(refused, BadInput) else 409)
    if wrong:
        shown = context_of(request, seat, found, tab=NAME)
        shown["cost"].wrong = {name: wrong}  # type: ignore[attr-defined]
        return render(request, ROOM, shown, status=400)
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={NAME}")


def hours(request: HttpRequest, seat: Seat, found: Incident) -> Wrong:
    people = [(one.pk, one.name) for one in services.colleagues(seat)]
    form = HoursForm(request.POST, people=people, auto_id="hours_%s")
    if not form.is_valid():
        return form
    said = {name: form.cleaned_data[name] for name in ("person", "kind", "day", "what", "key")}
    services.note_hours(seat=seat, incident=found, minutes=form.minutes, **said)
    return None


def guess(request: HttpRequest, seat: Seat, found: Incident) -> Wrong:
    """Take over what the trail says of somebody, as it says now, whatever the page showed."""
    form = GuessForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="person", problem="unknown")
    said = form.cleaned_data
    left = next((one.left for one in CostBoard(seat, found).guesses if one.person.pk == said["person"]), 0)
    if not left and found.outlays.filter(by=seat.person, key=said["key"]).exists():
        return None  # a second click: it is noted
    if not left:
        raise Conflict(incident=found.code)
    services.note_hours(
        seat=seat,
        incident=found,
        kind="else",
        minutes=min(left, 24 * 60),
        day=day_of(seat.at),
        is_estimate=True,
        **said,
    )
    return None


def expense(request: HttpRequest, seat: Seat, found: Incident) -> Wrong:
    form = ExpenseForm(request.POST, auto_id="expense_%s")
    if not form.is_valid():
        return form
    services.note_expense(seat=seat, incident=found, **form.cleaned_data)
    return None


def undo(request: HttpRequest, seat: Seat, found: Incident) -> Wrong:
    outlay = request.POST.get("outlay", "")
    services.undo_outlay(seat=seat, incident=found, outlay=int(outlay) if outlay.isdecimal() else 0)
    return None


def rate(request: HttpRequest, seat: Seat, found: Incident) -> Wrong:
    form = RateForm(request.POST, auto_id="rate_%s")
    if not form.is_valid():
        return form
    services.set_rate(seat=seat, **form.cleaned_data)
    return None


def share(request: HttpRequest, seat: Seat, found: Incident) -> Wrong:
    services.disclose(seat=seat, shows=request.POST.get("shows") == "yes")
    return None


ACTS: dict[str, Callable[[HttpRequest, Seat, Incident], Wrong]] = {
    "hours": hours,
    "guess": guess,
    "expense": expense,
    "undo": undo,
    "rate": rate,
    "share": share,
}
OWN = ("hours", "guess", "undo")
