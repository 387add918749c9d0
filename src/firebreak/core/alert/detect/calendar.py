"""On which days do people rest? Weekends and what a calendar names besides; what it does not know is a usual week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from firebreak.core.alert.detect.level import is_weekend
from firebreak.core.errors import BadInput


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekdays on which people rest, and days of weekends on which they work."""

    rest: frozenset[date]
    work: frozenset[date]

    def rests(self, day: date) -> bool:
        return day in self.rest or (is_weekend(day) and day not in self.work)


def calendar(data: Mapping[str, Any]) -> Calendar:
    """Read `knowledge/holidays.yaml`; raises BadInput for what it cannot use."""
    try:
        return Calendar(_days(data["rest"]), _days(data["work"]))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadInput(problem="holidays", detail=str(wrong)) from wrong


def _days(years: Mapping[int, list[str]]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, days in years.items() for day in days)
