"""What must whoever decides know, on one page? A story, or an incident with its story, as a brief in four parts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.assess.models import Story
from firebreak.console.assess.page import StoryPage
from firebreak.console.formats import duration, listed, percent, short_time, thousands
from firebreak.console.plans.library import plans_in_force
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.page import Steps
from firebreak.console.respond.room import Room
from firebreak.console.respond.sbar.words import LABELS, MISSING, PARTS
from firebreak.console.respond.speak.board import Board
from firebreak.console.sentences import reason_parts, reason_sentence
from firebreak.core.respond.playbook import Plan, fitting
from firebreak.core.respond.sbar import Filled, asked, filled
from firebreak.core.terms import Category
from firebreak.knowledge.playbooks import BASE

MOST = 3  # reasons and warnings: it is one page
LONGEST = 80  # characters of a fact; the whole of it is on the sheet
OF_STORY = frozenset({"usual", "why", "axes", "harm", "outlook"})  # what an incident without a story cannot have


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the brief; `text` is empty where nothing is on file, and `missing` says why."""

    code: str
    label: str
    text: str
    missing: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the four parts."""

    code: str
    name: str
    fields: list[Field]


class Sbar:
    """The brief of an incident, or of a story that has none, at the seat's moment."""

    def __init__(self, seat: Seat, *, story: Story | None, incident: Incident | None) -> None:
        self.seat, self.incident = seat, incident
        self.room = Room(seat, incident) if incident else None
        self.story = self.room.story if self.room else StoryPage(seat, story) if story else None

    @cached_property
    def values(self) -> dict[str, str]:
        """Give the words of every field that is asked for; a field without an answer is empty."""
        tellers: dict[str, Callable[[], str]] = {code: getattr(self, f"tell_{code}") for code in LABELS}
        codes = [code for part in asked(incident=self.incident is not None).values() for code in part]
        return {code: tellers[code]() for code in codes}

    @property
    def filled(self) -> Filled:
        return filled(self.values, incident=self.incident is not None)

    @property
    def standing(self) -> str:
        """Say how much of the brief is on file."""
        numbers = {"count": self.filled.count, "of": self.filled.of, "share": percent(self.filled.share)}
        return _("%(count)s of %(of)s fields on file (%(share)s)") % numbers

    @property
    def take_url(self) -> str:
        name = "take_incident_sbar" if self.incident else "take_story_sbar"
        number = self.incident.number if self.incident else self.story.story.number if self.story else 0
        return reverse(name, args=[self.seat.brand.slug, number])

    @property
    def sections(self) -> list[Section]:
        wanted = asked(incident=self.incident is not None)
        return [
            Section(part.value, str(PARTS[part]), [self.field(one) for one in codes]) for part, codes in wanted.items()
        ]

    def field(self, code: str) -> Field:
        return Field(code, str(LABELS[code]), self.values[code], self.why_missing(code))

    def why_missing(self, code: str) -> str:
        """Say why a field is empty; without a story nothing will ever be judged or learnt."""
        if self.story is None and code in OF_STORY:
            return str(MISSING["size"])
        if self.story and code == "outlook":
            return self.story.outlook.silence
        return str(MISSING.get(code, ""))

    @property
    def code(self) -> str:
        return self.incident.code if self.incident else self.story.story.code if self.story else ""

    @property
    def title(self) -> str:
        return self.incident.name if self.incident else self.story.story.title if self.story else ""

    @property
    def category(self) -> str:
        return self.incident.category if self.incident else self.story.story.category if self.story else ""

    def tell_matter(self) -> str:
        parts = (self.code, str(words.CATEGORIES[self.category]), self.title)
        return " · ".join(one for one in parts if one)

    def tell_level(self) -> str:
        level = self.incident or (self.story.story if self.story else None)
        if level is None:
            return ""
        numbers = {"level": f"{level.severity} {words.SEVERITIES[level.severity]}", "score": f"{level.score:.0f}"}
        told = (
            _("%(level)s, %(score)s of 100, set by a person") if level.is_by_hand else _("%(level)s, %(score)s of 100")
        )
        return told % numbers

    def tell_size(self) -> str:
        if self.story is None:
            return ""
        facts = self.story.facts
        numbers = {
            "posts": thousands(facts.posts),
            "authors": thousands(facts.authors),
            "negative": percent(self.story.negative_share),
            "hour": thousands(facts.last_hour),
        }
        text = _("%(posts)s posts by %(authors)s authors, %(negative)s negative; %(hour)s in the last hour")
        return text % numbers

    def tell_course(self) -> str:
        if self.story is None:
            return ""
        pace = next(one for one in self.story.metrics if one.code == "doubling")
        doubles = _("doubles in %(time)s") % {"time": pace.value} if pace.bad else ""
        return _("; ").join(one for one in (self.story.conclusion, doubles, pace.note) if one)

    def tell_places(self) -> str:
        if self.story is None:
            return ""
        names = listed(words.PLATFORMS.get(name, name) for name, _posts in self.story.hops[:MOST])
        return _("%(hops)s First: %(names)s") % {"hops": self.story.hops_sentence, "names": names}

    def tell_phase(self) -> str:
        if not (self.incident and self.room):
            return ""
        name = str(words.PHASES[self.incident.phase])
        waited = self.room.waited
        return _("%(phase)s for %(time)s") % {"phase": name, "time": duration(waited)} if waited is not None else name

    def tell_began(self) -> str:
        if self.story is None or not self.story.posts:
            return ""
        first = self.story.posts[0]
        return f"{self.time(first.published_at)} · {words.PLATFORMS.get(first.source, first.source)}"

    def tell_usual(self) -> str:
        usual = self.story.usual if self.story else None
        return _("%(posts)s posts in this hour") % {"posts": thousands(round(usual.mean, 1))} if usual else ""

    def tell_raised(self) -> str:
        alerts = self.story.alerts if self.story else []
        raised = alerts[-1] if alerts else self.incident.alert if self.incident else None
        return f"{self.time(raised.at)} · {words.SIGNALS[raised.signal]}" if raised else ""

    def tell_opened(self) -> str:
        if self.incident is None:
            return ""
        by = self.incident.opened_by.name if self.incident.opened_by else _("by itself")
        return f"{self.time(self.incident.opened_at)} · {by}"

    def tell_said(self) -> str:
        last = self.room.last_word if self.room else None
        count = self.room.words_said if self.room else 0
        if last is None:
            return _("nothing yet, %(time)s after it was first seen") % {"time": duration(self.seat.at - self.since)}
        return _("%(time)s, %(count)s in all") % {"time": self.time(last), "count": count}

    @property
    def since(self) -> datetime:
        return self.incident.first_seen_at if self.incident else self.seat.at

    def tell_known(self) -> str:
        return self.facts_that(lambda status: status == "confirmed")

    def tell_unknown(self) -> str:
        """Give what is still open, and the lines that nobody has written; an empty sheet says nothing at all."""
        if self.board is None or not self.board.facts:
            return ""
        unwritten = listed(line.name for line in self.board.lines if line.fact is None)
        blank = _("nobody has written: %(names)s") % {"names": unwritten} if unwritten else ""
        still_open = self.facts_that(lambda status: status in {"unverified", "checking"})
        return _("; ").join(one for one in (still_open, blank) if one) or _("nothing")

    def facts_that(self, fits: Callable[[str], bool]) -> str:
        facts = [(line.name, line.fact) for line in self.board.lines if line.fact] if self.board else []
        return _("; ").join(
            named(name, Truncator(fact.value).chars(LONGEST)) for name, fact in facts if fits(fact.status)
        )

    @cached_property
    def board(self) -> Board | None:
        return Board(self.seat, self.incident) if self.incident else None

    def tell_why(self) -> str:
        made = self.story.assessment if self.story else None
        worst = sorted(made.reasons, key=lambda one: -one["points"])[:MOST] if made else []
        return _("; ").join(f"{reason_sentence(*reason_parts(one))} +{one['points']:g}" for one in worst)

    def tell_axes(self) -> str:
        return self.axes_of({"speed", "reach"})

    def tell_harm(self) -> str:
        return self.axes_of({"harm"})

    def axes_of(self, codes: set[str]) -> str:
        axes = [one for one in self.story.axes if one.code in codes] if self.story else []
        return _("; ").join(named(f"{one.name} {one.level}/5", one.text) for one in axes)

    def tell_outlook(self) -> str:
        return self.story.outlook.sentence if self.story and not self.story.outlook.silence else ""

    def tell_next(self) -> str:
        if self.steps is None:
            advice = (
                _("Open an incident: the plan “%(plan)s” fits") if self.is_grave else _("Watch it; “%(plan)s” fits")
            )
            return advice % {"plan": self.plan.name.within(self.language)}
        if self.steps.next is None:
            return _("All steps are settled.") if self.steps.total else ""
        who = listed(duty.role for duty in self.steps.next.duties if duty.letter == "A")
        return f"{self.steps.next.step.title} · {who}"

    @property
    def is_grave(self) -> bool:
        return self.story is not None and self.story.story.severity in ("S1", "S2")

    @cached_property
    def steps(self) -> Steps | None:
        return Steps(self.seat, self.incident) if self.incident else None

    @cached_property
    def plan(self) -> Plan:
        """Give the plan that the incident follows, or would."""
        if self.steps and self.steps.packs:
            return self.steps.packs[0].plan
        plans = plans_in_force(self.seat.brand)
        return fitting(Category(self.category), self.title, plans.values()) or plans[BASE]

    @property
    def language(self) -> str:
        return get_language() or "zh"

    def tell_due(self) -> str:
        """Name what ends next, what is overdue, and what the law wants at once."""
        running = self.room.legal.running if self.room else []
        at_once = listed(line.duty for line in running if line.clock.at_once)
        late = listed(label for due, label in sorted(self.dues) if due < self.seat.at)
        ahead = min((one for one in self.dues if one[0] >= self.seat.at), default=None)
        told = [f"{ahead[1]} · {self.time(ahead[0])}"] if ahead else []
        told += [named(word, what) for word, what in ((_("overdue"), late), (_("At once"), at_once)) if what]
        return _("; ").join(told)

    @cached_property
    def dues(self) -> list[tuple[datetime, str]]:
        """Give what runs: clocks, duties of the law with a limit, and what the press or the brand waits for."""
        if self.room is None:
            return []
        clocks = [(one.due, one.label) for one in self.room.clocks if one.met is None and one.state != "over_at_start"]
        limits = [(one.duty, one.clock.deadline) for one in self.room.legal.running if not one.clock.at_once]
        others = [(one.due.label, one.due.deadline) for one in self.room.dues]
        return [*clocks, *((deadline.due, label) for label, deadline in (*limits, *others) if deadline)]

    def tell_lead(self) -> str:
        return self.incident.owner.name if self.incident and self.incident.owner else ""

    def tell_posture(self) -> str:
        advice = self.board.advice if self.board else None
        return named(advice.posture, advice.reasons[0]) if advice else ""

    def tell_never(self) -> str:
        return _("; ").join(said.within(self.language) for said in self.plan.never[:MOST])

    def tell_decision(self) -> str:
        """Leave it to a person: nothing on file says what is to be decided."""
        return ""

    def time(self, instant: datetime) -> str:
        return short_time(instant, at=self.seat.at)


def named(name: str, value: str) -> str:
    return _("%(name)s: %(value)s") % {"name": name, "value": value}
