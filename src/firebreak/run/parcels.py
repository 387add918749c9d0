"""How does what webhooks left come in, although one parcel of it cannot be opened? The others do not wait for it."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from django.db import transaction
from django.db.models import Count, QuerySet

from firebreak.connect.contract import Page
from firebreak.connect.sources.webhook import open_body
from firebreak.console import bulk
from firebreak.console.assess.services import take_in
from firebreak.console.listen.bell import wait_for_ring
from firebreak.console.listen.intake import put_aside
from firebreak.console.listen.models import Parcel, Source
from firebreak.console.listen.reader import Read, Reader, reader_of
from firebreak.console.listen.services import note_rejected
from firebreak.run.again import read_now
from firebreak.run.collect import follow_deletions
from firebreak.run.fault import code_of, told, will_pass
from firebreak.run.lanes import give_way, going_first
from firebreak.run.pipeline import Event, judge

log = logging.getLogger(__name__)
MOST = 30  # parcels in one go: whoever else writes waits for them
FEW = 5  # parcels at most of a source that leaves something now and then,
QUIET_SECONDS = 3.0  # … and so long nothing before

_guard, _opened = Lock(), set[int]()
_opened_at: dict[int, float] = {}


def open_parcels(*, at: datetime) -> list[Event]:
    """Take in what webhooks left, one batch of each source, a busy one's last, so that it keeps nobody waiting.

    A parcel is gone only when its posts are stored.
    """
    return [event for source in waiting() for event in open_and_judge(source, at=at)]


def open_few(*, at: datetime) -> list[Event]:
    """Do so for sources that leave something now and then, while another loop is at a long batch: it stops for them."""
    events: list[Event] = []
    for source in waiting(most=FEW):
        if is_quiet(source.pk):
            with going_first():
                events += open_and_judge(source, at=at)
    return events


def wait_for_few(seconds: float) -> None:
    """Wait until a source that was quiet leaves something, so long at most."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if any(is_quiet(source) for source in wait_for_ring(left)):
            return


def is_quiet(source: int) -> bool:
    return time.monotonic() - _opened_at.get(source, -QUIET_SECONDS) >= QUIET_SECONDS


def waiting(*, most: int | None = None) -> QuerySet[Source]:
    """Give the sources whose parcels wait, those that left the fewest first."""
    rows = Source.ever.filter(parcels__problem="").select_related("brand").annotate(left=Count("parcels"))
    return (rows.filter(left__lte=most) if most else rows).order_by("left", "pk")


@contextmanager
def alone_at(source: Source) -> Iterator[bool]:
    """Keep other loops of this process from the source meanwhile; False where one of them is at it."""
    with _guard:
        is_free = source.pk not in _opened
        _opened.add(source.pk)
    try:
        yield is_free
    finally:
        if is_free:
            _opened_at[source.pk] = time.monotonic()
            _opened.discard(source.pk)


def forget_opened() -> None:
    _opened_at.clear()


def open_and_judge(source: Source, *, at: datetime) -> list[Event]:
    with alone_at(source) as is_free:
        if not is_free:
            return []
        try:
            stories = open_some(source, at=at)
            return judge(source.brand, at=at, numbers=stories, pouring=True)
        except Exception:
            log.exception("parcels of source %s could not be opened", source.pk)
            return []


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


def open_together(source: Source, rows: QuerySet[Parcel], *, reader: Reader, at: datetime) -> set[int]:
    """Read some parcels while nobody waits for it, and take them in: all of them, or none."""
    parcels = list(rows)
    if not parcels:
        return set()
    pages = [open_body(bytes(parcel.body), source=source.key) for parcel in parcels]
    read = read_now(reader, [post for page in pages for post in page.posts])
    give_way()
    return keep(source, [parcel.pk for parcel in parcels], pages, read, at=at)


@transaction.atomic
def keep(source: Source, parcels: Sequence[int], pages: Sequence[Page], read: Read, *, at: datetime) -> set[int]:
    """Take in what was read of parcels, unless another loop holds some of them or has done so."""
    rows = Parcel.objects.waiting(source).filter(pk__in=parcels)
    held = rows.select_for_update(skip_locked=True) if bulk.is_postgres() else rows
    if len(held.values_list("pk")) < len(parcels):
        return set()
    taken = take_in(brand=source.brand, read=read, via=source, at=at)
    note_rejected(source, sum(len(page.rejects) for page in pages))
    follow_deletions(source, (gone for page in pages for gone in page.deleted), at=at)
    Parcel.objects.filter(pk__in=parcels).delete()
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
