"""Which constants does the detector rest on? Set once, on made-up months and five brands; no user turns them."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Tuning:
    """Half-lives are in days, surprises in nats, weights in what they are worth of (posts, hours or excesses)."""

    rare: float = 8.0  # −log of the chance in an hour from which on somebody must hear of it
    few: int = 3  # fewer posts are never an alarm
    warm_up: timedelta = timedelta(hours=24)  # heard before anything is judged
    quiet: timedelta = timedelta(hours=6)  # an episode ends after so long without the signal
    longest: timedelta = timedelta(hours=24)  # one that goes on is told again after so long

    level_half_life: float = 10.0
    rhythm_half_life: float = 28.0
    guessed_posts: float = 0.5  # so little is taken for known before anything was heard …
    guessed_hours: float = 2.0  # … in so many hours
    hour_bend: float = 15.0  # posts by which the factor of an hour is pulled to one
    day_bend: float = 40.0  # … and that of weekends
    cap: float = 3.0  # standard deviations beyond which an hour teaches no more: a crisis must not become the usual

    record_half_life: float = 56.0
    relative: float = 0.06  # relative variance of a window, beside that of its threads
    spread_weight: float = 30.0  # trust in the spread that is assumed before any is seen
    beyond: float = 4.0  # surprise from which on the brand's own record is kept
    guessed: float = 0.75  # excursions beyond it that are taken for seen before any is …
    guessed_in: float = 50.0  # … in so many hours
    longer_is_rarer: float = 0.5  # power of a window's hours by which excursions in it begin more rarely
    guessed_excess: float = 1.0  # … and by how much: 1 where the model is true
    excess_weight: float = 5.0
    longest_excess: float = 24.0  # mean excesses beyond which one teaches no more


DEFAULT = Tuning()
