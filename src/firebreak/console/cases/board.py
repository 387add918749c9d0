"""Who is affected at this brand, or by this incident, what do we owe them, and who is spoken to first?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.cases.family import parents_of
from firebreak.console.cases.models import Case, CaseQuerySet, Promise, Proposal
from firebreak.console.cases.money import Budget, Line, Offer
from firebreak.console.cases.spending import limits_of
from firebreak.console.cases.standing import Standing, standings
from firebreak.console.formats import local
from firebreak.console.respond.models import Incident
from firebreak.core.govern.role import who_may
from firebreak.core.resolve.kinship import root_of
from firebreak.core.resolve.ledger import Account
from firebreak.core.terms import Act

SHOWN = 100
LATEST = 8  # offers beside the cases
VIEWS = {"todo": pgettext_lazy("cases", "To do"), "all": _("All"), "done": pgettext_lazy("cases", "Done")}
PARTS = ("told__post__reading", "promises", "offers__item")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are, wait, were spoken to, in time among them, and what is promised in them."""

    cases: int
    unspoken: int
    spoken: int
    in_time: int
    promised: int
    today: int
    late: int


@dataclass(frozen=True, slots=True)
class Purse:
    """What was put into one or several budgets, promised, paid, and is left."""

    budget: int
    promised: int
    paid: int
    left: int

    @property
    def given(self) -> int:
        return self.promised + self.paid

    @property
    def share(self) -> float | None:
        return self.given / self.budget if self.budget else None


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to which sum for one person a role stands; None: any."""

    role: str
    most: int | None
    mine: bool


class Board:
    """The cases of a brand, or of one incident, at the seat's moment."""

    def __init__(self, seat: Seat, *, incident: Incident | None = None, view: str = "todo") -> None:
        self.seat = seat
        self.incident = incident
        self.view = view if view in VIEWS else "todo"

    @property
    def own(self) -> CaseQuerySet:
        rows = Case.objects.filter(brand=self.seat.brand).standing()
        return rows.filter(incident=self.incident) if self.incident else rows

    @cached_property
    def shown(self) -> CaseQuerySet:
        """Give the cases of this view; what is open begins with bodily harm and with whom nobody has spoken to."""
        rows = self.own.select_related("incident", "holder", "brand")
        if self.view == "done":
            return rows.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
        rows = rows.order_by("closed_at", "-injured", "spoken_at", "received_at", "pk")
        return rows.open() if self.view == "todo" else rows

    @cached_property
    def rows(self) -> list[Standing]:
        found = list(self.shown.prefetch_related(*PARTS)[:SHOWN])
        made = standings(self.seat, found, self.merged)
        return made if self.view == "done" else sorted(made, key=lambda one: (not one.case.is_open, *one.rank))

    @cached_property
    def merged(self) -> dict[int, list[Case]]:
        """Give what was merged into each case, however deep."""
        parents = parents_of(self.seat.brand)
        found: dict[int, list[Case]] = {}
        if parents:
            rows = Case.objects.filter(pk__in=parents).select_related("incident")
            for case in rows.prefetch_related(*PARTS).order_by("pk"):
                found.setdefault(root_of(case.pk, parents), []).append(case)
        return found

    @property
    def more(self) -> int:
        return max(0, self.shown.count() - SHOWN) if len(self.rows) == SHOWN else 0

    @cached_property
    def queue(self) -> list[Standing]:
        """Give who waits to be spoken to, in the order in which they are called."""
        return [one for one in self.rows if one.waits]

    @property
    def first(self) -> Standing | None:
        return next(iter(self.queue), None)

    @property
    def soonest(self) -> datetime | None:
        return min((one.outreach.due for one in self.queue), default=None)

    @cached_property
    def pressing(self) -> Standing | None:
        """Give the open case whose legal time ends first."""
        return min((one for one in self.rows if one.case.is_open), key=lambda one: one.law.due, default=None)

    @cached_property
    def counts(self) -> Counts:
        at, evening = self.seat.at, end_of_day(self.seat.at)
        cases = self.own.aggregate(
            cases=Count("pk"),
            unspoken=Count("pk", filter=Q(closed_at=None, spoken_at=None)),
            spoken=Count("pk", filter=Q(spoken_at__isnull=False)),
            in_time=Count("pk", filter=spoken_in_time()),
        )
        rows = Promise.objects.filter(case__brand=self.seat.brand, state=Promise.OPEN)
        rows = rows.filter(case__incident=self.incident) if self.incident else rows
        promised = rows.aggregate(
            promised=Count("pk", filter=Q(due_at__gte=at)),
            today=Count("pk", filter=Q(due_at__gte=at, due_at__lte=evening)),
            late=Count("pk", filter=Q(due_at__lt=at)),
        )
        return Counts(**cases, **promised)

    @cached_property
    def purse(self) -> Purse:
        rows = Line.objects.filter(budget__brand=self.seat.brand)
        rows = rows.filter(budget__incident=self.incident) if self.incident else rows
        held = {
            account: int(total) for account, total in rows.order_by().values_list("account").annotate(Sum("amount"))
        }
        budget, promised, paid = (held.get(account.value, 0) for account in Account)
        return Purse(budget, promised, paid, budget - promised - paid)

    @cached_property
    def offers(self) -> list[Offer]:
        rows = Offer.objects.filter(case__brand=self.seat.brand).select_related("case", "item", "approved_by")
        rows = rows.filter(case__incident=self.incident) if self.incident else rows
        return list(rows[:LATEST])

    @cached_property
    def proposals(self) -> list[Proposal]:
        rows = Proposal.objects.filter(brand=self.seat.brand, state=Proposal.OPEN).select_related("case", "incident")
        return list(rows.filter(incident=self.incident) if self.incident else rows)

    @property
    def limits(self) -> list[Limit]:
        known = limits_of(self.seat.brand).most
        return [Limit(str(words.ROLES[role.value]), most, role == self.seat.role) for role, most in known.items()]

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        return [(code, str(name), code == self.view) for code, name in VIEWS.items()]

    @cached_property
    def may_work(self) -> bool:
        return self.seat.may(Act.INCIDENT)

    @cached_property
    def may_export(self) -> bool:
        return self.seat.may(Act.EXPORT)

    @property
    def who_exports(self) -> list[str]:
        return [str(words.ROLES[role.value]) for role in who_may(Act.EXPORT)]


def spoken_in_time() -> Q:
    """Keep the people who were spoken to within the time of their incident's level."""
    rules = knowledge.case_rules()
    asked = Q(incident=None, spoken_at__lte=F("received_at") + rules.alone)
    for level, span in rules.outreach.items():
        asked |= Q(incident__severity=level.value, spoken_at__lte=F("received_at") + span)
    return asked


def end_of_day(at: datetime) -> datetime:
    return local(at).replace(hour=23, minute=59, second=59)


def budgets_of(seat: Seat) -> list[Budget]:
    return list(Budget.objects.filter(brand=seat.brand).select_related("incident").order_by("-incident__number"))
