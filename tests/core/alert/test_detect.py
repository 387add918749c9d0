"""Is it known early, and only by what came before? Counts judged by the brand's own past."""

import math
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.alert.detect import Complaints, Detector, Judged
from firebreak.core.alert.detect.complaints import SOBER_EXTRA, Heard, share_nats
from firebreak.core.alert.detect.tuning import Tuning
from firebreak.core.errors import BadInput

MONDAY = datetime(2026, 11, 2)
STEP = timedelta(minutes=5)
HOUR, DAY = 12, 288
ALARMING = 0.5


def counts(days: int, per_day: float, *, seed: int = 1, brands: int = 1, quiet_night: bool = False) -> np.ndarray:
    """Make counts (brands, bins) per five minutes from Monday on; by day only, if the nights are quiet."""
    place = np.arange(days * DAY)
    hour = place % DAY // HOUR
    rate = np.where(quiet_night, np.where((hour >= 8) & (hour < 24), 1.5, 0.02), 1.0) * per_day / DAY
    return np.random.default_rng(seed).poisson(rate, (brands, len(place))).astype(float)


def judge(series: np.ndarray, **more: object) -> Judged:
    return Detector(len(series), start=MONDAY, step=STEP).feed(series, **more)  # type: ignore[arg-type]


def onsets(judged: Judged, since: int = 0) -> np.ndarray:
    return np.flatnonzero(judged.alert[0, since:]) + since


def parts_of(judged: Judged) -> Iterator[tuple[str, np.ndarray]]:
    for name in Judged.__dataclass_fields__:
        yield name, getattr(judged, name)


@settings(max_examples=10, deadline=None)
@given(cut=st.integers(1, 6 * DAY - 1), seed=st.integers(0, 9))
def test_what_is_said_of_a_bin_does_not_change_by_what_comes_after(cut: int, seed: int) -> None:
    series = counts(6, 300, seed=seed)
    series[0, 4 * DAY : 4 * DAY + 24] += 40

    whole, prefix = judge(series), judge(series[:, :cut])

    for name, part in parts_of(prefix):
        assert np.array_equal(part, getattr(whole, name)[:, :cut]), name


def test_it_says_the_same_bin_by_bin_and_all_at_once() -> None:
    series = counts(4, 300, brands=3)
    one = Detector(3, start=MONDAY, step=STEP)

    steps = [one.feed(series[:, place : place + 1]) for place in range(series.shape[1])]

    whole = judge(series)
    assert np.array_equal(np.concatenate([step.alert for step in steps], axis=1), whole.alert)
    assert np.allclose(np.concatenate([step.score for step in steps], axis=1), whole.score)


def test_a_burst_is_told_within_ten_minutes() -> None:
    series = counts(28, 600)
    series[0, 20 * DAY : 20 * DAY + 6] += 30

    told = onsets(judge(series))

    assert 20 * DAY in told or 20 * DAY + 1 in told


def test_a_slow_climb_over_days_is_told() -> None:
    series = counts(35, 40)
    climb = np.random.default_rng(2).poisson(np.linspace(0, 90, 5 * DAY) / DAY)
    series[0, 28 * DAY : 33 * DAY] += climb

    assert len(onsets(judge(series), 28 * DAY))


def test_three_posts_in_an_hour_are_told_where_one_a_week_is_usual() -> None:
    series = np.zeros((1, 29 * DAY))
    series[0, 3 * DAY :: 7 * DAY] = 1
    series[0, [28 * DAY + 120, 28 * DAY + 124, 28 * DAY + 130]] += 1

    assert list(onsets(judge(series))) == [28 * DAY + 130]


def test_two_posts_are_never_told() -> None:
    series = np.zeros((1, 29 * DAY))
    series[0, [28 * DAY + 120, 28 * DAY + 121]] = 1

    assert not len(onsets(judge(series)))


@pytest.mark.parametrize(("per_day", "most"), [(0.2, 0.5), (1, 0.5), (5, 0.7), (60, 1.0), (900, 0.7)])
def test_quiet_months_stay_quiet(per_day: float, most: float) -> None:
    series = counts(58, per_day, brands=40, seed=11)

    told = judge(series).alert[:, 28 * DAY :]

    assert told.sum() / 40 <= most  # alarms a brand-month, by chance alone


def test_the_rush_of_every_morning_is_no_alarm_but_the_same_at_night_is() -> None:
    series = counts(29, 300, quiet_night=True, seed=3)
    night = 28 * DAY + 3 * HOUR
    series[0, night : night + HOUR] += 1

    told = onsets(judge(series), 14 * DAY)

    assert len(told) == 1
    assert night <= told[0] < night + HOUR


def test_a_matter_is_told_once_and_again_the_next_day() -> None:
    series = counts(34, 100)
    series[0, 28 * DAY : 30 * DAY - 3 * HOUR] += 5

    told = onsets(judge(series), 28 * DAY)

    assert len(told) == 2
    assert told[1] - told[0] == DAY


def test_a_crisis_does_not_become_the_usual() -> None:
    series = counts(32, 100)
    before = judge(series[:, : 28 * DAY]).expected[0, -DAY:].mean()
    series[0, 28 * DAY : 29 * DAY] += 20

    assert judge(series).expected[0, 29 * DAY :].mean() < 3 * before


def test_time_that_nobody_listened_to_is_neither_silence_nor_news() -> None:
    series = counts(30, 300)
    series[0, 28 * DAY : 29 * DAY] = np.nan

    judged = judge(series)

    assert not judged.alert[0, 28 * DAY : 29 * DAY].any()
    assert not judged.expected[0, 28 * DAY : 29 * DAY].any()
    assert judged.expected[0, 29 * DAY] == pytest.approx(300 / DAY, rel=0.5)


def test_what_a_source_held_back_is_no_wave_when_it_comes() -> None:
    series, heard = counts(30, 300, seed=4), np.ones((1, 30 * DAY))
    gap, back = slice(28 * DAY, 28 * DAY + 10 * HOUR), 28 * DAY + 10 * HOUR
    series[0, back] += series[0, gap].sum()
    series[0, gap], heard[0, gap], heard[0, back] = 0, 0, 10 * HOUR + 1

    assert onsets(judge(series), 28 * DAY).size
    assert not onsets(judge(series, heard=heard), 28 * DAY).size


def test_the_band_holds_what_is_usual() -> None:
    series = counts(42, 600)

    judged = judge(series)

    late = np.s_[0, 28 * DAY :]
    outside = (series[late] < judged.low[late]) | (series[late] > judged.high[late])
    assert outside.mean() < 0.02


def test_the_score_is_half_where_it_alarms() -> None:
    series = counts(29, 300)
    series[0, 28 * DAY : 28 * DAY + 6] += 30

    judged = judge(series)

    assert (judged.score[judged.alert] >= ALARMING).all()
    assert ((judged.score >= 0) & (judged.score <= 1)).all()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1e9)), max_size=60))
def test_no_counts_break_it(values: list[float]) -> None:
    judged = judge(np.array([values]).reshape(1, -1))

    assert np.isfinite(judged.score).all()
    assert np.isfinite(judged.expected).all()


@pytest.mark.parametrize("bad", [[[-1.0]], [[float("inf")]], [1.0], [[1.0], [1.0]]])
def test_counts_that_are_none_are_refused(bad: list[object]) -> None:
    with pytest.raises(BadInput):
        Detector(1, start=MONDAY, step=STEP).feed(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", [timedelta(seconds=1), timedelta(days=7)])
def test_a_step_that_it_was_not_made_for_is_refused(step: timedelta) -> None:
    with pytest.raises(BadInput):
        Detector(1, start=MONDAY, step=step)


@pytest.mark.parametrize("minutes", [1, 5, 7, 60, 1440])
def test_bins_of_any_length_are_judged(minutes: int) -> None:
    step = timedelta(minutes=minutes)
    series = np.random.default_rng(1).poisson(4.0, (1, 400)).astype(float)
    series[0, 380:383] += 200
    detector = Detector(1, start=MONDAY, step=step)

    judged = detector.feed(series)

    if minutes > 5:  # shorter ones are still within the first day, which only teaches
        assert judged.alert[0, 380]


def test_it_keeps_as_much_after_months_as_after_days() -> None:
    detector = Detector(2, start=MONDAY, step=STEP)
    detector.feed(counts(4, 100, brands=2))
    early = kept(detector)

    detector.feed(counts(60, 100, brands=2))

    assert kept(detector) == early


def kept(thing: object) -> int:
    """Count the bytes of all arrays that an object holds."""
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    inner = getattr(thing, "__dict__", {}).values() if "firebreak" in type(thing).__module__ else ()
    return sum(kept(one) for one in inner) + (sys.getsizeof(thing) if isinstance(thing, list | dict) else 0)


def talk(days: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make posts of a brand with sixty a day, of which a tenth complain, each another person."""
    negative = np.zeros((1, days * DAY))
    negative[0, 20::48] = 1
    return counts(days, 54) + negative, negative, negative.copy()


def complaints(
    posts: np.ndarray, negative: np.ndarray, voices: np.ndarray, glad: np.ndarray | None = None
) -> np.ndarray:
    glad = np.zeros_like(posts) if glad is None else glad
    told = Complaints(1, start=MONDAY, step=STEP).feed(posts, negative, glad, voices).told
    return np.flatnonzero(told[0, 28 * DAY :])


def test_many_people_who_complain_are_told() -> None:
    posts, negative, voices = talk()
    for part in (posts, negative, voices):
        part[0, 28 * DAY : 28 * DAY + HOUR] += 1

    assert len(complaints(posts, negative, voices)) == 1


def test_one_account_is_not_told_however_loud() -> None:
    posts, negative, voices = talk()
    for part in (posts, negative):
        part[0, 28 * DAY : 28 * DAY + 4 * HOUR] += 1
    voices[0, 28 * DAY] += 1

    assert not len(complaints(posts, negative, voices))


def test_a_campaign_that_people_like_is_not_told() -> None:
    posts, negative, voices = talk()
    glad = counts(30, 12, seed=5)
    for part, many in ((posts, 4), (glad, 2)):
        part[0, 28 * DAY : 28 * DAY + 12 * HOUR] += many
    for part in (negative, voices):
        part[0, 28 * DAY : 28 * DAY + 12 * HOUR : 8] += 1
    posts += glad

    assert not len(complaints(posts, negative, voices, glad))
    assert len(complaints(negative.copy(), negative, voices))  # the same complaints without the joy


def test_what_is_just_rare_enough_is_told() -> None:
    posts, negative, voices = talk()
    for part in (posts, negative, voices):
        part[0, 28 * DAY : 28 * DAY + HOUR] += 1

    def judged(rare: float) -> Heard:
        watching = Complaints(1, start=MONDAY, step=STEP, tuning=Tuning(rare=rare))
        return watching.feed(posts, negative, np.zeros_like(posts), voices)

    first = judged(8.0)
    rarest = float(max(first.complaints.max(), first.sober.max() - SOBER_EXTRA, first.share.max()))
    assert judged(rarest).told.sum() == 1
    assert judged(math.nextafter(rarest, math.inf)).told.sum() == 0


@pytest.mark.parametrize(
    ("negative", "posts", "usual", "nats"),
    [
        (5, 10, 0.1, (5 * math.log(5) + 5 * math.log(5 / 9)) / 2.5),
        (1, 10, 0.1, 0.0),  # as many as ever
        (10, 10, 0.5, 10 * math.log(2) / 2.5),
        (0, 10, 0.5, 10 * math.log(2) / 2.5),
        (1, 10, 0.0, (math.log(100) + 9 * math.log(0.9 / 0.999)) / 2.5),  # no brand is taken for beyond complaint
    ],
)
def test_a_share_is_as_rare_as_its_binomial_says(negative: float, posts: float, usual: float, nats: float) -> None:
    found = share_nats(*(np.array([one]) for one in (negative, posts, usual)))

    assert found[0] == pytest.approx(nats, abs=1e-6)


def test_three_weeks_with_bursts_are_judged_as_when_the_benches_were_measured() -> None:
    """Who turns a constant of the detector measures again how early and how wrongly it tells, and then says so here."""
    place = np.arange(21 * DAY)
    hour, day = place % DAY // HOUR, place // DAY
    series = (place * 7919 % 1009 < np.where((hour >= 8) & (day % 7 < 5), 150, 45)).astype(float)
    for one in range(2, 21, 3):
        series[one * DAY + 10 * HOUR : one * DAY + 11 * HOUR] += one % 4
    series[-HOUR:] += 2
    detector = Detector(1, start=MONDAY, step=STEP)

    judged = detector.feed(series[None])

    assert onsets(judged).tolist() == [699, 3289]
    assert detector.standing.rarity[0] == pytest.approx([0.0, 7.3816, 7.9073, 6.7239, 3.6188, 5.0243], abs=1e-4)
    assert judged.score.sum() == pytest.approx(742.868, abs=1e-2)
