"""When is the brand told next how its incident stands, and how often was it told in time? (R1.63)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Cadence:
    """What was told so far: `met` words in time, `lapses` the times that passed without one; `due` is the next."""

    due: datetime
    met: int
    lapses: tuple[datetime, ...] = ()

    @property
    def missed(self) -> int:
        return len(self.lapses)

    @property
    def share(self) -> float | None:
        """Give which part was in time; None while nothing was due."""
        total = self.met + self.missed
        return self.met / total if total else None


def cadence(start: datetime, told: Iterable[datetime], every: timedelta, *, until: datetime) -> Cadence:
    """Count the words up to `until`: each is due `every` after the one before, the first one after `start`.

    Each due time that passes without a word is missed; a word after that is none in time.
    """
    last, met = start, 0
    lapses: list[datetime] = []
    for word in sorted(at for at in told if start <= at <= until):
        late = lapsed(last, word, every)
        lapses += late
        met += not late
        last = word
    return Cadence(last + every, met, (*lapses, *lapsed(last, until, every)))


def lapsed(begins: datetime, ends: datetime, every: timedelta) -> list[datetime]:
    """Give the due times between two moments; who speaks on the stroke is in time."""
    count = max(0, -((begins - ends) // every) - 1)
    return [begins + number * every for number in range(1, count + 1)]


def in_time(told: Iterable[datetime], lapses: Iterable[datetime]) -> tuple[int, int]:
    """Count the words that came in time, and the times that passed without one.

    Whatever the levels were meanwhile: `lapses` are those that were noted. A word after a lapse is none in time.

    >>> hour = [datetime(2026, 11, 20, each) for each in range(24)]
    >>> in_time(told=[hour[2], hour[7], hour[8]], lapses=[hour[4], hour[6]])
    (2, 2)
    """
    missed, words = list(lapses), sorted(told)
    before = [datetime.min.replace(tzinfo=one.tzinfo) for one in words[:1]] + words
    met = sum(not any(was <= lapse < word for lapse in missed) for was, word in zip(before, words, strict=False))
    return met, len(missed)
