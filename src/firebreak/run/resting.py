"""Which incidents must be looked at, because something was said of them or their story, or a clock ran out?

Each is looked at once, and then rests until one of these: a brand may have many, and posts come in every second.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Max

from firebreak.console.govern.models import Brand
from firebreak.console.respond.clocks import breached
from firebreak.console.respond.models import Incident

FAR = timedelta(days=3650)
AGAIN = timedelta(minutes=1)  # after which an incident that could not be looked after is looked at once more
TOLD_OF_STORY = ("version", "merged_into", "first_post_at", "post_count", "negative_count", "urgent_count")


class Stand(NamedTuple):
    """How an incident stands: whatever changes one of its clocks writes a line, or is `told` of its alert and story."""

    version: int
    last: int | None
    story: int | None
    told: tuple[Any, ...]


class Looked(NamedTuple):
    """An incident to look at, and how it stood before that."""

    incident: Incident
    stood: Stand


_rest: dict[int, dict[int, tuple[Stand, datetime | None]]] = {}


def to_look_at(brand: Brand, *, at: datetime, touched: Collection[int | None] = ()) -> list[Looked]:
    """Give the incidents that do not stand as at their last look, whose clock ran out or whose story was `touched`.

    Stories are named by their keys.
    """
    held, found = _rest.get(brand.pk, {}), stands_of(brand)
    kept = {pk: rest for pk, rest in dict(held).items() if pk in found}
    _rest[brand.pk] = kept
    wanted = [pk for pk, stood in found.items() if stood.story in touched or not rests(kept.get(pk), stood, at=at)]
    rows = Incident.objects.filter(pk__in=wanted).select_related("story__merged_into", "brand", "alert")
    return [Looked(one, found[one.pk]) for one in rows.order_by("pk")] if wanted else []


def rests(held: tuple[Stand, datetime | None] | None, stood: Stand, *, at: datetime) -> bool:
    """Tell whether an incident stands as when it was last looked at, and its next clock still runs."""
    return held is not None and held[0] == stood and (held[1] is None or at <= held[1])


def stands_of(brand: Brand) -> dict[int, Stand]:
    """Tell of each incident how it stands."""
    rows = Incident.objects.filter(brand=brand).annotate(last=Max("moments__pk"))
    of_story = (f"story__{name}" for name in TOLD_OF_STORY)
    told = rows.values_list("pk", "version", "last", "story", "alert__acknowledged_at", *of_story)
    return {pk: Stand(version, last, story, tuple(rest)) for pk, version, last, story, *rest in told}


def note_rest(brand: Brand, looked: Looked, *, until: datetime | None) -> None:
    """Remember until when an incident rests that was looked at; what was written meanwhile wakes it."""
    _rest.setdefault(brand.pk, {})[looked.incident.pk] = looked.stood, until


def runs_out(incident: Incident, *, at: datetime) -> datetime | None:
    """Give when the next clock of an incident runs out."""
    return min((one.due for one in breached(incident, at=at + FAR) if one.due >= at), default=None)


def first_rest(brand: Brand) -> datetime | None:
    """Give when the first clock of an incident runs out."""
    return min((due for _stood, due in list(_rest.get(brand.pk, {}).values()) if due), default=None)


def forget_rest() -> None:
    _rest.clear()
