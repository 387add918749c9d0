"""From which figure on is a window beyond the usual, since when, and does it stay so when posts are taken out?"""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from firebreak.core.alert.detect.complaints import DAYS_KNOWN
from firebreak.core.alert.detect.detector import Standing
from firebreak.core.alert.detect.watching import Talk, Unusual, Watching
from firebreak.core.terms import Range, Signal

MONDAY = datetime(2026, 11, 2)
STEP, DAY = timedelta(minutes=5), timedelta(days=1)
ROWS = 4  # complaints, people who complain, sober talk, all posts
RARE = 8.0
BURST = Unusual(
    signal=Signal.NEGATIVE_VOLUME,
    posts=9,
    negative=6,
    sober=9,
    range=Range(1.0, 0.0, 3.0),
    rarity=RARE,
    begins=MONDAY,
    since=MONDAY,
    of=Talk.COMPLAINTS,
)
SOBER = replace(BURST, signal=Signal.VOLUME, of=Talk.NO_PRAISE)
DROP = replace(BURST, signal=Signal.DROP, of=Talk.EVERYTHING, posts=10, range=Range(60.0, 40.0, 80.0))


@pytest.mark.parametrize(
    ("one", "stands"),
    [
        (BURST, True),
        (replace(BURST, rarity=RARE - 0.1), False),
        (replace(BURST, negative=3), True),
        (replace(BURST, negative=2), False),  # so few are never an alarm
        (SOBER, False),  # what is not read as complaint must be rarer, by two
        (replace(SOBER, rarity=RARE + 2), True),
        (replace(SOBER, rarity=RARE + 1.9), False),
    ],
)
def test_a_window_stands_while_it_is_rare_enough_and_has_posts_enough(one: Unusual, stands: bool) -> None:
    assert one.stands is stands


def test_among_many_places_a_window_must_be_rarer() -> None:
    assert replace(BURST, rarity=RARE + 3).clears(3.0)
    assert not replace(BURST, rarity=RARE + 2.9).clears(3.0)


@pytest.mark.parametrize(("one", "more", "falls"), [(DROP, 10, True), (DROP, 11, False), (BURST, 1000, True)])
def test_a_drop_is_none_where_posts_not_counted_yet_make_more_than_a_third(
    one: Unusual, more: int, falls: bool
) -> None:
    assert one.falls_with(more) is falls


def standing(watching: Watching) -> Standing:
    """Let a week have been heard, and let nothing stand out in any window."""
    detector = watching.complaints.detector
    detector.heard_before = np.full(ROWS, float(DAYS_KNOWN))
    none = np.zeros((ROWS, len(detector.windows)))
    detector.standing = Standing(none.copy(), none.copy(), none + 1e-6, none.copy(), none + 1, none.copy())
    return detector.standing


@pytest.mark.parametrize(
    ("came", "usual", "signals"),
    [
        (
            0,
            14.1,
            [Signal.DROP],
        ),  # with hardly any spread, a day without posts is as many nats below as posts usually come
        (0, 13.9, []),
        (300, 900, [Signal.DROP]),  # a third
        (301, 900, []),
    ],
)
def test_a_drop_is_fourteen_nats_below_the_usual_and_no_more_than_a_third_of_it(
    came: int, usual: float, signals: list[Signal]
) -> None:
    watching = Watching(start=MONDAY)
    stand = standing(watching)
    day = watching.complaints.detector.windows.index(DAY)
    stand.seen[-1, day], stand.usual[-1, day] = came, usual

    assert [one.signal for one in watching.now()] == signals


@pytest.mark.parametrize(
    ("lately", "bins"),
    [
        ([0.0, 0.0, 4.0, 9.0], 2),  # half as rare as what alarms
        ([0.0, 0.0, 3.9, 9.0], 1),
        ([4.0, 0.0, 0.0, 9.0], 4),  # a pause ends nothing
        ([0.0, 0.0, 0.0, 3.0], 12),  # the hour's bins alone say nothing: the window itself begins it
    ],
)
def test_a_matter_began_with_the_first_bin_that_was_half_as_rare_as_what_alarms(lately: list[float], bins: int) -> None:
    watching = Watching(start=MONDAY)
    stand = standing(watching)
    hour = watching.complaints.detector.windows.index(timedelta(hours=1))
    stand.rarity[:2, hour] = 9.0
    watching.lately = np.array([lately, [0.0] * len(lately)])

    (one,) = watching.now()

    assert one.since == watching.clock - bins * STEP
