"""What may a person choose for a mention: until when it sleeps, who takes it, of what kind it is?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import short_time
from firebreak.console.govern.models import Person
from firebreak.core.errors import BadInput
from firebreak.core.terms import Category

RISE = "rise"
MORNING, EVENING = 9, 18  # o'clock, on the screen's clock
NAPS: Mapping[str, Promise] = {
    "hour": _("In 1 hour"),
    "hours": _("In 3 hours"),
    "evening": _("This evening"),
    "morning": _("Tomorrow morning"),
    "monday": _("Monday morning"),
}


@dataclass(frozen=True, slots=True)
class Nap:
    """One time to sleep until, in words and as a time."""

    code: str
    label: str
    until: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the menus of the acts offer."""

    naps: Sequence[Nap]
    people: Sequence[Person]
    categories: Mapping[str, str]


def choices_of(seat: Seat, people: Sequence[Person]) -> Choices:
    """Give what the menus offer; `people` are those who may hold a mention."""
    naps = [(code, label, wakes_at(code, at=seat.at)) for code, label in NAPS.items()]
    return Choices(
        naps=[Nap(code, str(label), short_time(until, at=seat.at)) for code, label, until in naps if until],
        people=people,
        categories={code.value: str(words.CATEGORIES[code.value]) for code in Category},
    )


def wakes_at(code: str, *, at: datetime) -> datetime | None:
    """Give the time of a nap; None where it is over already today. Raises BadInput for one that does not exist."""
    here = timezone.localtime(at)
    today = here.replace(hour=0, minute=0, second=0, microsecond=0)
    evening = today + timedelta(hours=EVENING)
    times = {
        "hour": here + timedelta(hours=1),
        "hours": here + timedelta(hours=3),
        "evening": evening if evening > here else None,
        "morning": today + timedelta(days=1, hours=MORNING),
        "monday": today + timedelta(days=7 - here.weekday(), hours=MORNING),
    }
    if code not in times:
        raise BadInput(field="until", problem="unknown")
    return times[code]
