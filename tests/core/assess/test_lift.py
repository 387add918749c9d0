"""R2.92 part: are the words that go with criticism found, with how sure that is, and no others?"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.assess.chosen import ONE_SIDE
from firebreak.core.assess.lift import LEAST, Spoken, Table, chance, interval, pairs_of, tables_of

POSTS = st.lists(
    st.tuples(
        st.integers(0, 200), st.integers(0, 9), st.integers(0, 9), st.booleans(), st.sampled_from(["", "a", "b"])
    ),
    unique_by=lambda row: row[0],
)
TABLES = st.integers(1, 30).flatmap(
    lambda whole: st.tuples(st.integers(1, whole), st.integers(1, whole), st.just(whole))
)


def spoken(rows: list[tuple[int, int, int, bool, str]]) -> list[Spoken]:
    return [Spoken(post, f"w{who}", text, bad, frozenset(words)) for post, who, text, bad, words in rows]


def town(*, bad_with: int, with_word: int, bad: int, people: int, word: str = "退款", first: int = 0) -> list[Spoken]:
    """Everybody speaks once in words of their own; some say the word, some complain, some do both."""
    marks = [True] * bad_with + [False] * (with_word - bad_with) + [True] * bad + [False] * (people - with_word - bad)
    return [
        Spoken(first + n, f"{first + n}", first + n, mark, frozenset({word}) if n < with_word else frozenset())
        for n, mark in enumerate(marks)
    ]


def test_a_word_that_goes_with_criticism_is_found_with_its_lift() -> None:
    found = pairs_of(town(bad_with=24, with_word=30, bad=20, people=300)).pairs

    assert [one.word for one in found] == ["退款"]
    assert found[0].table == Table(both=24, said=30, negative=44, whole=300)
    assert found[0].table.lift == pytest.approx(24 * 300 / (30 * 44))
    assert 1 < found[0].low < found[0].table.lift < found[0].high


def test_fewer_people_than_a_lift_needs_tell_none() -> None:
    few = pairs_of(town(bad_with=LEAST - 1, with_word=LEAST - 1, bad=20, people=300))

    assert (few.pairs, few.looked) == ((), 0)


def test_one_loud_account_is_one_person() -> None:
    loud = [Spoken(1000 + n, "loud", 1000 + n, True, frozenset({"發霉"})) for n in range(60)]

    tables = tables_of([*town(bad_with=0, with_word=0, bad=20, people=300), *loud])

    assert tables["發霉"] == Table(both=1, said=1, negative=21, whole=301)


def test_copies_count_as_the_first_of_them() -> None:
    copies = [Spoken(1000 + n, f"c{n}", 7777, True, frozenset({"發霉"})) for n in range(60)]

    assert tables_of(copies)["發霉"].said == 1


def test_among_words_that_have_nothing_to_do_with_criticism_hardly_any_is_named() -> None:
    rng = np.random.default_rng(20261122)
    wrong = 0
    for _ in range(40):
        bad = rng.random(200) < 0.3
        says = rng.random((200, 30)) < 0.15
        posts = [
            Spoken(n, str(n), n, bool(bad[n]), frozenset(str(word) for word in np.flatnonzero(says[n])))
            for n in range(200)
        ]
        wrong += bool(pairs_of(posts).pairs)

    assert wrong <= 4  # two of forty at most are to be expected


@given(POSTS)
def test_the_order_of_posts_does_not_matter(rows: list[tuple[int, int, int, bool, str]]) -> None:
    assert tables_of(spoken(rows)) == tables_of(spoken(rows[::-1]))


@given(POSTS)
def test_a_table_adds_up(rows: list[tuple[int, int, int, bool, str]]) -> None:
    for both, said, negative, whole in tables_of(spoken(rows)).values():
        assert 0 <= both <= min(said, negative) <= max(said, negative) <= whole


@given(TABLES, st.data())
def test_the_interval_holds_the_lift_and_its_ends_are_lifts_that_can_be(
    table: tuple[int, int, int], data: st.DataObject
) -> None:
    said, negative, whole = table
    both = data.draw(st.integers(max(0, said + negative - whole), min(said, negative)))
    one = Table(both, said, negative, whole)

    low, high = interval(one, ONE_SIDE)

    assert 0 <= low <= one.lift + 1e-4
    assert one.lift - 1e-4 <= high <= whole / max(said, negative) + 1e-4


def test_the_chance_is_that_of_counting_every_way() -> None:
    table = Table(both=3, said=4, negative=4, whole=8)
    ways = [sum(pick[:4]) for pick in product((0, 1), repeat=8) if sum(pick) == 4]

    assert chance(table) == pytest.approx(sum(both >= 3 for both in ways) / len(ways))
