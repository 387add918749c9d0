"""Which sensitive days lie ahead of a brand, and who adds to them?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.dates import OWN, OwnDate
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.core.alert.days import EVE, NOTICE, DayKind, SensitiveDay, ahead
from firebreak.core.errors import BadInput
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act

YEAR = timedelta(days=365)
MOST = 200  # dates of its own that a brand may have
KINDS: dict[DayKind, Promise] = {
    DayKind.DISASTER: pgettext_lazy("sensitive day", "Disaster"),
    DayKind.MEMORY: pgettext_lazy("sensitive day", "Remembrance"),
    DayKind.POLITICS: pgettext_lazy("sensitive day", "Politics"),
    DayKind.OWN: pgettext_lazy("sensitive day", "Our own"),
}
WHYS: dict[DayKind, Promise] = {
    DayKind.DISASTER: gettext_lazy("People mourn on it: what promotes, jokes or makes little of things hurts them."),
    DayKind.MEMORY: gettext_lazy("What was done to people is remembered on it: what is said is weighed against that."),
    DayKind.POLITICS: gettext_lazy("What a brand says on it may be read as taking a side."),
    DayKind.OWN: gettext_lazy("We hold it for sensitive ourselves."),
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """A sensitive day as it is shown, so many days from today; `own` is its row where the brand added it."""

    on: date
    day: SensitiveDay
    left: int
    own: int | None

    @property
    def name(self) -> str:
        return self.day.name["en" if (get_language() or "").startswith("en") else "zh"]

    @property
    def kind(self) -> str:
        return str(KINDS[self.day.kind])

    @property
    def why(self) -> str:
        return str(WHYS[self.day.kind])

    @property
    def warning(self) -> str:
        """Name it as what a reason is given for, once for each time that it comes."""
        return f"day_{self.on.isoformat()}_{self.day.code}"

    @property
    def beside(self) -> str:
        """Say how close to it a text would go out."""
        if self.left == 0:
            return _("It would go out on the day itself.")
        return _("It would go out the day before, and be read on the day.")

    @property
    def is_near(self) -> bool:
        return self.left <= NOTICE.days

    @property
    def when(self) -> str:
        if self.left == 0:
            return _("today")
        return ngettext("in %(n)s day", "in %(n)s days", self.left) % {"n": self.left}


def days_ahead(brand: Brand, *, at: datetime, within: timedelta = YEAR) -> list[Ahead]:
    """Give every sensitive day of the brand from today on, in the days of Taipei."""
    today = day_of(at)
    own = {row.as_day.code: row for row in OwnDate.objects.filter(brand=brand)}
    known = (*knowledge.sensitive_days(), *(row.as_day for row in own.values()))
    found = ahead(known, first=today, last=today + within)
    return [Ahead(on, one, (on - today).days, own[one.code].pk if one.code in own else None) for on, one in found]


def days_at(brand: Brand, *, at: datetime) -> list[Ahead]:
    """Give the sensitive days on or before which a text would go out at a time."""
    return days_ahead(brand, at=at, within=EVE)


def facts_of(brand: Brand, *, at: datetime) -> list[dict[str, Any]]:
    """Give the days of the coming week as a brief keeps them: their codes, and when."""
    near = days_ahead(brand, at=at, within=NOTICE)
    return [{"code": one.day.code, "on": one.on.isoformat(), "left": one.left} for one in near]


def told_of(brand: int, facts: list[dict[str, Any]]) -> list[Ahead]:
    """Give kept facts as they are called now; a date that was dropped since is no longer there."""
    asked = [one["code"].removeprefix(OWN) for one in facts if one["code"].startswith(OWN)]
    own = {row.as_day.code: row for row in OwnDate.objects.filter(brand=brand, pk__in=asked)}
    known = {one.code: one for one in (*knowledge.sensitive_days(), *(row.as_day for row in own.values()))}
    return [
        Ahead(date.fromisoformat(one["on"]), known[code], one["left"], own[code].pk if code in own else None)
        for one in facts
        if (code := one["code"]) in known
    ]


@transaction.atomic
def add_date(*, seat: Seat, name: str, day: date, yearly: bool) -> OwnDate:
    """Hold a date for sensitive from now on. Raises BadInput for one that is over, and where there are too many."""
    seat.need(Act.CONFIGURE)
    if not name.strip():
        raise BadInput(field="name", problem="empty")
    if not yearly and day < day_of(seat.at):
        raise BadInput(field="day", problem="day_over")
    lock_brand(seat.brand)
    if OwnDate.objects.filter(brand=seat.brand).count() >= MOST:
        raise BadInput(field="name", problem="too_many_dates", most=MOST)
    made = OwnDate.objects.create(
        brand=seat.brand, name=name.strip(), day=day, yearly=yearly, person=seat.person, at=seat.at
    )
    record(seat, made.pk, "add_sensitive_date", {"day": day.isoformat(), "yearly": yearly})
    return made


@transaction.atomic
def drop_date(*, seat: Seat, row: OwnDate) -> None:
    """Hold a date for sensitive no more."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    pk, day = row.pk, row.day
    row.delete()
    record(seat, pk, "drop_sensitive_date", {"day": day.isoformat()})


def record(seat: Seat, pk: int, action: str, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"own_date:{pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "alerts")
