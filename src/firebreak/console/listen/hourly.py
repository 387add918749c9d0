"""What was counted of a brand when this hour began? Counted at once of a small brand; of a big one a row is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firebreak.console.formats import short_time
from firebreak.console.govern.models import Brand

PAUSE = timedelta(minutes=10)  # after which a count that failed is tried again
SMALL = 5_000  # posts; of so many a page counts by itself what it shows

T = TypeVar("T")


class Hourly(models.Model):
    """What was last counted of a brand under a name, as it stood at the beginning of an hour; no word of a post."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="hourly", db_index=False)  # the constraint's index
    name = models.CharField(max_length=20)
    hour = models.DateTimeField()
    value: models.JSONField[Any] = models.JSONField()

    class Meta:
        verbose_name = _("count of an hour")
        verbose_name_plural = _("counts of an hour")
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="one_hourly_row_per_brand_and_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.hour:%Y-%m-%d %H}"


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def is_small(brand: Brand) -> bool:
    return not brand.posts.order_by("pk").values("pk")[SMALL : SMALL + 1].exists()


@dataclass(frozen=True, slots=True)
class AsOf(Generic[T]):
    """What was counted, and of which hour's beginning it is."""

    hour: datetime
    what: T


@dataclass(frozen=True)
class Count(Generic[T]):
    """Something that is counted once an hour; `pack` makes of it what JSON can hold, and `unpack` the same again.

    A name ends in a number that grows whenever the form of what is packed changes.
    """

    name: str
    count: Callable[[Brand, datetime], T]
    pack: Callable[[T], Any]
    unpack: Callable[[Any], T]

    known: ClassVar[dict[tuple[str, int], AsOf[Any]]] = {}
    failed: ClassVar[dict[tuple[str, int], datetime]] = {}

    def at(self, brand: Brand, *, at: datetime) -> T:
        """Give it as of the last full hour, however long it takes."""
        hour, latest = hour_of(at), self.latest(brand, at=at)
        return latest.what if latest and latest.hour == hour else self.counted(brand, hour).what

    def shown(self, brand: Brand, *, at: datetime) -> AsOf[T] | None:
        """Give it to a page: of a big brand as it was last counted, and None before that was ever done."""
        hour, latest = hour_of(at), self.latest(brand, at=at)
        if latest and latest.hour == hour:
            return latest
        return self.counted(brand, hour) if is_small(brand) else latest

    def latest(self, brand: Brand, *, at: datetime) -> AsOf[T] | None:
        """Give what is known of this hour, or else what is stored of an earlier one."""
        hour = hour_of(at)
        held = self.known.get((self.name, brand.pk))
        if held and held.hour == hour:
            return held
        row = Hourly.objects.filter(brand=brand, name=self.name, hour__lte=hour).first()
        if row is None:
            return None
        found = AsOf(row.hour, self.unpack(row.value))
        if row.hour == hour:
            self.known[self.name, brand.pk] = found
        return found

    def counted(self, brand: Brand, hour: datetime) -> AsOf[T]:
        found = self.known[self.name, brand.pk] = AsOf(hour, self.count(brand, hour))
        return found

    def keep(self, brand: Brand, *, at: datetime) -> None:
        """Count it for this hour and store it, so that no page waits for that."""
        hour = hour_of(at)
        found = {"hour": hour, "value": self.pack(self.count(brand, hour))}
        Hourly.objects.update_or_create(brand=brand, name=self.name, defaults=found)

    def rests(self, brand: Brand, *, at: datetime) -> bool:
        """Tell whether it could not be counted a short while ago, and is left alone for now."""
        last = self.failed.get((self.name, brand.pk))
        return last is not None and timedelta() <= at - last < PAUSE

    def note_failure(self, brand: Brand, *, at: datetime) -> None:
        self.failed[self.name, brand.pk] = at

    def drop(self, brand: Brand) -> None:
        """Count it anew where it is asked for next: it was of another past."""
        Hourly.objects.filter(brand=brand, name=self.name).delete()
        self.known.pop((self.name, brand.pk), None)

    def forget(self) -> None:
        for key in [key for key in self.known if key[0] == self.name]:
            del self.known[key]


def since(known: AsOf[Any] | None, *, at: datetime) -> str:
    """Say of when it is, where it is not of this hour."""
    if known is None or known.hour == hour_of(at):
        return ""
    return gettext("As of %(time)s; this hour's count is not there yet.") % {"time": short_time(known.hour, at=at)}


def forget_hours() -> None:
    """Know nothing any more of what was counted, as a process does that was just started."""
    Count.known.clear()
    Count.failed.clear()
