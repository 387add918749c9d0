"""How are people of the press listed and shown, and how do the Q&A and embargoes of an incident come about?"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.listen.forms import REASONS, UnmaskForm
from firebreak.console.listen.lifting import unkept
from firebreak.console.media import answers, embargoes, forms, lifting, people
from firebreak.console.media.board import Board, names_of
from firebreak.console.media.hiding import ShownJournalist
from firebreak.console.media.models import Journalist
from firebreak.console.media.views import text_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.reply_views import said
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

PEOPLE, ONE = "media/journalists.html", "media/journalist.html"
PER_PAGE = 100


def journalist_of(seat: Seat, pk: int) -> Journalist:
    return get_object_or_404(Journalist, brand=seat.brand, pk=pk)


@require_safe
@never_cache
@for_brand(Act.READ)
def journalists(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the people of the press that are known, masked."""
    return show_all(request, seat)


def show_all(
    request: HttpRequest, seat: Seat, form: forms.KnownForm | None = None, *, status: int = 200
) -> HttpResponse:
    rows = Journalist.objects.filter(brand=seat.brand).order_by("outlet", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "seat": seat,
        "page": page,
        "rows": [ShownJournalist(one) for one in page],
        "board": Board(seat),
        "form": form or forms.KnownForm(),
        "opened": form is not None or "add" in request.GET,
    }
    return render(request, PEOPLE, context, status=status)


@require_POST
@for_brand(Act.INCIDENT)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put somebody of the press on the list."""
    form = forms.KnownForm(request.POST)
    if not form.is_valid():
        return show_all(request, seat, form, status=400)
    people.add_journalist(seat=seat, known=form.known())
    return redirect("media_journalists", seat.brand.slug)


@require_safe
@never_cache
@for_brand(Act.READ)
def journalist(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show one of them with what they asked."""
    return show_one(request, seat, pk)


def show_one(request: HttpRequest, seat: Seat, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    found = journalist_of(seat, pk)
    seconds = lifting.seconds_lifted(request, seat, pk)
    context = {
        "seat": seat,
        "one": found,
        "who": ShownJournalist(found, seconds > 0),
        "lifted_for": seconds,
        "unmask_reasons": REASONS,
        "may_unmask": seat.may(Act.UNMASK),
        "who_unmasks": names_of(who_may(Act.UNMASK)),
        "may_work": seat.may(Act.INCIDENT),
        "asked": list(found.enquiries.select_related("incident").order_by("-received_at")[:20]),
        "form": forms.ChangeForm(journalist=found, lifted=seconds > 0),
        "erasing": forms.EraseForm(person=seat.person, at=seat.at) if seat.may(Act.ERASE) else None,
    }
    return unkept(render(request, ONE, context | more, status=status))


@require_POST
@for_brand(Act.INCIDENT)
def change(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write down what is known of somebody now; where somebody was faster, the page says so."""
    found = journalist_of(seat, pk)
    form = forms.ChangeForm(request.POST, journalist=found, lifted=lifting.seconds_lifted(request, seat, pk) > 0)
    if not form.is_valid():
        return show_one(request, seat, pk, form=form, status=400)
    try:
        people.change_journalist(seat=seat, journalist=found, known=form.known(), version=form.cleaned_data["version"])
    except Conflict as late:
        return show_one(request, seat, pk, form=form, problem=explain_error(late), status=409)
    return redirect("media_journalist", seat.brand.slug, pk)


@require_POST
@for_brand(Act.UNMASK)
def unmask(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Lift the mask of one of them for some minutes, with a reason that is written down, and go back."""
    found, form = journalist_of(seat, pk), UnmaskForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="reason", problem="unknown")
    lifting.lift(request, seat, found, reason=form.cleaned_data["reason"])
    number = request.POST.get("enquiry", "")
    if number.isdecimal():
        return redirect("media_enquiry", seat.brand.slug, int(number))
    return redirect("media_journalist", seat.brand.slug, pk)


@require_POST
@for_brand(Act.UNMASK)
def mask(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Put the mask of one of them back before its time."""
    lifting.cover(request, journalist_of(seat, pk).pk)
    return redirect("media_journalist", seat.brand.slug, pk)


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.ERASE)
def erase(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Erase somebody's data for good, with a reason and the password once more."""
    found, form = journalist_of(seat, pk), forms.EraseForm(request.POST, person=seat.person, at=seat.at)
    if not form.is_valid():
        return show_one(request, seat, pk, status=400, erasing=form)
    people.forget_journalist(seat=seat, journalist=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("The person's data is erased, with their questions; times and answers stay."))
    return redirect("media_journalist", seat.brand.slug, pk)


def incident_of(seat: Seat, number: int) -> Incident:
    return get_object_or_404(
        Incident.objects.select_related("brand", "story", "alert"), brand=seat.brand, number=number
    )


def room(seat: Seat, incident: Incident) -> str:
    return f"{reverse('incident', args=[seat.brand.slug, incident.number])}?tab=media"


@require_POST
@for_brand(Act.TRIAGE)
def begin(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put a question and its answer into the Q&A of an incident, and go on to its approval."""
    found = incident_of(seat, number)
    made = answers.begin_answer(seat=seat, incident=found, **said(forms.AnswerForm(request.POST)))
    return redirect("statement", seat.brand.slug, made.pk)


@require_POST
@for_brand(Act.TRIAGE)
def embargo(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Let a text of an incident not go out before an hour."""
    found = incident_of(seat, number)
    known = [(one.pk, "") for one in found.statements.all()]
    form = forms.EmbargoForm(request.POST, texts=known)
    wanted = said(form)
    text = text_of(seat, int(wanted.pop("statement")))
    embargoes.set_embargo(seat=seat, statement=text, **wanted)
    return redirect(room(seat, found))


@require_POST
@for_brand(Act.APPROVE)
def lift(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """End an embargo before its time, with a reason."""
    found, wanted = incident_of(seat, number), said(forms.LiftForm(request.POST))
    text = get_object_or_404(found.statements.all(), pk=wanted["statement"])
    embargoes.lift_embargo(seat=seat, statement=text, reason=wanted["reason"])
    return redirect(room(seat, found))
