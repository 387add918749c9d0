"""Does a brand stand the same whether all its open hours are judged anew at each look or only those that changed?"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from firebreak.core.alert.detect.course import Course
from firebreak.core.alert.detect.state import load, save
from firebreak.core.alert.detect.watching import Counts, Watching

MONDAY = datetime(2026, 11, 2)
HOUR, DAY = 12, 288
OPEN = 6 * HOUR
BEGUN = 4 * DAY
LENGTH = BEGUN + DAY // 2


def talk(seed: int, per_day: float) -> Counts:
    rng = np.random.default_rng(seed)
    negative, glad, other = (rng.poisson(per_day * part / DAY, LENGTH).astype(float) for part in (0.1, 0.25, 0.65))
    marks = {"heard": np.ones(LENGTH), "announced": np.zeros(LENGTH)}
    return Counts(posts=negative + glad + other, negative=negative, positive=glad, voices=negative.copy(), **marks)


def said(counts: Counts, place: int, many: float, *, deaf: bool) -> Counts:
    """Let complaints come in late, or a source turn out not to have been heard."""
    changed: dict[str, Any] = {
        name: np.array(getattr(counts, name)) for name in ("posts", "negative", "voices", "heard")
    }
    for name in ("posts", "negative", "voices"):
        changed[name][place] += many
    changed["heard"][place] = 0.5 if deaf else 1.0
    return replace(counts, **changed)


def settled_at(now: int) -> int:
    return (now - OPEN) // HOUR * HOUR


def restarted(learnt: bytes) -> Watching:
    """Give what another process knows, that has only what was kept."""
    watching = Watching(start=MONDAY)
    assert load(learnt, watching.complaints)
    return watching


looks = st.lists(
    st.tuples(
        st.integers(0, 40),  # bins since the last look
        st.integers(0, OPEN + HOUR),  # how late what comes in is
        st.integers(0, 12),  # … and how much it is
        st.booleans(),
        st.booleans(),  # whether the process is started anew
    ),
    min_size=2,
    max_size=12,
)


@given(seed=st.integers(0, 50), per_day=st.sampled_from([4.0, 60.0, 900.0]), steps=looks)
@settings(max_examples=20, phases=[Phase.generate])
def test_a_look_that_goes_on_says_what_one_that_begins_anew_says(
    seed: int, per_day: float, steps: list[tuple[int, int, int, bool, bool]]
) -> None:
    counts, now, until = talk(seed, per_day), BEGUN, settled_at(BEGUN)
    first = Watching(start=MONDAY)
    first.feed(counts[slice(until)])
    course, kept = Course(restarted(save(first.complaints))), save(first.complaints)
    for further, late, many, deaf, anew in steps:
        now = min(now + further, LENGTH)
        counts = said(counts, max(now - 1 - late, 0), many, deaf=deaf)
        course = Course(restarted(kept)) if anew else course
        fresh, settled = restarted(kept), settled_at(now)
        fresh.feed(counts[slice(until, settled)])
        course.settle(counts[slice(until, settled)])
        until, kept = settled, save(fresh.complaints)
        fresh.feed(counts[slice(until, now)])

        stands = course.now(counts[slice(until, now)])

        assert save(course.settled.complaints) == kept
        assert save(stands.complaints) == save(fresh.complaints)
        assert stands.now() == fresh.now()


def test_an_hour_in_which_nothing_changed_is_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, lengths = talk(1, 60), list[int]()
    course, feed = Course(Watching(start=MONDAY)), Watching.feed
    monkeypatch.setattr(Watching, "feed", lambda one, bins: (lengths.append(len(bins.posts)), feed(one, bins))[1])
    course.settle(counts[slice(BEGUN)])
    course.now(counts[slice(BEGUN, BEGUN + OPEN)])
    lengths.clear()

    course.now(counts[slice(BEGUN, BEGUN + OPEN + 3)])
    course.settle(counts[slice(BEGUN, BEGUN + HOUR)])
    course.now(counts[slice(BEGUN + HOUR, BEGUN + OPEN + 3)])

    assert lengths == [3]
