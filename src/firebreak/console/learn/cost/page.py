"""What did this incident cost, as far as the reader may see it: hours, compensation and the rest, to the dollar?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from firebreak.console import casewords
from firebreak.console.access import Seat
from firebreak.console.cases.money import Line
from firebreak.console.govern.models import Engagement, Organisation, Person
from firebreak.console.learn.cost.forms import ExpenseForm, HoursForm, RateForm, new_key
from firebreak.console.learn.cost.records import EFFORTS, Disclosure, Outlay, Rate
from firebreak.console.learn.cost.services import colleagues, may_note, open_houses
from firebreak.console.learn.cost.trail import guesses
from firebreak.console.learn.services import day_of
from firebreak.console.respond.models import Incident
from firebreak.core.govern.role import who_may
from firebreak.core.resolve.effort import STEP, Spent, Total, price, total
from firebreak.core.resolve.ledger import Account
from firebreak.core.terms import Act, Role

SHOWN = 200  # lines; all of them are in the sums, and in the file


def name_of(kind: str) -> str:
    return str(casewords.EFFORTS[kind] if kind in EFFORTS else casewords.EXPENSES[kind])


@dataclass(frozen=True, slots=True)
class Entered:
    """A line as it was noted, with what it comes to at the rate of its house (None: there is none)."""

    row: Outlay
    kind: str
    rate: int | None
    may_undo: bool

    @property
    def spent(self) -> Spent:
        return Spent(self.row.minutes, self.rate, self.row.amount)

    @property
    def hours(self) -> float | None:
        return self.row.minutes / 60 if self.row.minutes else None

    @property
    def money(self) -> int | None:
        if self.row.amount:
            return self.row.amount
        return None if self.rate is None else price(self.row.minutes, self.rate)


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines that stand and come to the same: `times` of them, counted by the database."""

    house: int
    kind: str
    person: int | None
    spent: Spent
    times: int


def summed(lines: Iterable[Alike]) -> Total:
    return total(one.spent for one in lines for _time in range(one.times))


@dataclass(frozen=True, slots=True)
class House:
    """One side of the desk: what it took, or that it does not show that."""

    name: str
    own: bool
    total: Total | None

    @property
    def hours(self) -> float:
        return self.total.minutes / 60 if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Guess:
    """What the trail says of somebody, less what is noted already."""

    person: Person
    acts: int
    minutes: int
    noted: int

    @property
    def left(self) -> int:
        """Give what is not noted yet; less than a step of an estimate is nothing."""
        left = self.minutes - self.noted
        return left if left >= STEP else 0


class CostBoard:
    """What an incident took, as one seat sees it; forms that were refused take the place of the fresh ones."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat, self.incident = seat, incident
        self.wrong: Mapping[str, forms.Form] = {}

    @cached_property
    def houses(self) -> list[Organisation]:
        """Give the brand's house and the agencies engaged since the matter began; an agency reads of itself alone."""
        brand, own = self.seat.brand, self.seat.person.organisation_id
        engaged = Engagement.objects.filter(brand=brand).not_over(at=self.incident.golden_start)
        known = Organisation.objects.filter(pk__in=engaged.values("agency")).exclude(pk=brand.organisation_id)
        if own != brand.organisation_id:
            known = known.filter(pk=own)
        return [brand.organisation, *known.order_by("name", "pk")]

    @cached_property
    def seen(self) -> set[int]:
        return set(open_houses(self.seat).values_list("pk", flat=True))

    @cached_property
    def rates(self) -> dict[tuple[int, str], int]:
        rows = Rate.objects.filter(brand=self.seat.brand, house__in=self.seen)
        return {(house, role): per_hour for house, role, per_hour in rows.values_list("house", "role", "per_hour")}

    @cached_property
    def lines(self) -> list[Entered]:
        """Give the newest of what the reader may see, what was taken back among it."""
        rows = self.known.select_related("person", "by", "house", "undone_by")
        return [self.entered(row) for row in rows[:SHOWN]]

    @property
    def known(self) -> QuerySet[Outlay]:
        return self.incident.outlays.filter(house__in=self.seen)

    @property
    def more(self) -> int:
        return self.known.count() - SHOWN if len(self.lines) == SHOWN else 0

    def rate_of(self, house: int, role: str) -> int | None:
        return self.rates.get((house, role), self.rates.get((house, "")))

    def entered(self, row: Outlay) -> Entered:
        own = row.house_id == self.seat.person.organisation_id and not row.undone_at
        may_undo = own and (self.seat.may(Act.INCIDENT) or (row.by_id == self.seat.person.pk and self.may_note))
        return Entered(row, name_of(row.kind), self.rate_of(row.house_id, row.role), may_undo)

    @cached_property
    def standing(self) -> list[Alike]:
        """Give all that stands, however much is shown line by line."""
        told = ("house", "role", "kind", "person", "minutes", "amount")
        rows = self.known.filter(undone_at__isnull=True).order_by().values_list(*told).annotate(Count("pk"))
        return [
            Alike(house, name_of(kind), person, Spent(minutes, self.rate_of(house, role), amount), times)
            for house, role, kind, person, minutes, amount, times in rows
        ]

    @cached_property
    def sides(self) -> list[House]:
        """Give each house with what it took, or that it does not show it."""
        return [
            House(
                name=house.name,
                own=house.pk == self.seat.person.organisation_id,
                total=summed(one for one in self.standing if one.house == house.pk) if house.pk in self.seen else None,
            )
            for house in self.houses
        ]

    @property
    def hidden(self) -> list[str]:
        return [side.name for side in self.sides if side.total is None]

    @cached_property
    def total(self) -> Total:
        return summed(self.standing)

    @cached_property
    def ledger(self) -> dict[str, int]:
        """Give what affected people were paid, and what is promised beyond it."""
        rows = Line.objects.filter(budget__incident=self.incident).order_by().values_list("account")
        held = dict(rows.annotate(sum=Sum("amount")))
        return {"paid": held.get(Account.PAID.value, 0), "promised": held.get(Account.PROMISED.value, 0)}

    @property
    def money(self) -> int:
        """Give all that is known: hours at their rates, what was paid to affected people, and other costs."""
        return self.total.money + self.ledger["paid"]

    @cached_property
    def kinds(self) -> list[tuple[str, float]]:
        """Give the hours by what they were spent at, the most first."""
        minutes: Counter[str] = Counter()
        for one in self.standing:
            minutes[one.kind] += one.spent.minutes * one.times
        return [(kind, spent / 60) for kind, spent in minutes.most_common() if spent]

    @property
    def hours(self) -> float:
        return self.total.minutes / 60

    @property
    def unpriced(self) -> float:
        return self.total.unpriced / 60

    @cached_property
    def people(self) -> list[Person]:
        return colleagues(self.seat)

    @cached_property
    def guesses(self) -> list[Guess]:
        """Give what the trail says of those whose hours the reader may note, where it says more than is noted."""
        noted: Counter[int] = Counter()
        for one in self.standing:
            noted[one.person or 0] += one.spent.minutes * one.times
        told = guesses(self.seat, self.incident, self.people)
        found = [Guess(one, *told[one.pk], noted=noted[one.pk]) for one in self.people if one.pk in told]
        return [one for one in found if one.left]

    @cached_property
    def may_note(self) -> bool:
        return may_note(self.seat)

    @cached_property
    def may_spend(self) -> bool:
        return self.seat.may(Act.INCIDENT)

    @cached_property
    def may_set(self) -> bool:
        return self.seat.may(Act.CONFIGURE)

    @property
    def door(self) -> str:
        """Give where hours are sent: who leads no incidents has a door of their own."""
        name = "change_incident_cost" if self.may_spend else "note_own_hours"
        return reverse(name, args=[self.seat.brand.slug, self.incident.number])

    @property
    def may_export(self) -> bool:
        return self.seat.may(Act.EXPORT)

    @property
    def who_exports(self) -> tuple[Role, ...]:
        return who_may(Act.EXPORT)

    @property
    def own_rates(self) -> list[Rate]:
        return list(Rate.objects.filter(brand=self.seat.brand, house=self.seat.person.organisation_id))

    @property
    def is_disclosed(self) -> bool:
        return Disclosure.objects.filter(brand=self.seat.brand, house=self.seat.person.organisation_id).exists()

    @property
    def hours_form(self) -> forms.Form:
        fresh = {"day": day_of(self.seat.at), "person": self.seat.person.pk}
        names = [(one.pk, one.name) for one in self.people]
        return self.wrong.get("hours") or HoursForm(people=names, initial=fresh, auto_id="hours_%s")

    @property
    def expense_form(self) -> forms.Form:
        return self.wrong.get("expense") or ExpenseForm(initial={"day": day_of(self.seat.at)}, auto_id="expense_%s")

    @property
    def rate_form(self) -> forms.Form:
        return self.wrong.get("rate") or RateForm(auto_id="rate_%s")

    @property
    def key(self) -> str:
        return new_key()
