"""What is done with a report: somebody takes it up, it goes on as something of the console, or it is closed?"""

from typing import Any

from django.db import transaction
from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import acknowledge
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import judge_again
from firebreak.console.cases.opening import open_case_from_post
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.listen.models import Post
from firebreak.console.respond.opening import open_from_story
from firebreak.console.staff.models import GOES_ON, Ending, Report
from firebreak.console.staff.reading import SOURCE, let_in, mention_of, note_read, read_report, story_of
from firebreak.console.staff.receiving import TOPIC
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act


@transaction.atomic
def take_up(*, seat: Seat, report: Report, version: int) -> None:
    """Say that one looks after it; the alert that it raised is answered with that."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    if report.taken_at:
        raise Conflict(report=report.code, problem="taken_already")
    change(seat, report, version=version, action="take_report", taken_at=seat.at, taken_by=seat.person)
    answer_alert(seat, report)


@transaction.atomic
def let_go_on(*, seat: Seat, report: Report, version: int, to: Ending) -> Report:
    """Let a report go on as a mention, and from there as the incident of its story or the case of who is affected.

    None of its words are copied: they are in the mention, and go with it.
    """
    seat.need(Act.TRIAGE if to is Ending.MENTION else Act.INCIDENT)
    if to not in GOES_ON:
        raise BadInput(field="to", problem="unknown")
    lock_brand(seat.brand)
    need_words(report)
    post = as_mention(seat, report)
    led_to = None
    if to is Ending.INCIDENT:
        story = story_of(post)
        if story is None:
            raise Conflict(report=report.code)
        led_to = open_from_story(seat=seat, story=story).number
    elif to is Ending.CASE:
        led_to = open_case_from_post(seat=seat, post=post).number
    settle(seat, report, version=version, ending=to, post=post, led_to=led_to)
    return report


@transaction.atomic
def close_report(*, seat: Seat, report: Report, version: int, reason: Ending) -> None:
    """Say why nothing more is done."""
    seat.need(Act.TRIAGE)
    if reason in GOES_ON:
        raise BadInput(field="reason", problem="unknown")
    lock_brand(seat.brand)
    settle(seat, report, version=version, ending=reason)


def as_mention(seat: Seat, report: Report) -> Post:
    """Give the mention that a report is, made now unless harm made it one at once."""
    if (found := mention_of(report)) is not None:
        return found
    read = read_report(report)
    touched = let_in(report, read, at=seat.at)
    note_read(report, read, at=seat.at)
    judge_again(seat.brand, *Story.objects.filter(brand=seat.brand, number__in=touched), at=seat.at)
    made = mention_of(report)
    if made is None:  # it was erased on request before, and never comes in again
        raise Conflict(report=report.code, problem="report_erased")
    return made


def need_words(report: Report) -> None:
    if report.erased_at:
        raise Conflict(report=report.code, problem="report_erased")


def settle(seat: Seat, report: Report, *, version: int, ending: Ending, **more: Any) -> None:
    if report.closed_at:
        raise Conflict(report=report.code, problem="report_closed")
    mine = {} if report.taken_at else {"taken_at": seat.at, "taken_by": seat.person}
    done = {"closed_at": seat.at, "closed_by": seat.person, "ending": ending.value}
    change(seat, report, version=version, action="settle_report", **done, **mine, **more)
    answer_alert(seat, report)


def answer_alert(seat: Seat, report: Report) -> None:
    """Answer the alert of this report: who looks after it has heard it."""
    if not seat.may(Act.ALERT):
        return
    waiting = Alert.objects.filter(brand=seat.brand, key__startswith=f"{SOURCE}:{report.pk}:")
    for alert in waiting.filter(acknowledged_at__isnull=True, closed_at__isnull=True):
        acknowledge(seat=seat, alert=alert, version=alert.version)


def change(seat: Seat, report: Report, *, version: int, action: str, **fields: Any) -> None:
    """Write `fields` unless somebody was first."""
    rows = Report.objects.filter(pk=report.pk, brand=seat.brand, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        raise Conflict(report=report.code)
    told = {"ending": fields["ending"], "led_to": fields.get("led_to")} if "ending" in fields else {}
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"report:{report.pk}",
        detail={"report": report.number} | told,
        at=seat.at,
    )
    beat(seat.brand, TOPIC)
    report.refresh_from_db()
