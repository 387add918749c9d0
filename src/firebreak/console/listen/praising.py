"""What does a person do about a good word: thank, learn, ask whether it may be used, and keep the answer?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.listen import praise
from firebreak.console.listen.forms import AnswerForm, TagForm
from firebreak.console.listen.views import address, post_of
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act


@require_POST
@for_brand(Act.TRIAGE)
def thank(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Note that the author was thanked."""
    if praise.thank(seat=seat, post=post_of(seat.brand, pk)):
        messages.success(request, _("Noted: the author was thanked."))
    return back(request, seat, pk)


@require_POST
@for_brand(Act.TRIAGE)
def ask(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Note that the author was asked for permission."""
    if praise.ask_to_reuse(seat=seat, post=post_of(seat.brand, pk)):
        messages.success(request, _("Noted: the author was asked. Until a yes is kept here, nothing may be used."))
    return back(request, seat, pk)


@require_POST
@for_brand(Act.TRIAGE)
def answer(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Keep what the author answered."""
    post, form = post_of(seat.brand, pk), AnswerForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors), problem="answer_incomplete")
    praise.record_answer(seat=seat, post=post, answer=form.answered())
    messages.success(request, _("The answer is kept."))
    return back(request, seat, pk)


@require_POST
@for_brand(Act.TRIAGE)
def tag(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Tag what a mention teaches, or take the tag away."""
    post, form = post_of(seat.brand, pk), TagForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    praise.tag_insight(seat=seat, post=post, tag=form.cleaned_data["tag"])
    return back(request, seat, pk)


def back(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    return redirect(f"{address(seat, pk, request)}#praise")
