"""Is a query that cannot be read, or hardly means what it says, put right in one step?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadWatch
from firebreak.core.listen.hints import look_alikes, mend, mended, operator_meant, read_query
from firebreak.core.listen.query import parse

LOOK_ALIKES = [
    ("松瀑 and 奶茶", 3, "and", "AND"),  # lower case
    ("松瀑 Or 奶茶", 3, "Or", "OR"),
    ("松瀑 AN 奶茶", 3, "AN", "AND"),  # a letter is missing
    ("松瀑 NO 瀑布", 3, "NO", "NOT"),
    ("松瀑 ＡＮＤ 奶茶", 3, "ＡＮＤ", "AND"),  # full width, from an input method
    ("松瀑 near/8 奶茶", 3, "near/8", "NEAR/8"),
    ("松瀑 NEAR8 奶茶", 3, "NEAR8", "NEAR/8"),
    ("松瀑 NER/12 奶茶", 3, "NER/12", "NEAR/12"),
    ("松瀑 NEAR/ 奶茶", 3, "NEAR/", "NEAR"),
    ("松瀑 || 奶茶", 3, "||", "OR"),
    ("(松瀑 奶茶) OR (瀑布 && 茶)", 15, "&&", "AND"),
]
WORDS = ["OK", "DNA", "an", "no", "ner", "anderson", "order", "nearby", "nears", "NERO", "AND1", "奶茶", "7-11", "or."]
MENDED = [
    ("松瀑 (奶 OR 糖", "松瀑 (奶 OR 糖)"),
    ("((松瀑 奶", "((松瀑 奶))"),  # twice
    ("松瀑) 奶", "松瀑 奶"),
    ('松瀑 "奶', '松瀑 "奶"'),
    ("松瀑 「奶", "松瀑 「奶」"),
    ("松瀑 奶」", "松瀑 奶"),  # closes nothing
    ('松瀑 ""', "松瀑"),
    ("松瀑 AND", "松瀑"),
    ("AND 松瀑", "松瀑"),
    ("松瀑 AND OR 奶", "松瀑 OR 奶"),
    ("松瀑 ()", "松瀑"),
    ("松瀑 and (奶 or 糖", "松瀑 AND (奶 OR 糖)"),
]
NOBODY_KNOWS = ["", "NOT 松瀑", "松瀑 NEAR/3 NOT 奶", " ".join(["字"] * 201)]


@pytest.mark.parametrize(("query", "position", "written", "meant"), LOOK_ALIKES)
def test_a_word_that_looks_like_an_operator_is_pointed_out(query: str, position: int, written: str, meant: str) -> None:
    with pytest.raises(BadWatch) as raised:
        read_query(query)

    assert raised.value.context == {
        "position": position, "problem": "looks_like_operator", "written": written, "meant": meant,
    }  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_other_words_stay_words(word: str) -> None:
    assert operator_meant(word) == ""


def test_in_quotation_marks_it_is_a_word() -> None:
    assert not list(look_alikes('松瀑 "and" 「or」 "NEAR8"'))


@pytest.mark.parametrize(("query", "better"), MENDED)
def test_a_mistake_is_put_right(query: str, better: str) -> None:
    assert mended(query) == better


@pytest.mark.parametrize("query", NOBODY_KNOWS)
def test_what_only_the_writer_knows_is_left_to_them(query: str) -> None:
    assert mended(query) == ""


def test_one_step_puts_one_mistake_right() -> None:
    with pytest.raises(BadWatch) as first:
        read_query("松瀑 AND (奶 and 糖")

    assert mend("松瀑 AND (奶 and 糖", first.value) == "松瀑 AND (奶 and 糖)"


@given(st.text(st.sampled_from('茶奶 ()（）"「」ANDORTEnear/8*&|'), max_size=40))
def test_what_is_mended_can_be_read(query: str) -> None:
    better = mended(query)

    assert better == "" or parse(better).required()
