"""How is each source, and where did the mentions come from?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import pgettext_lazy

from firebreak.connect.web import redacted
from firebreak.console.govern.models import Brand
from firebreak.console.listen.genre import NAMES, genre_of
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup, Source
from firebreak.console.listen.platform import one_each, same_name
from firebreak.console.listen.trouble import said
from firebreak.core.alert.rule import AlarmRules
from firebreak.core.terms import Sentiment

PUSHED = frozenset({"webhook", "upload"})  # sources that call us; nothing is due from them at any moment
RULES = AlarmRules()


class Health(StrEnum):
    """How a source stands."""

    OK = "ok"
    NEW = "new"  # never gave an answer yet
    LATE = "late"
    FAILING = "failing"  # the last visit went wrong, the next is due
    STOPPED = "stopped"  # went wrong for good; nobody visits until a person acts
    PAUSED = "paused"
    ASIDE = "aside"  # answers, but parcels of it could not be opened

    @property
    def is_trouble(self) -> bool:
        return self in (Health.LATE, Health.FAILING, Health.STOPPED, Health.ASIDE)


WORDS = {
    Health.OK: pgettext_lazy("source", "In order"),
    Health.NEW: pgettext_lazy("source", "Not heard yet"),
    Health.LATE: pgettext_lazy("source", "Late"),
    Health.FAILING: pgettext_lazy("source", "Failed, tries again"),
    Health.STOPPED: pgettext_lazy("source", "Stopped"),
    Health.PAUSED: pgettext_lazy("source", "Paused"),
    Health.ASIDE: pgettext_lazy("source", "Parcels put aside"),
}


def health_of(source: Source, *, at: datetime) -> Health:
    """Tell how a source stands at `at`, from its own record."""
    if source.paused:
        return Health.PAUSED
    if source.kind in PUSHED:
        return Health.OK if source.last_ok_at else Health.NEW
    if source.next_at is None:
        return Health.STOPPED
    if is_late(source, at=at):
        return Health.LATE
    if source.failures:
        return Health.FAILING
    return Health.OK if source.last_ok_at else Health.NEW


def is_late(source: Source, *, at: datetime) -> bool:
    """Tell whether no answer came for three visits, and for as long as silence is allowed."""
    allowed = max(RULES.silence_least, RULES.polls_missed * timedelta(seconds=source.every_seconds))
    return at - (source.last_ok_at or source.created_at) > allowed


@dataclass(frozen=True, slots=True)
class Checked:
    """A source with its health, how long ago it answered, and how many parcels of it wait for a person."""

    source: Source
    health: Health
    lag: timedelta | None
    aside: int
    aside_code: str

    @property
    def address(self) -> str:
        """Give a feed's address as everyone may see it: without user, password or key."""
        url = self.source.config.get("url", "")
        return redacted(url) if url else ""

    @property
    def host(self) -> str:
        """Name the host of a feed."""
        return urlsplit(self.address).hostname or ""

    @property
    def genre(self) -> str:
        """Say what sort of place a feed comes from."""
        return str(NAMES[genre_of(self.source.config)])

    @property
    def word(self) -> str:
        return str(WORDS[self.health])

    @property
    def problem(self) -> tuple[str, str]:
        """Say in words what went wrong last, and what to do next; nothing when nothing did."""
        return said(self.source.last_error, self.source.last_problem)

    @property
    def is_refused(self) -> bool:
        """Tell whether the source was asked and has never once answered as it should."""
        return bool(self.source.last_error) and self.source.last_ok_at is None and self.health is not Health.PAUSED

    @property
    def aside_problem(self) -> str:
        """Say in words why parcels could not be opened; nothing when all could."""
        return said(self.aside_code)[0]


def checked(brand: Brand, *, at: datetime) -> list[Checked]:
    """Give the brand's sources, those in trouble first."""
    aside = Count("parcels", filter=Q(parcels__problem__gt=""))
    rows = Source.objects.filter(brand=brand).annotate(aside=aside, aside_code=Max("parcels__problem"))
    found = [checked_one(one, at=at) for one in rows]
    return sorted(found, key=lambda one: (not one.health.is_trouble, one.source.name))


def checked_one(source: Source, *, at: datetime) -> Checked:
    aside: int = source.aside  # type: ignore[attr-defined]  # annotated by checked
    code: str = source.aside_code or ""  # type: ignore[attr-defined]
    health = health_of(source, at=at)
    if aside and health in (Health.OK, Health.NEW):
        health = Health.ASIDE
    lag = at - source.last_ok_at if source.last_ok_at else None
    return Checked(source=source, health=health, lag=lag, aside=aside, aside_code=code)


def in_trouble(found: Iterable[Checked]) -> list[Checked]:
    return [one for one in found if one.health.is_trouble]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one platform gave in a period: mentions, share of negative ones, and the end of its newest bucket."""

    platform: str
    count: int
    negative_share: float
    last: datetime


def heard_by_platform(brand: Brand, *, since: datetime, at: datetime) -> list[Heard]:
    """Sum the stored counts by platform, most mentions first; spellings of one name are one platform."""
    first, last = (int(one.timestamp()) // BUCKET_SECONDS for one in (since, at))
    rows = Rollup.objects.filter(brand=brand, bucket__gt=first, bucket__lte=last)
    negative = Sum("count", filter=Q(sentiment=Sentiment.NEGATIVE.value))
    sums = rows.values("source").annotate(whole=Sum("count"), part=negative, newest=Max("bucket"))
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for one in sums.order_by("-whole", "source"):
        alike.setdefault(same_name(one["source"]), []).append(one)
    found = [heard(spellings, at=at) for spellings in alike.values() if any(one["whole"] for one in spellings)]
    return sorted(found, key=lambda one: (-one.count, one.platform))


def heard(spellings: Sequence[Mapping[str, Any]], *, at: datetime) -> Heard:
    """Make one line of the sums of a platform's spellings."""
    whole, part = (sum(one[name] or 0 for one in spellings) for name in ("whole", "part"))
    newest = max(one["newest"] for one in spellings if one["whole"])
    ((code, _name),) = one_each(one["source"] for one in spellings)
    return Heard(code, whole, part / whole, min(end_of(newest), at))


def end_of(bucket: int) -> datetime:
    return datetime.fromtimestamp((bucket + 1) * BUCKET_SECONDS, UTC)
