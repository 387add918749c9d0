"""What was heard, what was not, and why is a zero one? The last 24 hours of a brand's sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.access import Seat
from firebreak.console.charts import Line, bar_chart
from firebreak.console.formats import duration, thousands
from firebreak.console.gauges import strip
from firebreak.console.listen.blind import AWAY, PAUSED, Blind, blind_spots, total
from firebreak.console.listen.growth import unit_of
from firebreak.console.listen.health import Checked, Health
from firebreak.console.listen.models import SourceHour
from firebreak.console.listen.silence import hour_of
from firebreak.console.listen.trouble import BLOCKED, LIMITED, why_blind

HOURS = 24
SPAN = timedelta(hours=HOURS)


@dataclass(frozen=True, slots=True)
class Row:
    """A source as it stands, with the mentions and the posts that it gave in 24 hours."""

    one: Checked
    kept: int
    given: int


@dataclass(frozen=True, slots=True)
class Strip:
    """When a source was heard: its 24 hours as one bar, and how long it was not."""

    name: str
    bar: SafeString
    blind: timedelta


@dataclass(frozen=True, slots=True)
class Gap:
    """One blind spot as the table tells it."""

    blind: Blind
    why: str


@dataclass(frozen=True, slots=True)
class Zero:
    """Why a source gave no mention; the look says whether that is the truth or our ear."""

    name: str
    look: str
    word: str
    why: str


class Hearing:
    """The last 24 hours of a brand's sources at the seat's moment; each part is read when it is asked for."""

    def __init__(self, seat: Seat, found: Sequence[Checked]) -> None:
        self.seat, self.found = seat, found
        self.listened = [one for one in found if one.source.kind != "upload"]  # a file is no ear

    @cached_property
    def hours(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Give posts and mentions by source and hour."""
        last = hour_of(self.seat.at)
        rows = SourceHour.objects.filter(source__brand=self.seat.brand, hour__gt=last - HOURS, hour__lte=last)
        found = rows.values_list("source", "hour", "given", "kept")
        return {(source, hour): (given, kept) for source, hour, given, kept in found}

    @cached_property
    def spots(self) -> list[Blind]:
        return blind_spots(self.seat.brand, since=self.seat.at - SPAN, at=self.seat.at)

    @cached_property
    def rows(self) -> list[Row]:
        return [self.row(one) for one in self.found]

    def row(self, one: Checked) -> Row:
        mine = [counts for (source, _hour), counts in self.hours.items() if source == one.source.pk]
        return Row(one, kept=sum(kept for _given, kept in mine), given=sum(given for given, _kept in mine))

    def of(self, one: Checked) -> list[Blind]:
        return [spot for spot in self.spots if spot.spot.source_id == one.source.pk]

    @cached_property
    def strips(self) -> list[Strip]:
        return [Strip(one.source.name, self.bar(one), total(self.of(one))) for one in self.listened]

    def bar(self, one: Checked) -> SafeString:
        """Draw when a source was heard; of the time before it was added nothing is said."""
        spots = [(spot.starts, spot.ends, look_of(spot)) for spot in self.of(one)]
        before = [(self.begins, one.source.created_at, "off")] if one in self.young else []
        return strip(
            ((begins - self.begins) / SPAN, (ends - self.begins) / SPAN, look) for begins, ends, look in before + spots
        )

    @cached_property
    def young(self) -> list[Checked]:
        """Give the sources that were added within the day."""
        return [one for one in self.listened if one.source.created_at > self.begins]

    @cached_property
    def gaps(self) -> list[Gap]:
        return [Gap(one, why_blind(one.spot.code, one.spot.problem)) for one in self.spots]

    @property
    def begins(self) -> datetime:
        return self.seat.at - SPAN

    @property
    def middle(self) -> datetime:
        return self.seat.at - SPAN / 2

    @cached_property
    def conclusion(self) -> str:
        """Say in one sentence for how long something was not heard, and what a zero means then."""
        lost = [one for one in self.spots if look_of(one) == "gone"]
        if not lost and self.young:
            return _("Since they were added, all sources were heard: a zero from then on is a true zero.")
        if not lost:
            return _("Every source was heard for all of the last 24 hours: a zero is a true zero.")
        told = ngettext(
            "In the last 24 hours there is %(n)d time, %(long)s in all, in which a source was not heard. Every other "
            "zero is a true zero.",
            "In the last 24 hours there are %(n)d times, %(long)s in all, in which a source was not heard. Every other "
            "zero is a true zero.",
            len(lost),
        )
        before = _("Before a source was added nobody listened to it.") if self.young else ""
        return f"{told % {'n': len(lost), 'long': duration(total(lost))}} {before}".strip()

    @cached_property
    def zeros(self) -> list[Zero]:
        silent = {row.one.source.pk: row for row in self.rows if row.kept == 0}
        return [self.zero(silent[one.source.pk]) for one in self.listened if one.source.pk in silent]

    def zero(self, row: Row) -> Zero:
        """Say why a source gave no mention: it is not heard, its policy keeps none, or there truly is none."""
        one, spots = row.one, self.of(row.one)
        standing = next((spot for spot in spots if spot.open), None)
        if one.health is Health.PAUSED:
            return Zero(one.source.shown, "plain", _("paused"), _("Nobody listens until somebody resumes."))
        if standing or one.health.is_trouble:
            return not_heard(one, standing)
        if one.health is Health.NEW:
            return Zero(one.source.shown, "plain", _("not heard yet"), _("It has given no answer so far."))
        if not one.source.may_store:
            return Zero(
                one.source.shown, "plain", _("none may be kept"), _("Its policy record lets no post be stored.")
            )
        if row.given:
            told = ngettext("%(n)s post, none of them about us.", "%(n)s posts, none of them about us.", row.given)
            return Zero(one.source.shown, "ok", _("truly none"), told % {"n": thousands(row.given)})
        return Zero(one.source.shown, "ok", _("truly none"), but_for(spots))

    def chart(self, one: Checked) -> SafeString:
        """Draw how many mentions a source gave in each hour."""
        last = hour_of(self.seat.at)
        counts = [self.hours.get((one.source.pk, hour), (0, 0))[1] for hour in range(last - HOURS + 1, last + 1)]
        told = ngettext(
            "%(name)s gave %(n)s mention in 24 hours", "%(name)s gave %(n)s mentions in 24 hours", sum(counts)
        )
        return bar_chart(
            sentence=told % {"name": one.source.name, "n": thousands(sum(counts))},
            labels=[clock_of(last - HOURS + 1 + place) for place in range(HOURS)],
            lower=Line(_("Mentions"), counts, ""),
            unit=unit_of(timedelta(hours=1)),
            size="s",
        )


def clock_of(hour: int) -> str:
    return f"{timezone.localtime(datetime.fromtimestamp(hour * 3600, UTC)):%H:%M}"


def look_of(one: Blind) -> str:
    if one.spot.code == PAUSED:
        return "off"
    return "made-up" if one.made_up else "gone"


def not_heard(one: Checked, standing: Blind | None) -> Zero:
    """Say what keeps a source from being heard now."""
    code = standing.spot.code if standing else one.source.last_error
    if code in BLOCKED:
        look, word = "bad", _("blocked")
    elif code in LIMITED:
        look, word = "warn", _("limited")
    else:
        look, word = ("warn", _("not heard")) if code == AWAY else ("bad", _("no answer"))
    why = why_blind(standing.spot.code, standing.spot.problem) if standing else one.problem[0] or one.word
    return Zero(one.source.shown, look, word, why)


def but_for(spots: list[Blind]) -> str:
    if not spots:
        return _("It answered all the time, and had nothing.")
    return _("It had nothing while it was heard; for %(long)s it was not.") % {"long": duration(total(spots))}
