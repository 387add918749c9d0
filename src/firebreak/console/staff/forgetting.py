"""How do the words of a report go: when somebody asks for it, or with the mention that it became?"""

from django.db import transaction
from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_on_request
from firebreak.console.staff.models import Photo, Report
from firebreak.console.staff.reading import mention_of
from firebreak.console.staff.receiving import TOPIC
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act


@transaction.atomic
def forget_report(*, seat: Seat, report: Report, reason: str) -> None:
    """Erase words, names and photo of a report, and the mention that it became; `reason` is a code.

    That it came, when, and what became of it stays.
    """
    seat.need(Act.ERASE)
    lock_brand(seat.brand)
    if Report.objects.filter(pk=report.pk, erased_at__isnull=False).exists():
        raise Conflict(report=report.code, problem="report_erased")
    post = mention_of(report)
    if post is not None:
        forget_on_request(seat=seat, post=post, reason=reason)
    erase(seat, Report.objects.filter(pk=report.pk, erased_at__isnull=True).first(), reason)


def forget_with_post(seat: Seat, post: Post, reason: str) -> None:
    """Erase the words of the report that a mention was, where that is erased on request."""
    erase(seat, Report.objects.filter(brand=seat.brand, post=post, erased_at__isnull=True).first(), reason)


def erase(seat: Seat, report: Report | None, reason: str) -> None:
    if report is None:
        return
    Photo.objects.filter(report=report).delete()
    gone = dict.fromkeys(Report.PERSONAL, "")
    Report.objects.filter(pk=report.pk).update(
        erased_at=seat.at, has_photo=False, person=None, version=F("version") + 1, **gone
    )
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="erase_report",
        subject=f"report:{report.pk}",
        detail={"report": report.number, "reason": reason},
        at=seat.at,
    )
    beat(seat.brand, TOPIC)
