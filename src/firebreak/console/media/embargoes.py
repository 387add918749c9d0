"""Until when may a text not be given out, who said so, and who may end that before its time?"""

from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand
from firebreak.console.media.lines import told
from firebreak.console.media.models import Embargo
from firebreak.console.respond.running import need_running
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act


def held_until(statement: Statement, at: datetime) -> datetime | None:
    """Give until when a text may not go out; None where nothing holds it."""
    found = Embargo.objects.filter(statement=statement).first()
    return found.until if found and found.holds(at=at) else None


@transaction.atomic
def set_embargo(*, seat: Seat, statement: Statement, until: datetime, agreed: str = "") -> Embargo:
    """Let a text not go out before an hour that is still to come; one that stands is only made longer."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    need_running(statement.incident)
    standing = held_until(statement, seat.at)
    if until <= (standing or seat.at):
        raise BadInput(field="until", problem="embargo_shorter" if standing else "in_the_past")
    if statement.published_at or statement.given.exists():
        raise Conflict(statement=statement.pk, problem="out_already")
    fields = {"until": until, "agreed": agreed.strip()[:200], "by": seat.person, "at": seat.at}
    ended = {"lifted_at": None, "lifted_by": None, "reason": ""}
    made, _new = Embargo.objects.update_or_create(statement=statement, defaults=fields | ended)
    told(seat, f"statement:{statement.pk}", action="set_embargo", detail={"until": until.isoformat()})
    return made


@transaction.atomic
def lift_embargo(*, seat: Seat, statement: Statement, reason: str) -> None:
    """End an embargo before its time, with a reason; who approves texts may."""
    seat.need(Act.APPROVE)
    if not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    lock_brand(seat.brand)
    rows = Embargo.objects.filter(statement=statement, lifted_at__isnull=True, until__gt=seat.at)
    if not rows.update(lifted_at=seat.at, lifted_by=seat.person, reason=reason.strip()[:300]):
        raise Conflict(statement=statement.pk)
    told(seat, f"statement:{statement.pk}", action="lift_embargo")
