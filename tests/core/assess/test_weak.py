"""R1.18: does the digest of weak signals name what is small and rises, and nothing else?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.assess.chosen import ONE_SIDE, side_of
from firebreak.core.assess.weak import DAYS, LEAST, MOST, Digest, Said, digest, interval, slope, voices

FLAT = [2, 1, 3, 2, 2, 1, 2, 3, 1, 2, 2, 1, 3, 2]
CLIMB = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4]
OTHERS = [40] * DAYS
POSTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 9), st.integers(0, DAYS - 1)))


def said(topic: str, days: list[int], *, first: int = 0) -> list[Said]:
    """As many posts a day, each by somebody else in other words."""
    spread = [day for day, count in enumerate(days) for _ in range(count)]
    return [Said(topic, first + n, f"{topic}-{n}", first + n, day) for n, day in enumerate(spread)]


def digest_of(posts: list[Said]) -> Digest:
    return digest(voices(posts), OTHERS)


def test_five_planted_topics_are_listed_with_their_slope_among_fifty_that_are_flat() -> None:
    flat = [one for n in range(50) for one in said(f"flat{n}", FLAT, first=1000 * n)]
    planted = [one for n in range(5) for one in said(f"climb{n}", CLIMB, first=100_000 + 1000 * n)]

    found = digest_of([*flat, *planted])

    assert {one.topic for one in found.rises if one.sure} == {f"climb{n}" for n in range(5)}
    assert all(0 < one.low < one.rate < one.high for one in found.rises)
    assert found.looked == 55


def test_nothing_is_sure_where_nothing_rises() -> None:
    rng = np.random.default_rng(20261122)
    wrong = 0
    for _ in range(60):
        days = rng.integers(0, DAYS, size=(40, 12))
        posts = [
            Said(f"t{topic}", 100 * topic + n, f"{topic}-{n}", 100 * topic + n, int(day))
            for topic, row in enumerate(days)
            for n, day in enumerate(row)
        ]
        wrong += bool(digest_of(posts).sure)

    assert wrong <= 6  # of 60 digests about three at most may name anything at all


def test_one_loud_account_is_one_voice() -> None:
    loud = [Said("t", n, "one", n, min(n // 4, DAYS - 1)) for n in range(56)]

    assert voices(loud)["t"].count == 1
    assert digest_of(loud).rises == ()


def test_copies_are_one_voice() -> None:
    copies = [Said("t", n, f"w{n}", 7, 10 + n % 4) for n in range(40)]

    assert voices(copies)["t"].count == 1
    assert digest_of(copies).rises == ()


def test_what_is_loud_already_is_no_weak_signal() -> None:
    assert digest_of(said("t", [3 * count + 4 for count in CLIMB])).rises == ()
    assert sum(3 * count + 4 for count in CLIMB) > MOST


def test_what_grows_only_as_everything_grows_is_not_named() -> None:
    everything = [round(40 * 1.4**day) for day in range(DAYS)]

    assert digest(voices(said("t", CLIMB)), everything).sure == 0
    assert digest(voices(said("t", CLIMB)), OTHERS).sure == 1


def test_a_word_that_only_its_story_says_is_not_listed_beside_it() -> None:
    story = said("story:1", CLIMB)
    word = [one._replace(topic="word:x") for one in story]

    assert [one.topic for one in digest_of([*story, *word]).rises] == ["story:1"]


def test_fewer_than_five_are_filled_up_with_what_may_be_chance_and_says_so() -> None:
    unsure = [0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2]
    many = [one for n in range(30) for one in said(f"flat{n}", FLAT, first=1000 * n)]

    found = digest_of([*many, *said("maybe", unsure, first=90_000)])

    assert [(one.topic, one.sure) for one in found.rises] == [("maybe", False)]


@given(POSTS)
def test_the_order_of_posts_does_not_matter(rows: list[tuple[int, int, int, int]]) -> None:
    posts = list({row[0]: Said(f"t{row[1] % 2}", row[0], f"w{row[1]}", row[2], row[3]) for row in rows}.values())

    assert voices(posts) == voices(posts[::-1])


@given(POSTS, st.integers(1, 20))
def test_more_posts_of_who_was_heard_add_nothing(rows: list[tuple[int, int, int, int]], more: int) -> None:
    posts = list({row[0]: Said("t", row[0], f"w{row[1]}", row[2], row[3]) for row in rows}.values())
    heard = min(posts, key=lambda one: (one.day, one.post), default=Said("t", 0, "w", 0, 0))
    again = [Said("t", 1000 + n, heard.who, 1000 + n, DAYS - 1) for n in range(more)]

    assert voices([heard, *posts, *again])["t"].days == voices([heard, *posts])["t"].days


@pytest.mark.parametrize(
    ("count", "rate"),
    [
        (LEAST, 0.0),  # the fewest voices, and no growth
        (8, 0.2),  # a fifth more each day
        (30, 0.1),
        (12, -0.1),  # it dies down
    ],
)
def test_the_interval_holds_the_growth_in_nineteen_of_twenty(count: int, rate: float) -> None:
    rng = np.random.default_rng(count)
    shares = np.exp(rate * np.arange(DAYS))
    shares /= shares.sum()

    spans = [interval(rng.multinomial(count, shares).tolist(), ONE_SIDE) for _ in range(120)]

    assert sum(low <= rate <= high for low, high in spans) / 120 >= 0.925


@settings(max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=DAYS, max_size=DAYS).filter(any))
def test_days_turned_around_turn_the_slope_around(days: list[int]) -> None:
    low, high = interval(days, ONE_SIDE)
    back_low, back_high = interval(days[::-1], ONE_SIDE)

    assert slope(days[::-1]) == pytest.approx(-slope(days), abs=1e-6)
    assert (back_low, back_high) == pytest.approx((-high, -low), abs=1e-6)
    assert low <= slope(days) + 1e-9 <= high + 2e-9


@given(st.lists(st.floats(0, 1), max_size=30))
def test_more_luck_tried_never_chooses_more(chances: list[float]) -> None:
    assert side_of([*chances, 1.0]) <= side_of(chances) + 1e-12 <= ONE_SIDE + 2e-12
