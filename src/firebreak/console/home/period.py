"""Over which time does the board look back?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firebreak.console.listen.growth import Stretch


@dataclass(frozen=True, slots=True)
class Period:
    """A choice of the board: its length, and how long each bucket of the volume chart is."""

    code: str
    label: Promise
    length: timedelta
    every: timedelta

    def buckets(self, *, at: datetime) -> Stretch:
        """Cut the period that ends with the bucket of `at` into buckets on round local times."""
        local = timezone.localtime(at)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        last = midnight + ((local - midnight) // self.every) * self.every
        count = self.length // self.every
        return Stretch(start=last - (count - 1) * self.every, every=self.every, count=count)


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PERIODS = {
    period.code: period
    for period in (
        Period("6h", _("6 hours"), 6 * HOUR, 15 * MINUTE),
        Period("24h", _("24 hours"), DAY, 15 * MINUTE),
        Period("7d", _("7 days"), 7 * DAY, 2 * HOUR),
        Period("30d", _("30 days"), 30 * DAY, 6 * HOUR),
    )
}
USUAL = "24h"


def period_of(code: str) -> Period:
    """Give the period chosen; anything else is the usual one."""
    return PERIODS.get(code, PERIODS[USUAL])
