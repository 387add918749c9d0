"""What does Firebreak say of the made-up months, and of the five brands?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from bench.detect.brand import LENGTH, MINUTES, Series
from bench.detect.nab import Volume
from bench.detect.score import Alerts
from bench.detect.world import Months
from firebreak.core.alert.detect import Complaints, Detector
from firebreak.core.alert.detect.tuning import DEFAULT, Tuning

STEP = timedelta(minutes=MINUTES)
MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 a brand's own clock
VOLUME_BEGINS = datetime(2015, 2, 26, 21, 42, 53)  # noqa: DTZ001


def alerts(worlds: Sequence[Months], tuning: Tuning = DEFAULT) -> Alerts:
    """Give where somebody is told (n, LENGTH)."""
    told = np.zeros((len(worlds), LENGTH), bool)
    for weekday in range(7):
        rows = [place for place, one in enumerate(worlds) if one.weekday == weekday]
        if rows:
            told[rows] = _of_weekday([worlds[place] for place in rows], MONDAY + timedelta(days=weekday), tuning)
    return told


def _of_weekday(worlds: Sequence[Months], start: datetime, tuning: Tuning) -> Alerts:
    watch = Complaints(len(worlds), start=start, step=STEP, tuning=tuning)
    said = [
        np.array([getattr(one.said, part) for one in worlds], float)
        for part in ("posts", "negative", "positive", "voices")
    ]
    heard, announced = (np.array([getattr(one, part) for one in worlds]) for part in ("heard", "announced"))
    return watch.feed(*said, heard=heard, announced=announced).told


def rarities(volumes: Sequence[Volume], tuning: Tuning) -> list[Series]:
    """Give how rare each row of each brand is (−log of the chance in an hour)."""
    longest = max(len(one.values) for one in volumes)
    counts = np.full((len(volumes), longest), np.nan)
    for place, one in enumerate(volumes):
        counts[place, : len(one.values)] = one.values
    judged = Detector(len(volumes), start=VOLUME_BEGINS, step=STEP, tuning=tuning).feed(counts)
    return [judged.rarity[place, : len(one.values)] for place, one in enumerate(volumes)]
