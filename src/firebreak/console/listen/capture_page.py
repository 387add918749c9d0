"""What was captured, and can it still be taken out? The list of captures as its reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from secrets import token_hex

from firebreak.console.access import Seat
from firebreak.console.listen.capture_forms import GROUNDS
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.forms import REASONS
from firebreak.console.listen.inbox import snippet
from firebreak.core.govern.role import may
from firebreak.core.terms import Act, Role

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A capture in the list; `words` are those of its mention, masked and short, none once that was erased."""

    capture: Capture
    words: str
    ground: str
    may_take: bool

    @property
    def kept_until(self) -> datetime | None:
        return self.capture.kept_until


class CapturePage:
    """The captures of a brand, newest first; `before` is the number at which the page before ended."""

    def __init__(self, seat: Seat, *, before: int | None) -> None:
        self.seat = seat
        self.before = before

    @cached_property
    def found(self) -> list[Capture]:
        rows = Capture.objects.filter(brand=self.seat.brand).select_related("post__reading", "person", "kept_by")
        rows = rows.filter(number__lt=self.before) if self.before else rows
        return list(rows.defer("picture", "manifest").order_by("-number")[: PAGE + 1])

    @cached_property
    def rows(self) -> list[Row]:
        takes = self.seat.may(Act.EXPORT) and self.seat.may(Act.UNMASK)
        return [self.row(one, takes and (one.post_id is not None or self.may_keep)) for one in self.found[:PAGE]]

    def row(self, one: Capture, may_take: bool) -> Row:
        return Row(
            capture=one,
            words=snippet(one.post) if one.post else "",
            ground=str(GROUNDS.get(one.kept_for, "")),
            may_take=may_take,
        )

    @property
    def after(self) -> int | None:
        """Give where the next page begins, None at the end."""
        return self.found[PAGE - 1].number if len(self.found) > PAGE else None

    @cached_property
    def total(self) -> int:
        return Capture.objects.filter(brand=self.seat.brand).count()

    @cached_property
    def may_keep(self) -> bool:
        return self.seat.may(Act.ERASE)

    @property
    def nonce(self) -> str:
        """Give what a download tells back when it is there."""
        return token_hex(4)

    reasons = REASONS
    grounds = GROUNDS
    who_takes = tuple(role for role in Role if may(role, Act.EXPORT) and may(role, Act.UNMASK))
