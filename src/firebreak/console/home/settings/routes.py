"""Who is called for which severity, and when? The table of R1.51, changed cell by cell, each change audited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.calling import administering, deaf_levels, has_come_in
from firebreak.console.alert.models import Route
from firebreak.console.alert.services import change_route
from firebreak.console.govern.models import Assignment, Entry
from firebreak.console.govern.seats import seated_at
from firebreak.console.home.settings.forms import STEPS, RouteForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import sentence_of
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, Role, Severity

TAB = "settings_routes"


@dataclass(frozen=True, slots=True)
class Cell:
    """When a role is called for a severity: minutes after the alert, None when it is not."""

    severity: str
    role: str
    minutes: int | None
    people: int
    came: int  # … of whom so many have ever signed in


def table_of(routes: Iterable[Route], seats: Sequence[Assignment]) -> list[tuple[str, list[Cell]]]:
    """Give for every role a cell per severity."""
    held = {(one.severity, one.role): one.after_seconds // 60 for one in routes}
    roles = [one.role for one in seats]
    came = [one.role for one in seats if has_come_in(one)]
    return [
        (
            role.value,
            [
                Cell(level.value, role.value, held.get((level.value, role.value)), roles.count(role), came.count(role))
                for level in Severity
            ],
        )
        for role in Role
    ]


def page_of(seat: Seat) -> dict[str, object]:
    seats = list(seated_at(seat.brand, at=seat.at).order_by("person"))
    routes = list(Route.objects.filter(brand=seat.brand))
    deaf, instead = deaf_levels(routes, seats), administering(seats, seat.brand)
    changes = Entry.objects.filter(brand=seat.brand, action="change_route").order_by("-number")[:5]
    return {
        "table": table_of(routes, seats),
        "levels": [level.value for level in Severity],
        "steps": STEPS,
        "deaf": [level.value for level in deaf],
        "instead": [one.person.name for one in instead],
        "sure": any(map(has_come_in, instead)),
        "changes": changes if seat.may(Act.AUDIT) else [],
    }


@require_safe
@never_cache
@for_brand(Act.READ)
def routes(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show who is called for which severity, and where nobody would be."""
    return show(request, seat, TAB, page_of(seat))


@require_POST
@for_brand(Act.CONFIGURE)
def edit_route(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Change one cell; a severity never stays without anybody."""
    form = RouteForm(request.POST)
    if not form.is_valid():
        return show(request, seat, TAB, page_of(seat) | {"problem": _("This cell cannot be changed so.")}, status=400)
    given = form.cleaned_data
    try:
        change_route(seat=seat, severity=Severity(given["severity"]), role=Role(given["role"]), after=given["after"])
    except BadInput as wrong:
        return show(request, seat, TAB, page_of(seat) | {"problem": sentence_of(wrong)}, status=400)
    messages.success(request, _("The route is changed."))
    return redirect(TAB, seat.brand.slug)
