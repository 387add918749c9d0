"""How does a person take a matter on, and let go of it? Whoever comes second is told who was first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.desk.models import STALE_AFTER, Hold, is_stale
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen import handling
from firebreak.console.listen.models import Post
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act

TOPIC = "desk"
ACTS = {"incident": Act.INCIDENT, "alert": Act.ALERT, "mention": Act.TRIAGE}
FORGET_AFTER = 48 * STALE_AFTER  # a hold that nobody came back to


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a matter since when; a stale hold may be taken over."""

    person: Person
    since: datetime
    stale: bool

    @classmethod
    def of(cls, person: Person, since: datetime, *, at: datetime) -> "Holder":
        return cls(person, since, is_stale(since, at=at))


@transaction.atomic
def hold(*, seat: Seat, kind: str, pk: int) -> None:
    """Take an incident or an alert on, or say again that one is on it; Conflict while somebody else is."""
    seat.need(ACTS[kind])
    lock_brand(seat.brand)
    matter = f"{kind}:{pk}"
    held = Hold.objects.filter(brand=seat.brand, matter=matter).select_related("person").first()
    if held and held.person_id != seat.person.pk and not is_stale(held.at, at=seat.at):
        raise Conflict(holder=held.person.name)
    fields = {"person": seat.person, "at": seat.at}
    Hold.objects.update_or_create(brand=seat.brand, matter=matter, defaults=fields)
    Hold.objects.filter(brand=seat.brand, at__lt=seat.at - FORGET_AFTER).delete()
    told(seat, action="hold_matter", matter=matter, detail={"over": held.person_id} if held else {})


@transaction.atomic
def let_go(*, seat: Seat, kind: str, pk: int) -> None:
    """Let others take it; only its holder may, and a second time changes nothing."""
    seat.need(ACTS[kind])
    lock_brand(seat.brand)
    matter = f"{kind}:{pk}"
    held = Hold.objects.filter(brand=seat.brand, matter=matter).select_related("person").first()
    if held is None:
        return
    if held.person_id != seat.person.pk:
        raise Conflict(holder=held.person.name)
    held.delete()
    told(seat, action="let_go_matter", matter=matter)


def told(seat: Seat, *, action: str, matter: str, detail: dict[str, object] | None = None) -> None:
    """Write it into the log, and tell open desks."""
    actor = person_actor(seat.person)
    write_entry(brand=seat.brand, actor=actor, action=action, subject=matter, detail=detail, at=seat.at)
    beat(seat.brand, TOPIC)


def holders(brands: Iterable[Brand], *, at: datetime) -> dict[str, Holder]:
    """Give who holds what, by the matter's name."""
    rows = Hold.objects.filter(brand__in=list(brands)).select_related("person")
    return {row.matter: Holder.of(row.person, row.at, at=at) for row in rows}


@transaction.atomic
def hold_mention(*, seat: Seat, post: Post) -> None:
    """Take a mention on; Conflict while somebody else holds it."""
    held = holder_of(post, at=seat.at)
    if held and held.person.pk != seat.person.pk and not held.stale:
        raise Conflict(holder=held.person.name)
    done = handling.assign(seat=seat, seen={post.pk: handling.last_deed(post)}, holder=seat.person)
    if done.late:
        raise Conflict


@transaction.atomic
def let_go_mention(*, seat: Seat, post: Post) -> None:
    """Let others take a mention; only its holder may."""
    held = holder_of(post, at=seat.at)
    if held is None:
        return
    if held.person.pk != seat.person.pk:
        raise Conflict(holder=held.person.name)
    done = handling.put_back(seat=seat, seen={post.pk: handling.last_deed(post)})
    if done.late:
        raise Conflict


def holder_of(post: Post, *, at: datetime) -> Holder | None:
    """Give who holds a mention; a closed one is held by nobody."""
    row = handling.handling_of(post)
    if row is None or row.closed_at or not row.holder or not row.held_at:
        return None
    return Holder.of(row.holder, row.held_at, at=at)
