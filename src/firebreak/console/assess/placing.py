"""How do stored posts find their stories? Core places them; this writes down where, in the storing transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest, Least

from firebreak.console.assess.models import Book as BookRow
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.bulk import insert
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.models import Reading as ReadingRow
from firebreak.console.listen.rows import Fresh
from firebreak.core.assess import story as core
from firebreak.core.terms import Category, PostKind, Sentiment
from firebreak.core.understand.reading import Readings

CATEGORY_PLACE = {category: place for place, category in enumerate(Category)}
TITLE_LENGTH = 60

_books: dict[int, tuple[int, core.Book]] = {}


@dataclass(frozen=True, slots=True)
class Member:
    """A post as its story counts it."""

    id: int
    published_at: datetime
    negative: bool
    urgent: bool
    category: str
    words: str


def place(*, brand: Brand, fresh: Sequence[Fresh], places: Sequence[int], readings: Readings, at: datetime) -> set[int]:
    """Place new posts; gives the numbers of the stories whose members changed."""
    row, _ = BookRow.objects.select_for_update().get_or_create(brand=brand, defaults={"state": b""})
    order = sorted(range(len(fresh)), key=lambda i: (fresh[i].post.published_at, fresh[i].id))
    fresh = [fresh[i] for i in order]
    batch = batch_of(brand, fresh, [places[i] for i in order], readings)
    book, placement = core.place(opened(row), batch)
    keep(row, book)
    members = {one.id: member(one) for one in fresh}
    seats = [(int(number), one.id) for number, one in zip(placement.story, fresh, strict=True) if number > 0]
    seats += [(number, post) for number, post in placement.woken]
    members |= stored_members({post for _, post in placement.woken})
    write_seats(brand, seats, members, fresh_numbers=set(placement.fresh), at=at)
    for gone, into in placement.merged:
        absorb(brand, gone=gone, into=into)
    return set(placement.touched)


def opened(row: BookRow) -> core.Book:
    """Give the book, read from its row unless the one in memory is the same version."""
    held = _books.get(row.pk)
    if held and held[0] == row.version:
        return held[1]
    return core.from_bytes(bytes(row.state))


def keep(row: BookRow, book: core.Book) -> None:
    BookRow.objects.filter(pk=row.pk).update(state=book.to_bytes(), version=row.version + 1)
    _books[row.pk] = (row.version + 1, book)


def forget_books() -> None:
    _books.clear()


def batch_of(brand: Brand, fresh: Sequence[Fresh], places: Sequence[int], readings: Readings) -> core.Batch:
    """Gather what core needs to know of the posts."""
    rows = np.asarray(places, dtype=np.int64)
    return core.Batch(
        refs=np.asarray([one.id for one in fresh], dtype=np.int64),
        features=readings.topics[rows],
        signatures=readings.signatures[rows],
        copies=readings.copy_keys[rows],
        published=np.asarray([one.post.published_at.timestamp() for one in fresh]),
        category=np.asarray([CATEGORY_PLACE[one.reading.category] for one in fresh], dtype=np.int32),
        negative=np.asarray([one.reading.sentiment is Sentiment.NEGATIVE for one in fresh], dtype=np.bool_),
        urgent=np.asarray([one.reading.urgent for one in fresh], dtype=np.bool_),
        news=np.asarray([one.post.kind is PostKind.NEWS for one in fresh], dtype=np.bool_),
        foreign=np.asarray([is_foreign(one) for one in fresh], dtype=np.bool_),
        parents=parents_of(brand, fresh),
    )


def is_foreign(one: Fresh) -> bool:
    """Tell whether the post speaks of competitors only."""
    about = one.reading.about
    return bool(about) and not any(each.kind.is_own for each in about)


def parents_of(brand: Brand, fresh: Sequence[Fresh]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the story number of the post that each answers or reshares; −1 when unknown."""
    wanted = {parent for one in fresh for parent in (one.post.reshare_of, one.post.parent_id) if parent}
    found: Mapping[tuple[str, str], int] = {}
    if wanted:
        rows = StoryPost.objects.filter(post__brand=brand, post__external_id__in=wanted)
        found = {
            (source, external): number
            for source, external, number in rows.values_list("post__source", "post__external_id", "story__number")
        }
    return np.asarray([parent_of(one, found) for one in fresh], dtype=np.int64)


def parent_of(one: Fresh, found: Mapping[tuple[str, str], int]) -> int:
    for external in (one.post.reshare_of, one.post.parent_id):
        if external and (one.post.source[:60], external) in found:
            return found[one.post.source[:60], external]
    return -1


def member(one: Fresh) -> Member:
    return Member(
        id=one.id,
        published_at=one.post.published_at,
        negative=one.reading.sentiment is Sentiment.NEGATIVE,
        urgent=one.reading.urgent,
        category=one.reading.category.value,
        words=one.post.title or one.post.text,
    )


def stored_members(ids: Iterable[int]) -> dict[int, Member]:
    rows = Post.objects.filter(pk__in=ids).select_related("reading")
    return {row.pk: stored_member(row) for row in rows}


def stored_member(row: Post) -> Member:
    return Member(
        id=row.pk,
        published_at=row.published_at,
        negative=row.reading.sentiment == Sentiment.NEGATIVE,
        urgent=row.reading.urgent,
        category=row.reading.category,
        words=row.title or row.text,
    )


def write_seats(
    brand: Brand,
    seats: Sequence[tuple[int, int]],
    members: Mapping[int, Member],
    *,
    fresh_numbers: set[int],
    at: datetime,
) -> None:
    """Write stories that are new, who sits in which, and the counts of each story that grew."""
    by_story: dict[int, list[Member]] = {}
    for number, post in seats:
        by_story.setdefault(number, []).append(members[post])
    begun = [begin(brand, number, by_story[number], at=at) for number in sorted(fresh_numbers) if number in by_story]
    Story.objects.bulk_create(begun)
    ids = dict(Story.objects.filter(brand=brand, number__in=by_story).values_list("number", "pk"))
    rows = [(post, ids[number], None) for number, post in seats]
    insert(StoryPost._meta.db_table, ("post_id", "story_id", "by_id"), rows)
    for number, grown in sorted(by_story.items()):
        count_in(ids[number], grown)


def begin(brand: Brand, number: int, grown: Sequence[Member], *, at: datetime) -> Story:
    first = min(grown, key=lambda one: (one.published_at, one.id))
    return Story(
        brand=brand,
        number=number,
        title=title_of(first.words),
        category=first.category,
        first_post_at=first.published_at,
        last_post_at=first.published_at,
        first_seen_at=at,
    )


def title_of(words: str) -> str:
    """Give the first words of a post as a title of one line."""
    line = " ".join(words.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def count_in(story_id: int, grown: Sequence[Member]) -> None:
    times = [one.published_at for one in grown]
    Story.objects.filter(pk=story_id).update(
        post_count=F("post_count") + len(grown),
        negative_count=F("negative_count") + sum(one.negative for one in grown),
        urgent_count=F("urgent_count") + sum(one.urgent for one in grown),
        first_post_at=Least("first_post_at", min(times)),
        last_post_at=Greatest("last_post_at", max(times)),
    )


def absorb(brand: Brand, *, gone: int, into: int) -> None:
    """Let one story go on in another: its posts move, its counts are added, its own become nothing."""
    old = Story.objects.get(brand=brand, number=gone)
    new = Story.objects.get(brand=brand, number=into)
    StoryPost.objects.filter(story=old).update(story=new)
    Story.objects.filter(pk=old.pk).update(merged_into=new, version=F("version") + 1)
    Story.objects.filter(merged_into=old).update(merged_into=new)
    recount(old)
    recount(new)


def recount(story: Story) -> None:
    """Work a story's counts out anew from its posts."""
    Story.objects.filter(pk=story.pk).update(**counted(story))


def counted(story: Story) -> dict[str, object]:
    """Count a story from rows."""
    rows = ReadingRow.objects.filter(post__place__story=story)
    total = rows.count()
    found: dict[str, object] = {
        "post_count": total,
        "negative_count": rows.filter(sentiment=Sentiment.NEGATIVE).count(),
        "urgent_count": rows.filter(Q(urgent=True)).count(),
    }
    if total:
        newest = rows.aggregate(last=Max("post__published_at"))["last"]
        oldest = rows.order_by("post__published_at").values_list("post__published_at", flat=True)[0]
        found |= {"first_post_at": oldest, "last_post_at": newest}
    return found


def merge_in_book(brand: Brand, *, gone: int, into: int) -> None:
    """Tell the book that two stories are one, as far as it still holds them."""
    row, _ = BookRow.objects.select_for_update().get_or_create(brand=brand, defaults={"state": b""})
    book = opened(row)
    held = set(book.keys.tolist())
    if gone in held and into in held:
        keep(row, core.merge(book, gone, into))


def split_in_book(brand: Brand) -> int:
    """Reserve the number of a story that a person split off."""
    row, _ = BookRow.objects.select_for_update().get_or_create(brand=brand, defaults={"state": b""})
    book = opened(row)
    number = book.next_story
    keep(row, replace(book, next_story=number + 1))
    return number


def retitle(story: Story) -> None:
    """Take the title anew from the first post that is left, so that erased words do not stay in it."""
    first = Post.objects.filter(place__story=story).order_by("published_at", "pk").first()
    Story.objects.filter(pk=story.pk).update(title=title_of(first.title or first.text) if first else "")
