"""How do stored posts find their stories? Core places them; this writes down where, in the storing transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import F, Q

from firebreak.console.assess.counting import one_a_line, recount
from firebreak.console.assess.models import Book as BookRow
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.ruling import hand_on
from firebreak.console.bulk import each, insert, moment, next_ids
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.reader import core_post, reader_of
from firebreak.console.listen.rows import Row, Said, heading, said_of
from firebreak.console.listen.services import CHUNK, Fresh
from firebreak.core.assess import story as core
from firebreak.core.listen.clean import clean_title
from firebreak.core.terms import Sentiment, Severity

Keys = npt.NDArray[np.int64]

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
    source: str
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What core is asked: which stories do these posts join, by this book? `fresh` in the order of the batch."""

    row: BookRow
    book: core.Book
    batch: core.Batch
    fresh: Sequence[Fresh]

    def answer(self) -> tuple[core.Book, core.Placement]:
        """Ask it; this needs no database."""
        return core.place(self.book, self.batch)


def question(*, brand: Brand, fresh: Sequence[Fresh], said: Said, at: datetime) -> Question:
    """Gather what core must know to place new posts, with the book locked."""
    row = locked_book(brand)
    ordered = sorted(fresh, key=lambda one: (one.row.published_at, one.id))
    return Question(row=row, book=opened(row), batch=batch_of(brand, ordered, said, at=at), fresh=ordered)


def settle(brand: Brand, asked: Question, answer: tuple[core.Book, core.Placement], *, at: datetime) -> set[int]:
    """Write down where posts went; gives the numbers of the stories whose members changed."""
    book, placement = answer
    keep(asked.row, book)
    members = {one.id: member(one) for one in asked.fresh}
    members |= stored_members(post for _, _, post in placement.woken)
    seats = [(int(number), one.id) for number, one in zip(placement.story, asked.fresh, strict=True) if number > 0]
    seats += [(number, post) for _, number, post in placement.woken if post in members]
    grown = write_seats(brand, seats, members, fresh=set(placement.fresh), at=at)
    for gone, into in placement.merged:
        grown |= absorb(brand, gone=gone, into=into)
    return grown


def locked_book(brand: Brand) -> BookRow:
    return BookRow.objects.select_for_update().get_or_create(brand=brand, defaults={"state": b""})[0]


def opened(row: BookRow) -> core.Book:
    """Give the book, read from its row unless the one in memory is the same version."""
    held = _books.get(row.pk)
    if held and held[0] == row.version:
        return held[1]
    return core.from_bytes(bytes(row.state))


def keep(row: BookRow, book: core.Book) -> None:
    """Write the book down; what is held in memory changes only with what is committed."""
    version = row.version + 1
    BookRow.objects.filter(pk=row.pk).update(state=book.to_bytes(), version=version)
    transaction.on_commit(partial(_books.__setitem__, row.pk, (version, book)))


def forget_books() -> None:
    _books.clear()


def batch_of(brand: Brand, fresh: Sequence[Fresh], said: Said, *, at: datetime) -> core.Batch:
    """Gather what core needs to know of new posts; a clock that goes wrong elsewhere never puts one ahead of ours."""
    chosen = said.take([one.place for one in fresh])
    refs = np.asarray([one.id for one in fresh], dtype=np.int64)
    return batch(chosen, refs=refs, latest=at, parents=parents_of(brand, fresh))


def batch(said: Said, *, refs: Keys, latest: datetime, parents: Keys | None = None) -> core.Batch:
    return core.Batch(
        refs=refs,
        features=said.features,
        signatures=said.signatures,
        copies=said.copies,
        published=np.minimum(said.published, latest.timestamp()),
        category=said.category,
        negative=said.negative,
        urgent=said.urgent,
        news=said.news,
        foreign=said.foreign,
        parents=parents,
    )


def parents_of(brand: Brand, fresh: Sequence[Fresh]) -> Keys:
    """Give the story number of the post that each answers or reshares; −1 when unknown."""
    wanted = sorted({parent for one in fresh for parent in one.row.kin if parent})
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = StoryPost.objects.filter(post__brand=brand, post__external_id__in=wanted[start : start + CHUNK])
        told = rows.values_list("post__source", "post__external_id", "story__number")
        found |= {(source, external): number for source, external, number in told}
    return np.asarray([parent_of(one.row, found) for one in fresh], dtype=np.int64)


def parent_of(row: Row, found: Mapping[tuple[str, str], int]) -> int:
    source = row.identity[0]
    return next((found[source, kin] for kin in row.kin if (source, kin) in found), -1)


def member(one: Fresh) -> Member:
    sentiment, category, urgent = one.row.reading[:3]
    return Member(
        id=one.id,
        published_at=one.row.published_at,
        negative=sentiment == Sentiment.NEGATIVE,
        urgent=urgent,
        category=category,
        source=one.row.identity[0],
        words=one.row.words,
    )


def stored_members(ids: Iterable[int]) -> dict[int, Member]:
    """Give the posts that are still there; one that was erased since is nobody's member."""
    wanted = sorted(ids)
    found: dict[int, Member] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Post.objects.filter(pk__in=wanted[start : start + CHUNK]).select_related("reading")
        found |= {row.pk: stored_member(row) for row in rows}
    return found


def stored_member(row: Post) -> Member:
    return Member(
        id=row.pk,
        published_at=row.published_at,
        negative=row.reading.sentiment == Sentiment.NEGATIVE,
        urgent=row.reading.urgent,
        category=row.reading.category,
        source=row.source,
        words=stored_heading(row),
    )


def stored_heading(row: Post) -> str:
    pii = [(one["field"], one["start"], one["end"]) for one in row.reading.detail.get("pii", ())]
    return heading(row.title, row.text, pii)


def write_seats(
    brand: Brand, seats: Sequence[tuple[int, int]], members: Mapping[int, Member], *, fresh: set[int], at: datetime
) -> set[int]:
    """Write stories that are new, who sits in which, and the counts of each that grew; gives their numbers."""
    known = known_stories(brand, {number for number, _ in seats} - fresh)
    by_story: dict[int, list[Member]] = {}
    for number, post in seats:
        by_story.setdefault(known[number][0] if number in known else number, []).append(members[post])
    ids = dict(known.values())
    ids |= write_stories(brand, {one: by_story[one] for one in sorted(by_story.keys() - ids.keys())}, at=at)
    rows = [(one.id, ids[number], None) for number, grown in by_story.items() for one in grown]
    insert(StoryPost._meta.db_table, ("post_id", "story_id", "by_id"), rows)
    count_in([(ids[number], grown) for number, grown in sorted(by_story.items())])
    return set(by_story)


def known_stories(brand: Brand, numbers: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Give for each known story the number and key under which it goes on, also when a person merged it."""
    rows = Story.objects.filter(brand=brand, number__in=list(numbers))
    told = rows.values_list("number", "pk", "merged_into__number", "merged_into")
    return {number: (into, into_pk) if into_pk else (number, pk) for number, pk, into, into_pk in told}


STORY_COLUMNS = [
    "id",
    "brand_id",
    "number",
    "title",
    "category",
    "first_post_at",
    "last_post_at",
    "first_seen_at",
    "post_count",
    "negative_count",
    "urgent_count",
    "told_on",
    "severity",
    "score",
    "hard_rule",
    "floor",
    "merged_into_id",
    "version",
]


def write_stories(brand: Brand, begun: Mapping[int, Sequence[Member]], *, at: datetime) -> dict[int, int]:
    """Write new stories, still without posts, by number and the posts they begin with; gives their keys by number."""
    ids = dict(zip(begun, next_ids(Story, len(begun)), strict=True)) if begun else {}
    rows = [(ids[number], *begin(brand, number, members, at=at)) for number, members in begun.items()]
    insert(Story._meta.db_table, STORY_COLUMNS, rows)
    return ids


def begin(brand: Brand, number: int, members: Sequence[Member], *, at: datetime) -> tuple[Any, ...]:
    """Give the cells of a story that begins; its counts follow when its posts are counted in."""
    first = min(members, key=lambda one: (one.published_at, one.id))
    told = moment(first.published_at)
    fixed = (0, 0, 0, "", Severity.S4.value, 0.0, False, "", None, 0)
    return (brand.pk, number, title_of(first.words), first.category, told, told, moment(at), *fixed)


def title_of(words: str) -> str:
    """Give the first words of a post as a title of one line, without what turns the words around it."""
    line = clean_title(words)
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


COUNTED_IN = {
    "story": "bigint",
    "first": "timestamptz",
    "last": "timestamptz",
    "posts": "int",
    "negative": "int",
    "urgent": "int",
    "sources": "text",
}
COUNT_IN = """
    UPDATE assess_story SET
        first_post_at = CASE WHEN post_count = 0 OR first_post_at > first THEN first ELSE first_post_at END,
        last_post_at = CASE WHEN post_count = 0 OR last_post_at < last THEN last ELSE last_post_at END,
        post_count = post_count + posts,
        negative_count = negative_count + negative,
        urgent_count = urgent_count + urgent,
        told_on = sources
    FROM {given} WHERE id = story
"""


def count_in(grown: Sequence[tuple[int, Sequence[Member]]]) -> None:
    """Add members to the counts of stories (by primary key), each named once."""
    known = dict(Story.objects.filter(pk__in=[story for story, _ in grown]).values_list("pk", "told_on"))
    each(COUNT_IN, COUNTED_IN, [count_row(story, members, known[story]) for story, members in grown])


def count_row(story: int, members: Sequence[Member], told_on: str) -> tuple[Any, ...]:
    first = moment(min(one.published_at for one in members))
    last = moment(max(one.published_at for one in members))
    negative, urgent = sum(one.negative for one in members), sum(one.urgent for one in members)
    sources = one_a_line({*told_on.split("\n"), *(one.source for one in members)})
    return (story, first, last, len(members), negative, urgent, sources)


def absorb(brand: Brand, *, gone: int, into: int) -> set[int]:
    """Let one story go on in another: its posts move, its counts are added, its own title and counts become nothing."""
    old = Story.objects.filter(brand=brand, number=gone, merged_into__isnull=True).first()
    new = Story.objects.filter(brand=brand, number=into).select_related("merged_into").first()
    new = (new.merged_into or new) if new else None
    if old is None or new is None or old.pk == new.pk:
        return set()
    StoryPost.objects.filter(story=old).update(story=new)
    Story.objects.filter(pk=old.pk).update(merged_into=new, title="", version=F("version") + 1)
    Story.objects.filter(merged_into=old).update(merged_into=new)
    inherit(old, new)
    recount(old)
    recount(new)
    return {old.number, new.number}


def inherit(old: Story, new: Story) -> None:
    """Hand on what no machine may lower: the hard rule's mark and floor (R1.25), and what a person has ruled."""
    floors = [Severity(floor) for floor in (old.floor, new.floor) if floor]
    floor = Severity.worst(*floors).value if floors else ""
    first_seen = min(old.first_seen_at, new.first_seen_at)
    hard_rule = old.hard_rule or new.hard_rule
    Story.objects.filter(pk=new.pk).update(floor=floor, hard_rule=hard_rule, first_seen_at=first_seen)
    hand_on(old, new)


def merge_in_book(brand: Brand, *, gone: int, into: int) -> None:
    """Tell the book that two stories are one, as far as it still holds them."""
    row = locked_book(brand)
    book = opened(row)
    held = set(book.keys.tolist())
    if gone in held and into in held:
        keep(row, core.merge(book, gone, into))


def split_in_book(brand: Brand, *, story: int, taken: core.Batch) -> int:
    """Take posts out of a story of the book into one of their own; gives the new one's number."""
    row = locked_book(brand)
    book = opened(row)
    if story in book.keys:
        book = core.without(book, story, taken)
    book, number = core.apart(book, taken)
    keep(row, book)
    return number


def forget_in_book(brand: Brand, *, story: int | None, gone: core.Batch) -> None:
    """Take an erased post out of the book: of its story, or as the lonely seed that it was."""
    row = locked_book(brand)
    book = opened(row)
    if story is not None and story in book.keys:
        keep(row, core.without(book, story, gone))
    elif story is None and (book.latent & np.isin(book.refs, gone.refs)).any():
        keep(row, book.take(~(book.latent & np.isin(book.refs, gone.refs))))


def batch_again(brand: Brand, posts: Sequence[Post]) -> core.Batch:
    """Read stored posts once more, as the book knows them."""
    told = [core_post(post) for post in posts]
    said = said_of(told, reader_of(brand).read(told).readings)
    latest = max(post.published_at for post in posts)
    return batch(said, refs=np.asarray([post.pk for post in posts], dtype=np.int64), latest=latest)


def retitle(story: Story) -> None:
    """Take the title anew from the first complaint, else the first post: chatter before it does not name a crisis."""
    posts = Post.objects.filter(place__story=story).select_related("reading").order_by("published_at", "pk")
    complaints = posts.filter(Q(reading__sentiment=Sentiment.NEGATIVE) | Q(reading__urgent=True))
    first = complaints.first() or posts.first()
    story.title = title_of(stored_heading(first)) if first else ""
    Story.objects.filter(pk=story.pk).update(title=story.title)
