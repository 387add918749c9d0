"""What is a work called, which step is it at, and what does its person read when it has ended?"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import faults
from firebreak.console.access import Seat
from firebreak.console.formats import duration, short_time, thousands
from firebreak.console.work.models import Work
from firebreak.console.work.services import BROKEN_OFF

TITLES: Mapping[tuple[str, str], Promise] = {
    ("export", "mentions"): gettext_lazy("Export of mentions"),
    ("export", "stories"): gettext_lazy("Export of stories"),
    ("export", "alerts"): gettext_lazy("Export of alerts"),
    ("export", "incidents"): gettext_lazy("Export of incidents"),
    ("export", "audit"): gettext_lazy("Export of the audit log"),
}
PROBLEMS: Mapping[str, tuple[Promise, Promise]] = {
    BROKEN_OFF: (
        gettext_lazy("It was begun three times, and each time the service ended before it was done."),
        gettext_lazy("Narrow the list and ask again; if it stays, tell the administrator the code."),
    ),
    "too_long_for_excel": (
        gettext_lazy("The list has more rows than a sheet of Excel holds."),
        gettext_lazy("Ask for it as CSV, or narrow the list."),
    ),
}
STEPS: Mapping[str, Sequence[Promise]] = {
    "export": (
        pgettext_lazy("step", "Finding the rows"),
        pgettext_lazy("step", "Writing the rows"),
        pgettext_lazy("step", "Sealing the file"),
    ),
}
AGAIN = gettext_lazy("The service was away; the work was begun again by itself.")


@dataclass(frozen=True, slots=True)
class Told:
    """A work in words, as its person reads it."""

    work: Work
    at: datetime

    @property
    def title(self) -> str:
        return str(TITLES[self.work.kind, str(self.work.asked["list"])])

    @property
    def facts(self) -> str:
        """Name the file's format and, once they are counted, its rows."""
        how = str(self.work.asked["how"]).upper()
        count = self.work.outcome.get("count")
        return how if count is None else _("%(how)s, %(count)s rows") % {"how": how, "count": thousands(count)}

    @property
    def steps(self) -> int:
        return len(STEPS[self.work.kind])

    @property
    def share(self) -> float:
        """Give how much of all steps is behind it, in percent; each step counts alike."""
        if not self.work.step:
            return 0.0
        part = min(1.0, self.work.done / self.work.total) if self.work.total else 0.0
        return 100 * (self.work.step - 1 + part) / self.steps

    @property
    def place(self) -> str:
        """Say which step it is at, and how long the step goes on."""
        if self.work.state == Work.State.WAITING:
            return _("waiting for its turn")
        left = self.work.left
        told = _("time is being measured") if left is None else about(left)
        return f"{max(1, self.work.step)} / {self.steps} · {told}"

    @property
    def now(self) -> str:
        """Say what is being done."""
        if self.work.state == Work.State.WAITING:
            return _("It begins once the works before it are done.")
        what = str(STEPS[self.work.kind][max(1, self.work.step) - 1])
        if not self.work.total:
            return what
        facts = {"what": what, "done": thousands(self.work.done), "total": thousands(self.work.total)}
        return _("%(what)s: %(done)s of %(total)s") % facts

    @property
    def again(self) -> str:
        return str(AGAIN) if self.work.is_under_way and self.work.died else ""

    @property
    def problem(self) -> tuple[str, str]:
        """Say why it failed, and what to do."""
        known = faults.ERRORS.get(self.work.error, faults.ERRORS["error"])
        what, then = PROBLEMS.get(self.work.error, known)
        return str(what), str(then)

    @property
    def until(self) -> str:
        """Say when its file goes away."""
        return short_time(self.work.keep_until, at=self.at) if self.work.keep_until else ""

    @property
    def nonce(self) -> str:
        """Give the sign by which the page sees that the file has come."""
        return secrets.token_hex(4)

    @property
    def has_personal_data(self) -> bool:
        return bool(self.work.asked.get("reason"))


def about(left: timedelta) -> str:
    """Say a measured time roughly: to five seconds, then as spans are written."""
    seconds = left.total_seconds()
    rough = timedelta(seconds=max(5, 5 * round(seconds / 5))) if seconds < 60 else left
    return _("about %(span)s left") % {"span": duration(rough)}


def works_of(seat: Seat) -> list[Told]:
    """Give what this person asked for at this brand, the newest first."""
    return [Told(one, seat.at) for one in Work.objects.filter(brand=seat.brand, person=seat.person)]


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands in the top of every page: how many works are under way, how many wait to be looked at, and ended."""

    running: int
    waiting: int
    ended: int
    newest: Told | None

    @property
    def is_there(self) -> bool:
        return bool(self.running or self.waiting)


NOTHING = Notice(0, 0, 0, None)


def notice_of(seat: Seat) -> Notice:
    told = works_of(seat)
    over = [one for one in told if one.work.state in (Work.State.DONE, Work.State.FAILED)]
    waiting = [one for one in over if one.work.waits_for_its_person]
    newest = max(waiting, key=lambda one: one.work.ended_at or one.at, default=None)
    return Notice(sum(one.work.is_under_way for one in told), len(waiting), len(over), newest)
