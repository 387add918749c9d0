"""How does what a detector has learnt outlive the process? As plain numbers, of the same layout or not at all."""

import zlib
from collections.abc import Iterator
from copy import copy
from datetime import datetime
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.complaints import Complaints

Series = npt.NDArray[np.float64]

PLACES = {
    "level": ("posts", "hours", "by_hour", "usual_by_hour", "by_day", "usual_by_day"),
    "sums": ("last", "before", "now"),
    "record": ("surplus", "surplus_of", "passed", "excess", "height", "weight"),
    "episodes": ("last", "told"),
}
OWN = ("heard", "heard_before", "peak")


def save(one: Complaints) -> bytes:
    """Give all that was learnt, in a few thousand bytes however much was heard."""
    numbers = np.concatenate([getattr(owner, name).ravel() for owner, name in _places(one)])
    clock = f"{one.detector.clock.isoformat()} {one.detector.episodes.seen} {one.episodes.seen}"
    return zlib.compress(b"\n".join([layout(one).encode(), clock.encode(), numbers.astype("<f8").tobytes()]), 1)


def load(kept: bytes, into: Complaints) -> bool:
    """Put what was kept into a new one; False where it was kept by another layout or other constants."""
    try:
        shape, clock, numbers = zlib.decompress(kept).split(b"\n", 2)
    except (zlib.error, ValueError):
        return False
    if shape != layout(into).encode():
        return False
    values, begin = np.frombuffer(numbers, "<f8").astype(np.float64), 0
    for owner, name in _places(into):
        was = getattr(owner, name)
        setattr(owner, name, values[begin : begin + was.size].reshape(was.shape).copy())
        begin += was.size
    at, seen, own_seen = clock.decode().split()
    into.detector.clock = datetime.fromisoformat(at)
    into.detector.episodes.seen, into.episodes.seen = int(seen), int(own_seen)
    return True


def twin(one: Complaints) -> Complaints:
    """Give another that has learnt the same and goes its own way: what is learnt replaces numbers, it changes none."""
    other, detector = copy(one), copy(one.detector)
    for name in PLACES:
        setattr(detector, name, copy(getattr(detector, name)))
    other.detector, other.episodes = detector, copy(one.episodes)
    return other


def layout(one: Complaints) -> str:
    """Name what the numbers mean: their places and sizes, the step, and the constants they were learnt by."""
    sizes = [(type(owner).__name__, name, getattr(owner, name).shape) for owner, name in _places(one)]
    return sha256(f"{sizes} {one.detector.step} {one.tuning}".encode()).hexdigest()[:16]


def _places(one: Complaints) -> Iterator[tuple[object, str]]:
    owners = {name: getattr(one.detector, name) for name in PLACES}
    yield from ((owners[name], field) for name, fields in PLACES.items() for field in fields)
    yield from ((one.detector, name) for name in OWN)
    yield from ((one.episodes, name) for name in PLACES["episodes"])
    yield from ((one, name) for name in ("others", "shared"))
