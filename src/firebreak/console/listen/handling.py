"""Who takes a mention, when does it come back, is it closed? Acts upon one or many, each of which can be taken back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.govern.models import Assignment, Brand, Engagement, Person
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.handled import KEPT, Deed, Handling
from firebreak.console.listen.models import Post
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.govern.role import TABLE
from firebreak.core.terms import Act

MOST = 200  # mentions of one act
TOPIC = "handling"
RISE_LEAST, RISE_SHARE = 5, 0.5  # a story rises again with five more posts, or half as many again

Seen = Mapping[int, int]  # ids of posts, and the last act upon each that the person saw; 0: none
Change = Callable[[Handling, Post], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act: the posts it reached, and those that somebody else had changed before."""

    kind: str
    posts: tuple[int, ...]
    late: tuple[int, ...] = ()
    deed: Deed | None = None


def close(*, seat: Seat, seen: Seen) -> Done:
    """Say that nothing more is to be done about mentions."""

    def change(row: Handling, _post: Post) -> None:
        row.closed_at, row.closed_by = seat.at, seat.person
        wake_up(row)

    return act(seat=seat, seen=seen, kind="close", change=change)


def assign(*, seat: Seat, seen: Seen, holder: Person) -> Done:
    """Give mentions to somebody, who is then seen to hold them; who holds a closed one works on it again."""
    if not may_hold(seat.brand, holder, at=seat.at):
        raise BadInput(field="holder", problem="unknown")

    def change(row: Handling, _post: Post) -> None:
        row.holder, row.held_at = holder, seat.at
        row.closed_at = row.closed_by = None
        wake_up(row)

    return act(seat=seat, seen=seen, kind="assign", change=change, detail={"holder": holder.pk})


def put_back(*, seat: Seat, seen: Seen) -> Done:
    """Let mentions wait for anybody again: held by nobody, open and awake."""

    def change(row: Handling, _post: Post) -> None:
        row.holder = row.held_at = row.closed_at = row.closed_by = None
        wake_up(row)

    return act(seat=seat, seen=seen, kind="put_back", change=change)


def snooze(*, seat: Seat, seen: Seen, until: datetime | None) -> Done:
    """Let mentions sleep until a time, or without one until their story rises again."""
    if until is not None and until <= seat.at:
        raise BadInput(field="until", problem="past")

    def change(row: Handling, post: Post) -> None:
        wake_up(row)
        row.closed_at = row.closed_by = None
        row.asleep_until = until
        if until is None:
            row.until_rise = True
            row.rise_level, row.rise_posts = rise_of(post)

    detail = {"until": until.isoformat() if until else "rise"}
    return act(seat=seat, seen=seen, kind="snooze", change=change, detail=detail)


def rise_of(post: Post) -> tuple[str, int]:
    """Say when a post's story has risen: worse than this level, or with so many posts. Alone: when it has a story."""
    place = getattr(post, "place", None)
    if place is None:
        return "", 1
    story = place.story
    return story.severity, story.post_count + max(RISE_LEAST, round(story.post_count * RISE_SHARE))


def wake_up(row: Handling) -> None:
    row.asleep_until = row.rise_posts = None
    row.until_rise, row.rise_level = False, ""


@transaction.atomic
def act(*, seat: Seat, seen: Seen, kind: str, change: Change, detail: Mapping[str, Any] | None = None) -> Done:
    """Change the handling of posts in one step with one audit line; what others changed meanwhile stays as it is."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    found = posts_among(seat.brand, seen)
    fresh = [post for post in found if last_deed(post) == seen[post.pk]]
    late = tuple(post.pk for post in found if last_deed(post) != seen[post.pk])
    if not fresh:
        return Done(kind=kind, posts=(), late=late)
    deed = begin(seat, kind, {str(post.pk): {"before": kept_of(post)} for post in fresh})
    rows = [handling_of(post) or Handling(post=post, brand=seat.brand) for post in fresh]
    for row, post in zip(rows, fresh, strict=True):
        change(row, post)
        row.deed = deed
    write_rows(rows)
    told(seat, deed, kind, detail or {})
    return Done(kind=kind, posts=tuple(post.pk for post in fresh), late=late, deed=deed)


def write_rows(rows: Sequence[Handling]) -> None:
    """Write rows that may be new, all in one go."""
    cells = [field.attname for field in Handling._meta.concrete_fields if not field.primary_key]
    Handling.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=cells)


def begin(seat: Seat, kind: str, was: dict[str, Any]) -> Deed:
    return Deed.objects.create(brand=seat.brand, person=seat.person, at=seat.at, kind=kind, was=was)


def told(seat: Seat, deed: Deed, kind: str, detail: Mapping[str, Any]) -> None:
    """Write one line about an act into the trail, and tell open lists."""
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=f"{kind}_mentions",
        subject=f"deed:{deed.pk}",
        detail={"posts": [int(pk) for pk in deed.was], **detail},
        at=seat.at,
    )
    beat(seat.brand, TOPIC)


def posts_among(brand: Brand, ids: Seen) -> list[Post]:
    """Give the posts of an act; raises BadInput for none, for too many, and for one that the brand does not have."""
    if not ids:
        raise BadInput(field="posts", problem="nothing_chosen")
    if len(ids) > MOST:
        raise BadInput(field="posts", problem="too_many_posts", most=MOST)
    rows = Post.objects.filter(brand=brand, pk__in=list(ids)).select_related("handling", "place__story", "reading")
    found = list(rows.order_by("-published_at", "-pk"))
    if len(found) != len(ids):
        raise BadInput(field="posts", problem="unknown")
    return found


def handling_of(post: Post) -> Handling | None:
    return getattr(post, "handling", None)


def last_deed(post: Post) -> int:
    """Name the last act upon a post; 0 where there was none."""
    row = handling_of(post)
    return (row.deed_id or 0) if row else 0


def kept_of(post: Post) -> dict[str, Any] | None:
    """Write down how a post was handled before an act; None for not at all."""
    row = handling_of(post)
    if row is None:
        return None
    cells = {name: getattr(row, name) for name in (*KEPT, "deed_id")}
    return {name: cell.isoformat() if isinstance(cell, datetime) else cell for name, cell in cells.items()}


def remember(deed: Deed, more: Mapping[int, Mapping[str, Any]]) -> None:
    """Write down what else an act changed of its posts, to take that back as well."""
    for pk, cells in more.items():
        deed.was[str(pk)] |= cells
    deed.save(update_fields=["was"])


@dataclass(frozen=True, slots=True)
class Undoing:
    """An act that is being taken back: the posts where it is still the last one, and the others."""

    deed: Deed
    rows: tuple[Handling, ...]
    late: tuple[int, ...]

    def without(self, pks: Collection[int]) -> "Undoing":
        """Leave some posts as they are after all."""
        rows = tuple(row for row in self.rows if row.pk not in pks)
        return Undoing(self.deed, rows, (*self.late, *sorted(pks)))


def undoing(*, seat: Seat, pk: int) -> Undoing:
    """Find an act of this person's own, with the brand locked; Conflict where it was taken back already."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    deed = Deed.objects.filter(brand=seat.brand, pk=pk, person=seat.person, undone_at__isnull=True).first()
    if deed is None:
        raise Conflict
    rows = list(Handling.objects.filter(brand=seat.brand, pk__in=list(deed.was)).order_by("pk"))
    late = tuple(row.pk for row in rows if row.deed_id != deed.pk)
    return Undoing(deed, tuple(row for row in rows if row.deed_id == deed.pk), late)


def undo_handling(seat: Seat, found: Undoing) -> Done:
    """Let mentions be handled as before an act; those upon which somebody has acted since stay as they are."""
    deed, before = found.deed, {row.pk: found.deed.was[str(row.pk)]["before"] for row in found.rows}
    write_rows([as_before(row, before[row.pk]) for row in found.rows if before[row.pk]])
    Handling.objects.filter(pk__in=[pk for pk, was in before.items() if was is None]).delete()
    deed.undone_at = seat.at
    deed.save(update_fields=["undone_at"])
    told(seat, deed, "undo", {"kind": deed.kind, "kept": list(found.late)})
    return Done(kind="undo", posts=tuple(before), late=found.late, deed=deed)


def as_before(row: Handling, was: Mapping[str, Any]) -> Handling:
    """Give a row what it was."""
    for name in (*KEPT, "deed_id"):
        cell = was[name]
        is_time = name in ("held_at", "asleep_until", "closed_at") and cell
        setattr(row, name, datetime.fromisoformat(cell) if is_time else cell)
    return row


def holders(brand: Brand, *, at: datetime) -> list[Person]:
    """Give everybody who may hold a mention of this brand, by name."""
    found = seats_to_hold(brand, at=at).select_related("person").order_by("person__name", "pk")
    return [one.person for one in found]


def gone_holders(brand: Brand, *, at: datetime) -> list[int]:
    """Name those who hold open mentions and may do so no more: what they hold waits for anybody again.

    An engagement that ends by its date tells nobody, so that this is asked anew, and few hold anything.
    """
    held = Handling.objects.filter(brand=brand, closed_at__isnull=True, holder__isnull=False).order_by()
    people = set(held.values_list("holder", flat=True).distinct())
    may = seats_to_hold(brand, at=at).filter(person__in=people).values_list("person", flat=True) if people else ()
    return sorted(people.difference(may))


def gone_among(brand: Brand, posts: Iterable[Post], *, at: datetime) -> frozenset[int]:
    """Name those who hold one of these posts and are gone; where nobody holds any, nothing is asked."""
    held = any(row.holder_id and not row.closed_at for row in map(handling_of, posts) if row)
    return frozenset(gone_holders(brand, at=at)) if held else frozenset()


def seats_to_hold(brand: Brand, *, at: datetime) -> QuerySet[Assignment]:
    """Keep the brand's seats whose people may work on its mentions now, in one question: scopes are a list of words."""
    roles = [role.value for role, acts in TABLE.items() if Act.TRIAGE in acts]
    live = Engagement.objects.live(at=at).filter(brand=brand, scopes__icontains=f'"{Act.TRIAGE.value}"')
    of_a_house = Q(person__organisation=brand.organisation_id) | Q(person__organisation__in=live.values("agency"))
    return Assignment.objects.filter(of_a_house, brand=brand, role__in=roles, person__is_active=True)


def may_hold(brand: Brand, person: Person, *, at: datetime) -> bool:
    return person.is_active and brand.allows(person, Act.TRIAGE, at=at)
