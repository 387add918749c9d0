"""What else may a person do with an alert: call the next one now, or silence its matter for a while?"""

from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert, Delivery, Silence, subject_of
from firebreak.console.alert.services import change
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act, Severity, Signal


@transaction.atomic
def call_next(*, seat: Seat, alert: Alert, version: int) -> None:
    """Call whoever is next on an alert's ladder now instead of at their time."""
    seat.need(Act.ALERT)
    waiting = Delivery.objects.filter(alert=alert, sent_at__isnull=True, failed="", next_at__gt=seat.at)
    first = waiting.order_by("next_at").values_list("next_at", flat=True).first()
    if first is None:
        raise BadInput(field="alert", problem="nobody_is_next")
    change(alert, seat=seat, action="call_next", version=version)
    waiting.filter(next_at=first).update(next_at=seat.at)


def may_be_silenced(alert: Alert) -> bool:
    """Tell whether a person may silence its matter: never the hard rule, and nothing of the worst level."""
    return alert.signal != Signal.HARD_RULE and alert.severity != Severity.S1


@transaction.atomic
def silence(*, seat: Seat, alert: Alert, version: int, until: datetime, reason: str) -> Silence:
    """Let nobody be called about an alert's matter until a named time, unless it gets worse than it is."""
    seat.need(Act.ALERT)
    if not may_be_silenced(alert):
        raise BadInput(field="alert", problem="not_to_be_silenced")
    if until <= seat.at or not reason.strip():
        raise BadInput(field="until" if until <= seat.at else "reason", problem="in_the_past_or_empty")
    if alert.acknowledged_at or alert.silence_id:
        raise Conflict(alert=alert.pk)
    lock_brand(seat.brand)
    made = Silence.objects.create(
        brand=seat.brand,
        subject=subject_of(alert.key),
        severity=alert.severity,
        reason=reason.strip(),
        person=seat.person,
        at=seat.at,
        until=until,
    )
    change(alert, seat=seat, action="silence_alert", version=version, silence=made, snoozed_until=None)
    Delivery.objects.filter(alert=alert, sent_at__isnull=True).update(next_at=None)
    return made


@transaction.atomic
def lift(*, seat: Seat, silence: Silence) -> None:
    """End a silence before its time; what still goes on is told again within seconds."""
    seat.need(Act.ALERT)
    lock_brand(seat.brand)
    if not Silence.objects.standing(at=seat.at).filter(pk=silence.pk).update(lifted_at=seat.at):
        raise Conflict(silence=silence.pk)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="lift_silence",
        subject=f"silence:{silence.pk}",
        detail={"until": silence.until.isoformat()},
        at=seat.at,
    )
    beat(seat.brand, "alerts")
