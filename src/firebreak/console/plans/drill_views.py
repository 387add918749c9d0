"""How does a person see the drills of a plan, write one down, and strike one that is wrong?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.formats import listed
from firebreak.console.plans.drilled import DrillForm, Drills
from firebreak.console.plans.drilling import record_drill, strike_drill
from firebreak.console.plans.models import Drill
from firebreak.console.plans.page import PlanPage
from firebreak.console.words import ROLES
from firebreak.core.errors import BadInput, Conflict, FirebreakError, NotAllowed
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

STATUS = {BadInput: 400, Conflict: 409, NotAllowed: 403}


@require_safe
@never_cache
@for_brand(Act.READ)
def drills(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Show the drills of a plan, with the form for one more."""
    found = Drills(PlanPage(seat, plan))
    return show(request, found, DrillForm(people=found.people, initial={"on": found.today}))


@require_POST
@for_brand(Act.CONFIGURE)
def record(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Write down that a plan was drilled."""
    found = Drills(PlanPage(seat, plan))
    form = DrillForm(request.POST, people=found.people)
    if not form.is_valid():
        return show(request, found, form, status=400)
    try:
        record_drill(seat=seat, code=plan, drilled=form.drilled())
    except (BadInput, NotAllowed) as refused:
        return show(request, found, form, refused, status=STATUS[type(refused)])
    messages.success(request, _("The drill is written down."))
    return redirect("plan_drills", seat.brand.slug, plan)


@require_POST
@for_brand(Act.CONFIGURE)
def strike(request: HttpRequest, seat: Seat, plan: str, pk: int) -> HttpResponse:
    """Let a drill that was written down wrongly count no more."""
    drill, found = get_object_or_404(Drill, brand=seat.brand, code=plan, pk=pk), Drills(PlanPage(seat, plan))
    try:
        strike_drill(seat=seat, drill=drill)
    except Conflict as refused:
        return show(request, found, DrillForm(people=found.people), refused, status=409)
    return redirect("plan_drills", seat.brand.slug, plan)


def show(
    request: HttpRequest, found: Drills, form: DrillForm, refused: FirebreakError | None = None, *, status: int = 200
) -> HttpResponse:
    problem = explain_error(refused) if refused else None
    shown: dict[str, Any] = {"seat": found.seat, "page": found.page, "drills": found, "form": form, "problem": problem}
    shown["who_writes"] = listed(ROLES[role.value] for role in who_may(Act.CONFIGURE))
    return render(request, "plans/drills.html", shown, status=status)
