"""How does a person write down why it happened, what changes, and whether that works?"""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Person
from firebreak.console.learn import services
from firebreak.console.learn.forms import ActionForm, AfterForm, CauseForm, CheckForm, FactorForm, ProofForm, WaiveForm
from firebreak.console.learn.models import Action
from firebreak.console.learn.page import LearnPage
from firebreak.console.learn.tab import NAME
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import Room
from firebreak.console.respond.views import ROOM, context_of, incident_of, problem_of, yours_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.resolve.cause import Branch
from firebreak.core.terms import Act

Do = Callable[[Incident], object]


def page_of(seat: Seat, found: Incident) -> LearnPage:
    return LearnPage(seat, found, Room(seat, found))


def done(request: HttpRequest, seat: Seat, number: int, form: forms.Form, name: str, act: Do) -> HttpResponse:
    """Do what a form asks for and go back to the part of the room, or show it with what stood against it."""
    found = incident_of(seat, number)
    if not form.is_valid():
        shown = context_of(request, seat, found, tab=NAME)
        shown["learn"].wrong = {name: form}  # type: ignore[attr-defined]
        return render(request, ROOM, shown, status=400)
    try:
        act(found)
    except (BadInput, Conflict) as refused:
        shown = context_of(request, seat, incident_of(seat, number), tab=NAME)
        more = {"problem": problem_of(refused), "yours": yours_of(form)}
        return render(request, ROOM, shown | more, status=400 if isinstance(refused, BadInput) else 409)
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={NAME}#{name}")


@require_POST
@for_brand(Act.INCIDENT)
def write_cause(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Keep the whys and the root cause."""
    form = CauseForm(request.POST)

    def act(found: Incident) -> object:
        said = form.cleaned_data
        kept = {name: said[name] for name in ("root", "branch", "version")}
        return services.write_cause(seat=seat, incident=found, whys=form.whys, **kept)

    return done(request, seat, number, form, "cause", act)


@require_POST
@for_brand(Act.INCIDENT)
def factor(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put a factor on its bone, or take one off."""
    gone = request.POST.get("drop", "")
    if gone.isdecimal() and len(gone) < 12:
        return done(
            request, seat, number, forms.Form({}), "bones",
            lambda found: services.drop_factor(seat=seat, incident=found, factor=int(gone)),
        )  # fmt: skip
    form = FactorForm(request.POST, auto_id="factor_%s")

    def act(found: Incident) -> object:
        said = form.cleaned_data
        return services.add_factor(seat=seat, incident=found, branch=Branch(said["branch"]), text=said["text"])

    return done(request, seat, number, form, "factor", act)


@require_POST
@for_brand(Act.INCIDENT)
def action(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Add a corrective action."""
    people = page_of(seat, incident_of(seat, number)).people
    form = ActionForm(request.POST, people=people, auto_id="action_%s")

    def act(found: Incident) -> object:
        said = form.cleaned_data
        owner = Person.objects.get(pk=said["owner"])
        kept = {"branch": Branch(said["branch"]), "text": said["text"], "due": said["due"]}
        return services.add_action(seat=seat, incident=found, owner=owner, **kept)

    return done(request, seat, number, form, "action", act)


@require_POST
@for_brand(Act.TRIAGE)
def prove(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Say that an action is done, with its proof."""
    form = ProofForm(request.POST, request.FILES)

    def act(found: Incident) -> object:
        said = form.cleaned_data
        return services.prove_action(
            seat=seat,
            incident=found,
            number=said["action"],
            proof=said["proof"],
            file=form.content,
            file_name=form.name,
        )

    return done(request, seat, number, form, "actions", act)


@require_POST
@for_brand(Act.INCIDENT)
def check(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Say whether an action works."""
    form = CheckForm(request.POST)
    return done(
        request, seat, number, form, "actions",
        lambda found: services.check_action(seat=seat, incident=found, **form.cleaned_data),
    )  # fmt: skip


@require_POST
@for_brand(Act.INCIDENT)
def after(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Set the day of the review, the watch, and the public result."""
    form = AfterForm(request.POST, texts=page_of(seat, incident_of(seat, number)).texts, auto_id="after_%s")

    def act(found: Incident) -> object:
        said = dict(form.cleaned_data)
        result = found.statements.filter(pk=said.pop("result") or 0).first()
        return services.set_after(seat=seat, incident=found, result=result, **said)

    return done(request, seat, number, form, "after", act)


@require_POST
@for_brand(Act.OVERRIDE)
def waive(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Write down why no result is made public."""
    form = WaiveForm(request.POST, auto_id="waive_%s")
    return done(
        request, seat, number, form, "waive",
        lambda found: services.waive_result(seat=seat, incident=found, **form.cleaned_data),
    )  # fmt: skip


@require_GET
@for_brand(Act.EXPORT)
def proof(request: HttpRequest, seat: Seat, number: int, action: int) -> HttpResponse:
    """Give the file that shows an action done; it is never opened in the page.

    Nobody masked what it holds, so it takes who may export and unmask, as a capture does.
    """
    seat.need(Act.UNMASK)
    found = get_object_or_404(
        Action, incident__brand=seat.brand, incident__number=number, pk=action, file__isnull=False
    )
    answer = HttpResponse(bytes(found.file or b""), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="proof-{found.pk}{ending_of(found.file_name)}"'
    answer.headers["X-SHA256"] = found.sha256
    answer.headers["Cache-Control"] = "no-store"
    return answer


def ending_of(name: str) -> str:
    """Give the ending of a file's name where it is a plain one."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if "." in name and ending.isascii() and ending.isalnum() and len(ending) < 6 else ""
