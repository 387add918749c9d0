"""What does a person see of the plans of a brand: which there are, and one of them with its versions and signatures?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch
from django.http import Http404

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.govern.models import Organisation
from firebreak.console.plans.library import parties, plans_in_force
from firebreak.console.plans.models import Drill, PlanVersion, Signature
from firebreak.console.plans.paper_room import Room, room_for
from firebreak.console.plans.reading import Reading
from firebreak.core.prevent.drill import is_stale
from firebreak.core.respond.playbook import Plan, fitting
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act, Category
from firebreak.knowledge.playbooks import playbooks


@dataclass(frozen=True, slots=True)
class Row:
    """A plan in the list: as it holds, or where it never held, as somebody has begun it."""

    reading: Reading
    in_force: PlanVersion | None
    draft: PlanVersion | None
    last_drilled: date | None
    is_stale: bool

    @property
    def is_owed(self) -> bool:
        """Tell whether the house owes it a drill: it holds by signature or was drilled before, and not lately."""
        return self.is_stale and bool(self.in_force or self.last_drilled)

    @property
    def shown(self) -> PlanVersion | None:
        return self.in_force or self.draft

    @property
    def is_begun(self) -> bool:
        """Tell whether no incident can take it yet."""
        return self.in_force is None and self.reading.plan.code not in playbooks()


class Shelf:
    """The plans of a brand."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        return plans_in_force(self.seat.brand)

    @cached_property
    def rows(self) -> list[Row]:
        rows = PlanVersion.objects.filter(brand=self.seat.brand).select_related("written_by")
        drafts = {one.code: one for one in rows.newest() if not one.in_force_at}
        held = {one.code: one for one in rows.in_force()}
        begun = {code: draft.plan for code, draft in drafts.items() if code not in self.plans}
        last, today = Drill.objects.filter(brand=self.seat.brand).last_days(), day_of(self.seat.at)
        return [
            Row(
                Reading(plan, self.plans),
                held.get(code),
                drafts.get(code),
                last.get(code),
                is_stale(last.get(code), today=today),
            )
            for code, plan in {**self.plans, **begun}.items()
        ]

    @property
    def stale(self) -> list[Row]:
        """Give the plans that are to be drilled: never, or more than 90 days ago."""
        return [row for row in self.rows if row.is_stale]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Say for each category which plan a new incident of it takes, before its words are read."""
        found = ((one, fitting(one, (), self.plans.values())) for one in Category)
        return [
            (str(words.CATEGORIES[one.value]), Reading(plan, self.plans).name if plan else "") for one, plan in found
        ]

    @cached_property
    def may_write(self) -> bool:
        return self.seat.may(Act.CONFIGURE)


@dataclass(frozen=True, slots=True)
class Signed:
    """One organisation under a version: who signed for it and when, or that it is waited for."""

    house: Organisation
    signature: Signature | None
    is_mine: bool


class PlanPage:
    """One plan of a brand in one version: the newest, or the one that was asked for; 404 for what is not there."""

    def __init__(self, seat: Seat, code: str, number: str = "", level: str = "") -> None:
        self.seat, self.code, self.level = seat, code, level
        if not self.versions and code not in playbooks():
            raise Http404
        wanted = [one for one in self.versions if str(one.number) == number] if number else self.versions[:1]
        is_shipped = code in playbooks() and number in ("", playbooks()[code].version)
        if not wanted and not is_shipped:
            raise Http404
        self.version = wanted[0] if wanted else None

    @cached_property
    def versions(self) -> Sequence[PlanVersion]:
        """Give all versions that the brand wrote, the newest first."""
        rows = PlanVersion.objects.filter(brand=self.seat.brand, code=self.code).select_related("written_by")
        signed = Signature.objects.select_related("organisation", "person")
        return list(rows.order_by("-number").prefetch_related(Prefetch("signatures", signed)))

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        return plans_in_force(self.seat.brand)

    @property
    def plan(self) -> Plan:
        return self.version.plan if self.version else playbooks()[self.code]

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.plan, self.plans, level=self.level)

    @property
    def newest(self) -> PlanVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def seen(self) -> int:
        """Give the number that whoever writes the next version has seen; 0 for a plan that ships."""
        return self.newest.number if self.newest else 0

    @cached_property
    def in_force(self) -> PlanVersion | None:
        return next((one for one in self.versions if one.in_force_at), None)

    @property
    def holds(self) -> str:
        """Give the number of the version that holds, "" where none does."""
        if self.in_force:
            return str(self.in_force.number)
        return playbooks()[self.code].version if self.code in playbooks() else ""

    @property
    def is_draft(self) -> bool:
        """Tell whether this version waits for signatures."""
        return self.version is not None and self.version == self.newest and not self.version.in_force_at

    @property
    def is_past(self) -> bool:
        """Tell whether another version has come after this one, or holds in its place."""
        return self.version != self.newest

    @cached_property
    def last_drilled(self) -> date | None:
        return Drill.objects.filter(brand=self.seat.brand, code=self.code).last_days().get(self.code)

    @property
    def is_stale(self) -> bool:
        return is_stale(self.last_drilled, today=day_of(self.seat.at))

    @property
    def is_owed(self) -> bool:
        """Tell whether the house owes it a drill: it holds by signature or was drilled before, and not lately."""
        return self.is_stale and bool(self.in_force or self.last_drilled)

    @cached_property
    def room(self) -> Room:
        return room_for(self.reading)

    @cached_property
    def signed(self) -> list[Signed]:
        """Give the organisations that sign, and who has signed though they need not any more."""
        if self.version is None:
            return []
        found = {one.organisation: one for one in self.version.signatures.all()}
        waited = [] if self.version.in_force_at else self.parties[0]
        mine = self.seat.person.organisation_id
        return [Signed(one, found.get(one), one.pk == mine) for one in dict.fromkeys([*waited, *found])]

    @cached_property
    def parties(self) -> tuple[list[Organisation], list[Organisation]]:
        """Give who signs for a version to hold, and who is engaged and need not."""
        return parties(self.seat.brand, at=self.seat.at)

    @property
    def left_out(self) -> list[str]:
        """Name the agencies that a version which does not hold yet is not waiting for: they may not approve."""
        if self.version is None or self.version.in_force_at:
            return []
        return [one.name for one in self.parties[1]]

    @cached_property
    def may_sign(self) -> bool:
        return self.seat.may(Act.APPROVE)

    @cached_property
    def may_write(self) -> bool:
        return self.seat.may(Act.CONFIGURE)

    @property
    def has_signed(self) -> bool:
        return any(one.is_mine and one.signature for one in self.signed)

    @property
    def is_whole(self) -> bool:
        return self.reading.grade.letter == "A"
