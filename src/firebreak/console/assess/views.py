"""Which stories rise, and what is one of them?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.assess import board, services
from firebreak.console.assess.forms import MergeForm, SplitForm
from firebreak.console.assess.members import ORDERS
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.page import StoryPage
from firebreak.console.assess.saying import correct_reading, take_back_reading
from firebreak.console.listen import inbox
from firebreak.console.listen.forms import CorrectionForm
from firebreak.console.listen.models import Post
from firebreak.console.listen.saying import last_word
from firebreak.console.listen.views import way_back
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act


@require_GET
@for_brand(Act.READ)
def stories(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the stories, rising ones first."""
    span = request.GET.get("hours", "")
    span = span if span in board.SPANS else "168"
    cards = board.cards_of(seat, span=board.SPANS[span])
    return render(request, "assess/stories.html", {"seat": seat, "cards": cards, "span": span, "spans": board.SPANS})


@require_GET
@for_brand(Act.READ)
def story(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show one story; one that was merged leads to where it goes on."""
    found = story_of(seat, number)
    if found.merged_into:
        return redirect("story", seat.brand.slug, found.merged_into.number)
    return render(request, "assess/story.html", context_of(request, seat, found))


@require_POST
@for_brand(Act.TRIAGE)
def merge(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Let a story go on in another."""
    gone = story_of(seat, number)
    form = MergeForm(request.POST, others=StoryPage(seat, gone).others)
    if not form.is_valid():
        return render(request, "assess/story.html", context_of(request, seat, gone) | {"merge": form}, status=400)
    into = story_of(seat, form.cleaned_data["into"])
    services.merge_stories(seat=seat, gone=gone, into=into)
    messages.success(request, _("%(gone)s goes on in %(into)s.") % {"gone": gone.code, "into": into.code})
    return redirect("story", seat.brand.slug, into.number)


@require_POST
@for_brand(Act.TRIAGE)
def split(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Take the chosen posts out into a story of their own."""
    found = story_of(seat, number)
    form = SplitForm(
        request.POST, members=list(StoryPost.objects.filter(story=found).values_list("post_id", flat=True))
    )
    if not form.is_valid():
        return render(request, "assess/story.html", context_of(request, seat, found) | {"split": form}, status=400)
    fresh = services.split_story(seat=seat, story=found, posts=form.cleaned_data["posts"])
    messages.success(request, _("The chosen posts are now %(code)s.") % {"code": fresh.code})
    return redirect("story", seat.brand.slug, fresh.number)


@require_POST
@for_brand(Act.TRIAGE)
def correct(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Write a person's word over the machine's reading of a post."""
    post = get_object_or_404(Post, brand=seat.brand, pk=pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    before = last_word(post)
    correct_reading(seat=seat, post=post, changes=form.cleaned_data)
    if last_word(post) != before:
        messages.success(request, corrected_text(seat, post), extra_tags=way_back(seat, post, request))
    return redirect(f"{reverse('mention', args=[seat.brand.slug, pk])}?{request.GET.urlencode()}#classification")


def corrected_text(seat: Seat, post: Post) -> str:
    """Say that a correction is noted, and of a mention that waits that nothing is decided by it."""
    if inbox.posts_of(seat, inbox.Wanted()).filter(pk=post.pk).exists():
        return _("Noted: the reading is corrected. The mention still waits for somebody to handle it.")
    return _("Noted: the reading is corrected.")


@require_POST
@for_brand(Act.TRIAGE)
def take_back(request: HttpRequest, seat: Seat, pk: int, word: int) -> HttpResponse:
    """Undo the last thing that this person said of a post."""
    take_back_reading(seat=seat, post=get_object_or_404(Post, brand=seat.brand, pk=pk), word=word)
    messages.success(request, _("Taken back: the mention is read as before."))
    return redirect(f"{reverse('mention', args=[seat.brand.slug, pk])}?{request.GET.urlencode()}")


def story_of(seat: Seat, number: int) -> Story:
    rows = Story.objects.select_related("brand", "merged_into", "incident", "ruling__person")
    return get_object_or_404(rows, brand=seat.brand, number=number)


def context_of(request: HttpRequest, seat: Seat, found: Story) -> dict[str, object]:
    """Gather what the page of one story shows."""
    page = StoryPage(seat, found)
    order = request.GET.get("order", "")
    order = order if order in ORDERS else ORDERS[0]
    how = next((one for one in page.metrics if one.code == request.GET.get("how")), None)
    return {
        "seat": seat,
        "page": page,
        "story": found,
        "order": order,
        "members": page.members(order),
        "how": how,
        "merge": MergeForm(others=page.others),
        "may_triage": seat.may(Act.TRIAGE),
        "may_incident": seat.may(Act.INCIDENT),
        "who_opens": who_may(Act.INCIDENT),
    }
