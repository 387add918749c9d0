"""How are people called about their own work: a lead that is missing, a clock that runs out, a word to the brand?

The key of such an alert is its kind, the incident and what makes it one of its own, so that each is called once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firebreak.console.alert.calling import MAIL, queue_deliveries
from firebreak.console.alert.models import CALLS, Alert, Delivery
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Signal


@dataclass(frozen=True, slots=True)
class Call:
    """What is called for: under which key, how grave, and the sentences that say why, the first of them its title."""

    brand: Brand
    key: str
    severity: str
    code: str
    facts: Mapping[str, Any]
    others: Sequence[tuple[str, Mapping[str, Any]]] = ()


def incident_called_for(alert: Alert) -> Incident | None:
    """Give the incident about whose work an alert calls; None for any other alert."""
    kind, _colon, rest = alert.key.partition(":")
    if kind not in CALLS:
        return None
    return Incident.objects.filter(brand=alert.brand, pk=int(rest.partition(":")[0])).first()


def call(wanted: Call, *, on_duty: Iterable[Person], at: datetime) -> Alert:
    """Call the route of the level step by step, and whoever is named now; asked under the brand's lock."""
    said = [(wanted.code, wanted.facts), *wanted.others]
    alert = Alert.objects.create(
        brand=wanted.brand,
        key=wanted.key,
        signal=Signal.HARD_RULE.value,
        severity=wanted.severity,
        at=at,
        reasons=[{"code": code, "points": 0, "facts": dict(facts)} for code, facts in said],
    )
    queue_deliveries(alert, at=at)
    for person in on_duty:
        made, is_new = Delivery.objects.get_or_create(
            alert=alert, channel=MAIL, person=person, defaults={"next_at": at}
        )
        if not is_new and made.next_at and made.next_at > at:
            Delivery.objects.filter(pk=made.pk).update(next_at=at)
    beat(wanted.brand, "alerts")
    return alert
