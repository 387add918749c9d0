"""R2.47: what was heard before and after each thing that was said, with how sure a slope of it is."""

from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.resolve.effect import LEAST_POSTS, TOGETHER, Effect, Heard, Lack, effects_of, said_together
from firebreak.core.resolve.slope import Piece, likeness_of, share_turn, volume_turn

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Series = npt.NDArray[np.float64]


def heard(begins: datetime, ends: datetime, *, every: timedelta, negative: int = 2) -> list[Heard]:
    """A post every so often, of which every `negative`-th is negative; 0: none."""
    count = int((ends - begins) / every)
    return [Heard(begins + place * every, bool(negative) and not place % negative) for place in range(count)]


def effects(posts: list[Heard], *said: datetime, at: datetime = NOON + 5 * HOUR) -> list[Effect]:
    return effects_of(posts, said, at=at)


def series(rng: np.random.Generator, count: int, *, mean: float, rise: float, spread: float = 1.0) -> Series:
    """Counts whose mean rises by `rise` a bin (as a logarithm), `spread` times as uneven as Poisson's."""
    means = mean * np.exp(rise * np.arange(count))
    even = spread == 1.0
    counts = rng.poisson(means) if even else rng.negative_binomial(means / (spread - 1.0), 1.0 / spread)
    return np.asarray(counts, dtype=np.float64)


@pytest.mark.parametrize(
    ("bins", "spread"),
    [
        (24, 1.0),  # posts that know nothing of one another
        (24, 3.0),  # posts that come in threads
        (6, 3.0),  # the least that is judged
    ],
)
def test_the_interval_holds_nothing_in_nineteen_of_twenty_where_nothing_changed(bins: int, spread: float) -> None:
    rng = np.random.default_rng(20261120)
    seeds = 400

    turns = []
    for _ in range(seeds):
        both = series(rng, 2 * bins, mean=12.0, rise=0.02, spread=spread)
        turns.append(volume_turn(both[:bins], both[bins:], bin_hours=1.0))

    kept = sum(turn.change.low <= 0 <= turn.change.high for turn in turns) / seeds
    assert 0.93 <= kept <= 0.995


def test_likeness_of_neighbours_is_counted_in() -> None:
    rng = np.random.default_rng(7)
    kept, seeds, bins = 0, 300, 24
    for _ in range(seeds):
        pull = np.zeros(2 * bins)
        for place in range(1, 2 * bins):
            pull[place] = 0.4 * pull[place - 1] + rng.normal() * 0.3
        counts = rng.poisson(12.0 * np.exp(pull)).astype(float)
        change = volume_turn(counts[:bins], counts[bins:], bin_hours=1.0).change
        kept += change.low <= 0 <= change.high

    assert kept / seeds >= 0.91


def test_what_a_fitted_line_takes_from_the_likeness_of_neighbours_is_given_back() -> None:
    unlike = np.array([1.0, 0.0, -1.0, 0.0, 1.0, 0.0, -1.0, 0.0])  # no bin is like the next
    piece = Piece(np.arange(8.0), np.zeros(2), np.eye(2), unlike)

    assert likeness_of([piece], 4.0) == pytest.approx((2 / 8) / (1 - 4 / 8))


def test_the_interval_of_a_share_holds_nothing_in_nineteen_of_twenty_where_nothing_changed() -> None:
    rng = np.random.default_rng(11)
    kept, seeds = 0, 400
    for _ in range(seeds):
        every = rng.poisson(8.0, 48).astype(float)
        part = rng.binomial(every.astype(int), 0.6).astype(float)
        change = share_turn((part[:24], every[:24]), (part[24:], every[24:]), bin_hours=1.0).change
        kept += change.low <= 0 <= change.high

    assert 0.92 <= kept / seeds <= 0.995


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), fall=st.floats(0.1, 0.3))
def test_a_fall_that_was_put_in_is_found(seed: int, fall: float) -> None:
    rng = np.random.default_rng(seed)
    before = series(rng, 24, mean=10.0, rise=0.05)
    after = series(rng, 24, mean=33.0, rise=-fall)

    turn = volume_turn(before, after, bin_hours=0.5)

    assert turn.change.verdict == "down"
    assert turn.after.rate == pytest.approx(-2 * fall, abs=0.25 * fall + 0.1)


def test_a_drop_at_the_instant_is_told_apart_from_a_slope() -> None:
    rng = np.random.default_rng(5)

    turn = volume_turn(series(rng, 24, mean=30.0, rise=0.0), series(rng, 24, mean=10.0, rise=0.0), bin_hours=0.5)

    assert (turn.change.verdict, turn.jump.verdict) == ("unsure", "down")
    assert turn.jump.low < np.log(1 / 3) < turn.jump.high


def test_what_goes_on_as_it_went_has_no_jump() -> None:
    places = np.arange(24.0)
    posts, part, every = 500.0 * np.exp(0.1 * places), 200.0 + 10.0 * places, np.full(24, 1000.0)

    volume = volume_turn(posts[:12], posts[12:], bin_hours=0.5)
    share = share_turn((part[:12], every[:12]), (part[12:], every[12:]), bin_hours=0.5)

    assert volume.jump.rate == pytest.approx(0.0, abs=0.01)
    assert share.jump.rate == pytest.approx(0.0, abs=0.001)


def test_a_share_that_falls_is_found() -> None:
    every = np.full(24, 40.0)
    before, after = np.full(24, 32.0), np.linspace(32.0, 8.0, 24).round()

    turn = share_turn((before, every), (after, every), bin_hours=0.5)

    assert turn.before.verdict == "unsure"
    assert turn.after.verdict == "down"
    assert turn.after.rate == pytest.approx(-0.6 / 23 / 0.5, rel=0.05)


@given(
    st.lists(st.integers(0, 40), min_size=6, max_size=24),
    st.lists(st.integers(0, 40), min_size=6, max_size=24),
)
def test_any_counts_give_a_slope_within_its_interval(before: list[int], after: list[int]) -> None:
    one, two = np.array(before, dtype=float), np.array(after, dtype=float)

    turn = volume_turn(one, two, bin_hours=1.0)

    for slope in (turn.before, turn.after, turn.change):
        assert np.isfinite([slope.low, slope.rate, slope.high]).all()
        assert slope.low <= slope.rate <= slope.high
    assert len(turn.lines) == len(before) + len(after)


def test_more_posts_make_it_surer() -> None:
    rng = np.random.default_rng(3)
    few, many = (
        volume_turn(series(rng, 24, mean=mean, rise=0.0), series(rng, 24, mean=mean, rise=0.0), bin_hours=1.0)
        for mean in (2.0, 200.0)
    )

    assert many.change.high - many.change.low < (few.change.high - few.change.low) / 4


def test_what_is_said_within_ten_minutes_is_one_thing() -> None:
    said = [NOON + TOGETHER, NOON, NOON + 2 * TOGETHER]

    assert said_together(said) == [NOON, NOON + 2 * TOGETHER]


@pytest.mark.parametrize(
    ("begins", "every", "at", "lack"),
    [
        (NOON - HOUR / 2, MINUTE, NOON + 5 * HOUR, Lack.BEGUN),  # the matter is half an hour old
        (NOON - 5 * HOUR, MINUTE, NOON + HOUR / 2, Lack.EARLY),  # half an hour has passed since
        (NOON - 48 * HOUR, 5 * HOUR, NOON + 48 * HOUR, Lack.FEW),  # one post in five hours
        (NOON - 5 * HOUR, MINUTE, NOON + 5 * HOUR, None),  # enough of both
        (NOON - HOUR, MINUTE, NOON + HOUR, None),  # six bins to either side, which is just enough
    ],
)
def test_where_there_is_not_enough_it_says_so(begins: datetime, every: timedelta, at: datetime, lack: Lack) -> None:
    found = effects(heard(begins, at, every=every), NOON, at=at)[0]

    assert found.lack is lack
    assert (found.volume is None) == (lack is not None)


def test_nineteen_posts_after_are_too_few_and_twenty_are_enough() -> None:
    before = heard(NOON - 4 * HOUR, NOON, every=MINUTE)
    after = heard(NOON, NOON + 4 * HOUR, every=5 * MINUTE)

    few = effects([*before, *after[: LEAST_POSTS - 1]], NOON)[0]
    enough = effects([*before, *after[:LEAST_POSTS]], NOON)[0]

    assert (few.lack, few.posts_after) == (Lack.FEW, LEAST_POSTS - 1)
    assert (enough.lack, enough.posts_before) == (None, 240)


def test_a_share_is_compared_only_where_six_bins_to_either_side_have_a_post() -> None:
    before = heard(NOON - 4 * HOUR, NOON, every=MINUTE)
    after = heard(NOON, NOON + HOUR, every=MINUTE)

    five, six = (effects([*before, *after[: 10 * bins]], NOON)[0] for bins in (5, 6))

    assert (five.lack, five.share) == (None, None)
    assert five.volume is not None
    assert six.share is not None


def test_no_window_reaches_over_what_was_said_next() -> None:
    posts = heard(NOON - 8 * HOUR, NOON + 8 * HOUR, every=MINUTE)

    first, second, third = effects(posts, NOON, NOON + 2 * HOUR, NOON + 2 * HOUR + 30 * MINUTE, at=NOON + 8 * HOUR)

    assert first.window.ends == NOON + 2 * HOUR
    assert second.window.begins == NOON
    assert (second.lack, third.lack) == (Lack.NEAR, Lack.NEAR)


def test_where_little_was_heard_before_the_bins_are_longer() -> None:
    busy = effects(heard(NOON - 5 * HOUR, NOON, every=MINUTE), NOON)[0]
    slow = effects(heard(NOON - 12 * HOUR, NOON, every=30 * MINUTE), NOON)[0]

    assert (busy.window.every, slow.window.every) == (10 * MINUTE, 30 * MINUTE)


@settings(max_examples=15)
@given(st.permutations(heard(NOON - 2 * HOUR, NOON + 2 * HOUR, every=4 * MINUTE)))
def test_the_order_of_posts_does_not_matter(posts: list[Heard]) -> None:
    one, other = effects(posts, NOON)[0], effects(sorted(posts, key=lambda post: post.at), NOON)[0]

    assert one.volume == other.volume
    assert one.share == other.share


def test_what_is_still_to_come_counts_for_nothing() -> None:
    posts = heard(NOON - 4 * HOUR, NOON + 4 * HOUR, every=MINUTE)

    now, later = effects(posts, NOON, NOON + 3 * HOUR, at=NOON + 2 * HOUR), effects(posts[:360], NOON)

    assert len(now) == 1
    assert now[0].posts_after == later[0].posts_after == 120


def test_without_posts_or_without_a_word_there_is_nothing_to_compare() -> None:
    assert effects([], NOON) == []
    assert effects(heard(NOON, NOON + HOUR, every=MINUTE)) == []
