"""How is a source set up, stopped and started, and where does a webhook's parcel wait? Each step is audited."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, machine_actor, person_actor, write_entry
from firebreak.console.listen import bell
from firebreak.console.listen.blind import PAUSED, begin_spot, end_spot
from firebreak.console.listen.genre import settings_of
from firebreak.console.listen.models import Parcel, Source
from firebreak.console.listen.services import note_rejected, policy_record
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act


@transaction.atomic
def accept_parcel(*, source: Source, body: bytes, at: datetime) -> bool:
    """Keep a body until it is read; False when the same body is waiting already."""
    if Parcel.objects.filter(source=source, body=body).exists():
        return False
    Parcel.objects.create(source=source, received_at=at, body=body)
    transaction.on_commit(partial(bell.ring, source.pk))
    return True


@transaction.atomic
def put_aside(*, source: Source, pk: int, problem: str, at: datetime) -> None:
    """Keep a parcel that cannot be opened out of the others' way, where posts of its source may be stored at all."""
    rows = Parcel.objects.waiting(source).filter(pk=pk)
    changed = rows.update(problem=problem[:60]) if source.may_store else rows.delete()[0]
    if not changed:
        return
    if not source.may_store:
        note_rejected(source, 1)
    write_entry(
        brand=source.brand,
        actor=machine_actor("collect"),
        action="put_parcel_aside",
        subject=f"source:{source.pk}",
        detail={"parcel": pk, "problem": problem, "kept": source.may_store},
        at=at,
    )
    beat(source.brand, "sources")


@transaction.atomic
def retry_parcels(*, seat: Seat, source: Source) -> None:
    """Let the parcels that were put aside be opened once more."""
    seat.need(Act.CONFIGURE)
    count = Parcel.objects.aside(source).update(problem="")
    if count:
        record(seat, source, "retry_parcels", {"count": count})


@transaction.atomic
def drop_parcels(*, seat: Seat, source: Source) -> None:
    """Erase the parcels that were put aside, with all that is in them."""
    seat.need(Act.CONFIGURE)
    count, _ = Parcel.objects.aside(source).delete()
    if count:
        record(seat, source, "drop_parcels", {"count": count})


@transaction.atomic
def forget_parcels(source: Source, *, received_before: datetime, at: datetime) -> None:
    """Erase parcels put aside for as long as posts of their source may be kept."""
    count, _ = Parcel.objects.aside(source).filter(received_at__lt=received_before).delete()
    if count:
        write_entry(
            brand=source.brand,
            actor=machine_actor("tidy"),
            action="drop_parcels",
            subject=f"source:{source.pk}",
            detail={"count": count, "why": "retention"},
            at=at,
        )


@transaction.atomic
def add_feed(*, seat: Seat, name: str, url: str, every_seconds: int, keep_days: int | None, genre: str = "") -> Source:
    """Listen to a feed from now on; the first visit is due at once. Without a `genre` its address tells it."""
    seat.need(Act.CONFIGURE)
    return begin(
        seat,
        name,
        kind="rss",
        config={"url": url, "source": name.strip()[:60]} | settings_of(genre, url),
        every_seconds=every_seconds,
        keep_days=keep_days,
        next_at=seat.at,
    )


@transaction.atomic
def add_webhook(*, seat: Seat, name: str, keep_days: int | None) -> Source:
    """Let a program hand posts in; its secret is shown to the person once, and signs every call."""
    seat.need(Act.CONFIGURE)
    return begin(seat, name, kind="webhook", keep_days=keep_days, secret=secrets.token_urlsafe(32))


def begin(seat: Seat, name: str, *, kind: str, keep_days: int | None, **fields: Any) -> Source:
    """Make a source; of its policy record what the person left open is what its kind allows."""
    key, policy = free_key(seat, name), policy_record(kind)
    if keep_days is not None:
        policy["keep_days"] = keep_days
    demand_no_looser(kind, policy)
    source = Source.objects.create(
        brand=seat.brand, key=key, name=name.strip(), kind=kind, created_at=seat.at, **policy, **fields
    )
    record(seat, source, "add_source", {"kind": kind})
    return source


def free_key(seat: Seat, name: str) -> str:
    """Give the short name for a new source; raises BadInput when there is one of that name."""
    key = slugify(name.strip(), allow_unicode=True)[:60]
    if not key:
        raise BadInput(field="name", problem="empty")
    if Source.objects.filter(brand=seat.brand, key=key).exists():
        raise BadInput(field="name", problem="taken")
    return key


@transaction.atomic
def renew_secret(*, seat: Seat, source: Source) -> str:
    """Give a webhook a new secret; calls signed with the old one are refused from now on."""
    seat.need(Act.CONFIGURE)
    if source.kind != "webhook":
        raise BadInput(field="kind", problem="no_secret")
    source.secret = secrets.token_urlsafe(32)
    source.save(update_fields=["secret"])
    record(seat, source, "renew_secret", {})
    return source.secret


@transaction.atomic
def pause_source(*, seat: Seat, source: Source) -> None:
    """Stop visiting, and refuse what is handed in, until somebody resumes."""
    seat.need(Act.CONFIGURE)
    if Source.objects.filter(pk=source.pk, paused=False).update(paused=True):
        begin_spot(source, PAUSED, at=seat.at)
        record(seat, source, "pause_source", {})


@transaction.atomic
def resume_source(*, seat: Seat, source: Source) -> None:
    """Go on from where the cursor stands; a visited source is due at once."""
    seat.need(Act.CONFIGURE)
    due = {} if source.kind != "rss" else {"next_at": seat.at}
    if Source.objects.filter(pk=source.pk, paused=True).update(paused=False, resumed_at=seat.at, **due):
        end_spot(source, at=seat.at)
        record(seat, source, "resume_source", {})


@transaction.atomic
def visit_now(*, seat: Seat, source: Source) -> None:
    """Make a visited source due, also one that had stopped for good."""
    seat.need(Act.CONFIGURE)
    if source.kind != "rss":
        raise BadInput(field="kind", problem="not_visited")
    if source.paused:
        end_spot(source, at=seat.at)
    Source.objects.filter(pk=source.pk).update(next_at=seat.at, paused=False)
    record(seat, source, "visit_source", {})


@transaction.atomic
def set_policy(
    *, seat: Seat, source: Source, keep_days: int | None, must_honour_deletes: bool, may_store: bool, may_act: bool
) -> None:
    """Write down what the owner of the source allows; what is enforced follows this record.

    It is as strict as its kind demands, or stricter: raises BadInput, naming the field, for anything looser.
    """
    seat.need(Act.CONFIGURE)
    rules: dict[str, Any] = {
        "keep_days": keep_days,
        "must_honour_deletes": must_honour_deletes,
        "may_store": may_store,
        "may_act": may_act,
    }
    demand_no_looser(source.kind, rules)
    was = {name: getattr(source, name) for name in rules}
    changed = {name: value for name, value in rules.items() if value != was[name]}
    if changed:
        Source.objects.filter(pk=source.pk).update(**changed)
        record(seat, source, "set_policy", {"was": {name: was[name] for name in changed}, "now": changed})


def demand_no_looser(kind: str, rules: Mapping[str, Any]) -> None:
    """Raise BadInput for a rule that allows what the owners of this kind of source do not."""
    owners = policy_record(kind)
    longest, days = owners["keep_days"], rules["keep_days"]
    looser = {
        "keep_days": longest is not None and (days is None or days > longest),
        "must_honour_deletes": owners["must_honour_deletes"] and not rules["must_honour_deletes"],
        "may_store": rules["may_store"] and not owners["may_store"],
        "may_act": rules["may_act"] and not owners["may_act"],
    }
    for field, is_looser in looser.items():
        if is_looser:
            raise BadInput(field=field, problem="looser_than_kind", kind=kind)


def record(seat: Seat, source: Source, action: str, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"source:{source.pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "sources")
