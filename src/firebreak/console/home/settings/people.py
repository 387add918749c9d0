"""Who works for this brand, as what, and from which house?"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Assignment, Brand, Engagement, Person
from firebreak.console.govern.people import (
    add_person,
    change_role,
    houses,
    remove_person,
    renew_password_once,
    renewal_problem,
)
from firebreak.console.govern.reach import out_of_reach
from firebreak.console.home.settings.forms import PersonForm, RoleForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import FIELDS, blame, sentence_of
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import TABLE
from firebreak.core.terms import Act, Role

TAB = "settings_people"


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the brand: may they enter now, are they of another house, may this seat renew their password?"""

    assignment: Assignment
    enters: bool
    outside: bool
    renewable: bool
    obstacle: str  # why not, where another administrator could


def rows_of(seat: Seat, *, open_to: set[int]) -> list[Row]:
    """Give the people of the brand; `open_to` are the organisations whose people may enter now."""
    found = list(seat.brand.assignments.select_related("person__organisation").order_by("person__name", "pk"))
    beyond = out_of_reach(seat.person, [row.person_id for row in found]) if seat.may(Act.ADMINISTER) else set()
    return [row_of(seat, row, open_to=open_to, problem=renewal_problem(seat, row.person, beyond)) for row in found]


def row_of(seat: Seat, row: Assignment, *, open_to: set[int], problem: str) -> Row:
    house = row.person.organisation_id
    return Row(
        assignment=row,
        enters=house in open_to,
        outside=house != seat.brand.organisation_id,
        renewable=not problem,
        obstacle=str(FIELDS[problem]) if problem == "other_brand" else "",
    )


def page_of(seat: Seat, **more: Any) -> dict[str, Any]:
    live = set(Engagement.objects.live(at=seat.at).filter(brand=seat.brand).values_list("agency", flat=True))
    page = {
        "rows": rows_of(seat, open_to=live | {seat.brand.organisation_id}),
        "engagements": Engagement.objects.filter(brand=seat.brand).not_over(at=seat.at).select_related("agency"),
        "live": live,
        "form": PersonForm(houses=houses(seat)),
        "roles": [role.value for role in Role],
        "table": [(act.value, [act in TABLE[role] for role in Role]) for act in Act],
    }
    return page | more


@require_safe
@never_cache
@for_brand(Act.READ)
def people(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show who may enter, what each role may do, and under which engagement an agency works."""
    return show(request, seat, TAB, page_of(seat))


@require_POST
@for_brand(Act.ADMINISTER)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Let somebody in; the link into a new account is shown on this answer only."""
    form = PersonForm(request.POST, houses=houses(seat))
    if form.is_valid():
        given = form.cleaned_data
        try:
            added = add_person(seat=seat, **(given | {"role": Role(given["role"])}))
        except BadInput as wrong:
            blame(form, wrong)
        else:
            if added.password:
                return show_link(request, seat, added.person, added.password)
            told = _("%(name)s may enter from now on, with the password that they have.")
            messages.success(request, told % {"name": added.person.name})
            return redirect(TAB, seat.brand.slug)
    return show(request, seat, TAB, page_of(seat, form=form), status=400)


@require_POST
@for_brand(Act.ADMINISTER)
def edit(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Change a person's role, end their work, or give them a link to choose a new password."""
    row = get_object_or_404(Assignment.objects.select_related("person"), brand=seat.brand, pk=pk)
    wish = request.POST.get("do", "role")
    try:
        if wish == "password":
            return show_link(request, seat, row.person, renew_password_once(seat=seat, assignment=row))
        if wish == "remove":
            remove_person(seat=seat, assignment=row)
        else:
            change_role(seat=seat, assignment=row, role=role_of(request))
    except BadInput as wrong:
        return show(request, seat, TAB, page_of(seat, problem=sentence_of(wrong)), status=400)
    if not Brand.objects.reachable_by(seat.person, at=seat.at).filter(pk=seat.brand.pk).exists():
        return redirect("home")
    return redirect(TAB, seat.brand.slug)


def show_link(request: HttpRequest, seat: Seat, person: Person, password: str) -> HttpResponse:
    """Show the link by which somebody comes in once; this answer is the only place where it stands."""
    page = page_of(seat, once=link_of(request, person, password), once_for=person)
    return show(request, seat, TAB, page, secret=True)


def link_of(request: HttpRequest, person: Person, password: str) -> str:
    return request.build_absolute_uri(reverse("enter", args=[person.pk, password]))


def role_of(request: HttpRequest) -> Role:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="role", problem="unknown")
    return Role(form.cleaned_data["role"])
