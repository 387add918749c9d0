"""What does one mention say?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Brand
from firebreak.console.listen import inbox
from firebreak.console.listen.choices import choices_of
from firebreak.console.listen.forms import REASONS, CorrectionForm, EraseForm, MentionFilter, UnmaskForm
from firebreak.console.listen.framing import frame
from firebreak.console.listen.handling import gone_among
from firebreak.console.listen.lanes import neighbours, page_beside, place_in
from firebreak.console.listen.lifting import cover, lift, seconds_lifted, unkept
from firebreak.console.listen.mention import mention_of
from firebreak.console.listen.models import Post
from firebreak.console.listen.praise import praise_of
from firebreak.console.listen.saying import confirm_reading, last_word
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

Context = dict[str, object]


@require_GET
@for_brand(Act.READ)
def mention(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Show one post; with htmx only its pane."""
    return unkept(show_one(request, seat, pk))


def show_one(request: HttpRequest, seat: Seat, pk: int, *, erasing: EraseForm | None = None) -> HttpResponse:
    """Show one post with the list it was opened from; with a form to erase it that was refused, too."""
    form = inbox.filter_form(seat, request.GET)
    context: Context = {"seat": seat, "opened": True} | one_of(request, seat, pk, form)
    if erasing:
        context["erasing"] = erasing
    want = inbox.wanted(request.GET, form)
    context |= {"want": want, "query": want.query()}
    if request.htmx and request.htmx.target == "mention":  # type: ignore[attr-defined]
        return render(request, "listen/mentions.html#mention", context)
    page = page_beside(seat, want, pk)
    before, after = neighbours(page.rows, pk)
    context |= {"page": page, "form": form, "before": before, "next": after, "place": place_in(page.rows, pk)}
    context |= frame(seat, want, form, page)
    return render(request, "listen/mentions.html", context, status=400 if erasing else 200)


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
    story = ("place__story__incident", "place__story__ruling")
    rows = Post.objects.select_related("brand", "via", "reading", *story, "handling__holder", "reuse")
    return get_object_or_404(rows, brand=brand, pk=pk)


def one_of(request: HttpRequest, seat: Seat, pk: int, form: MentionFilter) -> Context:
    """Gather what the pane of one post shows, beside the list that `form` narrows."""
    post = post_of(seat.brand, pk)
    reading, gone = post.reading, gone_among(seat.brand, [post], at=seat.at)
    said = {"sentiment": reading.sentiment, "category": reading.category, "urgent": str(reading.urgent).lower()}
    return {
        "one": mention_of(seat, post, lifted_for=seconds_lifted(request, seat, pk), gone=gone),
        "correction": CorrectionForm(said),
        "unmask_reasons": REASONS,
        "choices": choices_of(seat, form.holders),
        "standing": inbox.row_of(seat, post, gone=gone),
        "praise": praise_of(seat, post),
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
