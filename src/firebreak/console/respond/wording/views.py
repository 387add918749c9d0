"""How does a person word a template, see how it reads, and go back to the one that ships?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.respond.speak.templates import OCCASION, TemplatePage
from firebreak.console.respond.wording import writing
from firebreak.console.respond.wording.forms import WordingForm
from firebreak.core.errors import BadInput, Conflict, FirebreakError
from firebreak.core.respond.template import Template
from firebreak.core.respond.wording import tried, worded, words_in
from firebreak.core.terms import Act


def asked_of(request: HttpRequest) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return {name: str(value) for name, value in given.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_brand(Act.CONFIGURE)
def edit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Word the template of an occasion; it is tried on samples before it is kept."""
    page = TemplatePage(seat, asked_of(request))
    if request.method != "POST":
        chosen = {name: page.chosen[name] for name in OCCASION}
        form = WordingForm(initial={**chosen, **words_in(page.template), "was": page.seen})
        return show(request, page, form, page.template)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return show(request, page, form, None, status=400)
    try:
        made = worded(page.shipped, form.words)
        if request.POST.get("do") != "keep":
            return show(request, page, form, made)
        given = {name: form.cleaned_data[name] for name in ("reason", "was")}
        writing.word_template(seat=seat, occasion=page.occasion, words=form.words, **given)
    except (BadInput, Conflict) as refused:
        return refuse(request, page, form, refused)
    messages.success(request, _("Kept. Texts begin with these words from now on."))
    return redirect(page.address)


def refuse(request: HttpRequest, page: TemplatePage, form: WordingForm, refused: FirebreakError) -> HttpResponse:
    """Say what stands against it, beside its part where it has one; nothing that was written is lost."""
    explained = explain_error(refused)
    field = str(refused.context.get("field", ""))
    made = None
    if field in form.fields:
        form.add_error(field, f"{explained.what} {explained.next}")
    if field not in form.fields or field == "reason":
        made = worded(page.shipped, form.words)
    status = 400 if isinstance(refused, BadInput) else 409
    return show(request, page, form, made, refused, status=status)


def show(
    request: HttpRequest,
    page: TemplatePage,
    form: WordingForm,
    made: Template | None,
    refused: FirebreakError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the form beside the text as it would read; without a template that can be read, the form alone."""
    brand = page.seat.brand
    shown: dict[str, Any] = {
        "seat": page.seat,
        "page": page,
        "form": form,
        "problem": explain_error(refused) if refused else None,
        "tried": tried(made, brand=brand.name) if made else [],
        "flaws": writing.flaws_in(brand, made, page.occasion) if made else [],
        "longest": page.shipped.form.longest,
    }
    return render(request, "respond/wording/edit.html", shown, status=status)


@require_POST
@for_brand(Act.CONFIGURE)
def restore(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Go back to the template that ships."""
    page = TemplatePage(seat, asked_of(request))
    was = request.POST.get("was", "")[:9]  # longer is none
    try:
        writing.restore_template(seat=seat, occasion=page.occasion, was=int(was) if was.isdecimal() else 0)
    except Conflict as refused:
        form = WordingForm(initial={**page.chosen, **words_in(page.template), "was": page.seen})
        return show(request, page, form, page.template, refused, status=409)
    messages.success(request, _("Texts begin with the template that ships again."))
    return redirect(page.address)
