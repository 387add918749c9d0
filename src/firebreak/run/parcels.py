"""How does what webhooks left come in, although one parcel of it cannot be opened? The others do not wait for it."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from firebreak.connect.sources.webhook import open_body
from firebreak.console import bulk
from firebreak.console.assess.services import take_in
from firebreak.console.listen.intake import put_aside
from firebreak.console.listen.models import Parcel, Source
from firebreak.console.listen.reader import Reader, reader_of
from firebreak.console.listen.services import note_rejected
from firebreak.run.collect import follow_deletions
from firebreak.run.fault import code_of, told, will_pass
from firebreak.run.pipeline import Event, judge

log = logging.getLogger(__name__)
MOST = 200


def open_parcels(*, at: datetime) -> list[Event]:
    """Take in what webhooks left, one batch of each source, a busy one's last, so that it keeps nobody waiting.

    A parcel is gone only when its posts are stored.
    """
    waiting = Source.ever.filter(parcels__problem="").select_related("brand")
    events: list[Event] = []
    for source in waiting.annotate(left=Count("parcels")).order_by("left", "pk"):
        try:
            stories = open_some(source, at=at)
            events += judge(source.brand, at=at, numbers=stories)
        except Exception:
            log.exception("parcels of source %s could not be opened", source.pk)
    return events


def open_some(source: Source, *, at: datetime) -> set[int]:
    """Open the oldest parcels in one go; where that fails, each by itself. Gives the stories that changed."""
    reader = reader_of(source.brand)
    rows = Parcel.objects.waiting(source)
    try:
        return open_together(source, rows[:MOST], reader=reader, at=at)
    except Exception as problem:
        if will_pass(problem):
            raise
    stories: set[int] = set()
    for pk in list(rows.values_list("pk", flat=True)[:MOST]):
        stories |= open_alone(source, pk, reader=reader, at=at)
    return stories


@transaction.atomic
def open_together(source: Source, rows: QuerySet[Parcel], *, reader: Reader, at: datetime) -> set[int]:
    """Take in the parcels that no other loop holds: all of them, or none."""
    parcels = list(rows.select_for_update(skip_locked=True) if bulk.is_postgres() else rows)
    if not parcels:
        return set()
    pages = [open_body(bytes(parcel.body), source=source.key) for parcel in parcels]
    posts = [post for page in pages for post in page.posts]
    taken = take_in(brand=source.brand, read=reader.read(posts), via=source, at=at)
    note_rejected(source, sum(len(page.rejects) for page in pages))
    follow_deletions(source, (gone for page in pages for gone in page.deleted), at=at)
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels]).delete()
    return set(taken.stories)


def open_alone(source: Source, pk: int, *, reader: Reader, at: datetime) -> set[int]:
    """Open one parcel, or put it aside when it is at fault itself."""
    try:
        return open_together(source, Parcel.objects.waiting(source).filter(pk=pk), reader=reader, at=at)
    except Exception as problem:
        if will_pass(problem):
            raise
        log.error("parcel %s of source %s put aside: %s", pk, source.pk, told(problem))
        put_aside(source=source, pk=pk, problem=code_of(problem), at=at)
        return set()
