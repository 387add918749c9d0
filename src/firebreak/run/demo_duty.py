"""Who is on duty in the demo? A list of two weeks by role, with the hour that a list by hand so often forgets."""

from datetime import datetime
from typing import Any

from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Role

DAYS = 14
LIST = (  # duty, role, role of the deputy, from, until, how many days
    ("lead", Role.BRAND_PR, Role.EXECUTIVE, 8, 20, DAYS),
    ("lead", Role.AGENCY_LEAD, Role.EXECUTIVE, 20, 8, DAYS),
    ("monitor", Role.CS_AGENT, Role.AGENCY_LEAD, 8, 20, DAYS),
    ("monitor", Role.AGENCY_LEAD, None, 20, 7, DAYS),  # nobody from seven to eight
    ("writer", Role.AGENCY_LEAD, Role.BRAND_PR, 8, 22, DAYS),
    ("legal", Role.LEGAL, None, 8, 22, 3),  # three days, then nobody has thought of it
    ("media", Role.BRAND_PR, Role.EXECUTIVE, 8, 22, DAYS),
    ("service", Role.CS_AGENT, None, 8, 22, DAYS),
    ("record", Role.CS_AGENT, Role.AGENCY_LEAD, 8, 22, DAYS),
)


def fill_duty_list(brand: Any, *, at: datetime) -> None:
    """Put the demo's people on the duty list, once."""
    from firebreak.console.access import Seat
    from firebreak.console.duty.models import Shift
    from firebreak.console.duty.rota import put_on_duty
    from firebreak.console.govern.seats import seated_at

    if Shift.objects.filter(brand=brand).exists():
        return
    people = {Role(one.role): one.person for one in seated_at(brand, at=at)}
    for duty, role, deputy, begins, ends, days in LIST:
        put_on_duty(
            seat=Seat(brand=brand, person=people[Role.BRAND_PR], role=Role.BRAND_PR, at=at),
            duty=duty,
            person=people[role].pk,
            deputy=people[deputy].pk if deputy else None,
            first=day_of(at),
            days=days,
            begins=begins,
            ends=ends,
        )
