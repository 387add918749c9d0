"""Where does an incident stand, what is due, and who must do what? Everything its room shows, from its records."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.assess.page import StoryPage
from firebreak.console.assess.ruling import ByHand
from firebreak.console.govern.models import Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.listen.health import checked, in_trouble
from firebreak.console.listen.inbox import Row, Wanted, row_of
from firebreak.console.listen.lanes import Page, page_of
from firebreak.console.listen.models import Post
from firebreak.console.respond.clocks import clocks_of, deeds_of, facts_of, moments_of, stand_of
from firebreak.console.respond.dues import ShownDue, dues_of
from firebreak.console.respond.hand import hand_of
from firebreak.console.respond.law.page import LegalBoard
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.send.freezing import in_force
from firebreak.console.respond.services import limit_of
from firebreak.console.sentences import CLOCKS
from firebreak.core.govern.role import may, who_may
from firebreak.core.resolve import lifecycle
from firebreak.core.respond import clock
from firebreak.core.respond.clock import Deadline, State
from firebreak.core.terms import Act, Phase, Role, Severity

LOOKS = {
    State.RUNNING: "",
    State.SOON: "warn",
    State.BREACHED: "bad",
    State.MET: "ok",
    State.MET_LATE: "warn",
    State.OVER_AT_START: "",
}
MISSING = {
    "assessment": (gettext_lazy("The story has not been judged yet"), None),
    "owner": (gettext_lazy("Nobody leads this incident yet"), Act.INCIDENT),
    "answer": (gettext_lazy("Nothing has been said to the public yet"), Act.INCIDENT),
    "remedies": (gettext_lazy("People affected wait for a remedy, or for a first word from us"), Act.INCIDENT),
    "actions": (gettext_lazy("Corrective actions are still without a proof"), Act.INCIDENT),
    "root_cause": (gettext_lazy("The root cause is not written down"), Act.INCIDENT),
    "review_date": (gettext_lazy("No day is set for the review"), Act.INCIDENT),
    "final_result": (gettext_lazy("The final result has not been made public"), Act.INCIDENT),
    "order": (gettext_lazy("The phases do not lead there directly"), None),
}
PLACES = {  # the part of the room in which it is seen to
    "answer": "statements",
    "remedies": "remedy",
    "actions": "learn#actions",
    "root_cause": "learn#cause",
    "review_date": "learn#after",
    "final_result": "learn#after",
}
WAITED_BY = {"owner": "triage", "answer": "holding"}  # the clock that runs until it is there
LATEST = 10


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock as the page shows it."""

    name: str
    label: str
    due: datetime
    met: datetime | None
    starts: datetime
    state: str

    @property
    def look(self) -> str:
        return LOOKS[State(self.state)]


@dataclass(frozen=True, slots=True)
class Step:
    """One phase: done, current or to come, when it was entered and how long it took."""

    code: str
    name: str
    look: str
    entered: datetime | None
    spent: timedelta | None


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be there before the next phase, and the roles whose turn it is."""

    code: str
    text: str
    roles: tuple[str, ...]
    due: datetime | None = None

    @property
    def place(self) -> str:
        return PLACES.get(self.code, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline, what was skipped in words, and the posts it rests on, as far as they are still there."""

    line: Moment
    skipped: list[str]
    posts: list[Row]


@dataclass(frozen=True, slots=True)
class Member:
    person: Person
    role: str
    outside: bool
    leads: bool


class Room:
    """One incident at the seat's moment; parts are read when the template asks."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat = seat
        self.incident = incident
        self.at = seat.at

    @cached_property
    def moments(self) -> list[Moment]:
        return moments_of(self.incident)

    @property
    def is_frozen(self) -> bool:
        """Tell whether a switch holds back what would go out."""
        return in_force(self.seat.brand, self.incident).exists()

    @cached_property
    def timeline(self) -> list[Entry]:
        """Give the timeline, newest first."""
        lines = list(self.incident.moments.select_related("person").order_by("-at", "-id"))
        rows = self.posts({post for line in lines for post in line.facts.get("posts", ())})
        return [
            Entry(
                line=line,
                skipped=problem_text(line.facts.get("skipped", ())),
                posts=[rows[post] for post in line.facts.get("posts", ()) if post in rows],
            )
            for line in lines
        ]

    def posts(self, ids: Collection[int]) -> dict[int, Row]:
        """Give those of these posts that were not erased, masked as the list shows them."""
        if not ids:
            return {}
        found = Post.objects.filter(brand=self.seat.brand, pk__in=ids)
        return {
            post.pk: row_of(self.seat, post)
            for post in found.select_related("reading", "place__story__incident", "handling__holder", "reuse")
        }

    @property
    def latest(self) -> list[Entry]:
        return self.timeline[:LATEST]

    @cached_property
    def hand(self) -> ByHand | None:
        """Give who set the level by hand, with what the machine says beside it."""
        return hand_of(self.incident, [entry.line for entry in reversed(self.timeline)])

    @property
    def limit(self) -> Severity | None:
        """Give the level below which only authority goes."""
        return limit_of(self.incident)

    @cached_property
    def stand(self) -> lifecycle.Stand:
        return stand_of(self.incident, self.moments)

    @cached_property
    def deadlines(self) -> dict[str, Deadline]:
        return {one.name: one for one in clocks_of(self.incident, self.moments)}

    @cached_property
    def clocks(self) -> list[Clock]:
        """Give every clock that this incident has, with how it stands."""
        return [self.shown(one) for one in self.deadlines.values()]

    def shown(self, one: Deadline) -> Clock:
        state = clock.state(one, self.at, knowledge.clocks())
        return Clock(one.name, str(CLOCKS[one.name]), one.due, one.met, one.starts, state.value)

    def first_of(self, *names: str) -> Clock | None:
        """Give the first of these clocks that this incident has."""
        found = next((self.deadlines[name] for name in names if name in self.deadlines), None)
        return self.shown(found) if found else None

    @cached_property
    def dues(self) -> list[ShownDue]:
        """Give what else is due in it: to the press, to the brand."""
        return dues_of(self.seat, self.incident, self.moments)

    @property
    def pressing(self) -> list[ShownDue]:
        return [one for one in self.dues if one.presses]

    @cached_property
    def legal(self) -> LegalBoard:
        return LegalBoard(self.seat, self.incident, self.moments)

    @property
    def golden(self) -> Clock | None:
        return self.first_of("golden")

    @property
    def inner(self) -> Clock | None:
        """Give the internal limit of the first public word, at S4 that of the reply."""
        return self.first_of("holding", "update")

    @property
    def third(self) -> Clock | None:
        """Give the next update once something was said, before that what triage still owes."""
        waits = [name for name in ("ack", "triage") if self.waits(name)]
        return self.first_of("cadence", *waits, "update", "triage")

    def waits(self, name: str) -> bool:
        return name in self.deadlines and self.deadlines[name].met is None

    @cached_property
    def deeds(self) -> clock.Deeds:
        return deeds_of(self.incident, self.moments)

    @cached_property
    def silence(self) -> timedelta | None:
        """R1.26: tell how long a grave incident has gone without a word to the public."""
        severity = Severity(self.incident.severity)
        return clock.silence(severity, first_seen=self.incident.first_seen_at, deeds=self.deeds, at=self.at)

    @property
    def silence_text(self) -> str:
        """Write the silence as hours and minutes."""
        minutes = int((self.silence or timedelta()).total_seconds() // 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    @property
    def inner_clocks(self) -> list[Clock]:
        """Give the two clocks beside the golden one."""
        pair = [one for one in (self.inner, self.third) if one]
        return pair if len({one.name for one in pair}) == len(pair) else pair[:1]

    @property
    def last_word(self) -> datetime | None:
        return max(self.deeds.outward, default=None)

    @property
    def words_said(self) -> int:
        return len(self.deeds.outward)

    @property
    def first_word(self) -> datetime | None:
        return min(self.deeds.outward, default=None)

    @property
    def track(self) -> list[datetime]:
        """Give the deeds that are dots on the golden track: taken, and each word to the public."""
        taken = [self.deeds.acknowledged] if self.deeds.acknowledged else []
        return [*taken, *self.deeds.outward]

    @cached_property
    def steps(self) -> list[Step]:
        """Give the phases with when each was entered (R2.43) and how long it took."""
        spent = lifecycle.phase_times(self.stand, at=max(self.at, self.stand.entered[-1][1]))
        here = lifecycle.ORDER.index(self.stand.phase)
        return [
            Step(
                code=phase.value,
                name=str(words.PHASES[phase.value]),
                look="cur" if place == here else "done" if place < here and self.stand.last(phase) else "",
                entered=self.stand.last(phase),
                spent=spent.get(phase),
            )
            for place, phase in enumerate(lifecycle.ORDER)
        ]

    @property
    def triage_time(self) -> timedelta | None:
        """R2.26: how long the first triage took, or has taken so far."""
        return lifecycle.triage_time(self.stand, at=self.at)

    @property
    def triage_runs(self) -> bool:
        return self.stand.phase in (Phase.DETECT, Phase.TRIAGE)

    @property
    def next_phase(self) -> Phase | None:
        return lifecycle.next_phase(self.stand.phase)

    @property
    def next_name(self) -> str:
        return str(words.PHASES[self.next_phase.value]) if self.next_phase else ""

    @cached_property
    def facts(self) -> lifecycle.IncidentFacts:
        return facts_of(self.incident, self.moments)

    @cached_property
    def needs(self) -> list[Need]:
        """Name what is missing before the next phase, and whose turn it is."""
        if self.next_phase is None:
            return []
        return [self.need(code) for code in lifecycle.blocked_by(self.stand.phase, self.next_phase, self.facts)]

    @cached_property
    def later_needs(self) -> list[Need]:
        """While detecting, name what the response will ask for, so that it can be seen to now."""
        if self.stand.phase is not Phase.DETECT:
            return []
        return [self.need(code) for code in lifecycle.blocked_by(Phase.TRIAGE, Phase.RESPOND, self.facts)]

    def need(self, code: str) -> Need:
        """Say what is missing, whose turn it is, and until when by the clock that waits for it."""
        clock_of = self.deadlines.get(WAITED_BY.get(code, ""))
        return need_of(code, due=clock_of.due if clock_of and clock_of.met is None else None)

    @property
    def waited(self) -> timedelta | None:
        """Tell how long the incident has stood in its phase."""
        return next((step.spent for step in self.steps if step.look == "cur"), None)

    @property
    def may_lead(self) -> bool:
        """Tell whether the reader could take the lead that nobody has."""
        return self.incident.owner_id is None and self.seat.person in self.candidates

    @property
    def other_moves(self) -> list[tuple[str, str]]:
        """Give the phases it may also go to, in their order."""
        known = [phase for phase in lifecycle.ORDER if phase in lifecycle.MOVES[self.stand.phase]]
        return [(phase.value, str(words.PHASES[phase.value])) for phase in known]

    @cached_property
    def members(self) -> list[Member]:
        """Give who works on this brand, the lead first."""
        rows = seated_at(self.seat.brand, at=self.at)
        order = list(Role)
        found = [
            Member(
                person=row.person,
                role=str(words.ROLES[row.role]),
                outside=row.person.organisation_id != self.seat.brand.organisation_id,
                leads=row.person_id == self.incident.owner_id,
            )
            for row in sorted(rows, key=lambda row: (order.index(Role(row.role)), row.person_id))
        ]
        return sorted(found, key=lambda member: not member.leads)

    @cached_property
    def candidates(self) -> list[Person]:
        """Give the people who may lead."""
        rows = seated_at(self.seat.brand, at=self.at).order_by("pk")
        able = [row for row in rows if may(Role(row.role), Act.INCIDENT)]
        acts_of = self.seat.brand.acts_of
        return [row.person for row in able if Act.INCIDENT in acts_of(row.person, Role(row.role), at=self.at)]

    @cached_property
    def story(self) -> StoryPage | None:
        return StoryPage(self.seat, self.incident.story) if self.incident.story else None

    @cached_property
    def missing(self) -> int:
        """Count the sources that are not heard: their posts are not in the figures."""
        return len(in_trouble(checked(self.seat.brand, at=self.at)))

    @property
    def growth(self) -> SafeString:
        return self.story.growth if self.story else SafeString("")

    @cached_property
    def mentions(self) -> Page:
        """Give the newest posts of its story."""
        number = self.incident.story.number if self.incident.story else 0
        return page_of(self.seat, Wanted("all", {"story": number}))


def need_of(code: str, *, due: datetime | None = None) -> Need:
    text, act = MISSING[code]
    roles = tuple(role.value for role in who_may(act)) if act else ()
    return Need(code=code, text=str(text), roles=roles, due=due)


def problem_text(missing: Iterable[str]) -> list[str]:
    """Say what a refused move still needs."""
    return [str(MISSING[code][0]) if code in MISSING else _("Unknown") for code in missing]
