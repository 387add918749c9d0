"""For how long may this visitor see who an affected person is? Five minutes of real time after a reason."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.cases.lines import told
from firebreak.console.cases.models import Case
from firebreak.console.govern.services import lock_brand
from firebreak.console.listen.lifting import LIFTED_FOR
from firebreak.core.terms import Act

KEY = "lifted_cases"  # in the session: by the case's id, until when


@transaction.atomic
def see_person(*, seat: Seat, case: Case, reason: str) -> None:
    """Write down who looks at an affected person's data and why; `reason` is a code."""
    seat.need(Act.UNMASK)
    lock_brand(seat.brand)
    told(seat, case, action="unmask_case", detail={"reason": reason})


def lift(request: HttpRequest, seat: Seat, case: Case, *, reason: str) -> None:
    """Lift the mask of one case for this visitor, with the reason written down; what is over is dropped."""
    see_person(seat=seat, case=case, reason=reason)
    now = clock.real_now()
    held = {pk: until for pk, until in request.session.get(KEY, {}).items() if datetime.fromisoformat(until) > now}
    request.session[KEY] = held | {str(case.pk): (now + LIFTED_FOR).isoformat()}


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
