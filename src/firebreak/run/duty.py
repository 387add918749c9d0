"""What do people on duty need that nobody asks for? Parts that are still free, and a lead for who has none."""

import logging
from datetime import datetime

from django.db import transaction

from firebreak.console.alert.models import Alert
from firebreak.console.duty.parts import fill_running
from firebreak.console.duty.rota import holders
from firebreak.console.duty.telling import TOLD_BY, call_for_word, mark_untold, untold
from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.unled import NO_LEAD, call_for_lead, key_of, unled

log = logging.getLogger(__name__)
CALLED = ("lead", "monitor")


def look_after_duty(*, at: datetime) -> None:
    """Look at each brand; what fails is logged, and keeps neither another brand nor the rest of this one waiting."""
    waiting = Incident.objects.running().order_by("brand").values_list("brand", flat=True).distinct()
    for brand in Brand.objects.filter(pk__in=list(waiting)).order_by("pk"):
        for care in (fill_running, call_leads, mark_all_untold):
            try:
                care(brand, at=at)
            except Exception:
                log.exception("duty of brand %s could not be looked after", brand.pk)


def call_leads(brand: Brand, *, at: datetime) -> None:
    """Call for a lead of each incident that has had none for five minutes."""
    told = set(Alert.objects.filter(brand=brand, key__startswith=f"{NO_LEAD}:").values_list("key", flat=True))
    rows = unled(brand, at=at).select_related("brand").order_by("pk")
    incidents = [one for one in rows if key_of(one) not in told]
    on_duty = people_on_duty(brand, at=at) if incidents else []
    for incident in incidents:
        call_for_lead(incident, on_duty=on_duty, at=at)


def mark_all_untold(brand: Brand, *, at: datetime) -> None:
    """Write down where the brand was not told in time how its incident stands, and call whoever must."""
    for incident in Incident.objects.running().filter(brand=brand).select_related("brand").order_by("pk"):
        if untold(incident, incident.moments.filter(kind__in=TOLD_BY), at=at):
            with transaction.atomic():  # what is marked is not untold any more: nobody would be called later
                mark_untold(incident, at=at)
                call_for_word(incident, on_duty=people_on_duty(brand, at=at), at=at)


def people_on_duty(brand: Brand, *, at: datetime) -> list[Person]:
    on = holders(brand, at=at)
    found = [who for code in CALLED if code in on for who in (on[code].person, on[code].deputy) if who]
    return list(dict.fromkeys(found))
