"""How do posts come in, once each, whatever happens in between?"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from firebreak.console import bulk
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.listen.models import Correction, Overheard, Rollup, Source
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.models import Reading as ReadingRow
from firebreak.console.listen.models import Watch as WatchRow
from firebreak.console.listen.reader import Read
from firebreak.console.listen.rows import (
    POST_COLUMNS,
    READING_COLUMNS,
    Fresh,
    RollupKey,
    bucket_of,
    identities,
    indexed,
    newest,
    post_row,
    reading_row,
    rollup_key,
)
from firebreak.console.listen.search import forget_posts, index_posts, indexed_row
from firebreak.core.errors import BadInput
from firebreak.core.terms import Category, Post, Sentiment, Watch

OVERHEARD_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch: `fresh` were new and are stored; `places` are their indices in the batch as read."""

    fresh: tuple[Fresh, ...] = ()
    places: tuple[int, ...] = ()
    duplicates: int = 0
    unmatched: int = 0


def known_among(brand: Brand, posts: Sequence[Post]) -> set[tuple[str, str]]:
    """Give the identities of those posts that the brand already holds."""
    wanted: dict[str, list[str]] = {}
    for source, external in identities(posts):
        wanted.setdefault(source, []).append(external)
    known: set[tuple[str, str]] = set()
    for source, externals in wanted.items():
        for start in range(0, len(externals), 900):
            rows = PostRow.objects.filter(
                brand=brand, source=source, external_id__in=externals[start : start + 900]
            ).values_list("source", "external_id")
            known.update(rows)
    return known


def store(*, brand: Brand, read: Read, via: Source | None, at: datetime) -> Stored:
    """Store the matching posts of a batch that are new, with readings, counts and search, in the caller's transaction.

    The caller holds one transaction around this and the placing into stories, so that either all of it is there or
    nothing is.
    """
    lock_brand(brand)
    known = known_among(brand, read.posts)
    places = new_places(read, known)
    matched = [place for place in places if read.readings.matched[place]]
    ids = bulk.next_ids(PostRow, len(matched)) if matched else []
    fresh = tuple(
        Fresh(id=id_, post=read.posts[place], reading=read.readings.reading(place))
        for id_, place in zip(ids, matched, strict=True)
    )
    unmatched = len(places) - len(matched)
    if fresh:
        write(brand, fresh, via=via, at=at, model=read.model)
    if via:
        note_health(via, read.posts, unmatched=unmatched, at=at)
        overhear(via, [read.posts[place] for place in places if not read.readings.matched[place]], at=at)
    return Stored(fresh=fresh, places=tuple(matched), duplicates=len(read.posts) - len(places), unmatched=unmatched)


def new_places(read: Read, known: set[tuple[str, str]]) -> list[int]:
    """Give the indices of posts not known and not said twice in the batch."""
    seen = set(known)
    places = []
    for place, identity in enumerate(identities(read.posts)):
        if identity not in seen:
            seen.add(identity)
            places.append(place)
    return places


def write(brand: Brand, fresh: Sequence[Fresh], *, via: Source | None, at: datetime, model: str) -> None:
    via_id = via.pk if via else None
    bulk.insert(
        PostRow._meta.db_table,
        POST_COLUMNS,
        (post_row(one, brand_id=brand.pk, via_id=via_id, at=at) for one in fresh),
    )
    bulk.insert(ReadingRow._meta.db_table, READING_COLUMNS, (reading_row(one, model=model) for one in fresh))
    index_posts(map(indexed, fresh))
    count_up(brand, Counter(map(rollup_key, fresh)))
    digest = hashlib.sha256("\n".join(f"{one.post.source}\t{one.post.id}" for one in fresh).encode()).hexdigest()
    write_entry(
        brand=brand,
        actor=machine_actor("listen"),
        action="store_posts",
        subject=f"source:{via_id}" if via_id else "",
        detail={"count": len(fresh), "digest": digest, "first": fresh[0].id, "last": fresh[-1].id},
        at=at,
    )
    beat(brand, "posts")


def count_up(brand: Brand, changes: Mapping[RollupKey, int]) -> None:
    """Add changes to the stored counts, one row a key, locked in key order."""
    table = Rollup._meta.db_table
    rows = [(brand.pk, *key, change) for key, change in sorted(changes.items()) if change]
    upsert = (
        f'INSERT INTO "{table}" (brand_id, bucket, source, sentiment, category, count) '
        "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (brand_id, bucket, source, sentiment, category) "
        f'DO UPDATE SET count = "{table}".count + excluded.count'
    )
    with connection.cursor() as cursor:
        cursor.executemany(upsert, rows)
        if any(row[-1] < 0 for row in rows):
            cursor.execute(f'DELETE FROM "{table}" WHERE brand_id = %s AND count = 0', [brand.pk])


def note_health(via: Source, posts: Sequence[Post], *, unmatched: int, at: datetime) -> None:
    latest = newest(posts)
    Source.objects.filter(pk=via.pk).update(
        seen=F("seen") + len(posts), unmatched=F("unmatched") + unmatched, last_ok_at=at, failures=0, last_error=""
    )
    if latest:
        Source.objects.filter(pk=via.pk, last_post_at__isnull=True).update(last_post_at=latest)
        Source.objects.filter(pk=via.pk, last_post_at__lt=latest).update(last_post_at=latest)


def overhear(via: Source, posts: Iterable[Post], *, at: datetime) -> None:
    """Keep unmatched posts for the watch tester, without their authors, as far as the source's policy lets us."""
    if not via.may_store:
        return
    rows = [
        Overheard(via=via, source=post.source[:60], text="\n".join(filter(None, (post.title, post.text))), heard_at=at)
        for post in posts
    ]
    Overheard.objects.bulk_create(rows[-OVERHEARD_MOST:])


@transaction.atomic
def ensure_source(*, brand: Brand, key: str, kind: str, at: datetime, name: str = "") -> Source:
    """Find a brand's source by its short name, or make it."""
    source, _ = Source.objects.get_or_create(
        brand=brand, key=key, defaults={"kind": kind, "name": name or key, "created_at": at}
    )
    return source


@transaction.atomic
def set_watches(*, brand: Brand, watches: Sequence[Watch], at: datetime) -> None:
    """Make the brand's watches those of a watch file; others by other names stay."""
    for watch in watches:
        WatchRow.objects.update_or_create(
            brand=brand,
            name=watch.name,
            defaults={
                "kind": watch.kind.value,
                "any": list(watch.any),
                "none": list(watch.none),
                "query": watch.query,
            },
        )
    write_entry(
        brand=brand,
        actor=machine_actor("setup"),
        action="set_watches",
        detail={"count": len(watches)},
        at=at,
    )


def correct(*, seat: Seat, post: PostRow, changes: Mapping[str, str]) -> bool:
    """Write a person's word over the machine's; False when it says the same already."""
    reading = ReadingRow.objects.select_for_update().get(post=post)
    told = {name: clean_correction(name, value) for name, value in changes.items()}
    new = {name: value for name, value in told.items() if value != getattr(reading, name)}
    if not new:
        return False
    before = stored_key(post, reading)
    Correction.objects.bulk_create(
        Correction(
            post=post, person=seat.person, at=seat.at, field=name, was=str(getattr(reading, name)), now=str(value)
        )
        for name, value in new.items()
    )
    for name, value in new.items():
        setattr(reading, name, value)
    reading.corrected = True
    reading.save(update_fields=[*new, "corrected"])
    moved = Counter({stored_key(post, reading): 1})
    moved.subtract({before: 1})
    count_up(seat.brand, moved)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="correct_reading",
        subject=f"post:{post.pk}",
        detail={name: str(value) for name, value in new.items()},
        at=seat.at,
    )
    return True


def clean_correction(name: str, value: str) -> str | bool:
    """Check one corrected field; raises BadInput for a field or value that does not exist."""
    try:
        if name == "sentiment":
            return Sentiment(value).value
        if name == "category":
            return Category(value).value
    except ValueError:
        raise BadInput(field=name, problem="unknown_value") from None
    if name == "urgent" and value in ("true", "false"):
        return value == "true"
    raise BadInput(field=name, problem="unknown_field")


def stored_key(post: PostRow, reading: ReadingRow) -> RollupKey:
    return (bucket_of(post.published_at), post.source, reading.sentiment, reading.category)


def erase(*, brand: Brand, post: PostRow, actor: str, at: datetime, why: str) -> None:
    """Take a post out of search, counts and tables; the audit line keeps its id and the reason's code."""
    row = PostRow.objects.select_related("reading").get(pk=post.pk)
    forget_posts([indexed_row(row)])
    count_up(brand, {stored_key(row, row.reading): -1})
    write_entry(brand=brand, actor=actor, action="erase_post", subject=f"post:{row.pk}", detail={"why": why}, at=at)
    row.delete()
