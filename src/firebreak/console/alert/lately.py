"""What does a process remember of a brand between two looks? Only what rows say: who forgets sees the same."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from firebreak.console.alert.models import Learnt
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import told_of
from firebreak.core.alert.detect.course import Course

Series = np.ndarray[tuple[int], np.dtype[np.float64]]

_courses: dict[int, tuple[Learnt, Course]] = {}
_said: dict[int, tuple[int, int, "Said"]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What was said in each bucket (k,), by tone, whose complaints are new, and when a campaign was announced."""

    posts: Series
    negative: Series
    positive: Series
    gone: Series  # voices among posts that were erased in their time
    voices: Series
    announced: Series

    def part(self, begin: int, end: int) -> "Said":
        return Said(*(getattr(self, one.name)[begin:end] for one in fields(self)))


def said_lately(brand: Brand, first: int, end: int, *, keep: range, read: Callable[[int, int], Said]) -> Said:
    """Give what was said in the buckets `first` ≤ bucket < `end`; read anew once something was told of the brand.

    The buckets of `keep` are remembered, so that they reach further than this question.
    """
    told, held = told_of(brand), _said.get(brand.pk)
    if held and held[0] == told and held[1] <= first and end <= held[1] + len(held[2].posts):
        return held[2].part(first - held[1], end - held[1])
    last = max(end, keep.stop)
    found = read(first, last)
    begin = min(max(first, keep.start), last)
    _said[brand.pk] = told, begin, found.part(begin - first, last - first)
    return found.part(0, end - first)


def last_known(brand: Brand) -> Learnt | None:
    """Give the row as this process has seen it last; another may have changed it since."""
    held = _courses.get(brand.pk)
    return held[0] if held else None


def take_course(row: Learnt) -> Course | None:
    """Give the open hours of what a row holds, and let go of them: what breaks off half way is not remembered."""
    was, course = _courses.pop(row.brand_id, (None, None))
    return course if was and same(was, row) else None


def remember(row: Learnt, course: Course) -> Course:
    _courses[row.brand_id] = row, course
    return course


def same(one: Learnt, other: Learnt) -> bool:
    return (one.begun, one.until, bytes(one.state)) == (other.begun, other.until, bytes(other.state))


def forget_lately() -> None:
    _courses.clear()
    _said.clear()
