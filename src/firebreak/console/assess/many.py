"""What is said of many mentions at once: of which kind they are, to which story they belong, or nothing after all?"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.moving import merge_into_story, put_back_in_stories
from firebreak.console.assess.saying import judge_those
from firebreak.console.listen.acting import answer, chosen_in
from firebreak.console.listen.handled import Deed
from firebreak.console.listen.handling import Done, Seen, Undoing, act, remember, undo_handling, undoing
from firebreak.console.listen.listing import seen_in
from firebreak.console.listen.models import Post
from firebreak.console.listen.saying import correct, last_word, take_back
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

OFFERED = 40  # stories in the menu


@require_POST
@for_brand(Act.TRIAGE)
def categorise(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say of which kind the chosen mentions are."""
    seen = chosen_in(request.POST)
    return answer(request, seat, change_category(seat=seat, seen=seen, category=request.POST.get("category", "")))


@require_POST
@for_brand(Act.TRIAGE)
def merge_mentions(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put the chosen mentions into a story."""
    seen, told = chosen_in(request.POST), request.POST.get("story", "")
    if not told.isascii() or not told.isdecimal() or len(told) > 9:
        raise BadInput(field="story", problem="unknown")
    into = get_object_or_404(Story, brand=seat.brand, number=int(told))
    return answer(request, seat, merge_into_story(seat=seat, seen=seen, into=into))


@require_GET
@for_brand(Act.READ)
def offered(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Offer the stories that mentions may be put into, the gravest and newest first."""
    stories = offered_stories(seat, seen_in(request.GET.getlist("posts")))[:OFFERED]
    back = request.GET.copy()
    back.pop("posts", None)
    return render(request, "listen/into.html", {"seat": seat, "stories": stories, "query": back.urlencode()})


def offered_stories(seat: Seat, posts: Collection[int]) -> QuerySet[Story]:
    """Give the stories that these mentions are not all in already."""
    rows = Story.objects.filter(brand=seat.brand).shown()
    own = StoryPost.objects.filter(post__in=posts, story__brand=seat.brand).values_list("story", flat=True)
    there = list(own) if posts else []
    if there and len(there) == len(posts) and len(set(there)) == 1:
        rows = rows.exclude(pk=there[0])
    return rows.order_by("severity", "-last_post_at").select_related("incident")


@require_POST
@for_brand(Act.TRIAGE)
def undo(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take back one of the person's own acts."""
    deed = get_object_or_404(Deed, brand=seat.brand, pk=pk)
    return answer(request, seat, undo_act(seat=seat, pk=deed.pk))


@transaction.atomic
def change_category(*, seat: Seat, seen: Seen, category: str) -> Done:
    """Let a person's word on the kind of mentions win over the machine's; stories follow in the same step."""
    done = act(seat=seat, seen=seen, kind="category", change=lambda _row, _post: None, detail={"category": category})
    posts = list(Post.objects.filter(pk__in=done.posts))
    said = [post for post in posts if correct(seat=seat, post=post, changes={"category": category})]
    if done.deed:
        remember(done.deed, {post.pk: {"word": last_word(post)} for post in said})
        judge_those(seat, *said)
    return done


@transaction.atomic
def undo_act(*, seat: Seat, pk: int) -> Done:
    """Let mentions be as before an act of the person's own, with all that followed from it."""
    found = undoing(seat=seat, pk=pk)
    if found.deed.kind == "category":
        found = unsay_category(seat, found)
    if found.deed.kind == "story":
        put_back_in_stories(seat, found)
    return undo_handling(seat, found)


def unsay_category(seat: Seat, found: Undoing) -> Undoing:
    """Take back what was said of the kind of mentions; where somebody has said more since, that stands."""
    words = {row.pk: found.deed.was[str(row.pk)].get("word") for row in found.rows}
    posts = [post for post in Post.objects.filter(pk__in=words) if words[post.pk]]
    kept = {post.pk for post in posts if not unsaid(seat, post, words[post.pk])}
    judge_those(seat, *(post for post in posts if post.pk not in kept))
    return found.without(kept)


def unsaid(seat: Seat, post: Post, word: int) -> bool:
    try:
        with transaction.atomic():
            take_back(seat=seat, post=post, word=word)
    except Conflict:
        return False
    return True
