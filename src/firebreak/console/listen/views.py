"""Which mentions wait, and what does one of them say?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Brand
from firebreak.console.listen import inbox
from firebreak.console.listen.forms import REASONS, CorrectionForm, EraseForm, UnmaskForm
from firebreak.console.listen.lifting import cover, lift, seconds_lifted, unkept
from firebreak.console.listen.mention import mention_of
from firebreak.console.listen.models import Post
from firebreak.console.listen.triage import confirm_reading, last_word
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

Context = dict[str, object]


@require_GET
@for_brand(Act.READ)
def mentions(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the list with its first post beside it, or with `after` only the next rows."""
    form = inbox.filter_form(seat, request.GET)
    want = inbox.wanted(request.GET, form)
    page = inbox.page_of(seat, want, after=request.GET.get("after", ""))
    context: Context = {"seat": seat, "want": want, "page": page, "form": form, "query": want.query()}
    if request.GET.get("after") and request.htmx:  # type: ignore[attr-defined]
        return render(request, "listen/mentions.html#rows", context)
    if page.rows:
        context |= one_of(request, seat, page.rows[0].post.pk)
    return render(request, "listen/mentions.html", context | frame(seat, want))


@require_GET
@for_brand(Act.READ)
def mention(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show one post; with htmx only its pane."""
    return unkept(show_one(request, seat, pk))


def show_one(request: HttpRequest, seat: Seat, pk: int, *, erasing: EraseForm | None = None) -> HttpResponse:
    """Show one post with the list it was opened from; with a form to erase it that was refused, too."""
    context: Context = {"seat": seat, "opened": True} | one_of(request, seat, pk)
    if erasing:
        context["erasing"] = erasing
    form = inbox.filter_form(seat, request.GET)
    want = inbox.wanted(request.GET, form)
    context |= {"want": want, "query": want.query()}
    if request.htmx and request.htmx.target == "mention":  # type: ignore[attr-defined]
        return render(request, "listen/mentions.html#mention", context)
    page = inbox.page_beside(seat, want, pk)
    before, after = inbox.neighbours(page.rows, pk)
    context |= {"page": page, "form": form, "before": before, "next": after}
    return render(request, "listen/mentions.html", context | frame(seat, want), status=400 if erasing else 200)


@require_GET
@for_brand(Act.READ)
def news(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say how many posts came since the list was made; the list itself never moves by itself."""
    want = inbox.wanted(request.GET, inbox.filter_form(seat, request.GET))
    since = request.GET.get("since", "")
    count = inbox.count_new(seat, want, since=int(since)) if since.isdecimal() and len(since) < 19 else 0
    return render(
        request, "listen/mentions.html#news", {"seat": seat, "query": want.query(), "newest": since, "new": count}
    )


@require_POST
@for_brand(Act.TRIAGE)
def confirm(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that a post is read rightly."""
    post = post_of(seat.brand, pk)
    if confirm_reading(seat=seat, post=post):
        messages.success(request, _("Noted: the reading is right."), extra_tags=way_back(seat, post, request))
    return redirect(address(seat, pk, request))


@require_POST
@for_brand(Act.UNMASK)
def unmask(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Lift the mask of one post for a few minutes, with a reason that is written down."""
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="reason", problem="unknown")
    lift(request, seat, post_of(seat.brand, pk), reason=form.cleaned_data["reason"])
    return redirect(address(seat, pk, request))


@require_POST
@for_brand(Act.UNMASK)
def mask(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Put the mask of one post back before its time."""
    cover(request, post_of(seat.brand, pk).pk)
    return redirect(address(seat, pk, request))


def address(seat: Seat, pk: int, request: HttpRequest) -> str:
    """Give the post's page within the list that it was opened from."""
    want = inbox.wanted(request.GET, inbox.filter_form(seat, request.GET))
    return f"{reverse('mention', args=[seat.brand.slug, pk])}?{want.query()}"


def way_back(seat: Seat, post: Post, request: HttpRequest) -> str:
    """Give the address that takes back what was said of a post last."""
    path = reverse("take_back_reading", args=[seat.brand.slug, post.pk, last_word(post)])
    return f"{path}?{request.GET.urlencode()}"


def post_of(brand: Brand, pk: int) -> Post:
    rows = Post.objects.select_related("brand", "reading", "place__story__incident")
    return get_object_or_404(rows, brand=brand, pk=pk)


def one_of(request: HttpRequest, seat: Seat, pk: int) -> Context:
    """Gather what the pane of one post shows."""
    post = post_of(seat.brand, pk)
    reading = post.reading
    said = {"sentiment": reading.sentiment, "category": reading.category, "urgent": str(reading.urgent).lower()}
    return {
        "one": mention_of(seat, post, lifted_for=seconds_lifted(request, seat, pk)),
        "correction": CorrectionForm(said),
        "unmask_reasons": REASONS,
        "erasing": EraseForm(person=seat.person, at=seat.at) if seat.may(Act.ERASE) else None,
        **allowed(seat),
    }


def allowed(seat: Seat) -> Context:
    """Say which acts this person may do, and who may do the others."""
    return {
        "may_triage": seat.may(Act.TRIAGE),
        "may_unmask": seat.may(Act.UNMASK),
        "may_incident": seat.may(Act.INCIDENT),
        "who_triages": who_may(Act.TRIAGE),
        "who_unmasks": who_may(Act.UNMASK),
        "who_opens": who_may(Act.INCIDENT),
        "who_erases": who_may(Act.ERASE),
    }


def frame(seat: Seat, want: inbox.Wanted) -> Context:
    """Give what stands around the list."""
    return {
        "tabs": inbox.tabs(seat, want),
        "chips": inbox.chips(seat, want),
        "newest": inbox.newest_id(seat.brand),
        "new": 0,
    }
