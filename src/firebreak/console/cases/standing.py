"""How does a case stand: what is due next, what is late, and how far is the time that the law gives?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.cases.hiding import name_of, words_of
from firebreak.console.cases.models import Case, CasePost, Promise
from firebreak.console.cases.money import Offer
from firebreak.console.listen.inbox import author_of, snippet
from firebreak.core.respond.clock import Deadline, state
from firebreak.core.terms import Severity

LAW = "complaint"  # in knowledge/statutes.yaml
NEAR = timedelta(days=3)  # of the end of the time that the law gives
DAY = timedelta(days=1)


def complaint_clock(received_at: datetime, closed_at: datetime | None) -> Deadline:
    """Give the clock of the law for a consumer's complaint, from when it came in; nothing pauses it."""
    limit = knowledge.statutes()[LAW].limit
    return Deadline(LAW, received_at, limit.due(received_at, knowledge.workdays()), met=closed_at)


@dataclass(frozen=True)
class Standing:
    """One person's matter with all that was merged into it, as whoever looks may see it; lifted: unmasked."""

    seat: Seat
    case: Case
    others: Sequence[Case] = ()  # merged into it
    lifted: bool = False

    @cached_property
    def cases(self) -> list[Case]:
        return [self.case, *self.others]

    @cached_property
    def received_at(self) -> datetime:
        return min(case.received_at for case in self.cases)

    @cached_property
    def severity(self) -> Severity | None:
        """Give the gravest level of the incidents that this person's cases belong to."""
        levels = [Severity(case.incident.severity) for case in self.cases if case.incident]
        return Severity.worst(*levels) if levels else None

    @cached_property
    def spoken_at(self) -> datetime | None:
        return min((case.spoken_at for case in self.cases if case.spoken_at), default=None)

    @cached_property
    def outreach(self) -> Deadline:
        """Give until when somebody must have spoken to the person."""
        due = knowledge.case_rules().outreach_due(self.received_at, self.severity)
        return Deadline("outreach", self.received_at, due, met=self.spoken_at)

    @cached_property
    def law(self) -> Deadline:
        return complaint_clock(self.received_at, self.case.closed_at)

    @property
    def day(self) -> int:
        """Give which day of the fifteen it is; the day on which it came in is not counted."""
        end = self.law.met or self.seat.at
        return max(0, (end - self.received_at) // DAY)

    @property
    def days(self) -> int:
        return knowledge.statutes()[LAW].limit.number

    @property
    def law_look(self) -> str:
        if self.case.closed_at:
            return "warn" if self.law.is_breached(self.seat.at) else "ok"
        left = self.law.left(self.seat.at)
        return "bad" if left < timedelta() else "warn" if left <= NEAR else ""

    @property
    def outreach_state(self) -> str:
        return state(self.outreach, self.seat.at, knowledge.clocks()).value

    @cached_property
    def told(self) -> list[CasePost]:
        return [link for case in self.cases for link in case.told.all()]

    @cached_property
    def promises(self) -> list[Promise]:
        rows = [one for case in self.cases for one in case.promises.all()]
        return sorted(rows, key=lambda one: (one.state != Promise.OPEN, one.due_at, one.pk))

    @property
    def next_promise(self) -> Promise | None:
        return next((one for one in self.promises if one.state == Promise.OPEN), None)

    @property
    def next_words(self) -> str:
        return self.words(self.next_promise.text) if self.next_promise else ""

    @property
    def is_late(self) -> bool:
        return bool(self.next_promise and self.next_promise.due_at < self.seat.at)

    @cached_property
    def offers(self) -> list[Offer]:
        return [one for case in self.cases for one in case.offers.all()]

    @property
    def waits(self) -> bool:
        """Tell whether nobody has spoken to the person yet."""
        return self.case.is_open and self.spoken_at is None

    @property
    def look(self) -> str:
        """Name how it stands: done, open (must be spoken to, or a promise is late) or work."""
        if not self.case.is_open:
            return "done"
        return "open" if self.waits or self.is_late else "work"

    @cached_property
    def name(self) -> str:
        """Give what the person goes by: their name, else the account of the mention in which they told of it."""
        named = next((case for case in self.cases if case.name), None)
        if named:
            return name_of(named, lifted=self.lifted)
        authors = (author_of(self.seat, link.post, lifted=self.lifted) for link in self.told)
        return next((author.name or author.id for author in authors if author.name or author.id), "")

    @property
    def what(self) -> str:
        """Say what happened to the person: what somebody wrote down, else their own words in a mention."""
        written = next((self.words(case.what) for case in self.cases if case.what), "")
        return written or next((snippet(link.post) for link in self.told), "")

    @property
    def matter(self) -> str:
        """Name the product, batch or shop as somebody wrote it down."""
        return self.words(self.case.matter)

    def words(self, text: str) -> str:
        """Give somebody's words as whoever looks may see them."""
        for case in self.cases:
            text = words_of(text, case, lifted=self.lifted)
        return text

    @property
    def rank(self) -> tuple[bool, bool, datetime]:
        """Order what is open: bodily harm first, then who waits to be spoken to, then what runs out first."""
        dues = [self.law.due, *([self.next_promise.due_at] if self.next_promise else [])]
        return (not self.case.injured, not self.waits, self.outreach.due if self.waits else min(dues))


def standings(seat: Seat, cases: Iterable[Case], merged: dict[int, list[Case]]) -> list[Standing]:
    """Put each case together with what was merged into it."""
    return [Standing(seat, case, tuple(merged.get(case.pk, ()))) for case in cases]
