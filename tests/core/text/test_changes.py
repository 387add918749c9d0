"""Does the reader see which words a copy changed, and nothing that stayed the same taken for a change?"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.text.changes import Kind, changes

FIRST = "早餐喝到一片透明硬片，瓶底 B2611-07，有人知道是什麼嗎？"
WORDS = st.text(alphabet="早餐喝到，。ab1 \n\u202e😀", max_size=60)


def told(first: str, second: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in changes(first, second) if piece.kind is not Kind.SAME]


def test_a_code_that_was_changed_is_shown_whole() -> None:
    assert told(FIRST, FIRST.replace("B2611-07", "B2611-01")) == [("gone", "B2611-07"), ("new", "B2611-01")]


def test_words_that_were_put_in_or_left_out_are_shown() -> None:
    assert told(FIRST, FIRST + "快轉給有小孩的人") == [("new", "快轉給有小孩的人")]
    assert told(FIRST, FIRST.replace("一片", "")) == [("gone", "一片")]


def test_the_same_words_have_no_changes() -> None:
    assert changes(FIRST, FIRST) == ()


def test_space_and_punctuation_are_no_change() -> None:
    assert changes(FIRST, FIRST.replace("，", "！ ") + "。。。") == ()


def test_long_words_that_stayed_are_cut_to_what_stands_beside_a_change() -> None:
    pieces = changes("前" * 300 + "壞" + "後" * 300, "前" * 300 + "好" + "後" * 300)

    assert [piece.text for piece in pieces] == ["…" + "前" * 8, "壞", "好", "後" * 8 + "…"]


@pytest.mark.parametrize(("first", "second"), [("前" * 8, "後" * 8), ("", "後" * 8), ("前" * 8, "")])
def test_words_that_stayed_and_are_few_are_shown_whole(first: str, second: str) -> None:
    pieces = changes(f"{first}壞{second}", f"{first}好{second}")

    assert [piece.text for piece in pieces] == [words for words in (first, "壞", "好", second) if words]
    assert not any(piece.short for piece in pieces)


def test_words_that_stayed_between_two_changes_are_cut_where_they_are_many() -> None:
    few, many = (changes(f"壞{'中' * size}壞", f"好{'中' * size}好")[2] for size in (16, 17))

    assert (few.text, few.short) == ("中" * 16, False)
    assert (many.text, many.short) == (f"{'中' * 8}…{'中' * 8}", True)


def test_of_a_long_difference_only_the_beginning_is_compared() -> None:
    gone, come = "".join(map(chr, range(0x4E00, 0x4E00 + 401))), "".join(map(chr, range(0x6E00, 0x6E00 + 401)))

    assert told(gone[:400], come[:400]) == [("gone", gone[:400]), ("new", come[:400])]
    assert told(gone, come) == [("gone", gone[:400]), ("new", come[:400])]


@given(WORDS, WORDS)
def test_what_stayed_and_went_is_the_first_and_what_stayed_and_came_the_second(first: str, second: str) -> None:
    """As far as nothing is left out: of words that stayed, and of punctuation."""
    pieces = changes(first, second)

    if pieces and not any(piece.short for piece in pieces):
        old = "".join(piece.text for piece in pieces if piece.kind is not Kind.NEW)
        assert old == first


def test_hostile_texts_are_compared_in_no_time() -> None:
    pairs = [
        ("ab" * 50_000, "ba" * 50_000),
        ("哈" * 100_000, "哈" * 99_999 + "呵"),
        (
            "".join(chr(0x4E00 + n % 97) for n in range(50_000)),
            "".join(chr(0x4E00 + n * 7 % 97) for n in range(50_000)),
        ),
        ("😀" * 10_000, "😀😡" * 5_000),
    ]

    began = time.perf_counter()
    for first, second in pairs:
        changes(first, second)

    assert time.perf_counter() - began < 15
