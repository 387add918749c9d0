"""How fast is the detector, from a CSV file and for many brands at once?"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from bench.detect.ours import MONDAY, STEP
from firebreak.core.alert.detect import Detector

ROWS, SERIES = 100_000, 10_000


def children() -> float:
    """Give the processor seconds of all commands run so far."""
    times = os.times()
    return times.children_user + times.children_system


def bins_per_second() -> tuple[float, float]:
    """Time the command, with its start, on a year of five-minute counts; by the clock and by processor time."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.csv"
        counts = rng.negative_binomial(2, 0.2, ROWS)
        rows = (f"{MONDAY + place * STEP},{count}\n" for place, count in enumerate(counts))
        path.write_text("timestamp,value\n" + "".join(rows))
        began, used = time.perf_counter(), children()
        command = [sys.executable, "-m", "firebreak", "detect", str(path), "--out", str(path.with_suffix(".out"))]
        subprocess.run(command, check=True)
        return ROWS / (time.perf_counter() - began), ROWS / (children() - used)


def step_of_many() -> timedelta:
    """Time one five-minute step of ten thousand series, the worst of an hour's steps."""
    rng = np.random.default_rng(1)
    detector = Detector(SERIES, start=datetime(2024, 1, 1), step=STEP)  # noqa: DTZ001
    detector.feed(rng.poisson(1.0, (SERIES, 36)).astype(float))
    worst = 0.0
    for _ in range(12):
        counts = rng.poisson(1.0, (SERIES, 1)).astype(float)
        began = time.perf_counter()
        detector.feed(counts)
        worst = max(worst, time.perf_counter() - began)
    return timedelta(seconds=worst)
