"""Is every hour covered? A week of the duty list as the page shows it, with who really would be called in a gap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.calling import administering, calls_of
from firebreak.console.alert.models import Alert, Route
from firebreak.console.alert.page import title_of
from firebreak.console.duty.models import HandOver, Shift
from firebreak.console.duty.rota import Holder, holders, turns_of
from firebreak.console.formats import WEEKDAYS, listed
from firebreak.console.govern.models import Engagement, Person
from firebreak.console.govern.seats import desk_of, seated_at
from firebreak.console.respond.models import Incident
from firebreak.core.respond.duty import Duty, Gap, gaps, hour_of, while_there
from firebreak.core.respond.workdays import DAY, TAIPEI, day_of
from firebreak.core.terms import Act, Severity

AHEAD = timedelta(days=14)
FARTHEST = 52  # weeks that the page goes back and forth


@dataclass(frozen=True, slots=True)
class Cell:
    """One shift in one day of the week, or one gap."""

    begins: datetime
    ends: datetime
    shift: Shift | None = None
    person: Person | None = None
    deputy: Person | None = None
    outside: bool = False
    runs: bool = False

    @property
    def is_gap(self) -> bool:
        return self.shift is None

    @property
    def hours(self) -> str:
        """Write from when to when, on the clock of Taipei; the end of a day is 24:00."""
        begins, ends = self.begins.astimezone(TAIPEI), self.ends.astimezone(TAIPEI)
        over = f"{ends:%H:%M}"
        return f"{begins:%H:%M}–{'24:00' if over == '00:00' else over}"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week: how it looks beside today, and at its head how it is called."""

    date: date
    look: str

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.date.weekday()])


@dataclass(frozen=True, slots=True)
class Row:
    """One duty through the week."""

    duty: Duty
    days: list[tuple[Day, list[Cell]]]

    @property
    def name(self) -> str:
        return self.duty.name.within(get_language() or "zh")

    @property
    def does(self) -> str:
        return self.duty.does.within(get_language() or "zh")

    @property
    def hours(self) -> str:
        return f"{self.duty.begins:02d}–{self.duty.ends:02d}"


@dataclass(frozen=True, slots=True)
class Called:
    """Whom the routes call at a level, first ones first."""

    level: str
    people: str
    is_stand_in: bool


class Rota:
    """The duty list of a brand in one week, seen at the seat's moment."""

    def __init__(self, seat: Seat, week: int = 0) -> None:
        self.seat = seat
        self.week = max(-FARTHEST, min(FARTHEST, week))
        today = day_of(seat.at)
        self.first = today - timedelta(days=today.weekday()) + timedelta(weeks=self.week)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def days(self) -> list[Day]:
        dates = [self.first + timedelta(days=number) for number in range(7)]
        return [Day(one, "today" if one == self.today else "past" if one < self.today else "") for one in dates]

    @property
    def today(self) -> date:
        return day_of(self.seat.at)

    @cached_property
    def seats(self) -> list[Any]:
        return list(seated_at(self.seat.brand, at=self.seat.at).order_by("person"))

    @cached_property
    def people(self) -> dict[int, Person]:
        return {one.person_id: one.person for one in self.seats}

    @cached_property
    def leaves(self) -> dict[int, datetime]:
        """Say when people leave whose agency's engagement has an end: their hours after it have nobody."""
        brand = self.seat.brand
        live = list(Engagement.objects.live(at=self.seat.at).filter(brand=brand))
        ends = ((one.person_id, desk_of(brand, one, live).until) for one in self.seats)
        return {who: until for who, until in ends if until}

    def shifts(self, since: datetime, until: datetime) -> list[Shift]:
        return list(Shift.objects.filter(brand=self.seat.brand).between(since, until).select_related("person"))

    @cached_property
    def rows(self) -> list[Row]:
        since, until = hour_of(self.first, 0), hour_of(self.last, 24)
        shifts = self.shifts(since, until)
        return [Row(duty, self.cells(duty, shifts, until)) for duty in knowledge.duties().values()]

    def cells(self, duty: Duty, shifts: list[Shift], until: datetime) -> list[tuple[Day, list[Cell]]]:
        """Give the shifts by the day on which they begin, and the gaps that are still to come."""
        turns = turns_of(shifts, self.seats)
        by_key = {one.pk: one for one in shifts}
        begins = max(self.seat.at, hour_of(self.first, 0))
        missing = gaps(duty, while_there(turns, self.leaves), begins, until) if begins < until else []
        cells = [self.cell(turn.key, turn.holder, turn.deputy, by_key) for turn in turns if turn.duty == duty.code]
        cells += [Cell(*part) for gap in missing for part in by_day(gap)]
        cells.sort(key=lambda one: one.begins)
        return [(day, [one for one in cells if max(day_of(one.begins), self.first) == day.date]) for day in self.days]

    def cell(self, key: int, holder: int, deputy: int | None, shifts: dict[int, Shift]) -> Cell:
        shift, person = shifts[key], self.people[holder]
        return Cell(
            begins=shift.begins,
            ends=shift.until,
            shift=shift,
            person=person,
            deputy=self.people.get(deputy) if deputy else None,
            outside=person.organisation_id != self.seat.brand.organisation_id,
            runs=shift.begins <= self.seat.at < shift.until,
        )

    @cached_property
    def gaps(self) -> list[Gap]:
        """Give the gaps of the next two weeks, the first first."""
        until = self.seat.at + AHEAD
        turns = list(while_there(turns_of(self.shifts(self.seat.at, until), self.seats), self.leaves))
        found = [one for duty in knowledge.duties().values() for one in gaps(duty, turns, self.seat.at, until)]
        return sorted(found, key=lambda one: one.begins)

    @property
    def has_list(self) -> bool:
        return Shift.objects.filter(brand=self.seat.brand).exists()

    @property
    def first_gap(self) -> Gap | None:
        return next(iter(self.gaps), None)

    @property
    def first_gap_name(self) -> str:
        return name_of(self.first_gap.duty) if self.first_gap else ""

    @property
    def gap_hours(self) -> int:
        return round(sum((one.ends - one.begins).total_seconds() for one in self.gaps) / 3600)

    @cached_property
    def called(self) -> list[Called]:
        """Say whom the routes call at each level now: by role, whoever is on duty."""
        routes = list(Route.objects.filter(brand=self.seat.brand))
        instead = administering(self.seats, self.seat.brand)
        found = []
        for level in Severity:
            calls = calls_of(routes, self.seats, instead, level)
            people = listed(one.seat.person.name for one in calls)
            found.append(Called(level.value, people, bool(calls) and all(one.stand_in for one in calls)))
        return found

    @cached_property
    def on_duty(self) -> dict[str, Holder]:
        return holders(self.seat.brand, at=self.seat.at)

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        rows = HandOver.objects.filter(brand=self.seat.brand).select_related("giver", "taker")
        return list(rows[:5])

    @property
    def may_plan(self) -> bool:
        return self.seat.may(Act.CONFIGURE)


def by_day(gap: Gap) -> list[tuple[datetime, datetime]]:
    """Cut a gap at each midnight, so that every day shows its own."""
    found, begins = [], gap.begins
    while begins < gap.ends:
        ends = min(gap.ends, hour_of(day_of(begins) + DAY, 0))
        found.append((begins, ends))
        begins = ends
    return found


def name_of(code: str) -> str:
    known = knowledge.duties().get(code)
    return known.name.within(get_language() or "zh") if known else code


@dataclass(frozen=True, slots=True)
class Left:
    """One matter of a hand-over, in words as it is called now."""

    level: str
    text: str
    due: datetime | None
    url: str


def left_of(hand_over: HandOver, slug: str) -> list[Left]:
    """Give what a hand-over left open; what is gone since is said to be gone."""
    numbers = {one["number"] for one in hand_over.matters if "number" in one}
    rows = Incident.objects.filter(brand=hand_over.brand_id, number__in=numbers).select_related("story", "alert")
    incidents = {one.number: one for one in rows}
    keys = [one["pk"] for one in hand_over.matters if one["kind"] == "alert"]
    alerts = Alert.objects.filter(brand=hand_over.brand_id).select_related("story", "source").in_bulk(keys)
    return [line_of(one, incidents, alerts, slug) for one in hand_over.matters]


def line_of(one: dict[str, Any], incidents: dict[int, Incident], alerts: dict[int, Alert], slug: str) -> Left:
    due = datetime.fromisoformat(one["due"]) if one.get("due") else None
    if one["kind"] == "alert":
        alert = alerts.get(one["pk"])
        url = f"{reverse('alerts', args=[slug])}#alert-{one['pk']}"
        return Left(one["level"], title_of(alert) if alert else _("An alert that is gone"), None, url)
    incident = incidents.get(one["number"])
    code = incident.code if incident else f"INC-{one['number']:04d}"
    url = reverse("incident", args=[slug, one["number"]])
    if one["kind"] == "update":
        return Left("", _("%(code)s: the next update to the public") % {"code": code}, due, url)
    if one["kind"] == "law":
        law = knowledge.statutes().get(one["law"])
        duty = law.duty.within(get_language() or "zh") if law else one["law"]
        return Left("", _("%(code)s: %(duty)s") % {"code": code, "duty": duty}, due, url)
    name = f"{code} {incident.name}" if incident else code
    return Left(one["level"], name, None, url)
