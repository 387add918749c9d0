"""How many posts does each brand usually have in an hour such as this one? Learnt hour by hour, in constant memory."""

from datetime import date

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.tuning import Tuning

Series = npt.NDArray[np.float64]

HOURS, SATURDAY = 24, 5


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


class Level:
    """Posts per hour of n series: a level that follows slowly, a factor for each hour, and one for days of rest."""

    def __init__(self, series: int, tuning: Tuning) -> None:
        self.tuning = tuning
        self.posts, self.hours = np.zeros(series), np.zeros(series)
        self.by_hour, self.usual_by_hour = np.zeros((series, HOURS)), np.zeros((series, HOURS))
        self.by_day, self.usual_by_day = np.zeros((series, 2)), np.zeros((series, 2))

    def factors(self, hour: int, weekend: int) -> tuple[Series, Series]:
        """Give what this hour of the day and this kind of day have, as multiples of the level (n,)."""
        by_hour = (self.by_hour[:, hour] + self.tuning.hour_bend) / (
            self.usual_by_hour[:, hour] + self.tuning.hour_bend
        )
        by_day = (self.by_day[:, weekend] + self.tuning.day_bend) / (
            self.usual_by_day[:, weekend] + self.tuning.day_bend
        )
        return by_hour, by_day

    def rate(self, hour: int, weekend: int) -> Series:
        """Give the expected posts per hour (n,)."""
        by_hour, by_day = self.factors(hour, weekend)
        return (self.posts + self.tuning.guessed_posts) / (self.hours + self.tuning.guessed_hours) * by_hour * by_day

    @property
    def doubt(self) -> Series:
        """Give how little is known of the level, as relative variance (n,)."""
        return np.asarray(1 / (self.posts + self.tuning.guessed_posts))

    def learn(self, hour: int, weekend: int, *, posts: Series, expected: Series, heard: Series, hours: float) -> None:
        """Take in a stretch of `hours` of one hour of the day: `posts` (n,), what was `expected`, `heard` hours."""
        by_hour, by_day = self.factors(hour, weekend)
        fade = 0.5 ** (hours / HOURS / self.tuning.level_half_life)
        self.posts = self.posts * fade + posts
        self.hours = self.hours * fade + heard * by_hour * by_day
        fade = 0.5 ** (hours / HOURS / self.tuning.rhythm_half_life)
        self.by_hour, self.usual_by_hour = self.by_hour * fade, self.usual_by_hour * fade
        self.by_day, self.usual_by_day = self.by_day * fade, self.usual_by_day * fade
        self.by_hour[:, hour] += posts
        self.usual_by_hour[:, hour] += expected / by_hour
        self.by_day[:, weekend] += posts
        self.usual_by_day[:, weekend] += expected / by_day
