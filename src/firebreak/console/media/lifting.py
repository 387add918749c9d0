"""For how long may this visitor see who somebody of the press is? Five minutes of real time after a reason."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.listen.lifting import LIFTED_FOR
from firebreak.console.media.models import Journalist
from firebreak.console.media.people import see_journalist
from firebreak.core.terms import Act

KEY = "lifted_journalists"  # in the session: by the journalist's id, until when


def lift(request: HttpRequest, seat: Seat, journalist: Journalist, *, reason: str) -> None:
    """Lift the mask of one journalist for this visitor, with the reason written down; what is over is dropped."""
    see_journalist(seat=seat, journalist=journalist, reason=reason)
    now = clock.real_now()
    held = {pk: until for pk, until in request.session.get(KEY, {}).items() if datetime.fromisoformat(until) > now}
    request.session[KEY] = held | {str(journalist.pk): (now + LIFTED_FOR).isoformat()}


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
