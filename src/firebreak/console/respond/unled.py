"""Who is called when nobody leads an incident? Its level's route, once, five minutes after it was opened."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from firebreak.console.alert.calling import MAIL, queue_deliveries
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.govern.models import Person
from firebreak.console.govern.services import beat, lock_brand, machine_actor
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Signal

PATIENCE = timedelta(minutes=5)
NO_LEAD = "no_lead"


def key_of(incident: Incident) -> str:
    return f"{NO_LEAD}:{incident.pk}:{incident.opened_at:%Y%m%d%H%M}"


def incident_called_for(alert: Alert) -> Incident | None:
    """Give the incident that an alert calls a lead for; None for any other alert."""
    kind, _colon, rest = alert.key.partition(":")
    if kind != NO_LEAD:
        return None
    return Incident.objects.filter(brand=alert.brand, pk=int(rest.partition(":")[0])).first()


@transaction.atomic
def call_for_lead(incident: Incident, *, on_duty: Iterable[Person], at: datetime) -> Alert | None:
    """Call the route of the incident's level and whoever is on duty, unless somebody leads or it was done already."""
    lock_brand(incident.brand)
    now = Incident.objects.running().filter(pk=incident.pk, owner__isnull=True, opened_at__lte=at - PATIENCE).first()
    if now is None or Alert.objects.filter(brand=incident.brand, key=key_of(incident)).exists():
        return None
    minutes = int(PATIENCE.total_seconds() // 60)
    reason = {"code": NO_LEAD, "points": 0, "facts": {"incident": now.code, "for_minutes": minutes}}
    alert = Alert.objects.create(
        brand=incident.brand,
        key=key_of(incident),
        signal=Signal.HARD_RULE.value,
        severity=now.severity,
        at=at,
        reasons=[reason],
    )
    queue_deliveries(alert, at=at)
    for person in on_duty:
        made, is_new = Delivery.objects.get_or_create(
            alert=alert, channel=MAIL, person=person, defaults={"next_at": at}
        )
        if not is_new and made.next_at and made.next_at > at:
            Delivery.objects.filter(pk=made.pk).update(next_at=at)
    note(incident, kind=NO_LEAD, at=at, key=key_of(incident))
    record(incident, actor=machine_actor("duty"), action="call_for_lead", at=at, detail={"alert": alert.pk})
    beat(incident.brand, "alerts")
    return alert
