"""How does a person answer a mention: write, have it checked while writing, keep it, say where it was published?"""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.listen.views import post_of
from firebreak.console.respond import replying
from firebreak.console.respond.reply_forms import LONGEST, DropForm, PublishForm, ReplyForm, VoiceForm
from firebreak.console.respond.reply_page import ReplyPage
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

PAGE = "respond/reply.html"


def show(request: HttpRequest, page: ReplyPage, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the page; `more` holds a form that was refused, or what stood against it."""
    seen, voice = {"version": page.draft.version if page.draft else None}, page.voice
    forms = {
        "form": ReplyForm(initial=seen | {"text": page.text, "posture": page.posture}),
        "publish": PublishForm(initial=seen | {"url": request.POST.get("url", "")}),
        "voice": VoiceForm(initial={name: getattr(voice, name) for name in VoiceForm.base_fields}),
    }
    return render(request, PAGE, {"seat": page.seat, "page": page} | forms | more, status=status)


@require_GET
@never_cache
@for_brand(Act.TRIAGE)
def reply(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show a mention with the draft of its answer."""
    return show(request, ReplyPage(seat, post_of(seat.brand, pk)))


def page_of(request: HttpRequest, seat: Seat, pk: int) -> ReplyPage:
    """Give the page with the words as they are sent, if they are; a browser ends lines in its own way."""
    sent = request.POST.get("text")
    text = None if sent is None else sent.replace("\r\n", "\n")[:LONGEST]
    return ReplyPage(seat, post_of(seat.brand, pk), text=text, posture=request.POST.get("posture", ""))


def as_sent(request: HttpRequest, page: ReplyPage) -> ReplyForm:
    """Give the words as they stand on the screen; where none are sent along, those of the page."""
    return ReplyForm(request.POST if "text" in request.POST else {"text": page.text, "posture": page.posture})


@require_POST
@for_brand(Act.TRIAGE)
def check(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say of the words as they stand on the screen what the tone rules say; nothing is kept."""
    page = page_of(request, seat, pk)
    return render(request, f"{PAGE}#tone", {"seat": seat, "page": page})


@require_POST
@for_brand(Act.TRIAGE)
def save(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Keep the draft; where somebody was faster, show theirs beside what was written."""
    form, page = ReplyForm(request.POST), page_of(request, seat, pk)
    if not form.is_valid():
        return show(request, page, form=form, status=400)
    given = form.cleaned_data
    try:
        replying.save_reply(seat=seat, post=page.post, **given)
    except Conflict as late:
        return beaten(request, page_of(request, seat, pk), late)
    messages.success(request, _("The draft is kept. Nothing was sent."))
    return redirect("reply_to_mention", seat.brand.slug, pk)


def beaten(request: HttpRequest, page: ReplyPage, late: Conflict) -> HttpResponse:
    """Show what somebody faster wrote beside the words that were sent."""
    return show(request, page, problem=explain_error(late), theirs=page.draft, status=409)


@require_POST
@for_brand(Act.TRIAGE)
def publish(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write down where the reply was published, as it stands on the screen."""
    page, form = page_of(request, seat, pk), PublishForm(request.POST)
    words = as_sent(request, page)
    if not (words.is_valid() and form.is_valid()):
        return show(request, page, form=words, publish=form, status=400)
    given = words.cleaned_data | form.cleaned_data
    try:
        replying.publish_words(seat=seat, post=page.post, **given)
    except Conflict as late:
        return beaten(request, page_of(request, seat, pk), late)
    messages.success(request, _("Noted: the reply is published."))
    return redirect("reply_to_mention", seat.brand.slug, pk)


@require_POST
@for_brand(Act.TRIAGE)
def drop(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Throw the draft away and go back to the mention."""
    form = DropForm(request.POST)
    post = post_of(seat.brand, pk)
    replying.drop_reply(seat=seat, post=post, version=said(form)["version"])
    messages.success(request, _("The draft is thrown away."))
    return redirect("mention", seat.brand.slug, pk)


@require_POST
@for_brand(Act.CONFIGURE)
def voice(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write down how the brand speaks, and go back to the mention that was being answered, with the words for it."""
    back = request.POST.get("post", "")
    post = post_of(seat.brand, int(back)) if back.isascii() and back.isdigit() else None
    if post:
        seat.need(Act.TRIAGE)
    before = ReplyPage(seat, post).text if post else ""
    replying.set_voice(seat=seat, **said(VoiceForm(request.POST)))
    messages.success(request, _("The voice of the brand is kept. New drafts begin with it."))
    if not post:
        return redirect("mentions", seat.brand.slug)
    page = page_of(request, seat, post.pk)
    if page.text == before or "text" not in request.POST:
        return redirect("reply_to_mention", seat.brand.slug, post.pk)
    seen = {"version": request.POST.get("version", ""), "text": page.text, "posture": page.posture}
    return show(request, page, form=ReplyForm(initial=seen))


def said(form: Form) -> dict[str, Any]:
    """Give what a form holds, or raise BadInput where it cannot be used."""
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    return form.cleaned_data
