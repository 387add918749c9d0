"""Who must approve what of this brand? The matrix that holds, another as somebody writes it, and who lets it hold."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firebreak import knowledge
from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.home.settings.frame import needs_of, show
from firebreak.console.home.settings.problems import blame
from firebreak.console.respond.matrix import writing
from firebreak.console.respond.matrix.forms import MatrixForm, MatterForm, first_of
from firebreak.console.respond.matrix.page import MatrixPage, answer_of, broken_words, grids_on
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.core.errors import BadInput, Conflict, FirebreakError, NotAllowed
from firebreak.core.respond.matrix import applied, breaches, matrix_in
from firebreak.core.terms import Act

TAB, EDIT = "settings_matrix", "settings_matrixedit"


@require_safe
@never_cache
@for_brand(Act.READ)
def matrix(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show who approves what, what waits for a second person, and who would approve what is asked about."""
    return overview(request, seat)


def overview(
    request: HttpRequest, seat: Seat, refused: FirebreakError | None = None, *, status: int = 200
) -> HttpResponse:
    page = MatrixPage(seat, request.GET)
    shown = {"page": page, "fault": explain_error(refused) if refused else None}
    return show(request, seat, TAB, shown | {"needs": needs_of(seat, Act.OVERRIDE)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_brand(Act.OVERRIDE)
def edit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write another matrix, and see who would approve by it before it is sent to a second person."""
    page = MatrixPage(seat)
    if request.method != "POST":
        begun = knowledge.authority() if "shipped" in request.GET else page.held.now
        form = MatrixForm(initial=first_of(matrix_in(begun), was=page.seen))
        return writing_of(request, page, form, MatterForm(initial=dict(MatterForm.usual)))
    form, about = MatrixForm(request.POST), MatterForm(request.POST)
    if not form.is_valid():
        return writing_of(request, page, form, about, status=400)
    if request.POST.get("do") != "keep":
        return writing_of(request, page, form, about)
    try:
        given = form.cleaned_data
        writing.write_matrix(seat=seat, matrix=form.matrix, reason=given["reason"], was=given["was"])
    except (BadInput, Conflict) as refused:
        blame(form, refused) if isinstance(refused, BadInput) and refused.context.get("field") else None
        return writing_of(request, page, form, about, refused, status=400 if isinstance(refused, BadInput) else 409)
    messages.success(request, _("Kept. It holds once a second person has put it in force."))
    return redirect(TAB, seat.brand.slug)


def writing_of(
    request: HttpRequest,
    page: MatrixPage,
    form: MatrixForm,
    about: MatterForm,
    refused: FirebreakError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the form, which hard rules it breaks, and who would approve by what was filled in."""
    whole = form.is_bound and form.is_valid()
    broken = breaches(form.matrix) if whole else []
    answer = None
    if whole and not broken and about.is_bound and about.is_valid():
        answer = answer_of(about, applied(form.matrix, page.held.now))
    shown: dict[str, Any] = {
        "page": page,
        "form": form,
        "about": about,
        "grids": grids_on(form),
        "broken": broken_words(broken),
        "answer": answer,
        "fault": explain_error(refused) if refused else None,
        "spans": [(field.name.partition("-")[2], field) for field in form if field.name.startswith("within-")],
    }
    return show(request, page.seat, EDIT, shown | {"tab": TAB}, status=status)


@require_POST
@for_brand(Act.OVERRIDE)
def confirm(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Let the version that waits hold from now on."""
    get_object_or_404(MatrixVersion, brand=seat.brand, number=number)
    try:
        writing.confirm_matrix(seat=seat, number=number)
    except (BadInput, Conflict, NotAllowed) as refused:
        status = {BadInput: 400, Conflict: 409}.get(type(refused), 403)
        return overview(request, seat, refused, status=status)
    messages.success(request, _("It holds from now on. What waits is asked of everybody whom either matrix names."))
    return redirect(TAB, seat.brand.slug)


@require_POST
@for_brand(Act.OVERRIDE)
def drop(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Take the version that waits back, or turn it down."""
    get_object_or_404(MatrixVersion, brand=seat.brand, number=number)
    try:
        writing.drop_matrix(seat=seat, number=number)
    except Conflict as refused:
        return overview(request, seat, refused, status=409)
    messages.success(request, _("It is not put in force. The matrix stays as it is."))
    return redirect(TAB, seat.brand.slug)
