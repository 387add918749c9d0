"""Who sees what the press asks, and what does a person do with a question?"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Case, F, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.cases.forms import minute
from firebreak.console.faults import explain_error
from firebreak.console.listen.forms import REASONS
from firebreak.console.listen.lifting import unkept
from firebreak.console.media import answers, asking, forms, lifting, people
from firebreak.console.media.board import Board, EnquiryPage
from firebreak.console.media.hiding import ShownJournalist
from firebreak.console.media.models import Enquiry, Journalist
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import BadInput, Conflict, FirebreakError, NotAllowed, StepSkipped
from firebreak.core.terms import Act

LIST, PAGE = "media/media.html", "media/enquiry.html"
REFUSED = (BadInput, Conflict, NotAllowed, StepSkipped)
Context = dict[str, Any]
OFFERED = 200  # of the press, in the form of an enquiry


@require_safe
@never_cache
@for_brand(Act.READ)
def media(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List what the press asks a brand, or about one incident, by deadline."""
    return render(request, LIST, list_of(request, seat))


def list_of(request: HttpRequest, seat: Seat, form: forms.EnquiryForm | None = None) -> Context:
    known = incidents_of(seat)
    number = request.GET.get("incident", "")
    chosen = next((one for one in known if str(one.number) == number), None)
    first = {"received_at": minute(seat.at), "incident": number, "journalist": request.GET.get("from", "")}
    return {
        "seat": seat,
        "board": Board(seat, incident=chosen, view=request.GET.get("view", "open")),
        "form": form or forms.EnquiryForm(people=people_of(seat, first["journalist"]), incidents=known, initial=first),
        "opened": form is not None or "log" in request.GET,
    }


def incidents_of(seat: Seat) -> list[Incident]:
    """Give the incidents that an enquiry may be about, the newest first."""
    rows = Incident.objects.filter(brand=seat.brand).select_related("story__merged_into", "alert")
    return list(rows.order_by("-number")[:30])


def people_of(seat: Seat, wanted: str) -> list[tuple[int, str]]:
    """Give whom of the press we spoke to last, and who is wanted, as whoever looks may see them."""
    rows = Journalist.objects.filter(brand=seat.brand, erased_at__isnull=True)
    first = Case(When(pk=int(wanted[:18]) if wanted.isdecimal() else 0, then=0), default=1)
    found = rows.order_by(first, F("spoken_at").desc(nulls_last=True), "pk")[:OFFERED]
    return [(one.pk, ShownJournalist(one).who) for one in sorted(found, key=lambda one: (one.outlet, one.pk))]


@require_POST
@for_brand(Act.INCIDENT)
def log(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write down a question; who asks it for the first time is put on the list with it."""
    known = people_of(seat, request.POST.get("journalist", ""))
    form = forms.EnquiryForm(request.POST, people=known, incidents=incidents_of(seat))
    if form.is_valid():
        said = form.cleaned_data
        asked = {name: said[name] for name in ("question", "received_at", "due_at")}
        try:
            with transaction.atomic():  # nobody is put on the list for a question that is refused
                who = journalist_of(seat, said["journalist"]) or people.add_journalist(seat=seat, known=form.newcomer())
                made = asking.log_enquiry(seat=seat, journalist=who, incident=form.incident_named(), **asked)
            return redirect("media_enquiry", seat.brand.slug, made.number)
        except BadInput as wrong:
            form.add_error(str(wrong.context["field"]), explain_error(wrong).what)
    return render(request, LIST, list_of(request, seat, form), status=400)


def journalist_of(seat: Seat, pk: str) -> Journalist | None:
    return get_object_or_404(Journalist, brand=seat.brand, pk=pk) if pk else None


@require_safe
@never_cache
@for_brand(Act.READ)
def enquiry(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show one question, and the texts that may be said to it."""
    return show(request, seat, number)


def enquiry_of(seat: Seat, number: int) -> Enquiry:
    rows = Enquiry.objects.select_related("brand", "incident__story", "incident__alert", "incident__brand",
                                          "journalist", "holder", "ended_by", "answer", "planned")  # fmt: skip
    return get_object_or_404(rows, brand=seat.brand, number=number)


def show(request: HttpRequest, seat: Seat, number: int, *, status: int = 200, **more: Any) -> HttpResponse:
    found = enquiry_of(seat, number)
    page = EnquiryPage(seat, found, lifted_for=lifting.seconds_lifted(request, seat, found.journalist_id))
    seen = {"version": found.version}
    context = {
        "seat": seat,
        "page": page,
        "one": found,
        "unmask_reasons": REASONS,
        "may_unmask": seat.may(Act.UNMASK),
        "incidents": [] if found.incident else incidents_of(seat),
        "write": forms.AnswerForm(initial={"question": page.question[:300]}),
        "decline": forms.ReasonForm(initial=seen, prefix=None),
        "postpone": forms.PostponeForm(initial=seen),
    }
    return unkept(render(request, PAGE, context | more, status=status))


def text_of(seat: Seat, pk: int) -> Statement:
    rows = Statement.objects.select_related("incident__brand", "incident__story")
    return get_object_or_404(rows, incident__brand=seat.brand, pk=pk)


def give(seat: Seat, one: Enquiry, said: Context) -> None:
    asking.answer_enquiry(seat=seat, enquiry=one, **said | {"statement": text_of(seat, said["statement"])})


def plan(seat: Seat, one: Enquiry, said: Context) -> None:
    asking.plan_answer(seat=seat, enquiry=one, statement=text_of(seat, said["statement"]))


@transaction.atomic
def write(seat: Seat, one: Enquiry, said: Context) -> None:
    """Begin an entry of the Q&A from a question, and let the question wait for it."""
    if one.incident is None:
        raise BadInput(field="incident", problem="no_incident_yet")
    made = answers.begin_answer(seat=seat, incident=one.incident, **said)
    asking.plan_answer(seat=seat, enquiry=one, statement=made)


def place(seat: Seat, one: Enquiry, said: Context) -> None:
    found = get_object_or_404(Incident, brand=seat.brand, number=said["incident"])
    asking.put_to_incident(seat=seat, enquiry=one, incident=found, version=said["version"])


Do = Callable[[Seat, Enquiry, Context], None]
ACTS: Mapping[str, tuple[type[django_forms.Form], Do]] = {
    "hold": (django_forms.Form, lambda seat, one, said: asking.hold_enquiry(seat=seat, enquiry=one)),
    "let_go": (django_forms.Form, lambda seat, one, said: asking.let_go_enquiry(seat=seat, enquiry=one)),
    "postpone": (forms.PostponeForm, lambda seat, one, said: asking.postpone_enquiry(seat=seat, enquiry=one, **said)),
    "decline": (forms.ReasonForm, lambda seat, one, said: asking.decline_enquiry(seat=seat, enquiry=one, **said)),
    "answer": (forms.GiveForm, give),
    "plan": (forms.StatementForm, plan),
    "write": (forms.AnswerForm, write),
    "place": (forms.PlaceForm, place),
}


@require_POST
@for_brand(Act.INCIDENT)
def act(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Do what a button of the page says; what stands against it is shown there, with the words that were written."""
    found, name = enquiry_of(seat, number), request.POST.get("act", "")
    if name not in ACTS:
        raise BadInput(field="act", problem="unknown")
    kind, do = ACTS[name]
    form = kind(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(problem="fields")
        do(seat, found, form.cleaned_data)
    except REFUSED as refused:
        kept = {name: form} if name in ("write", "decline", "postpone") else {}
        more = {"problem": explain_error(refused), "tried": name, **kept}
        return show(request, seat, number, status=status_of(refused), **more)
    if name == "answer":
        messages.success(request, _("Written down as answered. Nothing is sent from here."))
    return redirect("media_enquiry", seat.brand.slug, number)


def status_of(refused: FirebreakError) -> int:
    return 400 if isinstance(refused, BadInput) else 403 if isinstance(refused, NotAllowed) else 409
