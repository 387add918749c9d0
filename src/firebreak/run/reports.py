"""Who reads what the staff reports? A loop, at once: what tells of harm goes on as a mention and calls by itself."""

import logging
from datetime import datetime

from firebreak.console.staff.models import Report
from firebreak.console.staff.reading import (
    call_for_harm,
    call_for_many,
    is_grave,
    is_one_of_many,
    let_in,
    note_read,
    put_off,
    read_report,
)
from firebreak.run.pipeline import Event, judge

log = logging.getLogger(__name__)
MOST = 50


def read_reports(*, at: datetime) -> list[Event]:
    """Read the reports that wait, oldest first; one that fails is logged, put off, and keeps no other waiting."""
    events: list[Event] = []
    for report in Report.objects.unread(at=at).select_related("brand")[:MOST]:
        try:
            events += take_in_report(report, at=at)
        except Exception:
            log.exception("report %s could not be read", report.pk)
            put_off(report, at=at)
    return events


def take_in_report(report: Report, *, at: datetime) -> list[Event]:
    """Read one report; harm goes through all that a post goes through, the hard rule (R1.25) as well.

    Where one link tells of harm again and again, the rest waits for a person, with one call for all of it. That it was
    read is written down last: after a crash it is done again, and what is there already stays one.
    """
    read, events = read_report(report), []
    if is_grave(report, read) and is_one_of_many(report, at=at):
        call_for_many(report, at=at)
    elif is_grave(report, read):
        stories = let_in(report, read, at=at)
        events = judge(report.brand, at=at, numbers=stories)
        call_for_harm(report, at=at)
    note_read(report, read, at=at)
    return events
