"""Under which words is a text stored, and which are asked for?"""

import pytest

from firebreak.core.text.fold import fold
from firebreak.core.text.search import query_bigrams, search_bigrams, split_bigrams, tokens


def folded(*words: str) -> list[str]:
    return [fold(word) for word in words]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("食安茶", ["食安", "安茶", "茶"]),
        ("茶", ["茶"]),
        ("A1 茶", ["a1", "茶"]),
        ("x" * 41, ["x" * 40]),  # a word is cut, however long
        ("x" * 40, ["x" * 40]),
        ("！？", []),
        ("茶水、茶水", ["茶水", "水"]),
    ],
)
def test_a_text_is_stored_under_pairs_and_words(text: str, stored: list[str]) -> None:
    assert search_bigrams(text) == folded(*stored)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("食安", ["食安"]),
        ("食安茶", ["食安", "安茶"]),  # the last character alone asks for nothing more
        ("茶", ["茶*"]),
        ("茶 APP", ["茶*", "app"]),
        ("x" * 50, ["x" * 40]),
        ("", []),
    ],
)
def test_a_search_asks_for_pairs_and_words(words: str, asked: list[str]) -> None:
    assert query_bigrams(words) == folded(*asked)


def test_every_token_knows_its_place() -> None:
    assert list(tokens("a食安")) == [("a", 0, 1), (fold("食安"), 1, 3), (fold("安"), 2, 3)]


def test_a_word_that_touches_a_hidden_place_is_hidden() -> None:
    outside, inside = split_bigrams("甲乙丙丁", [(1, 2)])

    assert inside == folded("甲乙", "乙丙")
    assert outside == folded("丙丁", "丁")
