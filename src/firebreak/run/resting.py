"""Which closed incidents must be looked at, because a clock of the law or of the review still runs?

Each is looked at once, and again after something was said of it or its next clock ran out: there may be very many.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from firebreak.console.govern.models import Brand
from firebreak.console.respond.clocks import breached
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Phase

FAR = timedelta(days=3650)

Seen = tuple[int, int]  # of the incident: its version, and its last line

_rest: dict[int, dict[int, tuple[Seen, datetime | None]]] = {}


def closed_to_look_at(brand: Brand, *, at: datetime) -> list[Incident]:
    """Give the closed incidents that are not as they were when they were last looked at, or whose clock ran out."""
    held, found = _rest.get(brand.pk, {}), last_lines(brand)
    kept = {pk: rest for pk, rest in held.items() if pk in found}
    _rest[brand.pk] = kept
    wanted = [pk for pk, seen in found.items() if pk not in kept or kept[pk][0] != seen or is_out(kept[pk][1], at)]
    rows = Incident.objects.filter(pk__in=wanted).select_related("story", "brand", "alert").order_by("pk")
    return list(rows) if wanted else []


def last_lines(brand: Brand) -> dict[int, Seen]:
    """Tell of each closed incident how it stands: whatever changes one of its clocks writes a line."""
    rows = Incident.objects.filter(brand=brand, phase=Phase.CLOSED).annotate(last=Max("moments__pk"))
    return {pk: (version, last or 0) for pk, version, last in rows.values_list("pk", "version", "last")}


def is_out(due: datetime | None, at: datetime) -> bool:
    return due is not None and at > due


def note_rest(brand: Brand, closed: Iterable[Incident], *, at: datetime) -> None:
    """Remember until when each of those that were looked at rests."""
    looked_at = {one.pk: one for one in closed}
    found = last_lines(brand) if looked_at else {}
    for pk in looked_at.keys() & found.keys():
        _rest.setdefault(brand.pk, {})[pk] = found[pk], runs_out(looked_at[pk], at=at)


def runs_out(incident: Incident, *, at: datetime) -> datetime | None:
    """Give when the next clock of an incident runs out."""
    return min((one.due for one in breached(incident, at=at + FAR) if one.due >= at), default=None)


def first_rest(brand: Brand) -> datetime | None:
    """Give when the first clock of a closed incident runs out."""
    return min((due for _seen, due in _rest.get(brand.pk, {}).values() if due), default=None)


def forget_rest() -> None:
    _rest.clear()
