"""Why did it happen, what changes, and what does the end still ask for? What the room's part shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import short_time
from firebreak.console.govern.seats import seated_at
from firebreak.console.learn.closing import facts_at_end
from firebreak.console.learn.forms import WHY_FIELDS, ActionForm, AfterForm, CauseForm, FactorForm, WaiveForm
from firebreak.console.learn.models import Action, Check, Factor, Review
from firebreak.console.learn.relapse import watched
from firebreak.console.learn.services import day_of, may_be_result
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import Need, Room, need_of
from firebreak.core.govern.role import may, who_may
from firebreak.core.resolve import lifecycle
from firebreak.core.resolve.cause import Branch, change
from firebreak.core.terms import Act, Phase, Role

OWN = ("root_cause", "review_date", "final_result", "actions")


@dataclass(frozen=True, slots=True)
class Bone:
    code: str
    name: str
    factors: list[Factor]


@dataclass(frozen=True, slots=True)
class Look:
    """A check of an action: done, due now, or to come."""

    check: Check
    state: str

    @property
    def change(self) -> float | None:
        one = self.check
        return change(one.before or 0, one.after or 0) if one.at else None


@dataclass(frozen=True, slots=True)
class Doing:
    """An action with how it stands and its checks."""

    action: Action
    state: str
    looks: list[Look]
    may_prove: bool


class LearnPage:
    """The part of a room that asks why; forms that were refused take the place of the fresh ones."""

    def __init__(self, seat: Seat, incident: Incident, room: Room) -> None:
        self.seat, self.incident, self.room = seat, incident, room
        self.wrong: Mapping[str, forms.Form] = {}
        self.today: date = day_of(seat.at)

    @cached_property
    def review(self) -> Review:
        rows = Review.objects.select_related("waived_by", "result")
        return rows.filter(incident=self.incident).first() or Review(incident=self.incident)

    @cached_property
    def may_write(self) -> bool:
        return self.seat.may(Act.INCIDENT) and self.incident.is_running

    @cached_property
    def may_waive(self) -> bool:
        return self.may_write and self.seat.may(Act.OVERRIDE)

    @property
    def who_writes(self) -> tuple[Role, ...]:
        return who_may(Act.INCIDENT)

    @cached_property
    def may_take(self) -> bool:
        """Tell whether the reader may take the file that shows an action done: nobody masked what it holds."""
        return self.seat.may(Act.EXPORT) and self.seat.may(Act.UNMASK)

    @property
    def who_takes(self) -> list[Role]:
        return [role for role in who_may(Act.EXPORT) if may(role, Act.UNMASK)]

    @cached_property
    def cause(self) -> forms.Form:
        said = dict(zip(WHY_FIELDS, self.review.whys, strict=False))
        fresh = {"version": self.review.version, "root": self.review.root, "branch": self.review.branch}
        return self.wrong.get("cause") or CauseForm(initial=said | fresh)

    @cached_property
    def whys(self) -> list[Any]:
        return [self.cause[name] for name in WHY_FIELDS]

    @cached_property
    def factor(self) -> forms.Form:
        return self.wrong.get("factor") or FactorForm(auto_id="factor_%s")

    @cached_property
    def adding(self) -> forms.Form:
        return self.wrong.get("action") or ActionForm(people=self.people, auto_id="action_%s")

    @cached_property
    def after(self) -> forms.Form:
        one = self.review
        fresh = {
            "version": one.version,
            "review_on": one.review_on,
            "watch_days": one.watch_days,
            "result": one.result_id,
        }
        return self.wrong.get("after") or AfterForm(texts=self.texts, initial=fresh, auto_id="after_%s")

    @cached_property
    def waiving(self) -> forms.Form:
        return self.wrong.get("waive") or WaiveForm(initial={"version": self.review.version}, auto_id="waive_%s")

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        """Give who may answer for an action."""
        rows = seated_at(self.seat.brand, at=self.seat.at).order_by("pk")
        return [(row.person_id, row.person.name) for row in rows if may(Role(row.role), Act.TRIAGE)]

    @cached_property
    def texts(self) -> list[tuple[int, str]]:
        """Give the texts that were said to the public, newest first."""
        rows = self.incident.statements.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        return [
            (one.pk, f"{words.CHANNELS[one.channel]} · {short_time(one.published_at, at=self.seat.at)}")
            for one in rows
            if one.published_at and may_be_result(self.incident, one)
        ]

    @cached_property
    def bones(self) -> list[Bone]:
        rows = list(self.incident.factors.all())
        return [
            Bone(one.value, str(words.BRANCHES[one.value]), [row for row in rows if row.branch == one])
            for one in Branch
        ]

    @cached_property
    def actions(self) -> list[Doing]:
        rows = self.incident.actions.select_related("owner", "done_by").prefetch_related("checks__by").defer("file")
        return [self.doing(row) for row in rows]

    def doing(self, row: Action) -> Doing:
        state = "done" if row.done_at else "late" if row.due < self.today else "open"
        looks = [Look(check, self.state_of(check)) for check in row.checks.all()]
        own = row.owner_id == self.seat.person.pk and self.seat.may(Act.TRIAGE) and self.incident.is_running
        return Doing(row, state, looks, may_prove=not row.done_at and (own or self.may_write))

    def state_of(self, check: Check) -> str:
        if check.at:
            return "works" if check.works else "fails"
        return "due" if check.due <= self.today else "later"

    @property
    def may_check(self) -> bool:
        return self.seat.may(Act.INCIDENT)

    @cached_property
    def needs(self) -> list[Need]:
        """Name what the end still asks for, whatever phase the incident is in."""
        if not self.incident.is_running:
            return []
        asked = facts_at_end(self.incident, self.room.facts)
        return [need_of(code) for code in lifecycle.blocked_by(Phase.WATCH, Phase.CLOSED, asked)]

    @cached_property
    def until(self) -> Any:
        """Tell until when a closed incident is watched."""
        found = [
            until for one, _closed, until in watched(self.seat.brand, at=self.seat.at) if one.pk == self.incident.pk
        ]
        return found[0] if found else None
