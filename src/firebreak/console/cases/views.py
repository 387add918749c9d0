"""Who looks at affected people, and what does a person do for one?"""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.cases import forms, lifting, opening
from firebreak.console.cases.acting import ACTS
from firebreak.console.cases.board import Board
from firebreak.console.cases.forgetting import forget_person
from firebreak.console.cases.models import Case
from firebreak.console.cases.page import CasePage
from firebreak.console.faults import explain_error
from firebreak.console.listen.forms import REASONS, UnmaskForm
from firebreak.console.listen.lifting import unkept
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict, FirebreakError, NotAllowed, StepSkipped
from firebreak.core.terms import Act

LIST, PAGE = "cases/cases.html", "cases/case.html"
REFUSED = (BadInput, Conflict, NotAllowed, StepSkipped)
Context = dict[str, Any]


@require_safe
@never_cache
@for_brand(Act.READ)
def cases(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the affected people of a brand, or of one incident, who is spoken to first above."""
    return render(request, LIST, list_of(request, seat))


def list_of(request: HttpRequest, seat: Seat, form: forms.OpenForm | None = None) -> Context:
    known = incidents_of(seat)
    number = request.GET.get("incident", "")
    chosen = next((one for one in known if str(one.number) == number), None)
    board = Board(seat, incident=chosen, view=request.GET.get("view", "todo"))
    first = {"received_at": forms.minute(seat.at), "incident": number}
    return {
        "seat": seat,
        "board": board,
        "incidents": known,
        "form": form or forms.OpenForm(incidents=known, initial=first),
        "opened": form is not None or "open" in request.GET,
    }


def incidents_of(seat: Seat) -> list[Incident]:
    """Give the incidents to which a case may belong, the newest first."""
    rows = Incident.objects.filter(brand=seat.brand).select_related("story__merged_into", "alert")
    return list(rows.order_by("-number")[:30])


@require_POST
@for_brand(Act.INCIDENT)
def open_case(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open the case of somebody who called, wrote or came by."""
    form = forms.OpenForm(request.POST, incidents=incidents_of(seat))
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = opening.open_case(
                seat=seat,
                affected=form.affected(),
                way=said["way"],
                received_at=said["received_at"],
                incident=form.incident_named(),
            )
            return redirect("case", seat.brand.slug, made.number)
        except BadInput as wrong:
            form.add_error(str(wrong.context["field"]), explain_error(wrong).what)
    return render(request, LIST, list_of(request, seat, form), status=400)


@require_POST
@for_brand(Act.INCIDENT)
def from_mention(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Open the case of whoever wrote a mention, or go to the one they have."""
    post = get_object_or_404(Post.objects.select_related("brand"), brand=seat.brand, pk=pk)
    return redirect("case", seat.brand.slug, opening.open_case_from_post(seat=seat, post=post).number)


@require_safe
@never_cache
@for_brand(Act.READ)
def case(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show one case; a merged one leads to the case in which it goes on."""
    return show(request, seat, case_of(seat, number))


def case_of(seat: Seat, number: int) -> Case:
    rows = Case.objects.select_related("brand", "incident__story", "incident__alert", "holder", "merged_into")
    return get_object_or_404(rows.prefetch_related("told__post__reading", "promises", "offers__item"),
                             brand=seat.brand, number=number)  # fmt: skip


def show(request: HttpRequest, seat: Seat, found: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    seconds = lifting.seconds_lifted(request, seat, found.pk)
    page = CasePage(seat, found, lifted_for=seconds)
    settled = {"may_settle": seat.may(Act.INCIDENT)}
    context = {
        "seat": seat,
        "page": page,
        "case": found,
        "unmask_reasons": REASONS,
        **settled,
        **empty_forms(seat, page),
    }
    return unkept(render(request, PAGE, context | more, status=status))


def empty_forms(seat: Seat, page: CasePage) -> Context:
    """Give every form of the page as nobody has filled it in yet, by the name of its act."""
    made = {name: ACTS[name].form(None, seat, page.case, page.stand.lifted) for name in
            ("change", "consent", "contact", "promise", "close", "link", "offer")}  # fmt: skip
    made["offer"].initial["key"] = secrets.token_hex(8)
    made["close"].initial["version"] = page.case.version
    known = {"unmask_reasons": REASONS, "may_settle": seat.may(Act.INCIDENT)}
    return known | {
        "forms": made,
        "erasing": forms.EraseForm(person=seat.person, at=seat.at) if page.may_erase else None,
    }


@require_POST
@for_brand(Act.INCIDENT)
def act(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Do what a button of the page says; what stands against it is shown there, with the words that were written."""
    found, name = case_of(seat, number), request.POST.get("act", "")
    chosen = ACTS.get(name)
    if chosen is None:
        raise BadInput(field="act", problem="unknown")
    lifted = lifting.seconds_lifted(request, seat, found.pk) > 0
    form = chosen.form(request.POST, seat, found, lifted)
    if not form.is_valid():
        return again(request, seat, number, name, form, BadInput(problem="fields"))
    try:
        chosen.do(seat, found, form)
    except REFUSED as refused:
        return again(request, seat, number, name, form, refused)
    return redirect("case", seat.brand.slug, number)


def again(request: HttpRequest, seat: Seat, number: int, name: str, form: Any, refused: FirebreakError) -> HttpResponse:
    """Show the page as it stands now, what stood against the act, and its form as it was filled in."""
    found = case_of(seat, number)
    page = CasePage(seat, found, lifted_for=lifting.seconds_lifted(request, seat, found.pk))
    known = empty_forms(seat, page)["forms"]
    status = 400 if isinstance(refused, BadInput) else 403 if isinstance(refused, NotAllowed) else 409
    more = {"forms": known | ({name: form} if name in known else {}), "problem": explain_error(refused), "tried": name}
    return show(request, seat, found, status=status, **more)


@require_POST
@for_brand(Act.UNMASK)
def unmask(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Lift the mask of one person for a few minutes, with a reason that is written down."""
    found, form = case_of(seat, number), UnmaskForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="reason", problem="unknown")
    lifting.lift(request, seat, found, reason=form.cleaned_data["reason"])
    return redirect("case", seat.brand.slug, number)


@require_POST
@for_brand(Act.UNMASK)
def mask(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put the mask of one person back before its time."""
    lifting.cover(request, case_of(seat, number).pk)
    return redirect("case", seat.brand.slug, number)


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.ERASE)
def erase(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Erase a person's data for good, with a reason and the password once more."""
    found = case_of(seat, number)
    form = forms.EraseForm(request.POST, person=seat.person, at=seat.at)
    if not form.is_valid():
        return show(request, seat, found, status=400, erasing=form)
    forget_person(seat=seat, case=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("The person's data is erased; times and sums stay."))
    return redirect("case", seat.brand.slug, number)
