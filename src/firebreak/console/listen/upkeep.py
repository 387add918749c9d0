"""How is a source that is there changed or given up, and what becomes of its posts then?"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.listen.blind import end_spot
from firebreak.console.listen.genre import genre_of, settings_of
from firebreak.console.listen.intake import record
from firebreak.console.listen.models import Overheard, Parcel, Post, Source
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a source's posts when it is removed: they stay under its policy, or the policy erases them.

    Where deletions at the source must be honoured and nobody hears of them any more, nothing of it may stay.
    """

    posts: int
    erased: bool
    keep_days: int | None


def fate_of(source: Source) -> Fate:
    posts = Post.objects.filter(via=source).count()  # the index of sources alone answers it
    return Fate(posts, erased=source.must_honour_deletes, keep_days=source.keep_days)


def may_remove(seat: Seat, source: Source) -> bool:
    return all(seat.may(act) for act in needed_to_remove(source))


def needed_to_remove(source: Source) -> tuple[Act, ...]:
    """Name the acts that removing takes: who may not erase a mention may not erase many with their source either."""
    return (Act.CONFIGURE, Act.ERASE) if source.must_honour_deletes else (Act.CONFIGURE,)


@transaction.atomic
def change_source(
    *, seat: Seat, source: Source, name: str, url: str = "", every_seconds: int | None = None, genre: str = ""
) -> bool:
    """Give a source another name, and a feed another address, rhythm or sort; False when all is as it was.

    The platform's name that its posts carry stays, so that no post comes in twice. Another address begins anew;
    another sort holds for the posts to come.
    """
    seat.need(Act.CONFIGURE)
    wanted: dict[str, Any] = {"name": demand_name(source, name)}
    if source.kind == "rss" and genre and genre != genre_of(source.config):
        wanted["config"] = source.config | settings_of(genre, url)
    if source.kind == "rss" and url and url != source.config.get("url"):
        wanted |= {"config": wanted.get("config", source.config) | {"url": url}, "cursor": {}, "next_at": seat.at}
    if source.kind == "rss" and every_seconds:
        wanted["every_seconds"] = every_seconds
    changed = {field: value for field, value in wanted.items() if value != getattr(source, field)}
    if not changed:
        return False
    was = source.every_seconds
    Source.objects.filter(pk=source.pk).update(**changed)
    facts: dict[str, Any] = {"fields": sorted(changed.keys() - {"cursor", "next_at"})}
    if "every_seconds" in changed:
        facts |= {"was": was, "now": every_seconds}
    record(seat=seat, source=source, action="change_source", detail=facts)
    return True


def demand_name(source: Source, name: str) -> str:
    """Give the name as it is kept; raises BadInput for none, and for that of another source."""
    wanted = name.strip()
    if not wanted:
        raise BadInput(field="name", problem="empty")
    if Source.objects.filter(brand=source.brand_id, name=wanted).exclude(pk=source.pk).exists():
        raise BadInput(field="name", problem="taken")
    return wanted


@transaction.atomic
def remove_source(*, seat: Seat, source: Source) -> Fate:
    """Hear a source no more, for good: address and secret go, and with them what waited or matched nothing.

    Its row stays, so that its posts are kept under its rules; the loop that tidies erases those that may not stay.
    """
    for act in needed_to_remove(source):
        seat.need(act)
    fate = fate_of(source)
    parcels = Parcel.objects.filter(source=source)
    dropped, _ = (parcels if fate.erased else parcels.exclude(problem="")).delete()
    Overheard.objects.filter(via=source).delete()
    end_spot(source, at=seat.at)
    facts = {"kind": source.kind, "posts": fate.posts, "erased": fate.erased, "parcels": dropped}
    record(seat=seat, source=source, action="remove_source", detail=facts)
    Source.objects.filter(pk=source.pk).update(
        removed_at=seat.at,
        key=f"~{source.pk}",  # no name makes this one, so that another source may have the old one
        config={name: value for name, value in source.config.items() if name != "url"},
        cursor={},
        secret="",
        next_at=None,
        failures=0,
        last_error="",
        last_problem="",
    )
    return fate
