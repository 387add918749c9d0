"""Which matters are still small and rise? Their slope with an exact interval, however few speak of them.

A voice is a person who speaks of a matter for the first time within the window, in words that nobody had said before:
a loud account and any number of copies are one voice. Given that n voices came in D days, a matter that grows by the
factor e^b a day has them on day d with chance ∝ e^(b·d), so that the sum of their days is all that speaks of b (Cox &
Lewis 1966, The Statistical Analysis of Series of Events, 3.3). Chances and intervals are those of that sum, not of a
curve that stands for it: with four voices they are as right as with fifty.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firebreak.core.assess.chosen import ONE_SIDE, root, side_of

Series = npt.NDArray[np.float64]

DAYS = 14
LEAST, MOST = 4, 60  # voices: fewer say nothing of a slope, more are no weak signal
LEAST_DAYS = 3  # a matter of one or two days is news; others tell of it
STEEPEST = 3.0  # per day: twentyfold from one day to the next
ASKED = 5  # so many are listed where so many rise at all, sure or not
SURE = 1.959964  # standard normal quantile of 0.975
SAME = 0.8  # a matter that shares so many of its posts with one that is listed already tells nothing new


class Said(NamedTuple):
    """One post on one matter: who spoke, which text it is or repeats, and on which day of the window (0 … DAYS − 1)."""

    topic: str
    post: int
    who: str
    text: int
    day: int


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices on a matter by day, and the posts that brought them."""

    days: tuple[int, ...]
    posts: frozenset[int]

    @property
    def count(self) -> int:
        return sum(self.days)


@dataclass(frozen=True, slots=True)
class Rise:
    """A matter that rises: `rate` per day of the logarithm, with its interval; `sure` when it was chosen among all."""

    topic: str
    days: tuple[int, ...]
    rate: float
    low: float
    high: float
    sure: bool

    @property
    def count(self) -> int:
        return sum(self.days)


@dataclass(frozen=True, slots=True)
class Digest:
    """What rises, the surest first; `looked` matters were looked at, `least` is the growth a day that all else has."""

    rises: tuple[Rise, ...]
    looked: int
    least: float

    @property
    def sure(self) -> int:
        return sum(one.sure for one in self.rises)


def voices(said: Iterable[Said]) -> dict[str, Voices]:
    """Gather the voices on each matter; the order in which posts are handed in does not matter."""
    people: dict[str, set[str]] = defaultdict(set)
    texts: dict[str, set[int]] = defaultdict(set)
    days: dict[str, list[int]] = defaultdict(lambda: [0] * DAYS)
    posts: dict[str, set[int]] = defaultdict(set)
    for one in sorted(said, key=lambda one: (one.day, one.post, one.topic)):
        if one.who in people[one.topic] or one.text in texts[one.topic]:
            continue
        people[one.topic].add(one.who)
        texts[one.topic].add(one.text)
        days[one.topic][one.day] += 1
        posts[one.topic].add(one.post)
    return {topic: Voices(tuple(found), frozenset(posts[topic])) for topic, found in days.items()}


def digest(said: Mapping[str, Voices], others: Sequence[int]) -> Digest:
    """Tell what rises, and faster than all else surely does; `others` are the voices of each day on no matter."""
    least = least_of(others)
    weak = {topic: one for topic, one in said.items() if is_weak(one)}
    chances = {topic: chance(one.days, least) for topic, one in weak.items()}
    side = side_of(list(chances.values()))
    order = sorted(weak, key=lambda topic: (chances[topic], -weak[topic].count, topic))
    sure = apart([topic for topic in order if chances[topic] <= side], weak, ())
    unsure = [topic for topic in order if side < chances[topic] <= ONE_SIDE]
    more = apart(unsure, weak, sure)[: max(ASKED - len(sure), 0)]
    rises = [rise_of(topic, weak[topic].days, side or ONE_SIDE, sure=True) for topic in sure]
    rises += [rise_of(topic, weak[topic].days, ONE_SIDE, sure=False) for topic in more]
    return Digest(tuple(rises), looked=len(weak), least=least)


def is_weak(one: Voices) -> bool:
    return LEAST <= one.count <= MOST and sum(count > 0 for count in one.days) >= LEAST_DAYS


def apart(order: Sequence[str], weak: Mapping[str, Voices], known: Sequence[str]) -> list[str]:
    """Leave out those whose posts are nearly all among the posts of one that is listed before."""
    kept: list[str] = list(known)
    for topic in order:
        posts = weak[topic].posts
        if all(len(posts & weak[other].posts) < SAME * len(posts) for other in kept):
            kept.append(topic)
    return kept[len(known) :]


def rise_of(topic: str, days: Sequence[int], side: float, *, sure: bool) -> Rise:
    low, high = interval(days, side)
    return Rise(topic, tuple(days), slope(days), low, high, sure)


def sum_of_days(days: Sequence[int]) -> int:
    return sum(day * count for day, count in enumerate(days))


def slope(days: Sequence[int]) -> float:
    """Give the likeliest growth a day, within ±STEEPEST; 0 without a voice.

    >>> slope([1, 2, 4, 8]) == slope([8, 4, 2, 1]) * -1, round(slope([5, 5, 5, 5]), 6)
    (True, 0.0)
    """
    if not sum(days):
        return 0.0
    mean, places = sum_of_days(days) / sum(days), np.arange(len(days), dtype=np.float64)
    return root(lambda rate: float(places @ tilted(np.ones(len(days)), places, rate)) - mean, -STEEPEST, STEEPEST)


def least_of(days: Sequence[int]) -> float:
    """Give the growth a day that so many voices surely have: the lower end of an interval of 95 %, never below 0."""
    rate, places = slope(days), np.arange(len(days), dtype=np.float64)
    shares = tilted(np.ones(len(days)), places, rate)
    spread = float(shares @ places**2 - (shares @ places) ** 2)
    return max(rate - SURE / (spread * sum(days)) ** 0.5, 0.0) if sum(days) and spread > 0 else 0.0


def chance(days: Sequence[int], least: float) -> float:
    """Give the chance of days as late as these, or later, where growth is `least` a day."""
    return late(days, least)


def interval(days: Sequence[int], side: float) -> tuple[float, float]:
    """Give the growths a day under which neither so late nor so early days are rarer than `side`, in ±STEEPEST."""
    low = root(lambda rate: late(days, rate) - side, -STEEPEST, STEEPEST)
    high = root(lambda rate: side - early(days, rate), -STEEPEST, STEEPEST)
    return low, high


def late(days: Sequence[int], rate: float) -> float:
    return float(sums(days, rate)[sum_of_days(days) :].sum())


def early(days: Sequence[int], rate: float) -> float:
    return float(sums(days, rate)[: sum_of_days(days) + 1].sum())


def sums(days: Sequence[int], rate: float) -> Series:
    """Give the chance of each sum of days of so many voices, growth being `rate`."""
    flat = flat_sums(sum(days), len(days))
    return tilted(flat, np.arange(len(flat), dtype=np.float64), rate)


def tilted(chances: Series, places: Series, rate: float) -> Series:
    """Weigh chances by e^(rate · place), so that they add up to 1."""
    raised = rate * (places - places[-1] * (rate > 0))
    heavy = chances * np.exp(raised)
    made: Series = heavy / heavy.sum()
    return made


@cache
def flat_sums(count: int, length: int) -> Series:
    """Give the chance of each sum of days of `count` voices that fall on `length` days alike."""
    one, found = np.full(length, 1.0 / length), np.ones(1)
    for _ in range(count):
        found = np.convolve(found, one)
    return found
