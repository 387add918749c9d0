"""What is unusual about a brand just now, named and with figures? And does what was learnt outlive the process?"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from firebreak.core.alert.detect.calendar import calendar
from firebreak.core.alert.detect.state import load, save
from firebreak.core.alert.detect.watching import Counts, Talk, Unusual, Watching, pieces
from firebreak.core.errors import BadInput
from firebreak.core.terms import Signal
from firebreak.knowledge.load import load_yaml

MONDAY = datetime(2026, 11, 2)
HOUR, DAY = 12, 288


def talk(days: int, per_day: float = 60, *, seed: int = 1) -> Counts:
    """Make the counts of a brand of which a tenth complain and a quarter are glad."""
    rng = np.random.default_rng(seed)
    negative, glad, other = (rng.poisson(per_day * part / DAY, days * DAY).astype(float) for part in (0.1, 0.25, 0.65))
    return Counts(posts=negative + glad + other, negative=negative, positive=glad, voices=negative.copy())


def more(counts: Counts, part: slice, **what: float) -> Counts:
    """Add posts to every bin of a part; complaints are voices unless said otherwise."""
    series = {name: getattr(counts, name).copy() for name in ("posts", "negative", "positive", "voices")}
    for name, many in what.items():
        series[name][part] += many
    return replace(counts, **series)


def complain(counts: Counts, part: slice, many: float) -> Counts:
    return more(counts, part, posts=many, negative=many, voices=many)


def found(counts: Counts, **kind: Any) -> tuple[Unusual, ...]:
    watching = Watching(start=MONDAY, **kind)
    watching.feed(counts)
    return watching.now()


def names(counts: Counts) -> list[Signal]:
    return [one.signal for one in found(counts)]


def test_nothing_is_unusual_in_a_usual_hour() -> None:
    assert names(talk(30)) == []


def test_a_burst_of_complaints_says_what_came_what_is_usual_and_since_when() -> None:
    (one,) = found(complain(talk(30), slice(-4, None), 3))

    assert one.signal is Signal.NEGATIVE_VOLUME
    assert one.negative >= 12
    assert one.range.low <= one.range.expected <= one.range.high < one.negative
    assert one.since == MONDAY + timedelta(days=30, minutes=-20)
    assert one.begins <= one.since


def test_three_complaints_are_unusual_where_a_post_a_day_is_usual() -> None:
    few = talk(40, 1, seed=3)

    assert names(complain(few, slice(-8, None, 3), 1)) == [Signal.NEGATIVE_VOLUME]


def test_a_climb_over_days_is_told_as_one() -> None:
    assert names(climbing()) == [Signal.SLOW_CLIMB]


def climbing() -> Counts:
    counts = talk(40, 40)
    climb = np.zeros(len(counts.posts))
    climb[-3 * DAY :] = np.random.default_rng(2).poisson(np.linspace(2, 24, 3 * DAY) / DAY)
    return complain(counts, slice(None), climb)  # type: ignore[arg-type]


def test_a_climb_of_complaints_is_told_and_judged_with_the_complaints() -> None:
    (one,) = found(climbing())

    assert (one.of, one.observed) == (Talk.COMPLAINTS, one.negative)
    assert one.range.expected < one.range.high < one.negative < one.posts
    assert one.with_only(posts=one.negative, negative=one.negative, sober=one.negative).stands
    assert not one.with_only(posts=one.posts, negative=8, sober=one.sober).stands


def test_sober_talk_that_nobody_reads_as_complaint_is_a_volume() -> None:
    with_joy = more(talk(30), slice(-1, None), posts=1, positive=1)

    (one,) = found(more(with_joy, slice(-12, None), posts=6))

    assert (one.signal, one.of, one.observed) == (Signal.VOLUME, Talk.NO_PRAISE, one.sober)
    assert one.range.high < one.sober < one.posts
    assert one.with_only(posts=one.sober, negative=one.negative, sober=one.sober).stands


def test_as_much_joy_is_no_alarm() -> None:
    assert names(more(talk(30), slice(-12, None), posts=6, positive=5)) == []


def test_a_campaign_that_was_told_of_is_expected_to_bring_complaints() -> None:
    joy = more(talk(30, 300), slice(-10 * HOUR, None), posts=12, positive=6)
    some = complain(joy, slice(-10 * HOUR, None), 1)
    announced = np.zeros(len(some.posts))
    announced[-10 * HOUR :] = 1

    assert names(some)
    assert names(replace(some, announced=announced)) == []


def test_a_day_in_which_most_complain_is_a_share() -> None:
    counts = talk(30)
    turned = more(counts, slice(-DAY, None), negative=0)
    turned.negative[-DAY:] = np.where(np.arange(DAY) % 2, counts.posts[-DAY:], counts.negative[-DAY:])
    turned.voices[-DAY:] = turned.negative[-DAY:]

    share = next(one for one in found(turned) if one.signal is Signal.NEGATIVE_SHARE)
    usual = share.with_only(posts=share.posts, negative=round(share.range.expected), sober=share.sober)
    fewer = share.with_only(posts=share.posts // 2, negative=share.negative // 2, sober=share.sober // 2)
    assert not usual.stands
    assert fewer.range.expected == pytest.approx(share.range.expected / 2, rel=0.1)


def test_a_day_without_posts_is_a_drop_but_not_where_nobody_listened() -> None:
    counts = talk(30, 200)
    silent = replace(counts, **{name: np.where(np.arange(30 * DAY) < 29 * DAY, getattr(counts, name), 0.0)
                                for name in ("posts", "negative", "positive", "voices")})  # fmt: skip
    heard = np.where(np.arange(30 * DAY) < 29 * DAY, 1.0, 0.0)

    assert names(silent) == [Signal.DROP]
    assert names(replace(silent, heard=heard)) == []


@pytest.mark.parametrize("per_day", [1, 30, 400])
def test_a_quiet_month_has_nothing_to_tell(per_day: float) -> None:
    watching, told = Watching(start=MONDAY), 0
    for number, hour in enumerate(pieces(talk(58, per_day, seed=7), HOUR)):
        watching.feed(hour)
        told += bool(watching.now()) and number > 28 * 24

    assert told == 0


def test_fewer_posts_in_the_same_window_are_less_rare() -> None:
    (one,) = found(complain(talk(30), slice(-4, None), 3))

    assert one.with_only(posts=one.posts, negative=one.negative, sober=one.sober) == one
    assert one.stands
    assert not one.with_only(posts=2, negative=2, sober=2).stands


def test_what_was_learnt_outlives_the_process() -> None:
    counts = complain(talk(31), slice(-4, None), 3)
    whole, before, after = (Watching(start=MONDAY) for _ in range(3))
    whole.feed(counts)
    before.feed(counts[: 30 * DAY + 7])

    kept = save(before.complaints)
    assert load(kept, after.complaints)
    after.feed(counts[30 * DAY + 7 :])

    assert len(kept) < 8192
    assert [one.signal for one in after.now()] == [one.signal for one in whole.now()]
    assert after.now()[0].rarity == pytest.approx(whole.now()[0].rarity)
    assert after.clock == whole.clock


@pytest.mark.parametrize("kept", [b"", b"nonsense", save(Watching(start=MONDAY).complaints)[:-9]])
def test_a_state_that_cannot_be_read_is_not_used(kept: bytes) -> None:
    assert load(kept, Watching(start=MONDAY).complaints) is False


def test_a_holiday_is_expected_to_be_like_a_weekend() -> None:
    lunar_new_year = datetime(2026, 2, 16)  # a Monday
    start = lunar_new_year - timedelta(days=42)
    busy = np.array([(start + timedelta(days=day)).weekday() < 5 for day in range(42)])
    posts = np.repeat(np.where(busy, 2.0, 0.5), DAY)
    none = np.zeros_like(posts)
    known, blind = Watching(start=start, rest=calendar(load_yaml("holidays")).rests), Watching(start=start)
    for watching in (known, blind):
        watching.feed(Counts(posts, none, none, none))
        watching.feed(Counts(np.full(DAY, 0.5), *(np.zeros(DAY) for _ in range(3))))

    day = known.complaints.detector.windows.index(timedelta(days=1))
    expected = [one.complaints.detector.standing.usual[-1, day] for one in (known, blind)]
    assert expected[0] < 0.6 * expected[1]


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2026, 2, 16), True),  # 除夕, a Monday
        (date(2025, 2, 8), False),  # a Saturday that makes up for a bridge day
        (date(2027, 9, 15), True),  # 中秋節
        (date(2026, 11, 22), True),  # a Sunday
        (date(2026, 11, 23), False),
    ],
)
def test_taiwans_calendar_is_known(day: date, rests: bool) -> None:
    assert calendar(load_yaml("holidays")).rests(day) is rests


@pytest.mark.parametrize("data", [{}, {"rest": {2026: ["02-31"]}, "work": {}}, {"rest": [], "work": {}}])
def test_a_calendar_that_cannot_be_used_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        calendar(data)
