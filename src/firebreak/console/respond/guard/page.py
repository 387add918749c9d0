"""What does a person see who wants a mention hidden, or must confirm that somebody else does?"""

from dataclasses import dataclass
from functools import cached_property

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.listen.handling import gone_among
from firebreak.console.listen.inbox import Row, masked, row_of
from firebreak.console.listen.models import Post
from firebreak.console.respond.guard.asking import copies_of
from firebreak.console.respond.guard.forms import AskForm
from firebreak.console.respond.guard.records import ModerationRequest
from firebreak.core.respond.moderation import CONFIRMS, Refusal
from firebreak.core.terms import Act, Role

SHOWN = 600  # characters of the mention
PAST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A request as it stands, for the one who looks."""

    request: ModerationRequest
    seat: Seat
    said: str

    @property
    def look(self) -> str:
        return {"asked": "warn", "allowed": "ok", "refused": "bad"}.get(self.request.state, "plain")

    @property
    def why(self) -> str:
        """Say why it was refused."""
        return str(words.REFUSALS[self.request.refusal][0]) if self.request.refusal else ""

    @property
    def waits(self) -> bool:
        return self.request.state == ModerationRequest.ASKED

    @property
    def is_mine(self) -> bool:
        return self.request.asked_by_id == self.seat.person.pk

    @property
    def may_confirm(self) -> bool:
        return self.waits and not self.is_mine and self.seat.role in CONFIRMS and self.seat.may(Act.APPROVE)

    @property
    def may_decline(self) -> bool:
        return self.waits and self.seat.may(Act.APPROVE)

    @property
    def may_undo(self) -> bool:
        return self.request.state == ModerationRequest.ALLOWED and self.seat.may(Act.TRIAGE)


def lines_of(seat: Seat, *, most: int | None = None, **which: object) -> list[Line]:
    """Give requests of the brand, newest first, with the words that they are about, masked."""
    rows = ModerationRequest.objects.filter(brand=seat.brand, **which).order_by("-asked_at", "-pk")
    found = rows.select_related("post__reading", "post__brand", "capture", "asked_by", "decided_by", "undone_by")
    return [Line(row, seat, said_in(row.post)) for row in found[:most]]


def said_in(post: Post) -> str:
    """Give what a mention says, masked, as far as a page needs it."""
    said = "\n".join(filter(None, (masked(post, "title"), masked(post, "text"))))
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"


class Requests:
    """The requests of a brand: those that wait, and what became of the others."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    @cached_property
    def waiting(self) -> list[Line]:
        return lines_of(self.seat, state=ModerationRequest.ASKED)

    @cached_property
    def past(self) -> list[Line]:
        settled = [one for one in ModerationRequest.STATES if one != ModerationRequest.ASKED]
        return lines_of(self.seat, most=PAST, state__in=settled)


class GuardPage:
    """One mention, what may be asked about it, and what was asked before; `refused` is the request just refused."""

    def __init__(self, seat: Seat, post: Post, *, form: AskForm | None = None, refused: str = "") -> None:
        self.seat, self.post, self.refused = seat, post, refused
        self.form = form or AskForm()

    @cached_property
    def row(self) -> Row:
        return row_of(self.seat, self.post, gone=gone_among(self.seat.brand, [self.post], at=self.seat.at))

    @property
    def words(self) -> str:
        return said_in(self.post)

    @cached_property
    def copies(self) -> int:
        return copies_of(self.seat, self.post)

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.seat, post=self.post)

    @property
    def is_waiting(self) -> bool:
        return any(line.waits for line in self.lines)

    @property
    def lesson(self) -> tuple[str, str] | None:
        """Say why it was refused, and what to do instead."""
        if self.refused not in set(Refusal):
            return None
        what, then = words.REFUSALS[self.refused]
        return str(what), str(then)

    @property
    def confirmers(self) -> list[str]:
        return [role.value for role in Role if role in CONFIRMS]
