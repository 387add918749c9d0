"""How does somebody report what they saw, signed in or by the link of the staff, and see later how it stands?"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from firebreak.console import clock
from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.govern.models import Brand
from firebreak.console.staff.forms import LookUpForm, SeenForm
from firebreak.console.staff.models import KEPT, Report, StaffLink
from firebreak.console.staff.receiving import Sender, TooMany, find_receipt, receive
from firebreak.console.staff.wording import STAGES, roles_for
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.core.terms import Act

Show = Callable[[SeenForm, int], HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@for_brand(Act.READ)
def tell(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Let somebody who is signed in report what they saw."""
    if not seat.may_report:
        raise NotAllowed(act=Act.TRIAGE.value)

    def show(form: SeenForm, status: int) -> HttpResponse:
        shown = {"seat": seat, "form": form, "notice": notice_of(seat.brand)}
        return render(request, "staff/tell.html", shown, status=status)

    return answer(request, seat.brand, Sender(person=seat.person), show)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def form(request: HttpRequest, token: str) -> HttpResponse:
    """Let anybody who has the link report what they saw; one that was ended says so."""
    link = StaffLink.objects.filter(token=token).select_related("brand__organisation").first()
    if link is None:
        raise Http404
    if link.ended_at:
        return render(request, "staff/ended.html", {"brand": link.brand}, status=410)
    sender = Sender(link=link, client=request.META.get("REMOTE_ADDR", ""))

    def show(form: SeenForm, status: int) -> HttpResponse:
        shown = {"brand": link.brand, "form": form, "notice": notice_of(link.brand)}
        return render(request, "staff/form.html", shown, status=status)

    return answer(request, link.brand, sender, show)


def answer(request: HttpRequest, brand: Brand, sender: Sender, show: Show) -> HttpResponse:
    """Keep what was sent and go to its receipt, or show the form with what is wrong and all that was written."""
    at = clock.now()
    if request.method != "POST":
        return show(SeenForm(at=at), 200)
    form = SeenForm(request.POST, request.FILES, at=at)
    if not form.is_valid():
        return show(form, 400)
    try:
        made = receive(
            brand=brand,
            seen=form.seen(),
            photo=form.picture(),
            nonce=form.cleaned_data["nonce"],
            sender=sender,
            at=at,
            real=clock.real_now(),
        )
    except TooMany as refused:
        form.add_error(None, wait_sentence(int(refused.context["minutes"])))
        return show(form, 429)
    except BadInput as refused:
        field, said = "photo" if refused.context.get("field") == "picture" else None, explain_error(refused)
        form.add_error(field, [said.what, said.next])
        return show(form, 400)
    return redirect("staff_receipt", made.receipt)


def notice_of(brand: Brand) -> dict[str, object]:
    """Say who collects what is told here, who sees all of it, and for how many days it is kept."""
    return {"house": brand.organisation.name, "roles": roles_for(Act.UNMASK), "days": KEPT.days}


def wait_sentence(minutes: int) -> str:
    text = ngettext(
        "Many reports came from here: this one is not sent yet. Send it again in %(n)d minute; if somebody is in "
        "danger, call.",
        "Many reports came from here: this one is not sent yet. Send it again in %(n)d minutes; if somebody is in "
        "danger, call.",
        minutes,
    )
    return text % {"n": minutes}


@require_safe
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show whoever has the receipt how the report stands: taken up or not, and nothing of what is done inside."""
    found = find_receipt(code)
    if found is None:
        return look_up(request, LookUpForm({"code": code[:20]}), unknown=True)
    return render(request, "staff/receipt.html", {"report": found, "brand": found.brand, "steps": steps_of(found)})


@require_safe
@never_cache
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt, and go to its report."""
    form = LookUpForm(request.GET) if "code" in request.GET else LookUpForm()
    found = find_receipt(form.cleaned_data["code"]) if form.is_bound and form.is_valid() else None
    if found:
        return redirect("staff_receipt", found.receipt)
    return look_up(request, form, unknown=form.is_bound)


def look_up(request: HttpRequest, form: LookUpForm, *, unknown: bool) -> HttpResponse:
    return render(request, "staff/lookup.html", {"form": form, "unknown": unknown}, status=404 if unknown else 200)


def steps_of(report: Report) -> list[dict[str, object]]:
    """Give the three stages with their times; `at` is None for what has not come."""
    times = {"received": report.received_at, "taken": report.taken_at, "done": report.closed_at}
    now = report.stage
    return [
        {"name": STAGES[code][0], "text": STAGES[code][1], "at": at, "is_now": code == now}
        for code, at in times.items()
    ]
