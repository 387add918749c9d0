"""Who is called when a question of the press has no answer and its deadline is near or missed?"""

import logging
from datetime import datetime

from firebreak.console.duty.rota import holders
from firebreak.console.govern.models import Brand, Person
from firebreak.console.media.calling import call_about, pressing
from firebreak.console.media.models import Enquiry

log = logging.getLogger(__name__)
CALLED = ("media", "lead")


def look_after_press(*, at: datetime) -> int:
    """Call about what is near or missed, each once; a brand that fails is logged and keeps no other waiting."""
    called = 0
    waiting = Enquiry.objects.open().order_by("brand").values_list("brand", flat=True).distinct()
    for brand in Brand.objects.filter(pk__in=list(waiting)).order_by("pk"):
        try:
            called += call_all(brand, at=at)
        except Exception:
            log.exception("the press of brand %s could not be looked after", brand.pk)
    return called


def call_all(brand: Brand, *, at: datetime) -> int:
    found = pressing(brand, at=at)
    on_duty = people_on_duty(brand, at=at) if found else []
    return sum(call_about(one, on_duty=on_duty, at=at) is not None for one in found)


def people_on_duty(brand: Brand, *, at: datetime) -> list[Person]:
    """Give who is on duty for the press, with their deputy; else whoever leads."""
    on = holders(brand, at=at)
    first = next((on[code] for code in CALLED if code in on), None)
    return [one for one in (first.person, first.deputy) if one] if first else []
