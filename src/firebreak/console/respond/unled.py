"""Who is called when nobody leads an incident? Its level's route, once, five minutes after it was opened.

Nobody leads one either whose leader may no longer: their engagement is over, or they left the house.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from firebreak.console.alert.calling import MAIL, queue_deliveries
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.seats import desks_at
from firebreak.console.govern.services import beat, lock_brand, machine_actor
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Act, Signal

PATIENCE = timedelta(minutes=5)
NO_LEAD = "no_lead"


def calls_for(incident: Incident) -> str:
    """Give how the keys of all calls for a lead of an incident begin."""
    return f"{NO_LEAD}:{incident.pk}:"


def key_of(incident: Incident) -> str:
    """Name the call for a lead: one while it has had none, one for each leader who is gone."""
    gone = f":{incident.owner_id}" if incident.owner_id else ""
    return f"{calls_for(incident)}{incident.opened_at:%Y%m%d%H%M}{gone}"


def unled(brand: Brand, *, at: datetime) -> QuerySet[Incident]:
    """Give the incidents that have been open for five minutes, and that nobody leads who may."""
    able = [one.person.pk for one in desks_at(brand, at=at) if Act.INCIDENT in one.acts]
    rows = Incident.objects.running().filter(brand=brand, opened_at__lte=at - PATIENCE)
    return rows.filter(Q(owner__isnull=True) | ~Q(owner__in=able))


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
    now = unled(incident.brand, at=at).filter(pk=incident.pk).first()
    if now is None or Alert.objects.filter(brand=incident.brand, key=key_of(now)).exists():
        return None
    minutes = int(PATIENCE.total_seconds() // 60)
    reason = {"code": NO_LEAD, "points": 0, "facts": {"incident": now.code, "for_minutes": minutes}}
    alert = Alert.objects.create(
        brand=incident.brand,
        key=key_of(now),
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
    note(incident, kind=NO_LEAD, at=at, key=key_of(now))
    record(incident, actor=machine_actor("duty"), action="call_for_lead", at=at, detail={"alert": alert.pk})
    beat(incident.brand, "alerts")
    return alert
