"""What can be measured of a cascade at a moment, from nothing that comes later?

Shape · (FEATURES,) float32 a cascade. Unit · logarithms of counts and seconds, and shares of the time passed.
Range · any; NaN where the original's followers, verification, dispute or time of day are not known.
"""

from collections.abc import Sequence
from datetime import timedelta, timezone

import numpy as np
import numpy.typing as npt

from firebreak.core.assess.spread.cascade import WEEK, Cascade, Floats

TAIPEI = timezone(timedelta(hours=8))
PARTS = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 7 / 8, 15 / 16)  # of the time passed
HALF, THREE_QUARTERS, SEVEN_EIGHTHS = 3, 4, 5
WINDOWS = (60, 180, 600, 1800, 3600, 10800)  # seconds
FADES = (0.8, 1.1, 1.5)  # powers by which attention fades
KERNELS = ((300.0, 0.25), (1200.0, 0.5))  # how long a reshare begets others: seconds, power of the tail
# How much is passed on in each hour of the day at UTC+8, the mean being 1: from the training cascades together.
HOURS = np.array([
    0.92, 0.44, 0.28, 0.18, 0.14, 0.16, 0.30, 0.58, 0.98, 1.30, 1.32, 1.25,
    1.42, 1.41, 1.20, 1.16, 1.20, 1.28, 1.17, 1.17, 1.43, 1.48, 1.75, 1.50,
])  # fmt: skip
ACTIVITY = HOURS / HOURS.mean()
EDGES = np.concatenate([np.linspace(0, 3600, 121), np.geomspace(3600, WEEK.total_seconds(), 400)[1:]])
MIDDLES, WIDTHS = (EDGES[1:] + EDGES[:-1]) / 2, np.diff(EDGES)

KNOWN = ("verified", "disputed")
CLOCK = (
    "hour_sine", "hour_cosine", "now_sine", "now_cosine", "awake", "awake_next",
    *(f"to_come_{power}" for power in FADES),
)  # fmt: skip
FOLLOWED = ("followers", "per_follower")
COUNTED = (
    "time", "seen", *(f"share_{part:g}" for part in PARTS), "newer_half", "newer_quarter", "newer_eighth",
    *(f"by_{window}" for window in WINDOWS), *(f"last_{window}" for window in WINDOWS),
)  # fmt: skip
SHAPE = ("first", "since", "mean", "median", "longest_gap", "unevenness", "mean_log", "half_by")
BEGOT = tuple(f"{name}_{number}" for number in range(len(KERNELS)) for name in ("begot", "begets", "unspent"))
NAMES = (*COUNTED, *SHAPE, *BEGOT, *FOLLOWED, *KNOWN, *CLOCK)


def features(cascades: Sequence[Cascade], ages: Sequence[timedelta]) -> npt.NDArray[np.float32]:
    """Measure cascades (n, len(NAMES)), each at its age above zero."""
    rows = [one_row(cascade, at) for cascade, at in zip(cascades, ages, strict=True)]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def one_row(cascade: Cascade, at: timedelta) -> Floats:
    delays, passed = cascade.seen(at), at.total_seconds()
    followers = np.nan if cascade.followers is None else np.log1p(cascade.followers)
    known = [np.nan if told is None else float(told) for told in (cascade.verified, cascade.disputed)]
    parts = (
        counted(delays, passed),
        shape(delays, passed),
        begot(delays, passed),
        [followers, np.log1p(len(delays)) - followers],
        known,
        clock(cascade, passed),
    )
    return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts])


def counted(delays: Floats, passed: float) -> list[float]:
    """Count reshares by share of the time passed, from the beginning and backwards from now."""
    count = len(delays)
    by_part = np.searchsorted(delays, np.array(PARTS) * passed, side="right")
    half, quarter, eighth = by_part[HALF], by_part[THREE_QUARTERS], by_part[SEVEN_EIGHTHS]
    newer = np.log([(count - half + 0.5) / (half + 0.5), (count - quarter + 0.5) / (quarter - half + 0.5),
                    (count - eighth + 0.5) / (eighth - quarter + 0.5)])  # fmt: skip
    whole = np.log1p(count)
    windows = np.array(WINDOWS)
    early = np.log1p(np.searchsorted(delays, windows, side="right")) - whole
    late = np.log1p(count - np.searchsorted(delays, passed - windows, side="right"))
    inside = windows < passed
    return [np.log(passed), whole, *((by_part + 0.5) / (count + 1)), *newer,
            *np.where(inside, early, 0.0), *np.where(inside, late, whole)]  # fmt: skip


def shape(delays: Floats, passed: float) -> list[float]:
    """Say how the reshares lie in the time passed: when the first and the middle one came, how long nothing did."""
    if not len(delays):
        return [np.log1p(passed), 1.0, 0.5, 0.5, 1.0, 0.0, np.log1p(passed), np.log1p(passed)]
    gaps = np.diff(np.concatenate([[0.0], delays, [passed]]))
    return [
        np.log1p(delays[0]), (passed - delays[-1]) / passed, delays.mean() / passed, np.median(delays) / passed,
        gaps.max() / passed, gaps.std() / max(gaps.mean(), 1e-9), np.log1p(delays).mean(),
        np.log1p(delays[len(delays) // 2]),
    ]  # fmt: skip


def spent(ages: Floats, seconds: float, power: float) -> Floats:
    """Give which share of what a reshare begets has come by each age (0 before it is there)."""
    return np.asarray(1 - (1 + np.maximum(ages, 0.0) / seconds) ** -power)


def begot(delays: Floats, passed: float) -> list[float]:
    """Hold what came against what came of it, if every reshare begot one: all along, lately, and still unspent."""
    found = []
    late = len(delays) - int(np.searchsorted(delays, passed / 2, side="right"))
    for seconds, power in KERNELS:
        by_now = spent(passed - delays, seconds, power)
        before = spent(passed / 2 - delays, seconds, power)
        mass, lately = float(by_now.sum()), float((by_now - before).sum())
        found += [
            np.log((len(delays) + 0.5) / (mass + 0.5)), np.log((late + 0.5) / (lately + 0.5)),
            np.log1p(len(delays) - mass),
        ]  # fmt: skip
    return found


def attention(hour: float, power: float) -> Floats:
    """Give what each stretch of the week draws after an original of this hour: it fades, and people sleep."""
    awake = ACTIVITY[((hour + MIDDLES / 3600) % 24).astype(np.int64)]
    return np.asarray(awake * WIDTHS * (MIDDLES + 120) ** -power)


def clock(cascade: Cascade, passed: float) -> list[float]:
    """Say which time of day it was and is, and how much of a fading attention is still to come while people wake."""
    if cascade.published_at is None:
        return [np.nan] * len(CLOCK)
    began = cascade.published_at.astimezone(TAIPEI)
    hour = began.hour + began.minute / 60 + began.second / 3600
    now = (hour + passed / 3600) % 24
    turns = [trig(one * np.pi / 12) for one in (hour, now) for trig in (np.sin, np.cos)]
    next_hours = ((now + np.arange(3)) % 24).astype(np.int64)
    past = passed >= MIDDLES
    to_come = []
    for power in FADES:
        fading = attention(hour, power)
        to_come.append(np.log(max(fading[~past].sum(), 1e-9) / max(fading[past].sum(), 1e-9)))
    return [*turns, np.log(ACTIVITY[int(now) % 24]), np.log(ACTIVITY[next_hours].mean()), *to_come]
