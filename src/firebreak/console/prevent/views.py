"""Who looks at the register of risks, and who writes in it?"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import Explanation, explain_error
from firebreak.console.prevent import services
from firebreak.console.prevent.forms import RiskForm, form_of
from firebreak.console.prevent.models import Risk
from firebreak.console.prevent.page import Register
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.prevent.risk import REVIEWED_EVERY
from firebreak.core.terms import Act

PAGE = "prevent/risks.html"
STATUS = {BadInput: 400, Conflict: 409, NotAllowed: 403}


@require_safe
@never_cache
@for_brand(Act.READ)
def risks(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the matrix and the list, one risk with its history, and the form of one where it is asked for."""
    page = Register(seat, chosen=request.GET.get("risk", ""))
    chosen = request.GET.get("edit", "")
    found = next((row.risk for row in page.rows if str(row.risk.pk) == chosen), None)
    form = None
    if page.may_write and (found or "add" in request.GET):
        fresh = {"owner": seat.person.pk, "review_on": page.today + REVIEWED_EVERY}
        form = form_of(found, page.people) if found else RiskForm(people=page.people, initial=fresh)
    return show(request, page, form=form, edited=found)


def show(
    request: HttpRequest,
    page: Register,
    *,
    form: RiskForm | None = None,
    edited: Risk | None = None,
    problem: Explanation | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {"seat": page.seat, "page": page, "form": form, "edited": edited, "problem": problem}
    return render(request, PAGE, shown, status=status)


@require_POST
@for_brand(Act.CONFIGURE)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put a risk into the register."""
    page = Register(seat)
    form = RiskForm(request.POST, people=page.people)
    if not form.is_valid():
        return show(request, page, form=form, status=400)
    return done(request, page, lambda: services.add_risk(seat=seat, judged=form.judged()), form)


@require_POST
@for_brand(Act.CONFIGURE)
def judge(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write down how a risk is judged now."""
    found, page = risk_of(seat, pk), Register(seat)
    form = RiskForm(request.POST, people=page.people)
    if not form.is_valid():
        return show(request, page, form=form, edited=found, status=400)
    version = form.cleaned_data["version"]

    def act() -> Risk:
        services.judge_risk(seat=seat, risk=found, judged=form.judged(), version=version)
        return found

    return done(request, page, act, form, found)


@require_POST
@for_brand(Act.CONFIGURE)
def retire(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take a risk off the matrix."""
    found, said = risk_of(seat, pk), request.POST.get("version", "")
    version = int(said) if said.isdecimal() and len(said) <= 9 else -1

    def act() -> None:
        services.retire_risk(seat=seat, risk=found, version=version)

    return done(request, Register(seat), act)


def risk_of(seat: Seat, pk: int) -> Risk:
    return get_object_or_404(Risk, brand=seat.brand, pk=pk)


def done(
    request: HttpRequest,
    page: Register,
    act: Callable[[], Risk | None],
    form: RiskForm | None = None,
    edited: Risk | None = None,
) -> HttpResponse:
    """Act and go to the risk, or show the page with what stood against it and the form as it was filled in."""
    try:
        risk = act()
    except (BadInput, Conflict, NotAllowed) as refused:
        status = STATUS[type(refused)]
        return show(request, page, form=form, edited=edited, problem=explain_error(refused), status=status)
    chosen = f"?risk={risk.number}" if risk else ""
    return redirect(reverse("risks", args=[page.seat.brand.slug]) + chosen)
