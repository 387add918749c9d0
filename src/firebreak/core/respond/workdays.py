"""On which days do offices in Taiwan work, and which is the so manieth working day after another?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")  # Taiwan moves no clocks
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """The days of the week, without those of `rest`, with those weekend days of `work` that make up for a bridge.

    Holidays are known for the years `first` to `last`; in other years only weekends are.
    """

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    first: int = date.max.year
    last: int = date.min.year

    def works(self, day: date) -> bool:
        return day in self.work or (day.weekday() < SATURDAY and day not in self.rest)

    def after(self, day: date, count: int) -> date:
        """Give the `count`th working day after `day`, which itself is not counted.

        >>> Workdays().after(date(2026, 11, 20), 1)  # a Friday
        datetime.date(2026, 11, 23)
        """
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def knows(self, begins: date, ends: date) -> bool:
        """Tell whether the holidays of all days from `begins` to `ends` are known."""
        return self.first <= begins.year and ends.year <= self.last


def day_of(at: datetime) -> date:
    """Give the day that it is in Taipei."""
    return at.astimezone(TAIPEI).date()
