"""Under which words is a text stored, and which are asked for?"""

import unicodedata

import pytest

from firebreak.core.text.fold import fold
from firebreak.core.text.search import is_han, query_bigrams, search_bigrams, split_bigrams, tokens

SCRIPTS = (
    "CJK UNIFIED IDEOGRAPH", "CJK RADICAL", "KANGXI RADICAL", "HIRAGANA", "KATAKANA", "COMBINING KATAKANA", "BOPOMOFO",
    "HANGUL SYLLABLE", "IDEOGRAPHIC ITERATION", "IDEOGRAPHIC CLOSING", "IDEOGRAPHIC NUMBER", "CJK COMPATIBILITY",
    "HEXAGRAM",
)  # fmt: skip


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


def test_pairs_are_stored_of_the_scripts_without_spaces_and_of_no_other() -> None:
    paired = [unicodedata.name(chr(int(code)), "") for code in is_han().nonzero()[0]]
    written = [chr(code) for code in range(0x2E80, 0x31C0) if unicodedata.name(chr(code), "").startswith(SCRIPTS[:-2])]

    assert {name for name in paired if name and not name.startswith(SCRIPTS)} == set()
    assert [char for char in written if not is_han()[ord(char)]] == []
    assert search_bigrams("⺀々ㄅㆿ") == folded("⺀々", "々ㄅ", "ㄅㆿ", "ㆿ")
