"""Which plans are there, how does one read, who signs it, and how is it taken along?"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.formats import listed
from firebreak.console.plans.compared import Compared
from firebreak.console.plans.page import PlanPage, Shelf
from firebreak.console.plans.paper import paper_of
from firebreak.console.plans.services import sign_version
from firebreak.console.words import ROLES
from firebreak.core.errors import BadInput, Conflict, FirebreakError
from firebreak.core.govern.role import who_may
from firebreak.core.respond.revision import content_of
from firebreak.core.terms import Act, Severity
from firebreak.knowledge.playbooks import write_plan

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@for_brand(Act.READ)
def plans(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show every plan with how whole it is, and which one a new incident takes."""
    return render(request, "plans/plans.html", {"seat": seat, "shelf": Shelf(seat)})


@require_GET
@for_brand(Act.READ)
def plan(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Show one plan, the newest version or the one that is asked for."""
    return show(request, page_of(request, seat, plan))


@require_POST
@for_brand(Act.APPROVE)
def sign(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Sign the version that was on the screen for one's organisation."""
    number = request.POST.get("number", "")
    PlanPage(seat, plan)
    try:
        signed = sign_version(seat=seat, code=plan, number=int(number) if number.isdecimal() else 0)
    except (BadInput, Conflict) as refused:
        status = 400 if isinstance(refused, BadInput) else 409
        return show(request, PlanPage(seat, plan), refused, status=status)
    said = (
        _("Signed. This version holds from now on.") if signed.in_force_at else _("Signed. The others are waited for.")
    )
    messages.success(request, said)
    return redirect("plan", seat.brand.slug, plan)


@require_GET
@for_brand(Act.READ)
def versions(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Compare two versions of a plan."""
    page = PlanPage(seat, plan)
    compared = Compared(page, request.GET.get("older", ""), request.GET.get("newer", ""))
    return render(request, "plans/versions.html", {"seat": seat, "page": page, "compared": compared})


@require_GET
@for_brand(Act.READ)
def sheet(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Show a plan as one page to print."""
    page = page_of(request, seat, plan)
    return render(request, "plans/sheet.html", {"seat": seat, "page": page})


@require_GET
@for_brand(Act.READ)
def as_yaml(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Hand a plan out as the file that may be imported again."""
    page = page_of(request, seat, plan)
    return file_of(page, write_plan(content_of(page.plan)).encode(), "yaml", "application/yaml; charset=utf-8")


@require_GET
@for_brand(Act.READ)
def as_docx(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Hand a plan out as a document for Word, in the reader's language or the one that is asked for."""
    page, wanted = page_of(request, seat, plan), request.GET.get("language", "")
    with override(wanted if wanted in dict(settings.LANGUAGES) else get_language()):
        return file_of(page, paper_of(page), "docx", DOCX)


def page_of(request: HttpRequest, seat: Seat, code: str) -> PlanPage:
    level = request.GET.get("level", "")
    return PlanPage(seat, code, request.GET.get("v", ""), level if level in set(Severity) else "")


def file_of(page: PlanPage, body: bytes, ending: str, kind: str) -> HttpResponse:
    """Give a file that is named after the plan and its version."""
    name = f"{page.code}-v{page.plan.version}.{ending}"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def show(
    request: HttpRequest, page: PlanPage, refused: FirebreakError | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a plan, with what stood against an act upon it."""
    shown: dict[str, Any] = {
        "seat": page.seat,
        "page": page,
        "tongues": settings.LANGUAGES,
        "problem": explain_error(refused) if refused else None,
        "who_writes": listed(ROLES[role.value] for role in who_may(Act.CONFIGURE)),
        "who_signs": listed(ROLES[role.value] for role in who_may(Act.APPROVE)),
    }
    return render(request, "plans/plan.html", shown, status=status)
