"""Is a brand's next week foretold from what was heard alone, and is it said how sure that is?"""

from itertools import cycle, islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.alert.week import AHEAD, LEAST_DAYS, DayAhead, week_ahead
from firebreak.core.errors import BadInput

Day = tuple[int, int]  # posts, and how many of them are negative
DAYS = st.integers(0, 3000).flatmap(lambda posts: st.tuples(st.just(posts), st.integers(0, posts)))


def kinds(days: int) -> list[int]:
    return list(islice(cycle(range(7)), days + AHEAD))


def told(posts: list[int], negative: list[int] | None = None) -> tuple[DayAhead, ...]:
    found = week_ahead(posts, negative or [0] * len(posts), kinds(len(posts)))
    assert found is not None
    return found


@settings(max_examples=40)
@given(st.lists(DAYS, min_size=LEAST_DAYS, max_size=60))
def test_bands_hold_the_middle_and_stay_possible(days: list[Day]) -> None:
    for one in told([posts for posts, _ in days], [negative for _, negative in days]):
        assert 0 <= one.posts.low <= one.posts.expected <= one.posts.high
        assert 0 <= one.share.low <= one.share.expected <= one.share.high <= 1


@settings(max_examples=20)
@given(st.lists(DAYS, max_size=LEAST_DAYS - 1))
def test_of_fewer_than_fourteen_days_nothing_is_told(days: list[Day]) -> None:
    posts, negative = [posts for posts, _ in days], [negative for _, negative in days]

    assert week_ahead(posts, negative, kinds(len(days))) is None


@pytest.mark.parametrize("count", [0, 1, 40, 3000])
def test_a_constant_brand_is_foretold_as_constant(count: int) -> None:
    days = told([count] * 30)

    assert [one.posts.expected for one in days] == pytest.approx([count] * AHEAD)


def test_the_day_of_the_week_is_learnt() -> None:
    weekend = told([50, 50, 50, 50, 50, 200, 200] * 6)

    assert [round(one.posts.expected, -1) > 100 for one in weekend] == [False] * 5 + [True] * 2


def test_two_weeks_teach_less_of_the_weekday_than_eight() -> None:
    week = [50, 50, 50, 50, 50, 200, 200]
    short, long = told(week * 2), told(week * 8)

    assert short[6].posts.expected < long[6].posts.expected


def test_a_holiday_is_expected_as_the_kind_of_day_that_it_is_asked_as() -> None:
    posts = [50, 50, 50, 50, 50, 200, 200] * 6
    days = kinds(len(posts))
    days[-AHEAD] = 6

    found = week_ahead(posts, [0] * len(posts), days)

    assert found is not None
    assert found[0].posts.expected == found[6].posts.expected


def test_more_days_alike_make_the_band_narrower() -> None:
    short, long = told([100] * LEAST_DAYS, [20] * LEAST_DAYS)[0], told([100] * 56, [20] * 56)[0]

    assert long.posts.high - long.posts.low < short.posts.high - short.posts.low
    assert long.share.high - long.share.low < short.share.high - short.share.low


def test_an_unsteady_brand_has_the_wider_band_and_it_widens_ahead() -> None:
    steady, unsteady = told([100, 100] * 20), told([40, 160] * 20)

    assert unsteady[0].posts.high - unsteady[0].posts.low > 2 * (steady[0].posts.high - steady[0].posts.low)
    assert unsteady[6].posts.high - unsteady[6].posts.low > unsteady[0].posts.high - unsteady[0].posts.low


def test_one_outburst_does_not_become_the_usual() -> None:
    assert told([20] * 30 + [2000])[0].posts.expected < 30


def test_a_new_level_is_taken_up_within_two_weeks() -> None:
    assert 70 < told([50] * 40 + [100] * 14)[0].posts.expected <= 100


def test_the_share_follows_what_was_said_of_late() -> None:
    turned = told([100] * 50, [10] * 25 + [40] * 25)[0].share.expected

    assert 0.25 < turned < 0.4


def test_a_loud_day_does_not_speak_for_all() -> None:
    shares = told([20] * 29 + [2000], [4] * 29 + [2000])[0].share

    assert shares.expected < 0.4


def test_the_band_holds_four_of_five_days_of_a_brand_that_stays_as_it_is() -> None:
    rng = np.random.default_rng(20261123)
    held = []
    for _ in range(60):
        posts = rng.negative_binomial(8, 8 / (8 + 60), 42 + AHEAD)
        negative = rng.binomial(posts, 0.2)
        days = week_ahead(posts[:42], negative[:42], kinds(42)) or ()
        for one, came, bad in zip(days, posts[42:], negative[42:], strict=True):
            held.append(
                (one.posts.low <= came <= one.posts.high, one.share.low <= bad / max(came, 1) <= one.share.high)
            )

    assert 0.74 < np.mean([posts for posts, _ in held]) < 0.92
    assert 0.74 < np.mean([share for _, share in held]) < 0.92


@pytest.mark.parametrize(
    ("posts", "negative", "days"),
    [
        ([3] * 20, [4] * 20, kinds(20)),  # more negative than there are
        ([3] * 20, [-1] * 20, kinds(20)),
        ([3] * 20, [0] * 19, kinds(20)),  # not of the same days
        ([3] * 20, [0] * 20, kinds(19)),  # the days ahead are not all named
        ([3] * 20, [0] * 20, [7] * 27),  # no day of the week
    ],
)
def test_what_are_no_days_is_refused(posts: list[int], negative: list[int], days: list[int]) -> None:
    with pytest.raises(BadInput):
        week_ahead(posts, negative, days)


def test_what_is_guessed_of_the_share_weighs_as_much_as_two_posts() -> None:
    heard = sum(0.5 ** (days / 14) for days in range(14))  # one post a day, the older the lighter

    assert told([0] * 14)[0].share.expected == pytest.approx(0.2)
    assert told([1] * 14)[0].share.expected == pytest.approx(0.2 * 2 / (heard + 2))


@pytest.mark.parametrize("short", [30, 50, 70])
def test_where_every_third_day_falls_short_the_band_reaches_down_to_it(short: int) -> None:
    band = told([short if day % 3 == 2 else 100 for day in range(42)])[0].posts

    assert band.low <= short < 100 < band.high
