import unicodedata
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.text.fold import CHANGING, fold, fold_char, table

ANY_TEXT = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣", "台湾"),  # traditional, simplified
        ("颱風", "台风"),
        ("ＡＢＣ１２３", "abc123"),  # full width
        ("ﾊﾛｰ", "ハロー"),  # half-width kana
        ("裡", "裏"),  # two traditional forms
        ("STRASSE", "strasse"),
        ("　", " "),
    ],
)
def test_it_takes_ways_of_writing_for_the_same_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(ANY_TEXT)
def test_it_keeps_one_character_for_one(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_parts_fold_as_the_whole(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


def test_lone_surrogates_and_nul_are_harmless() -> None:
    assert fold("a\ud800\x00b") == "a\ufffd\ufffdb"


def test_the_listed_ranges_hold_every_character_that_unicode_folds() -> None:
    outside = [code for code in range(0x80, 0x110000) if not any(low <= code < high for low, high in CHANGING)]

    changed = [code for code in outside if not 0xD800 <= code < 0xE000 and fold_char(chr(code)) != chr(code)]

    assert changed == []


def test_the_table_covers_all_of_unicode() -> None:
    assert table().shape == (0x110000,)
    assert table().dtype == np.uint32
    assert unicodedata.normalize("NFKC", "Ａ").casefold() == fold("Ａ")


def test_no_letter_of_ascii_keeps_its_case() -> None:
    assert fold(ascii_uppercase) == ascii_lowercase
