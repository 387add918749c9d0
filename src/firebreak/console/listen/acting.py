"""What is answered to an act upon mentions: the rows as they are now, one sentence, and the way back?"""

import json
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Person
from firebreak.console.listen import handling, inbox
from firebreak.console.listen.choices import RISE, wakes_at
from firebreak.console.listen.handling import Done, Seen
from firebreak.console.listen.lanes import with_all
from firebreak.console.listen.listing import is_id, seen_in
from firebreak.console.listen.models import Post
from firebreak.console.listen.telling import note_of, sentence_of
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act


@require_POST
@for_brand(Act.TRIAGE)
def act_upon(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Do one act upon the chosen mentions."""
    return answer(request, seat, done_with(seat, chosen_in(request.POST), request.POST))


def chosen_in(data: QueryDict) -> Seen:
    """Read which mentions are meant, each with the last act that the page knew of."""
    told = data.getlist("posts")
    if not told:
        raise BadInput(field="posts", problem="nothing_chosen")
    found = seen_in(told)
    if len(found) != len(told):
        raise BadInput(field="posts", problem="unknown")
    return found


def done_with(seat: Seat, seen: Seen, data: QueryDict) -> Done:
    """Do what the pressed button says: an act, and after a colon what it needs."""
    kind, _colon, what = data.get("act", "").partition(":")
    if kind == "close":
        return handling.close(seat=seat, seen=seen)
    if kind == "put_back":
        return handling.put_back(seat=seat, seen=seen)
    if kind == "assign":
        return handling.assign(seat=seat, seen=seen, holder=holder_in(seat, what))
    if kind == "snooze":
        return handling.snooze(seat=seat, seen=seen, until=None if what == RISE else later(seat, what))
    raise BadInput(field="act", problem="unknown")


def later(seat: Seat, code: str) -> datetime:
    until = wakes_at(code, at=seat.at)
    if until is None:
        raise BadInput(field="until", problem="past")
    return until


def holder_in(seat: Seat, told: str) -> Person:
    """Find who is to hold mentions; "me" is whoever asks."""
    if told == "me":
        return seat.person
    found = Person.objects.filter(pk=int(told)).first() if is_id(told) else None
    if found is None:
        raise BadInput(field="holder", problem="unknown")
    return found


def answer(request: HttpRequest, seat: Seat, done: Done) -> HttpResponse:
    """Tell what an act did: to a list that is open by its rows, else by the next page."""
    want = inbox.wanted(request.GET, inbox.filter_form(seat, request.GET))
    posts = list(with_all(Post.objects.filter(brand=seat.brand, pk__in=[*done.posts, *done.late])))
    text, undo = sentence_of(seat, done, posts), way_back(seat, done, want)
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text, extra_tags=undo)
        return redirect(page_after(seat, done, want, request))
    here = set(inbox.posts_of(seat, want).filter(pk__in=done.posts).values_list("pk", flat=True))
    rows = [row for row in inbox.rows_of(seat, posts) if row.post.pk in here or row.post.pk in done.late]
    context = {
        "seat": seat,
        "query": want.query(),
        "rows": rows,
        "notes": {post.pk: note_of(seat, post) for post in posts if post.pk in done.late},
        "may_triage": True,
        "aside": True,
        "tabs": inbox.tabs(seat, want),
    }
    response = render(request, "listen/mentions.html#acted", context)
    acted = {"gone": [pk for pk in done.posts if pk not in here], "back": done.kind == "undo", "posts": done.posts}
    response["HX-Trigger-After-Settle"] = json.dumps({"toast": {"text": text, "undo": undo}, "acted": acted})
    return response


def way_back(seat: Seat, done: Done, want: inbox.Wanted) -> str:
    """Give the address that takes an act back; none for one that did nothing or is itself the way back."""
    if done.deed is None or done.kind == "undo":
        return ""
    return f"{reverse('undo_deed', args=[seat.brand.slug, done.deed.pk])}?{want.query()}"


def page_after(seat: Seat, done: Done, want: inbox.Wanted, request: HttpRequest) -> str:
    """Go back to where the act was done: the mention itself, or the list."""
    touched = [*done.posts, *done.late]
    if request.POST.get("from") == "one" and len(touched) == 1:
        return f"{reverse('mention', args=[seat.brand.slug, touched[0]])}?{want.query()}"
    return f"{reverse('mentions', args=[seat.brand.slug])}?{want.query()}"
