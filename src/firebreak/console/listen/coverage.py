"""Is there a watch of every kind that a brand should listen for, or did somebody say that one is not needed?"""

from dataclasses import dataclass

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, person_actor, write_entry
from firebreak.console.listen.models import Watch
from firebreak.console.listen.waived import Waiver
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, WatchKind

NEEDED = (WatchKind.BRAND, WatchKind.PRODUCT, WatchKind.PERSON, WatchKind.COMPETITOR, WatchKind.CONTROVERSY)


@dataclass(frozen=True, slots=True)
class Covered:
    """How a kind of watch stands: `watches` of it, else who waived it, else nothing yet."""

    kind: str
    watches: int
    waiver: Waiver | None

    @property
    def is_open(self) -> bool:
        return not self.watches and self.waiver is None


def coverage_of(brand: Brand, rows: list[Watch]) -> list[Covered]:
    """Give the kinds that every brand needs, given its watches (R1.45)."""
    waivers = {one.kind: one for one in Waiver.objects.filter(brand=brand).select_related("person")}
    kinds = [row.kind for row in rows]
    return [Covered(kind.value, kinds.count(kind.value), waivers.get(kind.value)) for kind in NEEDED]


@transaction.atomic
def waive_kind(*, seat: Seat, kind: WatchKind) -> None:
    """Say that the brand does without watches of a kind."""
    seat.need(Act.CONFIGURE)
    if kind not in NEEDED:
        raise BadInput(field="kind", problem="unknown")
    said = {"person": seat.person, "at": seat.at}
    if Waiver.objects.get_or_create(brand=seat.brand, kind=kind.value, defaults=said)[1]:
        record(seat, kind, "waive_kind")


@transaction.atomic
def need_kind(*, seat: Seat, kind: WatchKind) -> None:
    """Take a waiver back."""
    seat.need(Act.CONFIGURE)
    if Waiver.objects.filter(brand=seat.brand, kind=kind.value).delete()[0]:
        record(seat, kind, "need_kind")


def record(seat: Seat, kind: WatchKind, action: str) -> None:
    actor, subject = person_actor(seat.person), f"kind:{kind.value}"
    write_entry(brand=seat.brand, actor=actor, action=action, subject=subject, at=seat.at)
    beat(seat.brand, "watches")
