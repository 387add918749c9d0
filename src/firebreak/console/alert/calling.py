"""Who is called for a level, and who where nobody holds a role of its route?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from firebreak.console.alert.models import Alert, Delivery, Route
from firebreak.console.govern.models import Assignment, Brand
from firebreak.console.govern.seats import seated_at
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act, Severity


def queue_deliveries(alert: Alert, *, at: datetime) -> None:
    """Write one delivery per person and channel; each is due when its route's step comes.

    Where nobody holds a role of the route, the brand's administrators are called at once instead.
    """
    severity = alert.severity or Severity.S3.value
    called = False
    seats = list(seated_at(alert.brand, at=at).order_by("person"))
    for step in Route.objects.filter(brand=alert.brand, severity=severity):
        held = [seat for seat in seats if seat.role == step.role]
        queue(alert, held, due=at + timedelta(seconds=step.after_seconds))
        called = called or bool(held)
    if not called:
        queue(alert, administering(seats, alert.brand), due=at, stand_in=True)


def queue(alert: Alert, seats: Iterable[Assignment], *, due: datetime, stand_in: bool = False) -> None:
    fields = {"next_at": due, "stand_in": stand_in}
    for seat in seats:
        Delivery.objects.get_or_create(alert=alert, channel="email", person=seat.person, defaults=fields)


def administering(seats: Iterable[Assignment], brand: Brand) -> list[Assignment]:
    """Keep the seats of administrators; no engagement makes somebody of an agency one."""
    roles = {role.value for role in who_may(Act.ADMINISTER)}
    return [seat for seat in seats if seat.role in roles and seat.person.organisation_id == brand.organisation_id]


def administrators(brand: Brand, *, at: datetime) -> list[Assignment]:
    """Give the seats of those who are called where the roles of a route reach nobody."""
    return administering(seated_at(brand, at=at).order_by("person"), brand)


def unreached(brand: Brand, *, at: datetime) -> list[Severity]:
    """Name the levels whose routes reach nobody by their roles."""
    held = set(seated_at(brand, at=at).values_list("role", flat=True))
    reached = set(Route.objects.filter(brand=brand, role__in=held).values_list("severity", flat=True))
    return [level for level in Severity if level.value not in reached]
