"""Where do the incidents stand, and what does a person do in one?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.faults import explain_error
from firebreak.console.govern.models import Person
from firebreak.console.listen.forms import EraseForm
from firebreak.console.listen.views import post_of, show_one
from firebreak.console.respond import opening, services
from firebreak.console.respond.erasing import forget_on_request
from firebreak.console.respond.forms import LogForm, MoveForm, OpenForm, OwnerForm, SeverityForm
from firebreak.console.respond.listing import closed_incidents, running_lines
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import MISSING, Room, need_of
from firebreak.console.respond.tabs import tabs_context
from firebreak.core.errors import BadInput, Conflict, FirebreakError, MachineMayNotLower, StepSkipped
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act, Category, Phase, Severity

ROOM = "respond/incident.html"
REFUSED = (Conflict, StepSkipped, MachineMayNotLower, BadInput)
Context = dict[str, object]
Said = dict[str, Any]


@require_GET
@for_brand(Act.READ)
def incidents(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the running incidents, gravest first, and the closed ones."""
    return render(request, "respond/incidents.html", listing(seat, OpenForm()))


@require_POST
@for_brand(Act.INCIDENT)
def open_by_hand(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open an incident of which no post is known."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "respond/incidents.html", listing(seat, form), status=400)
    said = form.cleaned_data
    made = opening.open_by_hand(
        seat=seat, title=said["title"], category=Category(said["category"]), severity=Severity(said["severity"])
    )
    return redirect("incident", seat.brand.slug, made.number)


@require_POST
@for_brand(Act.INCIDENT)
def open_from_story(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Open the incident of a story, or go to the one it has."""
    story = get_object_or_404(Story, brand=seat.brand, number=number, merged_into__isnull=True)
    made = opening.open_from_story(seat=seat, story=story)
    return redirect("incident", seat.brand.slug, made.number)


@require_POST
@for_brand(Act.INCIDENT)
def open_from_alert(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Open the incident of an alert, or go to the one it has."""
    made = opening.open_from_alert(seat=seat, alert=get_object_or_404(Alert, brand=seat.brand, pk=pk))
    return redirect("incident", seat.brand.slug, made.number)


@require_GET
@for_brand(Act.READ)
def incident(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show the room of one incident."""
    return render(request, ROOM, context_of(request, seat, incident_of(seat, number)))


@require_POST
@for_brand(Act.INCIDENT)
def move(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Move to another phase; a step that is skipped needs authority and a reason."""

    def act(found: Incident, said: Said) -> None:
        to = Phase(said["to"])
        services.move(seat=seat, incident=found, to=to, version=said["version"], reason=said["reason"])

    return done(request, seat, number, MoveForm(request.POST), "move", act)


@require_POST
@for_brand(Act.INCIDENT)
def assign(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Say who leads."""
    form = OwnerForm(request.POST, people=Room(seat, incident_of(seat, number)).candidates)

    def act(found: Incident, said: Said) -> None:
        owner = Person.objects.get(pk=said["owner"])
        services.take(seat=seat, incident=found, owner=owner, version=said["version"])

    return done(request, seat, number, form, "owner", act)


@require_POST
@for_brand(Act.INCIDENT)
def severity(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Change the level with a reason."""

    def act(found: Incident, said: Said) -> None:
        to = Severity(said["to"])
        services.set_severity(seat=seat, incident=found, to=to, version=said["version"], reason=said["reason"])

    return done(request, seat, number, SeverityForm(request.POST), "level", act)


@require_POST
@for_brand(Act.INCIDENT)
def log(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Write down what was done or said."""

    def act(found: Incident, said: Said) -> None:
        services.log_progress(seat=seat, incident=found, text=said["text"], kind=said["kind"])

    return done(request, seat, number, LogForm(request.POST), "log", act)


def done(
    request: HttpRequest, seat: Seat, number: int, form: Form, shown: str, act: Callable[[Incident, Said], None]
) -> HttpResponse:
    """Do what a form asks for and go back to the room, or show the room with what stood against it."""
    found = incident_of(seat, number)
    if not form.is_valid():
        return render(request, ROOM, context_of(request, seat, found) | {shown: form}, status=400)
    try:
        act(found, form.cleaned_data)
    except REFUSED as refused:
        fresh = context_of(request, seat, incident_of(seat, number))
        yours = yours_of(form) if isinstance(refused, Conflict) else []
        return render(request, ROOM, fresh | {"problem": problem_of(refused), "yours": yours}, status=409)
    return redirect("incident", seat.brand.slug, number)


def yours_of(form: Form) -> list[tuple[str, str]]:
    """Give what somebody wanted to change, label and words, so that nothing written is lost when another was first."""
    said = [(field, form.cleaned_data.get(field.name, "")) for field in form.visible_fields()]
    named = [
        (str(field.label), dict(getattr(field.field, "choices", ())).get(str(value), value)) for field, value in said
    ]
    return [(label, str(value)) for label, value in named if value]


def problem_of(refused: FirebreakError) -> Context:
    """Say what stood against an act, and what a refused move still needs."""
    missing = [need_of(code) for code in refused.context.get("missing", ()) if code in MISSING]
    return {"error": explain_error(refused), "missing": missing}


def incident_of(seat: Seat, number: int) -> Incident:
    rows = Incident.objects.select_related("brand", "story__ruling__person", "alert", "owner")
    return get_object_or_404(rows, brand=seat.brand, number=number)


def listing(seat: Seat, form: OpenForm) -> Context:
    """Gather what the list of incidents shows."""
    return {
        "seat": seat,
        "lines": running_lines(seat),
        "closed": closed_incidents(seat),
        "form": form,
        "may_incident": seat.may(Act.INCIDENT),
        "who_opens": who_may(Act.INCIDENT),
    }


def context_of(request: HttpRequest, seat: Seat, found: Incident, *, tab: str = "") -> Context:
    """Gather what the room shows, in the part `tab` or the one that the address names."""
    room, seen = Room(seat, found), Context(version=found.version)
    return {
        "seat": seat,
        "room": room,
        "incident": found,
        **tabs_context(room, tab or request.GET.get("tab", "")),
        "owner": OwnerForm(people=room.candidates, initial=seen | {"owner": found.owner_id or seat.person.pk}),
        "level": SeverityForm(initial=seen | {"to": found.severity}),
        "log": LogForm(),
        "may_incident": seat.may(Act.INCIDENT),
        "may_override": seat.may(Act.OVERRIDE),
        "who_works": who_may(Act.INCIDENT),
        "who_overrides": who_may(Act.OVERRIDE),
    }


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.ERASE)
def erase(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Forget a mention for good, with a reason and the password once more, and go back to the list."""
    post = post_of(seat.brand, pk)
    form = EraseForm(request.POST, person=seat.person, at=seat.at)
    if not form.is_valid():
        messages.error(request, _("The mention was not erased: correct what is marked under the request to erase."))
        return show_one(request, seat, pk, erasing=form)
    forget_on_request(seat=seat, post=post, reason=form.cleaned_data["reason"])
    messages.success(request, _("The mention is erased and will not come in again."))
    return redirect(f"{reverse('mentions', args=[seat.brand.slug])}?{request.GET.urlencode()}")
