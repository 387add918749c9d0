"""In which order is a list read, and where does each of its pages begin? Lane after lane, the newest of each first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.listen.inbox import Row, Wanted, ids_in_stories, posts_of, rows_of, urgent_ids
from firebreak.console.listen.models import Post

Found = tuple[int, Post]  # a post with the number of its lane

PAGE = 30
FARTHEST = 300  # rows that are given at once to reach an opened post

LOW = Q(place__isnull=True) | Q(place__story__severity="S4")
NOT_GRAVE = Q(place__isnull=True) | Q(place__story__severity__in=["S3", "S4"])


@dataclass(frozen=True, slots=True)
class Lane:
    """Some posts of a list: those that `group` tells from the others, and of these the ones that `q` keeps.

    Where a group is small, `named` are its posts, and the database is not asked for the group again: it would begin
    with the most common of all conditions.
    """

    group: Q
    q: Q = field(default_factory=Q)
    named: list[int] | None = None

    def of(self, seat: Seat, want: Wanted) -> QuerySet[Post]:
        if self.named is None:
            return posts_of(seat, want).filter(self.group, self.q)
        return posts_of(seat, want, named=self.named).filter(self.q)


def lanes_of(seat: Seat, want: Wanted) -> Sequence[Lane]:
    """Give the lanes of a list's order.

    By risk they go by the level of the story; after S2 comes what a person must look at now, whatever the volume.
    """
    if want.order == "newest":
        return (Lane(Q()),)
    calm = Q(reading__urgent=False)
    return (
        Lane(Q(place__story__severity="S1"), named=ids_in_stories(seat, want, "S1")),
        Lane(Q(place__story__severity="S2"), named=ids_in_stories(seat, want, "S2")),
        Lane(Q(reading__urgent=True), NOT_GRAVE, named=urgent_ids(seat, want)),
        Lane(Q(place__story__severity="S3"), calm, named=ids_in_stories(seat, want, "S3")),
        Lane(LOW, calm),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the lane, and the last post in it."""

    lane: int
    at: datetime
    pk: int

    def written(self) -> str:
        return f"{self.lane}-{self.at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list; `after` is where the next page begins, "" at the end; `cut`: newer ones are not shown."""

    rows: list[Row]
    after: str
    cut: bool = False


def read_place(text: str) -> Place | None:
    """Read a place in the list; one that cannot be read is the beginning."""
    lane, _dash, rest = text.partition("-")
    moment, _dash, pk = rest.partition("-")
    try:
        return Place(int(lane), datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), int(pk))
    except ValueError:
        return None


def page_of(seat: Seat, want: Wanted, *, after: str = "") -> Page:
    """Give one page of a list; `after` is the place where the page before it ended."""
    return page_with(seat, posts_after(seat, want, read_place(after), most=PAGE + 1), most=PAGE)


def page_with(seat: Seat, found: Sequence[Found], *, most: int) -> Page:
    """Make a page of up to `most` posts; one more than that says that the list goes on."""
    after = place_of(found[most - 1]).written() if len(found) > most else ""
    return Page(rows=rows_of(seat, [post for _lane, post in found[:most]]), after=after)


def page_beside(seat: Seat, want: Wanted, pk: int) -> Page:
    """Give the page for an opened post: from the beginning as far as it, or from itself on where that is too far.

    One that left the list because somebody acted on it a moment ago keeps its row.
    """
    here = found_in(seat, want, pk)
    if here is None:
        return page_of(seat, want)
    for most in (PAGE, FARTHEST):
        found = posts_after(seat, want, None, most=most + 1)
        if len(found) <= most or order_of(here) <= order_of(found[most - 1]):
            rows, shown = reaching(found, here, most=most)
            return page_with(seat, rows, most=shown)
    rest = posts_after(seat, want, place_of(here), most=PAGE)
    return replace(page_with(seat, [here, *rest], most=PAGE), cut=True)


def reaching(found: Sequence[Found], here: Found, *, most: int) -> tuple[list[Found], int]:
    """Put an opened post among the others, and say how many rows are given: a few beyond it."""
    rows = {post.pk: (lane, post) for lane, post in found} | {here[1].pk: here}
    ordered = sorted(rows.values(), key=order_of)
    if most == PAGE:
        return ordered, most + len(rows) - len(found)
    return ordered, min(len(ordered), ordered.index(here) + PAGE // 2)


def found_in(seat: Seat, want: Wanted, pk: int) -> Found | None:
    """Find a post of a list with its lane, also one that somebody has just acted on."""
    touched = with_all(posts_of(seat, replace(want, view="all"))).filter(pk=pk).first()
    if touched is None or not (is_touched(touched) or posts_of(seat, want).filter(pk=pk).exists()):
        return None
    lanes = lanes_of(seat, want)
    rows = Post.objects.filter(pk=pk)
    return next(
        ((number, touched) for number, lane in enumerate(lanes) if rows.filter(lane.group, lane.q).exists()), None
    )


def is_touched(post: Post) -> bool:
    return post.reading.corrected or hasattr(post, "handling")


def order_of(found: Found) -> tuple[int, float, int]:
    lane, post = found
    return lane, -post.published_at.timestamp(), -post.pk


def place_of(found: Found) -> Place:
    lane, post = found
    return Place(lane, post.published_at, post.pk)


def posts_after(seat: Seat, want: Wanted, place: Place | None, *, most: int) -> list[Found]:
    """Give up to `most` posts after a place, each with its lane."""
    found: list[Found] = []
    for number, lane in enumerate(lanes_of(seat, want)):
        if len(found) >= most or lane.named == [] or (place and number < place.lane):
            continue
        rows = lane.of(seat, want)
        if place and number == place.lane:
            rows = rows.filter(Q(published_at__lt=place.at) | Q(published_at=place.at, pk__lt=place.pk))
        found += [(number, post) for post in with_all(rows)[: most - len(found)]]
    return found


def with_all(rows: QuerySet[Post]) -> QuerySet[Post]:
    acted = ("handling__holder", "handling__deed__person", "reuse")
    return rows.select_related("reading", "place__story__incident", *acted)


def place_in(rows: Iterable[Row], pk: int) -> int:
    """Give the place of a post among the rows shown, counted from 1; 0 where it is not among them."""
    return next((place for place, row in enumerate(rows, 1) if row.post.pk == pk), 0)


def neighbours(rows: Iterable[Row], pk: int) -> tuple[int | None, int | None]:
    """Give the ids before and after a post among the rows shown."""
    ids = [row.post.pk for row in rows]
    if pk not in ids:
        return None, None
    here = ids.index(pk)
    return (ids[here - 1] if here else None), (ids[here + 1] if here + 1 < len(ids) else None)
