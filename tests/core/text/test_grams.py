"""Which runs of characters does a batch hold? The hashes are fixed: a model was fitted to them, and keys are stored."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak.core.terms import Post
from firebreak.core.text.batch import Folded, fold_posts
from firebreak.core.text.copies import counted
from firebreak.core.text.grams import NOTHING, grams, mix, row_of, topic_columns, topics

AT = datetime(2026, 1, 1, tzinfo=UTC)
EVEN = np.ones(1 << 14, np.float32)


def batch(*texts: str, title: str = "") -> Folded:
    return fold_posts([Post(id="", source="t", title=title, text=text, published_at=AT) for text in texts])


def columns(text: str) -> set[int]:
    return set(grams(batch(text)).columns.ravel().tolist()) - {NOTHING}


def themes(*texts: str, idf: np.ndarray = EVEN) -> np.ndarray:
    folded = batch(*texts)
    return topics(folded, counted()[folded.codes], idf).toarray()


def test_mixing_is_the_finaliser_of_murmur() -> None:
    """Reference values of fmix32, MurmurHash3, public domain."""
    assert mix(np.arange(4, dtype=np.uint32)).tolist() == [0, 0x514E28B7, 0x30F4C306, 0x85F0B427]


def test_the_columns_are_those_to_which_the_model_was_fitted() -> None:
    found = grams(batch("鮮奶壞了1"))

    assert found.columns.tolist() == [
        [NOTHING] * 4,  # the end of the title
        [83851, 261663, 47856, 141434],
        [218695, 128252, 3756, 17746],
        [138889, 91847, 59461, NOTHING],
        [257542, 237014, NOTHING, NOTHING],
        [64500, NOTHING, NOTHING, NOTHING],
        [NOTHING] * 4,  # the end of the text
    ]
    assert found.counts.tolist() == [14]


def test_the_topic_columns_are_those_of_the_stored_stories() -> None:
    folded = batch("鮮奶壞了1")

    found, real = topic_columns(folded.codes, folded.codes > 0x60)

    assert found[real].tolist() == [16353, 8015, 5740]  # 鮮奶, 奶壞, 壞了
    assert real.tolist() == [False, True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("茶", 1),
        ("茶水", 3),
        ("茶水水", 5),  # 茶, 水, 茶水, 水水, 茶水水: the second 水 says nothing new
        ("！！！！！", 4),  # one of each length, however often
        ("一二三四五", 14),
    ],
)
def test_a_run_of_the_same_counts_once(text: str, count: int) -> None:
    assert grams(batch(text)).counts.tolist() == [count]


def test_any_number_and_any_space_is_the_same_to_the_reader() -> None:
    assert columns("買3個") == columns("買8個")
    assert columns("好 茶") == columns("好\n茶") == columns("好\u2028茶")
    assert columns("買3個") != columns("買三個")
    assert len({frozenset(columns(f"買{char}個")) for char in "/0:"}) == 3  # what stands beside the digits is none


def test_no_gram_reaches_from_title_to_text() -> None:
    split, whole = grams(batch("奶", title="鮮")), grams(batch("鮮奶"))

    assert split.counts.tolist() == [2]
    assert whole.counts.tolist() == [3]


def test_the_matrix_holds_every_gram_of_every_post() -> None:
    found = grams(batch("茶水", "茶")).matrix().toarray()

    assert found.shape == (2, NOTHING + 1)
    assert found[:, :NOTHING].sum(axis=1).tolist() == [3, 1]
    assert found.sum(axis=1).tolist() == [16, 12]  # four lengths at every place, ends of fields included


def test_a_word_said_twice_says_a_little_more() -> None:
    found = themes("甲乙、甲乙、丙丁")[0]

    heavy, light = sorted(found[found > 0])[::-1][:2]
    assert heavy / light == pytest.approx(1 + math.log(2), rel=1e-4)
    assert (found**2).sum() == pytest.approx(1, rel=1e-4)


def test_a_common_word_tells_no_matter_apart() -> None:
    common = EVEN.copy()
    common[themes("甲乙")[0].argmax()] = 0

    assert not themes("甲乙", idf=common).any()
    assert (themes("甲乙、丙丁", idf=common) > 0).sum() == 1


def test_a_rare_word_weighs_more() -> None:
    rare = EVEN.copy()
    rare[themes("甲乙")[0].argmax()] = 3

    assert sorted(themes("甲乙、丙丁", idf=rare)[0])[-2:] == pytest.approx([1 / math.sqrt(10), 3 / math.sqrt(10)])


def test_each_row_is_its_own_post() -> None:
    found = themes("甲乙", "", "丙丁")

    assert [row.any() for row in found] == [True, False, True]
    assert found[0].argmax() != found[2].argmax()


def test_no_posts_have_no_topics() -> None:
    found = topics(fold_posts([]), np.zeros(0, np.bool_), EVEN)

    assert found.shape == (0, 1 << 14)
    assert row_of(found).tolist() == []
