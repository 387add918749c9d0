"""Whose clocks must be looked at, so that somebody is called before one runs out and when it has?

An incident rests until something is written on its timeline or its next clock comes near its end: there may be many.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import told_of
from firebreak.console.respond.late import look_after_clocks, next_turn, ticking
from firebreak.console.respond.models import Incident
from firebreak.run.duty import people_on_duty
from firebreak.run.resting import AGAIN

log = logging.getLogger(__name__)
Seen = tuple[int, int]  # of the incident: its version, and its last line

_rest: dict[int, dict[int, tuple[Seen, datetime | None]]] = {}
_told: dict[int, int] = {}


def look_after_all_clocks(*, at: datetime) -> int:
    """Look at each brand, give how many calls were made; what fails is logged and keeps no other brand waiting."""
    called = 0
    with_incidents = Incident.objects.order_by("brand").values_list("brand", flat=True).distinct()
    for brand in Brand.objects.filter(pk__in=list(with_incidents)).order_by("pk"):
        try:
            called += look_at_brand(brand, at=at)
        except Exception:
            log.exception("the clocks of brand %s could not be looked after", brand.pk)
    return called


def look_at_brand(brand: Brand, *, at: datetime) -> int:
    """Look at those of a brand's incidents that do not rest; of a brand of which nothing was told, few questions."""
    told, held = told_of(brand), _rest.get(brand.pk, {})
    if _told.get(brand.pk) == told and not any(is_out(turn, at) for _seen, turn in held.values()):
        return 0
    found = last_lines(brand)
    wanted = [pk for pk, seen in found.items() if pk not in held or held[pk][0] != seen or is_out(held[pk][1], at)]
    on_duty = people_on_duty(brand, at=at) if wanted else []
    rest = {pk: held[pk] for pk in found.keys() & held.keys()}
    called = 0
    for one in Incident.objects.filter(pk__in=wanted).select_related("brand", "story", "alert", "owner").order_by("pk"):
        calls, turn = look_at(one, on_duty, at=at)
        called += calls
        rest[one.pk] = found[one.pk], turn
    _rest[brand.pk], _told[brand.pk] = rest, told
    return called


def look_at(incident: Incident, on_duty: Sequence[Person], *, at: datetime) -> tuple[int, datetime | None]:
    """Look at one incident; gives how many calls were made and when to look again. One that fails holds up no other."""
    try:
        called = look_after_clocks(incident, on_duty=on_duty, at=at) is not None
        return int(called), next_turn(ticking(incident), at=at)
    except Exception:
        log.exception("the clocks of incident %s could not be looked after", incident.pk)
        return 0, at + AGAIN


def last_lines(brand: Brand) -> dict[int, Seen]:
    """Tell of each incident how it stands: whatever changes one of its clocks writes a line."""
    rows = Incident.objects.filter(brand=brand).annotate(last=Max("moments__pk"))
    return {pk: (version, last or 0) for pk, version, last in rows.values_list("pk", "version", "last")}


def is_out(turn: datetime | None, at: datetime) -> bool:
    return turn is not None and at >= turn


def forget_clocks() -> None:
    _rest.clear()
    _told.clear()
