"""R1.42, R1.78: does a published text become the parts of a page without a word that was not in it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.respond.progress import HEADINGS, phone_in, progress_of

TEXT = """初步檢驗：碎片是包材內膜
檢驗單位在 19:20 告訴我們，三件碎片都是包材內膜。

已經知道：
- 批號 B2611-07
・42 家門市販售
還不知道
1. 內膜為什麼脫落

正在做：第二家檢驗單位複驗
下次更新：11/21 12:00 前，不論有沒有新結果
"""


def test_a_text_is_read_in_its_parts() -> None:
    told = progress_of(TEXT)

    assert told.title == "初步檢驗：碎片是包材內膜"
    assert told.body == ("檢驗單位在 19:20 告訴我們，三件碎片都是包材內膜。",)
    assert told.part("known") == ("批號 B2611-07", "42 家門市販售")
    assert told.part("unknown") == ("內膜為什麼脫落",)
    assert told.part("doing") == ("第二家檢驗單位複驗",)
    assert told.part("next") == ("11/21 12:00 前，不論有沒有新結果",)
    assert told.is_standing


def test_english_headings_and_simplified_ones_are_read_too() -> None:
    told = progress_of("We saw it\nWhat we know:\n- batch B1\n还不知道：\n- why\nNext update: noon")

    assert (told.part("known"), told.part("unknown"), told.part("next")) == (("batch B1",), ("why",), ("noon",))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("我們知道了，正在查。\n今晚八點更新。", ""),  # a sentence
        ("我們看到了", ""),  # nothing below it
        ("已經知道：\n- 批號", ""),  # a heading
        ("長" * 61 + "\n內文。", ""),
    ],
)
def test_a_sentence_a_heading_and_a_lonely_or_long_line_are_no_title(text: str, title: str) -> None:
    assert progress_of(text).title == title


def test_a_phrase_within_a_sentence_begins_no_part() -> None:
    assert progress_of("標題\n我們正在做：檢查。").parts == {}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_it_never_fails_and_adds_no_word(text: str) -> None:
    told = progress_of(text)

    said = [told.title, *told.body, *(line for lines in told.parts.values() for line in lines)]
    assert all(line in text for line in said)
    assert set(told.parts) <= set(HEADINGS)


def test_only_a_free_number_is_offered_to_call() -> None:
    assert phone_in("0800-000-147 或 0912-345-678") == "0800-000-147"
