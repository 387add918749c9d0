"""How do the words of a report go: when somebody asks for it, with the mention that it became, or in time?"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_on_request, forget_post
from firebreak.console.respond.models import Incident
from firebreak.console.staff.models import KEPT, Photo, Report
from firebreak.console.staff.reading import mention_of
from firebreak.console.staff.receiving import TOPIC
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act

TIDY = machine_actor("tidy")


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
    erase(Report.objects.filter(pk=report.pk), actor=person_actor(seat.person), at=seat.at, why=reason)


def forget_with_post(seat: Seat, post: Post, reason: str) -> None:
    """Erase the words of the report that a mention was, where that is erased on request."""
    here = Report.objects.filter(brand=seat.brand, post=post)
    erase(here, actor=person_actor(seat.person), at=seat.at, why=reason)


def forget_overdue(*, at: datetime, most: int) -> None:
    """Erase reports whose term is over, `most` at a time, and the mentions that they became."""
    for report in overdue(at=at).select_related("brand")[:most]:
        forget_in_time(report, at=at)


def overdue(*, at: datetime) -> QuerySet[Report]:
    """Give the reports that were closed long enough ago; an incident that still runs keeps those of its story."""
    running = Incident.objects.running().values("story")
    held = Q(post__place__story__in=running) | Q(post__place__story__merged_into__in=running)
    rows = Report.objects.filter(erased_at__isnull=True, closed_at__lte=at - KEPT)
    return rows.exclude(pk__in=Report.objects.filter(held).values("pk")).order_by("closed_at", "pk")


@transaction.atomic
def forget_in_time(report: Report, *, at: datetime) -> None:
    lock_brand(report.brand)
    if post := mention_of(report):
        forget_post(brand=report.brand, post=post, actor=TIDY, at=at, why="retention")
    erase(Report.objects.filter(pk=report.pk), actor=TIDY, at=at, why="retention")


def erase(which: QuerySet[Report], *, actor: str, at: datetime, why: str) -> None:
    report = which.filter(erased_at__isnull=True).select_related("brand").first()
    if report is None:
        return
    Photo.objects.filter(report=report).delete()
    gone = dict.fromkeys(Report.PERSONAL, "")
    Report.objects.filter(pk=report.pk).update(
        erased_at=at, has_photo=False, person=None, version=F("version") + 1, **gone
    )
    write_entry(
        brand=report.brand,
        actor=actor,
        action="erase_report",
        subject=f"report:{report.pk}",
        detail={"report": report.number, "reason": why},
        at=at,
    )
    beat(report.brand, TOPIC)
