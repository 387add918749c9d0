"""Which mentions wait? The list, its next rows, how many are new to it, and what others did to its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from firebreak.console.access import Seat, for_brand
from firebreak.console.listen import inbox
from firebreak.console.listen.framing import frame
from firebreak.console.listen.lanes import page_of, with_all
from firebreak.console.listen.lifting import unkept
from firebreak.console.listen.models import Post
from firebreak.console.listen.nothing import nothing_in
from firebreak.console.listen.views import one_of
from firebreak.core.terms import Act

Context = dict[str, object]
ROWS = "rows"  # what htmx asks for when it wants the rows alone
MOST_SHOWN = 400


@require_GET
@for_brand(Act.READ)
def mentions(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the list with its first post beside it, or with `after` only the next rows."""
    form = inbox.filter_form(seat, request.GET)
    want = inbox.wanted(request.GET, form)
    page = page_of(seat, want, after=request.GET.get("after", ""))
    context: Context = {"seat": seat, "want": want, "page": page, "form": form, "query": want.query()}
    if wants_rows(request):
        more = {"may_triage": seat.may(Act.TRIAGE), "nothing": None if page.rows else nothing_in(seat, want, form)}
        return render(request, "listen/mentions.html#rows", context | more)
    if page.rows:
        context |= one_of(request, seat, page.rows[0].post.pk, form)
    return unkept(render(request, "listen/mentions.html", context | frame(seat, want, form, page)))


def wants_rows(request: HttpRequest) -> bool:
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and (bool(request.GET.get("after")) or htmx.target == ROWS)


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


@require_GET
@for_brand(Act.READ)
def moved(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give those rows of an open list anew that somebody has acted on since they were shown; none is added."""
    want = inbox.wanted(request.GET, inbox.filter_form(seat, request.GET))
    known = seen_in(request.GET.getlist("shown"))
    rows = inbox.rows_of(seat, list(with_all(Post.objects.filter(brand=seat.brand, pk__in=list(known)))))
    context: Context = {"seat": seat, "query": want.query(), "may_triage": seat.may(Act.TRIAGE), "aside": True}
    context["rows"] = [row for row in rows if row.seen != known[row.post.pk]]
    return render(request, "listen/mentions.html#moved", context)


def seen_in(told: list[str]) -> dict[int, int]:
    """Read rows as a page names them: the id of a post, a colon, the last act that the page knows of."""
    parts = [one.partition(":") for one in told[:MOST_SHOWN]]
    sound = [(pk, deed) for pk, _colon, deed in parts if is_id(pk) and is_id(deed)]
    return {int(pk): int(deed) for pk, deed in sound}


def is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
