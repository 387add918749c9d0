"""Who looks somebody up, keeps the directory, and takes it along for when there is no network?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import Explanation, explain_error
from firebreak.console.resources import services
from firebreak.console.resources.bringing import read_file, written
from firebreak.console.resources.forms import FileForm, ResourceForm, form_of
from firebreak.console.resources.models import Resource
from firebreak.console.resources.offline import page_of
from firebreak.console.resources.page import Directory
from firebreak.console.resources.wording import COLUMNS, WRONG
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.directory import Wrong
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act

PAGE = "resources/resources.html"
MOST_TOLD = 20


@require_safe
@never_cache
@for_brand(Act.READ)
def resources(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show whom the brand can call, and the form of one entry where it is asked for."""
    chosen = request.GET.get("edit", "")
    found = Resource.objects.filter(brand=seat.brand, pk=chosen).first() if chosen.isdecimal() else None
    form = form_of(found) if found else ResourceForm() if "add" in request.GET else None
    return show(request, seat, form=form, edited=found)


def show(
    request: HttpRequest,
    seat: Seat,
    *,
    form: ResourceForm | None = None,
    edited: Resource | None = None,
    problem: Explanation | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    shown = {"seat": seat, "page": Directory(seat, kind=request.GET.get("kind", "")), "file_form": FileForm()}
    shown |= {"form": form, "edited": edited, "problem": problem}
    return render(request, PAGE, shown | more, status=status)


@require_POST
@for_brand(Act.CONFIGURE)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put somebody into the directory."""
    form = ResourceForm(request.POST)
    if not form.is_valid():
        return show(request, seat, form=form, status=400)
    return done(request, seat, lambda: services.add_resource(seat=seat, entry=form.entry()), form)


@require_POST
@for_brand(Act.CONFIGURE)
def change(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write down what is known of somebody now."""
    found, form = resource_of(seat, pk), ResourceForm(request.POST)
    if not form.is_valid():
        return show(request, seat, form=form, edited=found, status=400)
    version = form.cleaned_data["version"]

    def act() -> None:
        services.change_resource(seat=seat, resource=found, entry=form.entry(), version=version)

    return done(request, seat, act, form, found)


@require_POST
@for_brand(Act.CONFIGURE)
def check(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that an entry holds today."""
    found = resource_of(seat, pk)
    return done(request, seat, lambda: services.check_resource(seat=seat, resource=found, version=seen(request)))


@require_POST
@for_brand(Act.CONFIGURE)
def remove(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take somebody out of the directory."""
    found = resource_of(seat, pk)
    return done(request, seat, lambda: services.remove_resource(seat=seat, resource=found, version=seen(request)))


@require_POST
@for_brand(Act.CONFIGURE)
def bring(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take the entries of a CSV file in; rows that cannot be used are named."""
    form = FileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise BadInput(field="file", problem="no_table")
        entries, wrong = read_file(form.content(), today=day_of(seat.at))
        made = services.bring_resources(seat=seat, entries=entries)
    except BadInput as refused:
        return show(request, seat, problem=explain_error(refused), status=400)
    if wrong:
        return show(request, seat, made=made, wrong=told(wrong), left=max(0, len(wrong) - MOST_TOLD), status=400)
    said = _("%(added)s added, %(changed)s changed, %(same)s as before.")
    messages.success(request, said % {"added": made.added, "changed": made.changed, "same": made.same})
    return redirect("resources", seat.brand.slug)


@require_safe
@never_cache
@for_brand(Act.EXPORT)
def as_csv(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give the directory as a table."""
    content = written(services.take_resources(seat=seat, how="csv"))
    return file_of(seat, content, kind="text/csv; charset=utf-8", ending="csv")


@require_safe
@never_cache
@for_brand(Act.READ)
def offline(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give the directory as one file that opens without a network, calls and prints."""
    services.take_resources(seat=seat, how="page")
    return file_of(seat, page_of(Directory(seat)), kind="text/html; charset=utf-8", ending="html")


def file_of(seat: Seat, content: bytes, *, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = f"resources-{day_of(seat.at):%Y%m%d}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def told(wrong: list[Wrong]) -> list[tuple[int, str, str]]:
    """Say in words which rows cannot be used, as many as a person reads."""
    return [(one.line, str(COLUMNS[one.field]), str(WRONG[one.problem])) for one in wrong[:MOST_TOLD]]


def resource_of(seat: Seat, pk: int) -> Resource:
    return get_object_or_404(Resource, brand=seat.brand, pk=pk)


def seen(request: HttpRequest) -> int:
    """Give the version that the page showed; raises BadInput for none."""
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise BadInput(field="version", problem="unknown")
    return int(version)


def done(
    request: HttpRequest,
    seat: Seat,
    act: Callable[[], object],
    form: ResourceForm | None = None,
    edited: Resource | None = None,
) -> HttpResponse:
    """Act and go back to the list, or show it with what stood against it and the form as it was filled in."""
    try:
        act()
    except (BadInput, Conflict) as refused:
        status = 400 if isinstance(refused, BadInput) else 409
        return show(request, seat, form=form, edited=edited, problem=explain_error(refused), status=status)
    return redirect("resources", seat.brand.slug)
