"""What changed overnight, and who has looked at it?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import clock
from firebreak.console.access import Seat, for_brand, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.home import briefs as services
from firebreak.console.home.brief import BriefPage
from firebreak.console.home.models import Brief
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

PER_PAGE = 31


@require_safe
@never_cache
@for_brand(Act.READ)
def briefs(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the newest brief beside those before it."""
    return show(request, seat, Brief.objects.filter(brand=seat.brand).first())


@require_safe
@never_cache
@for_brand(Act.READ)
def brief(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show one brief beside the others."""
    return show(request, seat, get_object_or_404(Brief, brand=seat.brand, pk=pk))


def show(request: HttpRequest, seat: Seat, chosen: Brief | None) -> HttpResponse:
    rows = Brief.objects.filter(brand=seat.brand).select_related("signed_by")
    page = {
        "seat": seat,
        "chosen": chosen,
        "page": BriefPage(chosen) if chosen else None,
        "past": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "flagged": rows.unreviewed(at=seat.at).count(),
        "chosen_flagged": chosen is not None and chosen.is_unreviewed(at=seat.at),
        "mailed": services.is_mailed(seat),
        "may_sign": seat.may(Act.INCIDENT),
        "who_signs": who_may(Act.INCIDENT),
        "brief_at": services.BRIEF_AT,
    }
    return render(request, "home/briefs.html", page)


@require_POST
@for_brand(Act.INCIDENT)
def sign_brief(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Sign a brief off."""
    services.sign_brief(seat=seat, brief=get_object_or_404(Brief, brand=seat.brand, pk=pk))
    messages.success(request, _("Signed off."))
    return redirect("brief", seat.brand.slug, pk)


@require_POST
@login_required
def wish_brief(request: HttpRequest) -> HttpResponse:
    """Say whether the brief of a brand comes to me by mail: a preference of the reader's own."""
    if not isinstance(request.user, Person):
        raise Http404
    seat = take_seat(request.user, request.POST.get("brand", ""), at=clock.now())
    services.set_wish(seat=seat, mailed=request.POST.get("mailed") == "1")
    messages.success(request, _("Your wish is kept."))
    return redirect("briefs", seat.brand.slug)
