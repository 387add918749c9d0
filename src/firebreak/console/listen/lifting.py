"""For how long may this visitor look behind the mask of a mention? Five minutes of real time after a reason."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.listen.models import Post
from firebreak.console.listen.triage import lift_mask
from firebreak.core.terms import Act

LIFTED_FOR = timedelta(minutes=5)
KEY = "lifted"  # in the session: by the post's id, until when


def lift(request: HttpRequest, seat: Seat, post: Post, *, reason: str) -> None:
    """Lift the mask of one mention for this visitor, with the reason written down; what is over is dropped."""
    lift_mask(seat=seat, post=post, reason=reason)
    now = clock.real_now()
    held = {pk: until for pk, until in request.session.get(KEY, {}).items() if datetime.fromisoformat(until) > now}
    request.session[KEY] = held | {str(post.pk): (now + LIFTED_FOR).isoformat()}


def cover(request: HttpRequest, pk: int) -> None:
    """Put the mask back before its time."""
    held = request.session.get(KEY, {})
    request.session[KEY] = {one: until for one, until in held.items() if one != str(pk)}


def seconds_lifted(request: HttpRequest, seat: Seat, pk: int) -> int:
    """Give for how many seconds more the mask is lifted; 0: it is not."""
    until = request.session.get(KEY, {}).get(str(pk))
    if not until or not seat.may(Act.UNMASK):
        return 0
    left = datetime.fromisoformat(until) - clock.real_now()
    return max(0, -(-left // timedelta(seconds=1)))


def unkept(response: HttpResponse) -> HttpResponse:
    """Let no browser keep a page behind the mask: going back to it must ask again."""
    response.headers["Cache-Control"] = "no-store"
    return response
