"""Who opens the page for the public, shuts it, and corrects what stands there?"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.learn.public import services
from firebreak.console.learn.public.door import forget_answers
from firebreak.console.learn.public.room import NAME, CorrectionForm, PublicBoard
from firebreak.console.learn.public.serving import forget_pages
from firebreak.console.respond.models import Incident
from firebreak.console.respond.views import ROOM, context_of, incident_of, problem_of, yours_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act


def done(
    request: HttpRequest, seat: Seat, number: int, act: Callable[[Incident], object], form: CorrectionForm | None = None
) -> HttpResponse:
    """Act and go back to the part of the room, or show it with what stood against it."""
    found = incident_of(seat, number)
    try:
        act(found)
    except (BadInput, Conflict) as refused:
        shown = context_of(request, seat, found, tab=NAME)
        more = {"problem": problem_of(refused), "yours": yours_of(form) if form else []}
        return render(request, ROOM, shown | more, status=400 if isinstance(refused, BadInput) else 409)
    forget_pages()  # here at once; other processes within eleven seconds
    forget_answers()
    return redirect(f"{reverse('incident', args=[seat.brand.slug, number])}?tab={NAME}")


@require_POST
@for_brand(Act.APPROVE)
def open_page(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Let everybody read it."""
    return done(request, seat, number, lambda found: services.open_page(seat=seat, incident=found))


@require_POST
@for_brand(Act.APPROVE)
def shut_page(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Take it away again."""
    return done(request, seat, number, lambda found: services.shut_page(seat=seat, incident=found))


@require_POST
@for_brand(Act.APPROVE)
def correct(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Say what was wrong and what is right."""
    board = PublicBoard(seat, incident_of(seat, number))
    form = CorrectionForm(request.POST, texts=board.choices, auto_id="fix_%s")
    if not form.is_valid():
        shown = context_of(request, seat, board.incident, tab=NAME)
        shown["public"].refused = form  # type: ignore[attr-defined]
        return render(request, ROOM, shown, status=400)
    return done(
        request, seat, number, lambda found: services.correct(seat=seat, incident=found, **form.cleaned_data), form
    )
