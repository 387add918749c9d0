"""Who is called for a level, and who where its route reaches nobody for sure?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firebreak.console.alert.models import Alert, Delivery, Route
from firebreak.console.govern.models import Assignment, Brand
from firebreak.console.govern.seats import seated_at
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act, Severity

MAIL = "email"
MAIL_OF_END = "email_end"  # tells whoever was called by mail that there is nothing to do any more


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who is called, how long after the alert, and whether as an administrator in the place of others."""

    seat: Assignment
    after: timedelta
    stand_in: bool = False


def queue_deliveries(alert: Alert, *, at: datetime) -> None:
    """Write one delivery per person and channel; each is due when its step comes."""
    severity = Severity(alert.severity or Severity.S3)
    routes = Route.objects.filter(brand=alert.brand, severity=severity.value)
    seats = list(seated_at(alert.brand, at=at).order_by("person"))
    for one in calls_of(routes, seats, administering(seats, alert.brand), severity):
        Delivery.objects.get_or_create(
            alert=alert,
            channel=MAIL,
            person=one.seat.person,
            defaults={"next_at": at + one.after, "stand_in": one.stand_in},
        )


def calls_of(
    routes: Iterable[Route], seats: Sequence[Assignment], instead: Sequence[Assignment], level: Severity
) -> list[Call]:
    """Say who is called for a level, each person once, first ones first.

    An account that nobody has ever signed in to reaches nobody for sure: the administrators (`instead`) are called
    beside a step of none but such, and at once where no step calls anybody who wants such mails.
    """
    steps: dict[timedelta, list[Assignment]] = {}
    for route in routes:
        if route.severity == level.value:
            held = [one for one in seats if one.role == route.role and one.person.wants_mail(level)]
            steps.setdefault(timedelta(seconds=route.after_seconds), []).extend(held)
    calls = [Call(one, after) for after, held in steps.items() for one in held]
    missed = [after for after, held in steps.items() if held and not any(map(has_come_in, held))]
    missed += [] if calls else [timedelta()]
    calls += [Call(one, after, stand_in=True) for after in missed for one in instead]
    first: dict[int, Call] = {}
    for one in sorted(calls, key=lambda call: (call.after, call.stand_in)):
        first.setdefault(one.seat.person_id, one)
    return list(first.values())


def has_come_in(seat: Assignment) -> bool:
    """Tell whether somebody has ever signed in to the account: only then does a call surely reach a person."""
    return seat.person.last_login is not None


def queue_end(alert: Alert, *, at: datetime) -> None:
    """Tell those who got a mail about an alert that it has ended by itself: once each, and nobody else."""
    told = Delivery.objects.filter(alert=alert, channel=MAIL, sent_at__isnull=False, failed="")
    for one in told.order_by("pk"):
        Delivery.objects.get_or_create(
            alert=alert, channel=MAIL_OF_END, person_id=one.person_id, defaults={"next_at": at}
        )


def drop_end(alert: Alert) -> None:
    """Take back what was to be told of an end that was none."""
    Delivery.objects.filter(alert=alert, channel=MAIL_OF_END, sent_at__isnull=True).delete()


def administering(seats: Iterable[Assignment], brand: Brand) -> list[Assignment]:
    """Keep the seats of administrators; no engagement makes somebody of an agency one."""
    roles = {role.value for role in who_may(Act.ADMINISTER)}
    return [seat for seat in seats if seat.role in roles and seat.person.organisation_id == brand.organisation_id]


def administrators(brand: Brand, *, at: datetime) -> list[Assignment]:
    """Give the seats of those who are called where the roles of a route reach nobody."""
    return administering(seated_at(brand, at=at).order_by("person"), brand)


def unreached(brand: Brand, *, at: datetime) -> list[Severity]:
    """Name the levels whose routes call, by their roles, nobody who has ever signed in."""
    seats, routes = list(seated_at(brand, at=at)), list(Route.objects.filter(brand=brand))
    return deaf_levels(routes, seats)


def deaf_levels(routes: Sequence[Route], seats: Sequence[Assignment]) -> list[Severity]:
    """Name the levels for which, by their roles, nobody is called who has ever signed in."""
    return [level for level in Severity if not any(has_come_in(one.seat) for one in calls_of(routes, seats, (), level))]
