"""Who looks at the duty list, puts somebody on it, gives a part, and is on call?"""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.duty.call import OnCall
from firebreak.console.duty.drafting import draft_of
from firebreak.console.duty.forms import PartForm, ShiftForm
from firebreak.console.duty.models import Shift
from firebreak.console.duty.page import Rota
from firebreak.console.duty.parts import give_part
from firebreak.console.duty.rota import end_shift, put_on_duty
from firebreak.console.duty.tab import PEOPLE
from firebreak.console.duty.telling import confirm_read, tell_brand
from firebreak.console.faults import explain_error
from firebreak.console.respond.room import Room
from firebreak.console.respond.views import ROOM, context_of, incident_of, problem_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

PAGE = "duty/rota.html"


@require_GET
@for_brand(Act.READ)
def rota(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show a week of the duty list."""
    return show(request, seat)


@require_GET
@for_brand(Act.READ)
def on_call(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what the reader must deal with now: on a phone, in the middle of the night."""
    return render(request, "duty/oncall.html", {"seat": seat, "call": OnCall(seat)})


@require_POST
@for_brand(Act.CONFIGURE)
def put(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put somebody onto the list."""
    rota = Rota(seat)
    form = ShiftForm(request.POST, people=rota.people.values())
    if not form.is_valid():
        return show(request, seat, form=form, status=400)
    try:
        made = put_on_duty(seat=seat, **form.cleaned_data)
    except BadInput as refused:
        return show(request, seat, form=form, problem=refused, status=409)
    said = ngettext("%(n)s shift put on the list.", "%(n)s shifts put on the list.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect("duty", seat.brand.slug)


@require_POST
@for_brand(Act.CONFIGURE)
def end(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take a shift off the list."""
    try:
        end_shift(seat=seat, shift=get_object_or_404(Shift, brand=seat.brand, pk=pk))
    except Conflict as refused:
        return show(request, seat, problem=refused, status=409)
    messages.success(request, _("The shift is off the list; its hours may have nobody now."))
    return redirect("duty", seat.brand.slug)


@require_POST
@for_brand(Act.INCIDENT)
def give(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Give a part in an incident to somebody."""
    found, form = incident_of(seat, number), PartForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(fields=sorted(form.errors))
        give_part(seat=seat, incident=found, **form.cleaned_data)
    except (BadInput, Conflict) as refused:
        shown = context_of(request, seat, incident_of(seat, number), tab=PEOPLE.name) | {"problem": problem_of(refused)}
        return render(request, ROOM, shown, status=409)
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={PEOPLE.name}")


@require_POST
@for_brand(Act.INCIDENT)
def tell(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Tell the brand how an incident stands."""
    text = request.POST.get("text", "")
    try:
        tell_brand(seat=seat, incident=incident_of(seat, number), text=text)
    except (BadInput, Conflict) as refused:
        shown = context_of(request, seat, incident_of(seat, number), tab=PEOPLE.name) | {"problem": problem_of(refused)}
        yours = [(_("What you wrote"), text)] if text.strip() else []
        return render(request, ROOM, shown | {"yours": yours}, status=409)
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={PEOPLE.name}")


@require_POST
@for_brand(Act.INCIDENT)
def draft(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put the next word to the brand together from the incident's records, for a person to read and change."""
    found = incident_of(seat, number)
    words = draft_of(Room(seat, found))
    shown = context_of(request, seat, found, tab=PEOPLE.name) | {"draft": words}
    return render(request, ROOM, shown)


@require_POST
@for_brand(Act.READ)
def read(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Say that one has read what the brand was told."""
    confirm_read(seat=seat, incident=incident_of(seat, number))
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={PEOPLE.name}")


def show(
    request: HttpRequest,
    seat: Seat,
    *,
    form: ShiftForm | None = None,
    problem: BadInput | Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the list, with what stood against a change and the form as it was filled in."""
    week = re.fullmatch(r"-?[0-9]{1,3}", request.GET.get("week", ""))
    rota = Rota(seat, int(week[0]) if week else 0)
    gap = rota.first_gap
    initial = {"first": rota.today, **({"duty": gap.duty} if gap else {})}
    shown = {
        "seat": seat,
        "rota": rota,
        "form": form or ShiftForm(people=rota.people.values(), initial=initial),
        "problem": explain_error(problem) if problem else None,
        "who_plans": who_may(Act.CONFIGURE),
    }
    return render(request, PAGE, shown, status=status)
