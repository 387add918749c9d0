"""What is said about a made-up brand while nothing is wrong: its rhythm, its threads, and what looks like a crisis."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Series = npt.NDArray[np.float64]
Chance = np.random.Generator

MINUTES = 5
HOUR = 60 // MINUTES
DAY = 24 * HOUR
LEARNING = 28 * DAY  # heard before the judging begins
MONTH = 30 * DAY
LENGTH = LEARNING + 2 * MONTH


@dataclass(frozen=True, slots=True)
class Voice:
    """How the posts of one matter sound: share of negative and positive ones, how the reader errs, how many speak."""

    negative: float
    positive: float
    found: float  # of the negative posts, those that are read as such
    mistaken: float  # of the others, those that are read as negative
    distinct: float  # of the negative posts, those of somebody who had not yet spoken that day


@dataclass(frozen=True, slots=True, eq=False)
class Brand:
    """A brand's ways, all drawn by chance: posts a day, by hour (24,) and by day (days,), and how threads run."""

    daily: float
    hours: Series
    days: Series
    replies: float
    reply_hours: float
    voice: Voice
    weekday: int

    def level(self) -> Series:
        """Give the expected posts (LENGTH,) of every bin."""
        by_hour = np.repeat(self.hours, HOUR) / DAY
        return np.asarray((self.days[:, None] * by_hour).ravel() * self.daily)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Counts per bin (LENGTH,): all posts, those read as negative and as positive, and new negative voices."""

    posts: Counts
    negative: Counts
    positive: Counts
    voices: Counts

    def __add__(self, other: "Said") -> "Said":
        return Said(
            *(getattr(self, name) + getattr(other, name) for name in ("posts", "negative", "positive", "voices"))
        )


def log_uniform(low: float, high: float, rng: Chance) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def make_brand(rng: Chance) -> Brand:
    """Draw a brand: from three posts a week to three thousand a day."""
    weekday = int(rng.integers(7))
    return Brand(
        daily=log_uniform(0.4, 3000, rng),
        hours=_hours(rng),
        days=_days(weekday, rng),
        replies=rng.uniform(0, 1.5),
        reply_hours=log_uniform(0.2, 4, rng),
        voice=Voice(
            rng.uniform(0.02, 0.3), rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.95), rng.uniform(0.01, 0.08), 0.8
        ),
        weekday=weekday,
    )


def _hours(rng: Chance) -> Series:
    peak, second = rng.uniform(11, 22, 2)
    clock = np.arange(24)
    wave = np.exp(np.cos((clock - peak) * np.pi / 12) * rng.uniform(0.2, 1.6))
    wave = wave + rng.uniform(0, 0.6) * np.exp(np.cos((clock - second) * np.pi / 12) * 2)
    return np.asarray(wave / wave.mean())


def _days(weekday: int, rng: Chance) -> Series:
    """Give the factor of every day: weekend, holidays, a slow drift and chance."""
    days = np.arange(LENGTH // DAY)
    rest = np.isin((days + weekday) % 7, (5, 6)) | (rng.random(len(days)) < 0.03)
    drift = np.cumsum(rng.normal(0, rng.uniform(0, 0.05), len(days)))
    noise = rng.normal(0, rng.uniform(0.03, 0.3), len(days))
    return np.asarray(np.where(rest, rng.uniform(0.4, 1.6), 1.0) * np.exp(drift + noise))


def usual(brand: Brand, rng: Chance) -> Said:
    """Let people talk as they always do: threads of a post and its replies, in one tone mostly."""
    starts = np.repeat(np.arange(LENGTH), rng.poisson(brand.level() / (1 + brand.replies)))
    replies = rng.geometric(1 / (1 + brand.replies), len(starts)) - 1
    thread = np.repeat(np.arange(len(starts)), replies)
    when = starts[thread] + rng.exponential(brand.reply_hours * HOUR, len(thread)).astype(np.int64)
    tone = _tones(len(starts), brand.voice, rng)
    follows = rng.random(len(thread)) < 0.6
    reply_tone = np.where(follows, tone[thread], _tones(len(thread), brand.voice, rng))
    return counted(np.append(starts, when), np.append(tone, reply_tone), brand.voice, rng)


def _tones(count: int, voice: Voice, rng: Chance) -> Counts:
    """Draw −1, 0, +1."""
    draw = rng.random(count)
    return np.where(draw < voice.negative, -1, np.where(draw < voice.negative + voice.positive, 1, 0))


def said(when: Counts, voice: Voice, rng: Chance) -> Said:
    """Let one matter be spoken of at these bins."""
    return counted(when, _tones(len(when), voice, rng), voice, rng)


def counted(when: Counts, tones: Counts, voice: Voice, rng: Chance) -> Said:
    """Read the posts with the reader's errors and count them; what comes after the end is not heard."""
    kept = (when >= 0) & (when < LENGTH)
    when, tones = when[kept], tones[kept]
    negative = np.where(tones < 0, rng.random(len(when)) < voice.found, rng.random(len(when)) < voice.mistaken)
    positive = ~negative & (tones > 0) & (rng.random(len(when)) < 0.8)
    new = negative & (rng.random(len(when)) < voice.distinct)
    return Said(*(np.bincount(when[mask], minlength=LENGTH) for mask in (kept[kept], negative, positive, new)))
