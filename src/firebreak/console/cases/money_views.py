"""What can be given to affected people, out of which money, and where did every dollar go?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.cases import catalogue
from firebreak.console.cases.board import Board, budgets_of
from firebreak.console.cases.forms import BudgetForm, ItemForm
from firebreak.console.cases.owed import differing
from firebreak.console.cases.page import ledger_of, names_of
from firebreak.console.cases.views import incidents_of
from firebreak.console.faults import explain_error
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

PAGE = "cases/money.html"
LINES = 60
Context = dict[str, Any]


@require_safe
@never_cache
@for_brand(Act.READ)
def compensation(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the ledger with its recount, the budgets, and the catalogue."""
    return render(request, PAGE, page_of(seat))


def page_of(seat: Seat, **more: Any) -> Context:
    known = incidents_of(seat)
    return {
        "seat": seat,
        "board": Board(seat),
        "lines": ledger_of(seat, most=LINES),
        "budgets": budgets_of(seat),
        "differing": differing(seat.brand),
        "items": catalogue.items_of(seat.brand),
        "may_change": seat.may(Act.OVERRIDE),
        "who_changes": names_of(Act.OVERRIDE),
        "item": ItemForm(),
        "budget": BudgetForm(incidents=known),
    } | more


@require_POST
@for_brand(Act.OVERRIDE)
def change(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put money into a budget or take it out, or change what the catalogue gives."""
    acts = {"budget": put_money, "item": put_item, "retire": take_out}
    name = request.POST.get("act", "")
    if name not in acts:
        raise BadInput(field="act", problem="unknown")
    problem = acts[name](request, seat)
    return (
        render(request, PAGE, page_of(seat, **problem), status=400)
        if problem
        else redirect("compensation", seat.brand.slug)
    )


def put_money(request: HttpRequest, seat: Seat) -> Context:
    form = BudgetForm(request.POST, incidents=incidents_of(seat))
    if form.is_valid():
        try:
            catalogue.change_budget(seat=seat, incident=form.incident_named(), by=form.cleaned_data["by"])
            messages.success(request, _("The budget is changed, and the ledger has its line."))
            return {}
        except BadInput as wrong:
            form.add_error("by", explain_error(wrong).what)
    return {"budget": form}


def put_item(request: HttpRequest, seat: Seat) -> Context:
    form = ItemForm(request.POST)
    if form.is_valid():
        try:
            catalogue.add_item(seat=seat, **form.cleaned_data)
            return {}
        except BadInput as wrong:
            form.add_error(str(wrong.context["field"]), explain_error(wrong).what)
    return {"item": form}


def take_out(request: HttpRequest, seat: Seat) -> Context:
    try:
        catalogue.retire_item(seat=seat, code=request.POST.get("code", ""))
    except Conflict as gone:
        return {"problem": explain_error(gone)}
    return {}
