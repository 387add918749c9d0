"""For how long may this visitor see who reported, and the photo? Five minutes of real time after a reason."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand, person_actor, write_entry
from firebreak.console.listen.lifting import LIFTED_FOR
from firebreak.console.staff.models import Report
from firebreak.core.terms import Act

KEY = "lifted_reports"  # in the session: by the report's id, until when


@transaction.atomic
def see_report(*, seat: Seat, report: Report, reason: str) -> None:
    """Write down who looks at the personal data of a report and why; `reason` is a code."""
    seat.need(Act.UNMASK)
    lock_brand(seat.brand)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="unmask_report",
        subject=f"report:{report.pk}",
        detail={"report": report.number, "reason": reason},
        at=seat.at,
    )


def lift(request: HttpRequest, seat: Seat, report: Report, *, reason: str) -> None:
    """Lift the mask of one report for this visitor, with the reason written down; what is over is dropped."""
    see_report(seat=seat, report=report, reason=reason)
    now = clock.real_now()
    held = {pk: until for pk, until in request.session.get(KEY, {}).items() if datetime.fromisoformat(until) > now}
    request.session[KEY] = held | {str(report.pk): (now + LIFTED_FOR).isoformat()}


def cover(request: HttpRequest, report: Report) -> None:
    """Put the mask back before its time."""
    held = request.session.get(KEY, {})
    request.session[KEY] = {one: until for one, until in held.items() if one != str(report.pk)}


def seconds_lifted(request: HttpRequest, seat: Seat, report: Report) -> int:
    """Give for how many seconds more the mask is lifted; 0: it is not."""
    until = request.session.get(KEY, {}).get(str(report.pk))
    if not until or not seat.may(Act.UNMASK):
        return 0
    left = datetime.fromisoformat(until) - clock.real_now()
    return max(0, -(-left // timedelta(seconds=1)))
