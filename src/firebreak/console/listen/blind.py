"""When was a source not heard, why, and how much of that time came in later?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import BlindSpot, Post, Source

AWAY = "service_off"
PAUSED = "source_paused"


def begin_spot(source: Source, code: str, *, problem: str = "", at: datetime) -> None:
    """Remember that a source is not heard from now on; the reason is the one that came last."""
    rows = BlindSpot.objects.filter(source=source, ended__isnull=True)
    if not rows.update(code=code[:60], problem=problem[:40]):
        BlindSpot.objects.create(source=source, began=at, code=code[:60], problem=problem[:40])


def end_spot(source: Source, *, at: datetime) -> None:
    """Remember that a source is heard again."""
    BlindSpot.objects.filter(source=source, ended__isnull=True).update(ended=at)


def note_away(*, began: datetime, ended: datetime) -> None:
    """Remember that the service itself was away: what should have been heard then was not, whatever its source says."""
    heard = Source.objects.filter(paused=False, created_at__lt=began).exclude(kind="upload")
    open_already = BlindSpot.objects.filter(ended__isnull=True).values("source")
    BlindSpot.objects.bulk_create(
        BlindSpot(source=source, began=began, ended=ended, code=AWAY) for source in heard.exclude(pk__in=open_already)
    )


def forget_old_spots(*, before: datetime) -> None:
    BlindSpot.objects.filter(ended__lt=before).delete()


@dataclass(frozen=True, slots=True)
class Blind:
    """A blind spot within a period: its part of it, and how many posts of that time came in afterwards."""

    spot: BlindSpot
    starts: datetime
    ends: datetime
    later: int

    @property
    def length(self) -> timedelta:
        return self.ends - self.starts

    @property
    def open(self) -> bool:
        return self.spot.ended is None

    @property
    def made_up(self) -> bool:
        """Tell whether the source has given posts of that time since: it was late, but not lost."""
        return self.later > 0


def blind_spots(brand: Brand, *, since: datetime, at: datetime) -> list[Blind]:
    """Give the blind spots of the brand's sources between `since` and `at`, the newest first."""
    within = Q(ended__isnull=True) | Q(ended__gt=since)
    rows = BlindSpot.objects.filter(within, source__brand=brand, source__removed_at__isnull=True, began__lt=at)
    found = rows.select_related("source").annotate(later=came_later(brand)).order_by("-began", "-pk")
    return [blind(row, since=since, at=at, later=row.later) for row in found]


def blind(row: BlindSpot, *, since: datetime, at: datetime, later: int) -> Blind:
    return Blind(row, max(row.began, since), min(row.ended or at, at), later)


def came_later(brand: Brand) -> Coalesce:
    """Count with each spot the posts published while its source was not heard, which it gave once it was.

    It goes with the query for the spots: a source that fails every second visit has hundreds of them a day.
    """
    posts = Post.objects.filter(brand=brand, published_at__gte=OuterRef("began"), published_at__lt=OuterRef("ended"))
    given = posts.filter(via=OuterRef("source"), first_seen_at__gte=OuterRef("ended"))
    counted = given.order_by().values("via").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def total(spots: Iterable[Blind]) -> timedelta:
    return sum((one.length for one in spots), timedelta())
