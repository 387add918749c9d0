"""Which alarm rules do others publish? Each as its maker describes it; what is not said is a knob, set in its favour.

Sources are listed in docs/models/detector.md. Two more that are known publish only how fast they are, no rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench.detect.brand import DAY, HOUR, LENGTH, Series
from bench.detect.pelt import rises
from bench.detect.score import Alerts
from bench.detect.world import Months

GATE = 5  # posts an hour or day below which rules with a "minimum volume" keep silent


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts (n, LENGTH) of n brands."""

    posts: Series
    negative: Series
    positive: Series


Rule = Callable[[Table, float], Alerts]


@dataclass(frozen=True, slots=True)
class Published:
    """A rule, the settings its maker names (or that a user would try), and whether it reads tone."""

    name: str
    rule: Rule
    knobs: Sequence[float]
    tone: bool = False


def table_of(worlds: Sequence[Months]) -> Table:
    return Table(
        *(np.array([getattr(one.said, part) for one in worlds], float) for part in ("posts", "negative", "positive"))
    )


def only(counts: Series) -> Table:
    """Let rules that count posts count something else."""
    return Table(counts, counts, np.zeros_like(counts))


def recent(counts: Series, bins: int, back: int = 0) -> Series:
    """Sum the last `bins` bins of every place (n, T), ended `back` bins ago; before the beginning there is nothing."""
    total = np.zeros((len(counts), counts.shape[1] + bins + back))
    total[:, bins + back :] = np.cumsum(counts, axis=1)
    ends = total[:, bins : bins + counts.shape[1]]
    return ends - total[:, : counts.shape[1]]


def every(alerts: Alerts, bins: int) -> Alerts:
    """Look only once in `bins` bins."""
    seen = np.zeros_like(alerts)
    seen[:, bins - 1 :: bins] = alerts[:, bins - 1 :: bins]
    return seen


def spread(counts: Series, bins: int, days: int) -> tuple[Series, Series]:
    """Give mean and standard deviation of sums over `bins` bins in the `days` days before the newest one."""
    sums = recent(counts, bins)
    span = days * DAY
    mean = recent(sums, span, bins) / span
    return mean, np.sqrt(np.maximum(recent(sums**2, span, bins) / span - mean**2, 0))


def meltwater_social(now: Table, times: float) -> Alerts:
    """Last hour against the past twelve, confirmed by the same hour of yesterday and of last week."""
    hour = recent(now.posts, HOUR)
    usual = recent(now.posts, 12 * HOUR, HOUR) / 12
    seen = np.maximum(recent(now.posts, HOUR, DAY), recent(now.posts, HOUR, 7 * DAY))
    return np.asarray((hour > times * usual) & (hour > times * seen) & (hour > 0))


def meltwater_news(now: Table, times: float) -> Alerts:
    """Last day against the past fourteen, confirmed by yesterday and the same day of last week."""
    day = recent(now.posts, DAY)
    seen = np.maximum(recent(now.posts, DAY, DAY), recent(now.posts, DAY, 7 * DAY))
    return every((day > times * recent(now.posts, 14 * DAY, DAY) / 14) & (day > times * seen), HOUR)


def socialmetrix(now: Table, sigmas: float) -> Alerts:
    """Mean of 24 hours above mean of seven days by k standard deviations, looked at hourly."""
    mean, deviation = spread(now.posts, HOUR, 7)
    return every(recent(now.posts, DAY) / 24 > mean + sigmas * deviation, HOUR)


def agility(now: Table, times: float) -> Alerts:
    """The hour's number above the mean of seven days by so many per cent."""
    return np.asarray(recent(now.posts, HOUR) > times * recent(now.posts, 7 * DAY, HOUR) / (7 * 24))


def mutualmind(now: Table, times: float) -> Alerts:
    """The current ten minutes above twice the mean of the last six hours."""
    return every(recent(now.posts, 2) > times * recent(now.posts, 6 * HOUR, 2) / 36, 2)


def huginn(now: Table, sigmas: float) -> Alerts:
    """The newest hour above mean + 3 σ of fourteen days."""
    mean, deviation = spread(now.posts, HOUR, 14)
    return every(recent(now.posts, HOUR) > mean + sigmas * deviation, HOUR)


def media_cloud(now: Table, sigmas: float) -> Alerts:
    """Mean of seven days outside that of 28 days, by σ of its days."""
    mean, deviation = spread(now.posts, DAY, 28)
    return every(recent(now.posts, 7 * DAY) / 7 > mean + sigmas * deviation, DAY)


def media_cloud_pelt(now: Table, penalty: float) -> Alerts:
    """A change point (PELT) to more in the last two of 28 days."""
    ends = np.arange(28 * DAY - 1, LENGTH, DAY)
    alerts = np.zeros(now.posts.shape, bool)
    days = recent(now.posts, DAY)
    for end in ends:
        alerts[:, end] = rises(days[:, end - 27 * DAY : end + 1 : DAY], penalty)
    return alerts


def vista_window(hours: float) -> Rule:
    """A window of 30 minutes to two days above its own mean of two weeks, by sensitivity."""

    def rule(now: Table, sigmas: float) -> Alerts:
        mean, deviation = spread(now.posts, int(hours * HOUR), 14)
        return np.asarray(recent(now.posts, int(hours * HOUR)) > mean + sigmas * deviation)

    return rule


def vista_dip(now: Table, points: float) -> Alerts:
    """Sentiment dip: net sentiment of the day below that of the week before, by points."""
    day = recent(now.posts, DAY)
    net = now.positive - now.negative
    return np.asarray(
        (
            recent(net, DAY) / np.maximum(day, 1)
            < recent(net, 7 * DAY, DAY) / np.maximum(recent(now.posts, 7 * DAY, DAY), 1) - points
        )
        & (day >= GATE)
    )


def sightlabs_share(now: Table, points: float) -> Alerts:
    """Negative share of the day up by five points against the week before, above a least volume."""
    day = recent(now.posts, DAY)
    before = recent(now.negative, 7 * DAY, DAY) / np.maximum(recent(now.posts, 7 * DAY, DAY), 1)
    return np.asarray((recent(now.negative, DAY) / np.maximum(day, 1) > before + points) & (day >= GATE))


def sightlabs_cross(now: Table, gate: float) -> Alerts:
    """The line of negative posts of a day crosses that of positive ones, above a least volume."""
    above = recent(now.negative, DAY) > recent(now.positive, DAY)
    before = np.pad(above, ((0, 0), (1, 0)))[:, :-1]
    return np.asarray(above & ~before & (recent(now.posts, DAY) >= gate))


def sightlabs_velocity(now: Table, times: float) -> Alerts:
    """An hour so many times the hour before, above a least volume."""
    hour = recent(now.posts, HOUR)
    return np.asarray((hour > times * recent(now.posts, HOUR, HOUR)) & (hour >= GATE))


def sprinklr(now: Table, level: float) -> Alerts:
    """Severity 1–10 from the variance against the expected, taken as the mean of this hour in the last four weeks."""
    hour = recent(now.posts, HOUR)
    seen = np.array([recent(now.posts, HOUR, days * DAY) for days in range(1, 29)])
    return every(hour > seen.mean(axis=0) + level * np.maximum(seen.std(axis=0), 1e-9), HOUR)


def newswhip(now: Table, threshold: float) -> Alerts:
    """What is predicted at twice the age above a threshold, here of the last hour and its growth."""
    hour, before = recent(now.posts, HOUR), recent(now.posts, HOUR, HOUR)
    return np.asarray(2 * hour + np.maximum(hour - before, 0) > threshold)


def stonedt(now: Table, posts: float) -> Alerts:
    """A word of the list was said: looked at every twenty minutes. The reader's negative stands for the list."""
    return every(recent(now.negative, 4) >= posts, 4)


RULES = (
    Published("Meltwater, social (hour / 12 h, day, week)", meltwater_social, (1.5, 2, 3, 5, 8)),
    Published("Meltwater, news (day / 14 d)", meltwater_news, (1.2, 1.5, 2, 3)),
    Published("Socialmetrix (24 h > 7 d + kσ)", socialmetrix, (1.5, 2, 3)),
    Published("Agility (hour > 7 d × p %)", agility, (2, 3, 5, 10, 20)),
    Published("MutualMind (10 min > 2 × 6 h)", mutualmind, (2, 4, 8)),
    Published("Huginn (newest > μ + 3σ of 14 d)", huginn, (3, 5, 8)),
    Published("Media Cloud (7 d > μ + 2σ of 28 d)", media_cloud, (1, 2)),
    Published("Media Cloud (PELT)", media_cloud_pelt, (1, 2, 4)),
    Published("Vista Social (30 min)", vista_window(0.5), (3, 5, 8)),
    Published("Vista Social (6 h)", vista_window(6), (2, 3, 5)),
    Published("Vista Social (2 d)", vista_window(48), (1.5, 2, 3)),
    Published("Vista Social (sentiment dip)", vista_dip, (0.05, 0.1, 0.2, 0.4), tone=True),
    Published("Sightlabs (negative + 5 points)", sightlabs_share, (0.05, 0.1, 0.2, 0.4), tone=True),
    Published("Sightlabs (lines cross)", sightlabs_cross, (5, 10, 30), tone=True),
    Published("Sightlabs (velocity)", sightlabs_velocity, (2, 4, 8)),
    Published("Sprinklr (severity of variance)", sprinklr, (3, 5, 10)),
    Published("NewsWhip (predicted > threshold)", newswhip, (10, 30, 100, 300)),
    Published("stonedt (word list, 20 min)", stonedt, (1, 3, 5, 10), tone=True),
)
