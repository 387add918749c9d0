"""Who is called when nobody leads an incident? Its level's route, once, five minutes after it was opened.

Nobody leads one either whose leader may no longer: their engagement is over, or they left the house.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.seats import desks_at
from firebreak.console.govern.services import lock_brand, machine_actor
from firebreak.console.respond.calling import Call, call
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Act

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


@transaction.atomic
def call_for_lead(incident: Incident, *, on_duty: Iterable[Person], at: datetime) -> Alert | None:
    """Call the route of the incident's level and whoever is on duty, unless somebody leads or it was done already."""
    lock_brand(incident.brand)
    now = unled(incident.brand, at=at).filter(pk=incident.pk).first()
    if now is None or Alert.objects.filter(brand=incident.brand, key=key_of(now)).exists():
        return None
    facts = {"incident": now.code, "for_minutes": int(PATIENCE.total_seconds() // 60)}
    alert = call(Call(incident.brand, key_of(now), now.severity, NO_LEAD, facts), on_duty=on_duty, at=at)
    note(incident, kind=NO_LEAD, at=at, key=key_of(now))
    record(incident, actor=machine_actor("duty"), action="call_for_lead", at=at, detail={"alert": alert.pk})
    return alert
