"""Who works on what the staff reports, who looks at it, and who keeps the link?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import Explanation, explain_error
from firebreak.console.listen.forms import REASONS
from firebreak.console.listen.lifting import unkept
from firebreak.console.staff import forms, lifting, linking, wording, working
from firebreak.console.staff.forgetting import forget_report
from firebreak.console.staff.models import Report
from firebreak.console.staff.page import ReportPage, Worklist
from firebreak.console.staff.receiving import photo_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

LIST, PAGE = "staff/reports.html", "staff/report.html"


@require_safe
@never_cache
@for_brand(Act.READ)
def reports(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List what waits, the gravest first, or what is done."""
    asked = {name: request.GET[name] for name in ("view", "page") if name in request.GET}
    return render(request, LIST, {"seat": seat, "page": Worklist(seat, **asked)})


@require_safe
@never_cache
@for_brand(Act.READ)
def report(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show one report, masked unless this visitor said why not."""
    return show(request, seat, report_of(seat, number))


def show(
    request: HttpRequest,
    seat: Seat,
    found: Report,
    *,
    problem: Explanation | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    page = ReportPage(seat, found, lifted_for=lifting.seconds_lifted(request, seat, found))
    shown = {"seat": seat, "page": page, "report": found, "problem": problem}
    shown |= {"reasons": wording.REASONS, "unmask_reasons": REASONS}
    shown["erasing"] = forms.EraseForm(person=seat.person, at=seat.at) if page.may_erase else None
    return unkept(render(request, PAGE, shown | more, status=status))


@require_POST
@for_brand(Act.TRIAGE)
def act(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Take a report up, let it go on as something of the console, or close it."""
    found, form = report_of(seat, number), forms.ActForm(request.POST)
    try:
        if not form.is_valid():
            raise BadInput(field="reason", problem="report_act")
        done(seat, found, form)
    except (BadInput, Conflict) as refused:
        status = 400 if isinstance(refused, BadInput) else 409
        return show(request, seat, report_of(seat, number), problem=explain_error(refused), status=status)
    return redirect("staff_report", seat.brand.slug, number)


def done(seat: Seat, found: Report, form: forms.ActForm) -> None:
    which, version = form.cleaned_data["act"], form.cleaned_data["version"]
    if which == "take":
        working.take_up(seat=seat, report=found, version=version)
    elif which == "close":
        working.close_report(seat=seat, report=found, version=version, reason=form.ending)
    else:
        working.let_go_on(seat=seat, report=found, version=version, to=form.ending)


@require_POST
@for_brand(Act.UNMASK)
def unmask(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show names, words and photo for some minutes, with the reason written down."""
    form = forms.LiftForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="reason", problem="unknown")
    lifting.lift(request, seat, report_of(seat, number), reason=form.cleaned_data["reason"])
    return redirect("staff_report", seat.brand.slug, number)


@require_POST
@for_brand(Act.UNMASK)
def cover(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Put the mask back."""
    lifting.cover(request, report_of(seat, number))
    return redirect("staff_report", seat.brand.slug, number)


@require_safe
@never_cache
@for_brand(Act.UNMASK)
def photo(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Give the photo as it came in, while its mask is lifted, else the page where that is asked for.

    One that has been changed is given to nobody.
    """
    found = report_of(seat, number)
    if not found.has_photo or not lifting.seconds_lifted(request, seat, found):
        return redirect("staff_report", seat.brand.slug, number)
    kept = photo_of(found)
    return unkept(HttpResponse(bytes(kept.body), content_type=kept.kind))


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.ERASE)
def erase(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Erase the words and the photo of a report, with the password once more."""
    found, form = report_of(seat, number), forms.EraseForm(request.POST, person=seat.person, at=seat.at)
    if not form.is_valid():
        return show(request, seat, found, erasing=form, status=400)
    try:
        forget_report(seat=seat, report=found, reason=form.cleaned_data["reason"])
    except Conflict as refused:
        return show(request, seat, report_of(seat, number), problem=explain_error(refused), status=409)
    return redirect("staff_report", seat.brand.slug, number)


@require_POST
@for_brand(Act.CONFIGURE)
def new_link(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Make a link for the staff, in the place of the one there was."""
    linking.make_link(seat=seat)
    return redirect("staff_reports", seat.brand.slug)


@require_POST
@for_brand(Act.CONFIGURE)
def end_link(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Let the link open nothing any more."""
    linking.end_link(seat=seat)
    return redirect("staff_reports", seat.brand.slug)


def report_of(seat: Seat, number: int) -> Report:
    rows = Report.objects.select_related("brand", "taken_by", "closed_by", "person", "post")
    return get_object_or_404(rows, brand=seat.brand, number=number)
