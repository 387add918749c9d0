"""Where is an outside expert called in, and where does the expert look and write?"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import clock
from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Person
from firebreak.console.respond.expert.forms import AdviceForm, ExpertForm
from firebreak.console.respond.expert.page import ExpertRoom, rows_of
from firebreak.console.respond.expert.records import Expert
from firebreak.console.respond.expert.services import LONGEST_ADVICE, advise, end_expert, invite_expert
from firebreak.console.respond.models import Incident
from firebreak.console.respond.views import incident_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

PAGE, ROOM = "respond/experts.html", "respond/expert_room.html"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Expert, P], HttpResponse]


def for_expert(view: View[P]) -> Callable[..., HttpResponse]:
    """Give the view an expert who may come in now in place of brand and incident; 404 for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, number: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        live = Expert.objects.live(at=clock.now()).filter(person=request.user)
        here = live.filter(incident__brand__slug=slug, incident__number=number)
        found = here.select_related("person", "incident__brand", "incident__story__merged_into", "incident__alert")
        expert = found.order_by("-pk").first()
        if expert is None:
            raise Http404
        return view(request, expert, *args, **kwargs)

    return guarded


@require_safe
@never_cache
@for_expert
def room(request: HttpRequest, expert: Expert) -> HttpResponse:
    """Show the parts of the incident that this expert was called in for."""
    return show_room(request, expert)


@require_POST
@for_expert
def give_advice(request: HttpRequest, expert: Expert) -> HttpResponse:
    """Put what the expert says onto the timeline."""
    form = AdviceForm(request.POST)
    if not form.is_valid():
        told = _("Write between 1 and %(most)s characters.") % {"most": LONGEST_ADVICE}
        return show_room(request, expert, problem=told, status=400)
    advise(expert=expert, text=form.cleaned_data["text"], at=clock.now())
    messages.success(request, _("It stands on the timeline; those who work on it see it."))
    return redirect("expert_room", expert.incident.brand.slug, expert.incident.number)


def show_room(request: HttpRequest, expert: Expert, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = ExpertRoom(expert, tab=request.GET.get("tab", ""), at=clock.now())
    more = {"problem": problem, "yours": request.POST.get("text", "") if problem else "", "longest": LONGEST_ADVICE}
    return render(request, ROOM, {"room": page} | more, status=status)


def page_of(seat: Seat, incident: Incident, **more: Any) -> dict[str, Any]:
    form = ExpertForm(person=seat.person, at=seat.at) if seat.may(Act.ADMINISTER) and incident.is_running else None
    inviters = [role.value for role in who_may(Act.ADMINISTER)]
    rows = rows_of(incident, at=seat.at)
    return {"seat": seat, "incident": incident, "rows": rows, "form": form, "inviters": inviters} | more


@require_safe
@never_cache
@for_brand(Act.READ)
def experts(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show who was called in to an incident, what they see and until when."""
    return render(request, PAGE, page_of(seat, incident_of(seat, number)))


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.ADMINISTER)
def invite(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Call somebody in; the link into a new account is shown on this answer only."""
    found, form = incident_of(seat, number), ExpertForm(request.POST, person=seat.person, at=seat.at)
    if form.is_valid():
        try:
            made = invite_expert(seat=seat, incident=found, called=form.called)
        except BadInput as wrong:
            form.blame(wrong)
        except Conflict:
            form.add_error(None, _("The incident is closed: nobody is called in to it."))
        else:
            return invited(request, seat, found, made.expert.person, made.password)
    return render(request, PAGE, page_of(seat, found, form=form), status=400)


def invited(request: HttpRequest, seat: Seat, incident: Incident, person: Person, password: str) -> HttpResponse:
    if not password:
        told = _("%(name)s sees this incident from now on, with the password that they have.")
        messages.success(request, told % {"name": person.name})
        return redirect("incident_experts", seat.brand.slug, incident.number)
    link = request.build_absolute_uri(reverse("enter", args=[person.pk, password]))
    response = render(request, PAGE, page_of(seat, incident, once=link, once_for=person))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@for_brand(Act.ADMINISTER)
def end(request: HttpRequest, seat: Seat, number: int, pk: int) -> HttpResponse:
    """End an expert's access now."""
    expert = get_object_or_404(Expert.objects.select_related("person"), incident=incident_of(seat, number), pk=pk)
    try:
        end_expert(seat=seat, expert=expert)
    except BadInput:
        messages.info(request, _("It was over already."))
    else:
        messages.success(request, _("%(name)s sees nothing of this incident any more.") % {"name": expert.person.name})
    return redirect("incident_experts", seat.brand.slug, number)
