"""How does a person settle a step of an incident's plan, put another plan in, or take one out?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.assess.views import story_of
from firebreak.console.plans.page import PlanPage
from firebreak.console.respond.plan.packs import merge_plan, withdraw_plan
from firebreak.console.respond.plan.preventing import prevent as put_in_prevention
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.plan.steps import LONGEST, need_turn, settle_step
from firebreak.console.respond.plan.uses import Uses
from firebreak.console.respond.tabs import PLAN
from firebreak.console.respond.views import ROOM, context_of, incident_of, problem_of
from firebreak.core.errors import BadInput, Conflict, FirebreakError, StepSkipped
from firebreak.core.terms import Act


class StepForm(forms.Form):
    """What became of a step, and what it was on the screen."""

    was = forms.ChoiceField(choices=[(state, state) for state in Step.STATES])
    to = forms.ChoiceField(choices=[(state, state) for state in Step.STATES])
    reason = forms.CharField(required=False, max_length=LONGEST)


@require_POST
@for_brand(Act.INCIDENT, or_turn=Act.TRIAGE)
def settle(request: HttpRequest, seat: Seat, number: int, code: str) -> HttpResponse:
    """Say that a step is done, left out or open again, and go back to the steps."""
    found, form = incident_of(seat, number), StepForm(request.POST)
    need_turn(seat, found, code)
    try:
        if not form.is_valid():
            raise BadInput(field="reason", problem="too_long" if "reason" in form.errors else "unknown_step")
        settle_step(seat=seat, incident=found, code=code, **form.cleaned_data)
    except (BadInput, Conflict, StepSkipped) as refused:
        return refuse(request, seat, number, refused)
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={PLAN}#step-{code}")


@require_POST
@for_brand(Act.INCIDENT)
def merge(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put another plan into a running incident."""
    try:
        new = merge_plan(seat=seat, incident=incident_of(seat, number), code=request.POST.get("pack", ""))
    except (BadInput, Conflict) as refused:
        return refuse(request, seat, number, refused)
    said = ngettext("%(n)s step put in.", "%(n)s steps put in.", new) % {"n": new}
    messages.success(request, said if new else _("All of its steps are here already."))
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={PLAN}")


@require_POST
@for_brand(Act.INCIDENT)
def withdraw(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Take a plan out of a running incident; its open steps are left out with the reason."""
    code, reason = request.POST.get("pack", ""), request.POST.get("reason", "")
    try:
        left = withdraw_plan(seat=seat, incident=incident_of(seat, number), code=code, reason=reason)
    except (BadInput, Conflict) as refused:
        return refuse(request, seat, number, refused)
    messages.success(request, ngettext("%(n)s step left out.", "%(n)s steps left out.", left) % {"n": left})
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={PLAN}")


@require_POST
@for_brand(Act.INCIDENT)
def prevent(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put in what the forecast of a story asks for, and show it among the steps."""
    step = put_in_prevention(seat=seat, story=story_of(seat, number))
    messages.success(request, _("The task is among the steps, with who answers for it and by when."))
    found = reverse("incident", args=[seat.brand.slug, step.incident.number])
    return redirect(f"{found}?tab={PLAN}#step-{step.code}")


@require_GET
@for_brand(Act.READ)
def uses(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Show which incidents follow a plan and how it went, beside the plan or by itself."""
    page = {"seat": seat, "page": PlanPage(seat, plan), "uses": Uses(seat, plan)}
    return render(request, "respond/plan_uses.html", page)


def refuse(request: HttpRequest, seat: Seat, number: int, refused: FirebreakError) -> HttpResponse:
    """Show the steps as they stand now, what stood against the act, and the words that were written for it."""
    fresh = context_of(request, seat, incident_of(seat, number), tab=PLAN)
    reason = request.POST.get("reason", "").strip()
    yours = [(_("Reason"), reason)] if reason else []
    status = 400 if isinstance(refused, BadInput) else 409
    return render(request, ROOM, fresh | {"problem": problem_of(refused), "yours": yours}, status=status)
