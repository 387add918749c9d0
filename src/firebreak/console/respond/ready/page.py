"""What does a person see of the messages that are approved ahead: which there are, what one says, who approved it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Prefetch

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.readywords import READY_STATES
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.ready.reading import with_samples
from firebreak.console.respond.ready.records import ReadyApproval, ReadyText
from firebreak.console.respond.ready.writing import Road
from firebreak.console.respond.speak.records import Statement
from firebreak.core.respond.authority import Taken
from firebreak.core.respond.template import HOLE
from firebreak.core.terms import Act

SHOWN = 20  # texts that came of a message


@dataclass(frozen=True, slots=True)
class State:
    """How a version of a message stands."""

    code: str

    @property
    def name(self) -> str:
        return str(READY_STATES[self.code][0])

    @property
    def look(self) -> str:
        return READY_STATES[self.code][1]

    @property
    def mark(self) -> str:
        return READY_STATES[self.code][2]


def state_of(seat: Seat, ready: ReadyText, held: ReadyText | None) -> State:
    """Say how a version stands; `held` is the version of the message that was approved last, if it was not revoked."""
    if ready.revoked_at:
        return State("revoked")
    if ready.approved_at is None:
        return State("back" if ready.back_at else "waiting")
    if held is None or held.pk != ready.pk:
        return State("replaced")
    if seat.at < ready.begins_at:
        return State("early")
    return State("holds" if seat.at < ready.ends_at else "over")


@dataclass(frozen=True, slots=True)
class Row:
    """A message in the list: its newest version, the one that holds, and how often it went out."""

    newest: ReadyText
    held: ReadyText | None
    state: State
    times: int
    is_mine: bool  # waits for the one who looks

    @property
    def holds_besides(self) -> bool:
        """Tell whether an earlier version holds while the newest waits."""
        return self.held is not None and self.held.pk != self.newest.pk


def to_approve(seat: Seat, held: Held) -> list[ReadyText]:
    """Give the messages that wait for this person."""
    if not seat.may(Act.APPROVE):
        return []
    rows = ReadyText.objects.filter(brand=seat.brand).waiting()
    found = rows.select_related("written_by", "brand").prefetch_related("approvals").order_by("number")
    return [one for one in found if Road(one, held).may_approve(seat)]


class ReadyShelf:
    """The messages of a brand at the seat's moment: those that wait for the reader first, then those that hold."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    @cached_property
    def rows(self) -> list[Row]:
        mine = ReadyText.objects.filter(brand=self.seat.brand)
        held = {one.number: one for one in mine.approved()}
        newest = mine.newest().select_related("written_by", "brand").prefetch_related("approvals")
        out = Statement.objects.filter(ready__brand=self.seat.brand, published_at__isnull=False)
        times = dict(out.values_list("ready__number").annotate(Count("pk")).values_list("ready__number", "pk__count"))
        found = [self.row(one, held.get(one.number), times.get(one.number, 0)) for one in newest]
        order = ["waiting", "holds", "early", "back", "over", "revoked", "replaced"]
        return sorted(found, key=lambda row: (not row.is_mine, order.index(row.state.code), row.newest.number))

    @cached_property
    def held_by(self) -> Held:
        """Give the matrices that the brand has worked by."""
        return matrices_of(self.seat.brand)

    def row(self, one: ReadyText, held: ReadyText | None, times: int) -> Row:
        state = state_of(self.seat, one, held)
        mine = state.code == "waiting" and Road(one, self.held_by).may_approve(self.seat)
        return Row(one, held, state, times, mine)

    @property
    def may_write(self) -> bool:
        return self.seat.may(Act.TRIAGE)


class ReadyPage:
    """One version of a message, with its words, its approvals and what came of it."""

    def __init__(self, seat: Seat, ready: ReadyText) -> None:
        self.seat, self.ready = seat, ready

    @cached_property
    def versions(self) -> Sequence[ReadyText]:
        rows = ReadyText.objects.filter(brand=self.seat.brand, number=self.ready.number)
        said = Prefetch("approvals", ReadyApproval.objects.select_related("person"))
        return list(rows.select_related("written_by", "revoked_by", "brand").prefetch_related(said))

    @property
    def states(self) -> list[tuple[ReadyText, State]]:
        return [(one, state_of(self.seat, one, self.held)) for one in self.versions]

    @property
    def shown(self) -> ReadyText:
        """Give the version with what was read along."""
        return next(one for one in self.versions if one.pk == self.ready.pk)

    @cached_property
    def held(self) -> ReadyText | None:
        last = next((one for one in self.versions if one.approved_at), None)
        return None if last is None or last.revoked_at else last

    @property
    def is_newest(self) -> bool:
        return self.versions[0].pk == self.ready.pk

    @property
    def state(self) -> State:
        return state_of(self.seat, self.ready, self.held)

    @cached_property
    def road(self) -> Road:
        return Road(self.shown)

    @property
    def steps(self) -> list[tuple[Taken, str]]:
        """Give each approval that is needed, with the name of who gave it."""
        names = {row.person_id: row.person.name for row in self.shown.approvals.all()}
        return [(one, names.get(one.by.person, "") if one.by else "") for one in self.road.taken]

    @property
    def back(self) -> ReadyApproval | None:
        """Give why it was sent back."""
        return next((row for row in self.shown.approvals.all() if not row.approved), None)

    @property
    def given(self) -> list[ReadyApproval]:
        return [row for row in self.shown.approvals.all() if row.approved]

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Give the words, each piece with the name of the fact that stands behind it."""
        cut = HOLE.split(self.ready.text)
        return list(zip(cut[::2], [*cut[1::2], ""], strict=True))

    @property
    def sample(self) -> str:
        """Give the words as they could read."""
        return with_samples(self.ready.text, brand=self.seat.brand.name)

    @property
    def channels(self) -> list[str]:
        return [str(words.CHANNELS[one]) for one in self.ready.channels]

    @cached_property
    def uses(self) -> list[Statement]:
        """Give the texts that came of it, newest first, so that somebody can look some of them through."""
        rows = Statement.objects.filter(ready__brand=self.seat.brand, ready__number=self.ready.number)
        rows = rows.select_related("incident__story__merged_into", "incident__alert", "written_by")
        return list(rows.order_by("-written_at", "-pk")[:SHOWN])

    @property
    def may_write(self) -> bool:
        return self.is_newest and self.seat.may(Act.TRIAGE)

    @property
    def may_approve(self) -> bool:
        return self.is_newest and self.road.may_approve(self.seat)

    @property
    def is_mine(self) -> bool:
        return self.seat.person.pk in self.road.writers

    @property
    def may_revoke(self) -> bool:
        return self.held is not None and self.held.pk == self.ready.pk and self.seat.may(Act.APPROVE)
