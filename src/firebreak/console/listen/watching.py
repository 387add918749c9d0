"""How is a watch written, checked and dropped? The last one that could be understood keeps working."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.models import Watch
from firebreak.core.errors import BadInput
from firebreak.core.listen.hints import read_query
from firebreak.core.listen.limits import check_lengths
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Act, WatchKind
from firebreak.core.terms import Watch as CoreWatch


def check_watch(*, name: str, kind: WatchKind, words: Sequence[str], none: Sequence[str], query: str) -> CoreWatch:
    """Read a watch as the matcher will; raises BadWatch with the character and the problem, BadInput when empty.

    What the records have no room for is refused as in a watch file, and a word of the query that looks like an
    operator: in quotation marks it is a word.
    """
    if not name.strip():
        raise BadInput(field="name", problem="empty")
    if not words and not query.strip():
        raise BadInput(field="words", problem="words_or_query")
    watch = CoreWatch(name=name.strip(), kind=kind, any=tuple(words), none=tuple(none), query=query.strip())
    check_lengths(watch)
    if query.strip():
        read_query(query)
    Matcher([watch])
    return watch


@transaction.atomic
def save_watch(*, seat: Seat, watch: CoreWatch, row: Watch | None = None) -> Watch:
    """Write a checked watch, new or in the place of `row`; it holds for posts from now on."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    taken = Watch.objects.filter(brand=seat.brand, name=watch.name).exclude(pk=row.pk if row else 0)
    if taken.exists():
        raise BadInput(field="name", problem="taken")
    kept = row or Watch(brand=seat.brand)
    was = fields_of(kept) if row else {}
    kept.name, kept.kind, kept.query = watch.name, watch.kind.value, watch.query
    kept.any, kept.none = list(watch.any), list(watch.none)
    kept.save()
    changed = sorted(name for name, value in fields_of(kept).items() if was.get(name) != value)
    record(seat, kept.pk, "save_watch", {"new": row is None, "fields": changed})
    return kept


@transaction.atomic
def drop_watch(*, seat: Seat, row: Watch) -> None:
    """Listen for this no more; posts that it brought stay."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    pk = row.pk
    row.delete()
    record(seat, pk, "drop_watch", {})


def fields_of(row: Watch) -> dict[str, Any]:
    return {"name": row.name, "kind": row.kind, "query": row.query, "any": list(row.any), "none": list(row.none)}


def record(seat: Seat, pk: int, action: str, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"watch:{pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "watches")
