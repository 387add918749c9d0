"""How does somebody come into the directory, is looked at again, and goes? Each step is in the log."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.resources.models import Resource
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.directory import Entry, flaw_of
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act

MOST = 1000
TOPIC = "resources"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the entries of a file."""

    added: int
    changed: int
    same: int


@transaction.atomic
def add_resource(*, seat: Seat, entry: Entry) -> Resource:
    """Put somebody into the directory; raises Conflict for who is in it under that kind and name."""
    seat.need(Act.CONFIGURE)
    need_whole(seat, entry)
    lock_brand(seat.brand)
    if same_name(seat, entry).exists():
        raise Conflict(problem="listed_already")
    need_room(seat, 1)
    made = Resource.objects.create(brand=seat.brand, changed_by=seat.person, changed_at=seat.at, **asdict(entry))
    record(seat, "add_resource", made.pk, {"kind": made.kind})
    return made


@transaction.atomic
def change_resource(*, seat: Seat, resource: Resource, entry: Entry, version: int) -> None:
    """Write down what is known now; the log names the fields that changed."""
    seat.need(Act.CONFIGURE)
    need_whole(seat, entry)
    lock_brand(seat.brand)
    if same_name(seat, entry).exclude(pk=resource.pk).exists():
        raise Conflict(problem="listed_already")
    write(seat, resource, version=version, told=asdict(entry), action="change_resource")


@transaction.atomic
def check_resource(*, seat: Seat, resource: Resource, version: int) -> None:
    """Say that somebody looked today and it holds."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    write(seat, resource, version=version, told={"checked_on": day_of(seat.at)}, action="check_resource")


@transaction.atomic
def remove_resource(*, seat: Seat, resource: Resource, version: int) -> None:
    """Take somebody out of the directory; a second click finds it done."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if Resource.objects.filter(pk=resource.pk, version=version).delete()[0]:
        record(seat, "drop_resource", resource.pk, {"kind": resource.kind})
    elif Resource.objects.filter(pk=resource.pk).exists():
        raise Conflict(resource=resource.pk)


@transaction.atomic
def bring_resources(*, seat: Seat, entries: Iterable[Entry]) -> Brought:
    """Take the entries of a file in: who is known by kind and name is changed, the others are added.

    The same file a second time changes nothing.
    """
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    known = {(one.kind, one.name): one for one in Resource.objects.filter(brand=seat.brand)}
    told = {(one.kind, one.name): one for one in entries}
    fresh = [one for key, one in told.items() if key not in known]
    other = [(known[key], one) for key, one in told.items() if key in known and known[key].entry != one]
    need_room(seat, len(fresh))
    by = {"brand": seat.brand, "changed_by": seat.person, "changed_at": seat.at}
    Resource.objects.bulk_create(Resource(**by, **asdict(one)) for one in fresh)
    for row, one in other:
        row.version += 1
        row.changed_by, row.changed_at = seat.person, seat.at
        for name, value in asdict(one).items():
            setattr(row, name, value)
        row.save()
    if fresh or other:
        record(seat, "import_resources", None, {"added": len(fresh), "changed": len(other)})
    return Brought(len(fresh), len(other), len(told) - len(fresh) - len(other))


@transaction.atomic
def take_resources(*, seat: Seat, how: str) -> list[Resource]:
    """Give the whole directory to be taken along, and write down who took it."""
    seat.need(Act.READ if how == "page" else Act.EXPORT)
    rows = list(Resource.objects.filter(brand=seat.brand))
    record(seat, "take_resources", None, {"how": how, "count": len(rows)}, quiet=True)
    return rows


def need_whole(seat: Seat, entry: Entry) -> None:
    if flaw := flaw_of(entry, today=day_of(seat.at)):
        raise BadInput(field=flaw[0], problem=f"resource_{flaw[1]}")


def need_room(seat: Seat, more: int) -> None:
    if Resource.objects.filter(brand=seat.brand).count() + more > MOST:
        raise BadInput(field="name", problem="too_many_resources", most=MOST)


def same_name(seat: Seat, entry: Entry) -> Any:
    return Resource.objects.filter(brand=seat.brand, kind=entry.kind, name=entry.name)


def write(seat: Seat, resource: Resource, *, version: int, told: dict[str, Any], action: str) -> None:
    """Write what differs unless somebody was first."""
    differ = {name: value for name, value in told.items() if getattr(resource, name) != value}
    by = {"changed_by": seat.person, "changed_at": seat.at}
    rows = Resource.objects.filter(brand=seat.brand, pk=resource.pk, version=version)
    if not rows.update(version=F("version") + 1, **by, **differ):
        raise Conflict(resource=resource.pk)
    record(seat, action, resource.pk, {"fields": sorted(differ)})


def record(seat: Seat, action: str, pk: int | None, detail: dict[str, Any], *, quiet: bool = False) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"resource:{pk}" if pk else "",
        detail=detail,
        at=seat.at,
    )
    if not quiet:
        beat(seat.brand, TOPIC)
