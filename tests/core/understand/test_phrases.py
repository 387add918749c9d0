"""Is no word or phrase that a reader is shown cut through its middle, and does none go on beyond punctuation?"""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core import flow
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Post, Watch, WatchKind
from firebreak.core.text.fold import fold
from firebreak.core.understand.phrases import phrases
from firebreak.core.understand.why import is_silent

MATCHER = Matcher(
    [Watch("明泉", WatchKind.BRAND, any=("明泉",)), Watch("清河", WatchKind.COMPETITOR, any=("清河淨水",))]
)
TEXTS = st.text(st.sampled_from("明泉清河淨水的了我是玻璃割傷嘴，。！ \n😡a1"), max_size=40)


def told(text: str) -> list[str]:
    """The words named for the tone of a post."""
    post = Post(id="1", source="test", text=text, published_at=datetime(2026, 3, 2, tzinfo=UTC))
    reading = flow.read([post], MATCHER, knowledge.model()).reading(0, explain=True)
    spans = [one.span for one in reading.why if one.head == "sentiment" and one.span]
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("硬硬的東西", ["硬硬的", "東西"]),  # a small word that ends a phrase
        ("昨天我打電話", ["昨天", "我打電話"]),  # … that begins one
        ("但是客服了解", ["但是", "客服", "了解"]),  # words that only look like small ones
        ("好吃，好喝", ["好吃", "好喝"]),
        ("買了app很慢", ["買了", "app", "很慢"]),
        ("爛" * 12, ["爛" * 12]),
        ("爛" * 13, []),  # nobody reads that as one
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert [fold(text)[start:end] for start, end in phrases(fold(text))] == [fold(one) for one in expected]


def test_a_known_word_stays_whole_whatever_it_holds() -> None:
    assert phrases("喝我的奶茶", [(1, 5)]) == [(0, 1), (1, 5)]
    assert phrases("食物中毒了", [(0, 4), (2, 4)]) == [(0, 4), (4, 5)]
    assert phrases("嘴巴", [(0, 1)]) == [(0, 2)]


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=3))
def test_phrases_follow_one_another_without_punctuation_and_cut_no_known_word(
    text: str, places: list[tuple[int, int]]
) -> None:
    plain = fold(text)
    known = [(at, at + size) for at, size in places if plain[at : at + size].isalpha() and at + size <= len(plain)]
    known = [pair for pair in known if not any(char.isascii() for char in plain[slice(*pair)])]

    found = phrases(plain, known)

    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert not any(is_silent(char) for start, end in found for char in plain[start:end])
    assert not any(low < edge < high for pair in found for edge in pair for low, high in known)


@pytest.mark.parametrize(
    "text",
    [
        "明泉的濾芯裡有玻璃碎片，三歲女兒嘴巴割傷流血，打客服電話三天都沒人接，氣死",
        "雨後的窗，手上是清河淨水，心裡想的是明泉",
        "工廠的人講的，檢驗那條線十月底就停了還照樣出貨！",
    ],
)
def test_what_is_named_begins_and_ends_with_whole_phrases(text: str) -> None:
    plain = fold(text)
    edges = {
        edge
        for pair in phrases(plain, [(plain.index(word), plain.index(word) + len(word)) for word in held(plain)])
        for edge in pair
    }

    for words in told(text):
        start = text.index(words)
        assert {start, start + len(words)} <= edges
        assert not any(is_silent(char) for char in words)


def held(plain: str) -> list[str]:
    """The words of a text that the lexicon or a watch knows."""
    groups = knowledge.model().lexicon.groups
    known = {fold(term) for group in groups for term in group.terms} | {fold("明泉"), fold("清河淨水")}
    return [word for word in known if len(word) > 1 and word in plain]
