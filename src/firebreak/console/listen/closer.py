"""How is a source visited more often for some hours, by one click? It ends by itself, and its owner's limit holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from firebreak.connect.registry import policy_of
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.listen.intake import record
from firebreak.console.listen.models import Source
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

HOURS = timedelta(hours=6)


def floor_of(source: Source) -> timedelta:
    """Give the time between two visits below which nobody may go."""
    return policy_of(source.kind).least_wait


def every_of(source: Source) -> timedelta:
    """Give the time between two visits as it was set up."""
    return timedelta(seconds=source.every_seconds)


def is_closer(source: Source, *, at: datetime) -> bool:
    """Tell whether a source is visited more often for the time being."""
    return source.closer_until is not None and at < source.closer_until


def every_now(source: Source, *, at: datetime) -> timedelta:
    """Give the time between two visits that holds now; never longer than was set up."""
    return min(every_of(source), floor_of(source)) if is_closer(source, at=at) else every_of(source)


def can_be_closer(source: Source) -> bool:
    """Tell whether a source is visited, and less often than its owner bears."""
    return source.next_at is not None and not source.paused and floor_of(source) < every_of(source)


@transaction.atomic
def visit_closer(*, seat: Seat, source: Source) -> None:
    """Visit a source as often as its owner bears, for some hours from now on; pressed again, they begin anew.

    Raises BadInput where it is not visited, or not less often than that.
    """
    seat.need(Act.CONFIGURE)
    found = Source.objects.select_for_update().get(pk=source.pk)
    if not can_be_closer(found):
        raise BadInput(field="kind", problem="no_closer")
    ends = seat.at + HOURS
    Source.objects.filter(pk=found.pk).update(closer_until=ends, next_at=next_visit(found, at=seat.at))
    was, now = found.every_seconds, int(floor_of(found).total_seconds())
    facts = {"was": {"every_seconds": was}, "now": {"every_seconds": now}, "ends": ends.isoformat()}
    record(seat=seat, source=found, action="visit_closer", detail=facts)


def next_visit(source: Source, *, at: datetime) -> datetime | None:
    """Give when a source is visited next: when it said so, if it asked for a longer pause or fails."""
    last = source.last_try_at
    if last is None or source.next_at is None or source.next_at > last + every_of(source):
        return source.next_at
    return min(source.next_at, max(at, last + floor_of(source)))


@transaction.atomic
def visit_as_before(*, seat: Seat, source: Source) -> None:
    """End it before its time."""
    seat.need(Act.CONFIGURE)
    if Source.objects.filter(pk=source.pk, closer_until__gt=seat.at).update(closer_until=None):
        record(seat=seat, source=source, action="visit_as_before", detail={"every_seconds": source.every_seconds})


@transaction.atomic
def visit_all_closer(*, seat: Seat) -> int:
    """Do so with every source of the brand that can be visited more often; gives how many."""
    those = [one for one in Source.objects.filter(brand=seat.brand).order_by("pk") if can_be_closer(one)]
    for one in those:
        visit_closer(seat=seat, source=one)
    return len(those)


@dataclass(frozen=True, slots=True)
class Closer:
    """How some sources are visited: how many more often now and until when, and whether more can be so."""

    count: int
    until: datetime | None
    every: timedelta
    can_begin: bool

    @property
    def hours(self) -> timedelta:
        return HOURS


def closer_of(sources: Iterable[Source], *, at: datetime) -> Closer:
    """Say how sources are visited; where that differs, `every` is the shortest time and `until` the first end."""
    found = list(sources)
    running = [one for one in found if is_closer(one, at=at) and can_be_closer(one)]
    return Closer(
        count=len(running),
        until=min((one.closer_until for one in running if one.closer_until), default=None),
        every=min([every_now(one, at=at) for one in running] or map(every_of, found), default=timedelta()),
        can_begin=any(can_be_closer(one) and not is_closer(one, at=at) for one in found),
    )


def closer_at(brand: Brand, *, at: datetime) -> Closer:
    """Say how the sources of a brand are visited."""
    return closer_of(Source.objects.filter(brand=brand), at=at)
