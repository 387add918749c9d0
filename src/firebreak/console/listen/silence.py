"""How often does each source give something, and for how long has it given nothing? Learnt from what came before."""

from datetime import datetime, timedelta

import numpy as np
from django.db import connection
from django.db.models import F, Q

from firebreak.console.govern.models import Brand, Note
from firebreak.console.listen.blind import forget_old_spots, note_away
from firebreak.console.listen.bygone import forget_bygone
from firebreak.console.listen.models import BUCKET_SECONDS, Source, SourceHour
from firebreak.core.alert.baseline import DAYS_KEPT, Habit, Usual, learn_habit

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LEAST = HOUR  # a shorter silence is none, however busy a source is
LONGEST = timedelta(days=7)  # a longer one is no surer
AWAKE = "awake"  # the note that says since when the service has listened without a break
BREAK = timedelta(minutes=10)

FED = """
    SELECT 1 FROM listen_source
    WHERE brand_id = %s AND (kind <> 'upload' OR next_at IS NOT NULL OR failures > 0) LIMIT 1
"""

_rhythms: dict[int, tuple[datetime, Habit]] = {}


def note_given(via: Source, *, given: int, kept: int, at: datetime) -> None:
    """Count what a source gave in this hour; a moment is one a minute at most: many at once are one sign of life."""
    silent = Q(gave_at__isnull=True) | Q(gave_at__lt=at.replace(second=0, microsecond=0))
    moments = Source.ever.filter(silent, pk=via.pk).update(gave_at=at)
    rows = SourceHour.objects.filter(source=via, hour=hour_of(at))
    if not rows.update(moments=F("moments") + moments, given=F("given") + given, kept=F("kept") + kept):
        SourceHour.objects.create(source=via, hour=hour_of(at), moments=moments, given=given, kept=kept)


def is_fed(brand: Brand) -> bool:
    """Tell whether a brand has, or had, a way in that can fall silent; whoever only imports files has none.

    It is asked at every look of every brand, and says in most that nothing else need be asked.
    """
    with connection.cursor() as cursor:
        cursor.execute(FED, [brand.pk])
        return cursor.fetchone() is not None


def hour_of(at: datetime) -> int:
    return int(at.timestamp()) // 3600


def silent_since(source: Source, *, awake: datetime, at: datetime) -> datetime | None:
    """Tell since when a source has given nothing while it was listened to; None when that is not long yet."""
    if source.gave_at is None:
        return None
    since = max(source.gave_at, awake, source.resumed_at or awake)
    return since if at - since >= LEAST else None


def usual_since(source: Source, since: datetime, *, at: datetime) -> Usual:
    """Tell at how many moments since then a source would usually have given posts."""
    return rhythm_of(source, at=at).over(max(since, at - LONGEST), at)


def rhythm_of(source: Source, *, at: datetime) -> Habit:
    """Give a source's rhythm as it was learnt at the beginning of this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    held = _rhythms.get(source.pk)
    if held is None or held[0] != hour:
        held = (hour, learn_habit(moments(source, ends=hour), ends=hour))
        _rhythms[source.pk] = held
    return held[1]


def forget_rhythms() -> None:
    _rhythms.clear()


def moments(source: Source, *, ends: datetime) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give the moments of each hour before `ends`, oldest first, in the first of its twelve buckets."""
    last = hour_of(ends)
    rows = SourceHour.objects.filter(source=source, hour__lt=last, hour__gte=last - DAYS_KEPT * 24)
    found = dict(rows.values_list("hour", "moments"))
    series = np.zeros(12 * (last - min(found, default=last)))
    for hour, count in found.items():
        series[12 * (hour - last)] = count
    return series


def awake_since(*, at: datetime) -> datetime:
    """Tell since when the service has listened without a break, and remember that it does so now.

    Who was away hears nothing; that is no silence of a source, but a blind spot of each.
    """
    row = Note.objects.filter(pk=AWAKE).first()
    since, seen = (datetime.fromisoformat(row.value[name]) for name in ("since", "seen")) if row else (at, None)
    if seen is None or not timedelta() <= at - seen <= BREAK:
        since = at
    if seen is None or at - seen >= MINUTE or since == at:
        first = note_awake(row, {"since": since.isoformat(), "seen": at.isoformat()})
        if first and seen is not None and at - seen > BREAK:
            note_away(began=seen, ended=at)
    return since


def note_awake(row: Note | None, value: dict[str, str]) -> bool:
    """Write the note anew; False where another loop has done so since it was read, and has told what there was to."""
    if row is None:
        return Note.objects.get_or_create(pk=AWAKE, defaults={"value": value})[1]
    return Note.objects.filter(pk=AWAKE, value__seen=row.value["seen"]).update(value=value) == 1


def forget_old_hours(*, at: datetime) -> None:
    """Drop the hours and blind spots that nothing is learnt from any more."""
    SourceHour.objects.filter(hour__lt=hour_of(at) - DAYS_KEPT * 24).delete()
    forget_old_spots(before=at - timedelta(days=DAYS_KEPT))
    forget_bygone(before=int((at - timedelta(days=DAYS_KEPT)).timestamp()) // BUCKET_SECONDS)
