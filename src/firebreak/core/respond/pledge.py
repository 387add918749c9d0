"""What did published words promise the public, by when, and was it kept?

Two kinds are read, both from what was published and nothing else: the time of the next update, which is kept by the
next text; and a line of the part “What we promise”, which is kept by a later line of “What we have done” that repeats
it word for word. A time that cannot be read without guessing makes no promise with a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import cast

from firebreak.core.respond.facts import Fact, FactRules, facts_of
from firebreak.core.respond.progress import Progress
from firebreak.core.text.fold import fold

DAY = timedelta(days=1)
TOMORROW = ("明晚", "明早")


class Kept(StrEnum):
    """How a promise stands."""

    OPEN = "open"  # its time is to come
    KEPT = "kept"  # in time
    LATE = "late"  # after its time
    OVERDUE = "overdue"  # its time is over, and nothing was published that keeps it


@dataclass(frozen=True, slots=True)
class Pledge:
    """Words that promise something by `due`, in the text of that number; `kept_in` is the number of what kept it."""

    part: str  # of the text: next or promise
    words: str
    number: int
    due: datetime
    kept_at: datetime | None
    kept_in: int | None
    state: Kept

    @property
    def is_update(self) -> bool:
        """Tell whether it promises the next update and nothing else."""
        return self.part == "next"

    @property
    def late_by(self) -> timedelta:
        return max(self.kept_at - self.due, timedelta()) if self.kept_at else timedelta()


@dataclass(frozen=True, slots=True)
class Said:
    """A published text: its number, when it came out in the zone of its readers, and its parts."""

    number: int
    at: datetime
    told: Progress


def pledges_of(texts: Sequence[Said], rules: FactRules, *, at: datetime) -> list[Pledge]:
    """Give what was promised with a date, the next due first, then what is over, the latest first."""
    known = [
        made
        for place, one in enumerate(texts)
        for part, line, keeper in promised_in(one, texts[place + 1 :])
        if (made := pledge(part, line, one, keeper, rules, at=at))
    ]
    open_ones = sorted((each for each in known if each.state is Kept.OPEN), key=lambda each: each.due)
    over = sorted((each for each in known if each.state is not Kept.OPEN), key=lambda each: each.due, reverse=True)
    return [*open_ones, *over]


def next_update(told: Progress, *, said: datetime, rules: FactRules) -> datetime | None:
    """Give by when a text promises the next update; None where it promises none, or none that can be read for sure."""
    dues = [due_of(line, said=said, rules=rules) for line in told.part("next")]
    return min((due for due in dues if due), default=None)


def promised_in(one: Said, later: Sequence[Said]) -> list[tuple[str, str, Said | None]]:
    """Give the lines of a text that promise something, each with the later text that keeps it."""
    following = later[0] if later else None
    updates = [("next", line, following) for line in one.told.part("next")]
    others = [
        ("promise", line, next((text for text in later if repeats(text, line)), None))
        for line in one.told.part("promise")
    ]
    return [*updates, *others]


def repeats(later: Said, line: str) -> bool:
    wanted = fold(line).strip(" 。.")
    return any(wanted in fold(each) for each in later.told.part("done"))


def pledge(part: str, line: str, one: Said, keeper: Said | None, rules: FactRules, *, at: datetime) -> Pledge | None:
    due = due_of(line, said=one.at, rules=rules)
    if due is None:
        return None
    if keeper is None:
        return Pledge(part, line, one.number, due, None, None, Kept.OVERDUE if at > due else Kept.OPEN)
    return Pledge(part, line, one.number, due, keeper.at, keeper.number, Kept.KEPT if keeper.at <= due else Kept.LATE)


def due_of(line: str, *, said: datetime, rules: FactRules) -> datetime | None:
    """Read by when a line promises something; of a day without an hour, its end. None where that would be a guess.

    `said` is in the zone of its readers: the day of a time without one is that day.
    """
    facts = facts_of(line, rules)
    days = [day_of(fact, said=said.date()) for fact in facts if fact.unit == "day"]
    hours = [fact.value for fact in facts if fact.unit == "hour"]
    if None in days or len(hours) > 1 or not (days or hours):
        return None
    day = max(cast(list[date], days), default=said.date() + DAY * any(word in line for word in TOMORROW))
    if not hours:
        due = midnight(said, day) + DAY - timedelta(minutes=1)
    else:
        half, minutes = cast(tuple[str, int], hours[0])
        if half != "clock":
            return None
        due = midnight(said, day) + timedelta(minutes=minutes)
    return due if due > said else None


def midnight(said: datetime, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=said.tzinfo)


def day_of(fact: Fact, *, said: date) -> date | None:
    """Give the day that a fact names, seen from the day on which it was said; None where it names none for sure."""
    value = cast(tuple[object, ...], fact.value)
    if value[0] == "relative":
        return said + DAY * cast(int, value[1])
    if value[0] != "day" or len(value) != 4 or not isinstance(value[3], int) or value[2] is None:
        return None
    year, month, day = cast(int, value[1] or said.year), cast(int, value[2]), value[3]
    try:
        found = date(year, month, day)
        return found.replace(year=year + 1) if value[1] is None and found < said - 30 * DAY else found
    except ValueError:
        return None
