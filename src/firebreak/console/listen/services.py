"""How do posts come in, once each, whatever happens in between?"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from firebreak import knowledge
from firebreak.connect.registry import policy_of
from firebreak.console import bulk
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, machine_actor, write_entry
from firebreak.console.listen.blind import end_spot
from firebreak.console.listen.bygone import VOICE, note_bygone
from firebreak.console.listen.capturing import forget_captures
from firebreak.console.listen.copies import copies_among, forget_post
from firebreak.console.listen.forgotten import forgotten_among
from firebreak.console.listen.models import Overheard, Rollup, Source
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.models import Reading as ReadingRow
from firebreak.console.listen.models import Watch as WatchRow
from firebreak.console.listen.people import same_person
from firebreak.console.listen.rows import POST_COLUMNS, READING_COLUMNS, Identity, RollupKey, Row, Sheet, bucket_of
from firebreak.console.listen.search import forget_posts, index_tokens, indexed_row
from firebreak.console.listen.silence import note_given
from firebreak.core.terms import Sentiment, Watch
from firebreak.core.text.memory import Copied

OVERHEARD_MOST = 20_000
CHUNK = 900  # values in one question to the database


@dataclass(frozen=True, slots=True)
class Fresh:
    """A post that is new to its brand, with the id that its rows carry and its place among the sheet's rows."""

    id: int
    place: int
    row: Row


@dataclass(frozen=True, slots=True)
class Admitted:
    """The new posts of a batch, and how many were known already or said twice."""

    fresh: tuple[Fresh, ...]
    duplicates: int


# Asked of each by itself: where it has not looked at the table lately, PostgreSQL takes a source for one that has few
# posts, and reads all of them to see which are wanted.
KNOWN = """
    SELECT value FROM {asked} WHERE (
        SELECT id FROM listen_post WHERE brand_id = %s AND source = %s AND external_id = value
    ) IS NOT NULL
"""


def known_among(brand: Brand, identities: Iterable[Identity]) -> set[Identity]:
    """Give those identities that the brand already holds."""
    wanted: dict[str, list[str]] = {}
    for source, external in identities:
        wanted.setdefault(source, []).append(external)
    known: set[Identity] = set()
    with connection.cursor() as cursor:
        for source, externals in wanted.items():
            asked, values = bulk.rows_of(externals)
            cursor.execute(KNOWN.format(asked=asked), [values, brand.pk, source])
            known.update((source, external) for (external,) in cursor.fetchall())
    return known


def admit(*, brand: Brand, sheet: Sheet, via: Source | None) -> Admitted:
    """Tell which posts of a batch are new and give them ids, with the brand locked; some sources may keep none."""
    lock_brand(brand)
    places = new_places(brand, sheet)
    duplicates = len(sheet.rows) - len(places)
    if via and not via.may_store:
        places = []
    ids = bulk.next_ids(PostRow, len(places)) if places else []
    fresh = tuple(Fresh(id_, place, sheet.rows[place]) for id_, place in zip(ids, places, strict=True))
    return Admitted(fresh=fresh, duplicates=duplicates)


def store(*, brand: Brand, fresh: Sequence[Fresh], sheet: Sheet, via: Source | None, at: datetime) -> None:
    """Store new posts with readings, counts and search, and the health of their source.

    The caller holds one transaction around admitting, this and the placing into stories, so that either all of it is
    there or nothing is.
    """
    if fresh:
        write(brand, fresh, sheet, via=via, at=at)
    if via:
        note_health(via, sheet, kept=len(fresh), at=at)
        overhear(via, sheet.unmatched if via.may_store else [], at=at)


def new_places(brand: Brand, sheet: Sheet) -> list[int]:
    """Give the places of rows that are neither known nor forgotten and were not said before in the same batch."""
    seen = known_among(brand, (row.identity for row in sheet.rows))
    seen |= forgotten_among(brand, (row.identity for row in sheet.rows))
    places = []
    for place, row in enumerate(sheet.rows):
        if row.identity not in seen:
            seen.add(row.identity)
            places.append(place)
    return places


def write(brand: Brand, fresh: Sequence[Fresh], sheet: Sheet, *, via: Source | None, at: datetime) -> None:
    """Write what is new into every table, with one line in the trail for all of it."""
    via_id, seen_at = via.pk if via else None, bulk.moment(at)
    posts = [(one.id, brand.pk, via_id, seen_at, *one.row.post) for one in fresh]
    bulk.insert(PostRow._meta.db_table, POST_COLUMNS, posts)
    names = {one.id: one.row.identity[1] for one in fresh}
    copies = copies_among(brand, sheet.prints.take([one.place for one in fresh]), names)
    waits = not sheet.by_both and knowledge.has_second()
    readings = [
        (one.id, sheet.model, False, waits, *copied_cells(copies.get(one.id)), *one.row.reading) for one in fresh
    ]
    bulk.insert(ReadingRow._meta.db_table, READING_COLUMNS, readings)
    index_tokens(((one.id, one.row.open) for one in fresh), ((one.id, one.row.private) for one in fresh))
    count_up(brand, Counter(one.row.key for one in fresh))
    digest = hashlib.sha256("\n".join("\t".join(one.row.identity) for one in fresh).encode()).hexdigest()
    write_entry(
        brand=brand,
        actor=machine_actor("listen"),
        action="store_posts",
        subject=f"source:{via_id}" if via_id else "",
        detail={"count": len(fresh), "digest": digest, "first": fresh[0].id, "last": fresh[-1].id},
        at=at,
    )
    beat(brand, "posts")


def copied_cells(copied: Copied[int] | None) -> tuple[int | None, float | None]:
    return (copied.of, round(copied.similarity, 4)) if copied else (None, None)


COUNT_COLUMNS = {
    "brand_id": "bigint",
    "bucket": "bigint",
    "source": "text",
    "sentiment": "text",
    "category": "text",
    "count": "bigint",
}
COUNT_UP = """
    INSERT INTO listen_rollup AS stored (brand_id, bucket, source, sentiment, category, count)
    SELECT brand_id, bucket, source, sentiment, category, count FROM {given} WHERE true
    ON CONFLICT (brand_id, bucket, source, sentiment, category) DO UPDATE SET count = stored.count + excluded.count
"""


def count_up(brand: Brand, changes: Mapping[RollupKey, int]) -> None:
    """Add changes to the stored counts, one row a key, locked in key order."""
    rows = [(brand.pk, *key, change) for key, change in sorted(changes.items()) if change]
    bulk.each(COUNT_UP, COUNT_COLUMNS, rows)
    if any(row[-1] < 0 for row in rows):
        Rollup.objects.filter(brand=brand, count=0).delete()


def note_health(via: Source, sheet: Sheet, *, kept: int, at: datetime) -> None:
    """Write down that a source answered, what it gave, how much of it was new and kept, and how new that was."""
    rows = Source.ever.filter(pk=via.pk)
    rows.update(
        seen=F("seen") + sheet.count,
        unmatched=F("unmatched") + len(sheet.unmatched),
        last_ok_at=at,
        failures=0,
        last_error="",
        last_problem="",
    )
    if via.failures:
        end_spot(via, at=at)
    if sheet.count:
        note_given(via, given=sheet.count, kept=kept, at=at)
    if sheet.newest:
        rows.filter(Q(last_post_at__isnull=True) | Q(last_post_at__lt=sheet.newest)).update(last_post_at=sheet.newest)


def note_rejected(via: Source, count: int) -> None:
    """Count items of a source that could not be read as posts."""
    if count:
        Source.ever.filter(pk=via.pk).update(rejected=F("rejected") + count)


def overhear(via: Source, strangers: Sequence[tuple[str, str]], *, at: datetime) -> None:
    """Keep unmatched posts for the watch tester, without their authors: never more than the ring holds."""
    rows = [(via.pk, source, words, bulk.moment(at)) for source, words in strangers[-OVERHEARD_MOST:]]
    if rows:
        bulk.insert(Overheard._meta.db_table, ("via_id", "source", "text", "heard_at"), rows)
        keep_ring(via)


def keep_ring(via: Source) -> None:
    """Drop a source's oldest overheard posts beyond the most that are kept."""
    rows = Overheard.objects.filter(via=via).order_by("-pk")
    oldest = rows.values_list("pk", flat=True)[OVERHEARD_MOST - 1 : OVERHEARD_MOST].first()
    if oldest:
        rows.filter(pk__lt=oldest).delete()


@transaction.atomic
def ensure_source(*, brand: Brand, key: str, kind: str, at: datetime, name: str = "") -> Source:
    """Find a brand's source by its short name, or make it with the policy of its kind."""
    found = Source.objects.filter(brand=brand, key=key).first()
    if found:
        return found
    fields = {"kind": kind, "name": name or key, "created_at": at} | policy_record(kind)
    return Source.objects.get_or_create(brand=brand, key=key, defaults=fields)[0]


def policy_record(kind: str) -> dict[str, Any]:
    """Give the policy record with which a source of this kind begins: what its connector says of its owners."""
    policy = policy_of(kind)
    return {
        "may_store": policy.may_store,
        "keep_days": policy.keep_for.days if policy.keep_for else None,
        "must_honour_deletes": policy.must_honour_deletes,
        "may_act": policy.may_act,
    }


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
    beat(brand, "watches")


IN_ITS_TIME = ("retention", "source_removed")  # why a post goes of which it stays true that it was said


def is_backlog(post: PostRow) -> bool:
    """Tell whether a source showed a post from before it was listened to; a file brings a past as it was."""
    return bool(post.via and post.via.kind != "upload" and post.published_at < post.via.created_at)


def is_last_word(post: PostRow) -> bool:
    """Tell whether a post complains and its person does not again within a day.

    The eldest posts are erased first: of each run of complaints the last one is counted, as one voice.
    """
    if post.reading.sentiment != Sentiment.NEGATIVE:
        return False
    same = same_person(post.source, post.author_id, post.author_name)
    if same is None:
        return True
    until = post.published_at + VOICE
    later = PostRow.objects.filter(same, brand=post.brand_id, reading__sentiment=Sentiment.NEGATIVE)
    later = later.filter(published_at__gte=post.published_at, published_at__lt=until).exclude(pk=post.pk)
    return not later.exists()


def stored_key(post: PostRow, reading: ReadingRow) -> RollupKey:
    return (bucket_of(post.published_at), post.source, reading.sentiment, reading.category)


def erase(*, brand: Brand, post: PostRow, actor: str, at: datetime, why: str, incidents: Sequence[int] = ()) -> None:
    """Take a post out of search, counts and tables; the audit line keeps its id, the reason's code and whose it was."""
    row = PostRow.objects.select_related("reading", "via").get(pk=post.pk)
    forget_posts([indexed_row(row)])
    if why in IN_ITS_TIME and not is_backlog(row):
        note_bygone(
            brand, bucket=bucket_of(row.published_at), sentiment=row.reading.sentiment, is_voice=is_last_word(row)
        )
    count_up(brand, {stored_key(row, row.reading): -1})
    ReadingRow.objects.filter(copy_of=row).update(copy_of=None, copy_similarity=None)
    forget_post(brand, row.pk)
    part_of = {"incidents": list(incidents)} if incidents else {}
    detail = {"why": why} | part_of | forget_captures(row, why=why, at=at)
    write_entry(brand=brand, actor=actor, action="erase_post", subject=f"post:{row.pk}", detail=detail, at=at)
    row.delete()
