"""Who is called for a level, and who where nobody holds a role of its route?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from firebreak.console.alert.models import Alert, Delivery, Route
from firebreak.console.govern.models import Assignment, Brand
from firebreak.console.govern.seats import seated_at
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act, Severity

MAIL = "email"
MAIL_OF_END = "email_end"  # tells whoever was called by mail that there is nothing to do any more


def queue_deliveries(alert: Alert, *, at: datetime) -> None:
    """Write one delivery per person and channel; each is due when its route's step comes.

    Where nobody who holds a role of the route wants such mails, the brand's administrators are called at once instead.
    """
    severity = Severity(alert.severity or Severity.S3)
    called = False
    seats = list(seated_at(alert.brand, at=at).order_by("person"))
    for step in Route.objects.filter(brand=alert.brand, severity=severity.value):
        held = [seat for seat in seats if seat.role == step.role and seat.person.wants_mail(severity)]
        queue(alert, held, due=at + timedelta(seconds=step.after_seconds))
        called = called or bool(held)
    if not called:
        queue(alert, administering(seats, alert.brand), due=at, stand_in=True)


def queue(alert: Alert, seats: Iterable[Assignment], *, due: datetime, stand_in: bool = False) -> None:
    fields = {"next_at": due, "stand_in": stand_in}
    for seat in seats:
        Delivery.objects.get_or_create(alert=alert, channel=MAIL, person=seat.person, defaults=fields)


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
    """Name the levels whose routes reach nobody by their roles."""
    held = set(seated_at(brand, at=at).values_list("role", flat=True))
    reached = set(Route.objects.filter(brand=brand, role__in=held).values_list("severity", flat=True))
    return [level for level in Severity if level.value not in reached]
