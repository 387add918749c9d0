"""Is a batch written down as its readings are, one by one? And what a reading says of how sure it is."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak import knowledge
from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Category, Emotion, Media, Post, Sentiment, Span, Watch, WatchKind, Weight
from firebreak.core.understand import Readings, contract_dict, understand
from firebreak.core.understand.many import contract_rows, listed
from firebreak.core.understand.reading import place, weight_dict
from firebreak.core.understand.urgent import BIT

AT = datetime(2026, 1, 1, tzinfo=UTC)
MATCHER = Matcher([Watch("松瀑", WatchKind.BRAND, any=("松瀑",)), Watch("星峽", WatchKind.COMPETITOR, any=("星峽",))])
WRITTEN = [
    Post(id="a", source="t", text="松瀑超好喝，推薦。星峽難喝死了又貴，態度很差，再也不買", published_at=AT),
    Post(id="b", source="t", text="打0912345678找松瀑店長", title="寫信 a@b.tw", published_at=AT),
    Post(id="c", source="t", text="聽說松瀑快倒了，有三百人離職", published_at=AT, lang="nan"),
    Post(id="d", source="t", text="", title="松瀑爆料！員工說用過期牛奶", published_at=AT),
    Post(
        id="e", source="t", text="松瀑便當吃完上吐下瀉送急診", published_at=AT, media=(Media("image"), Media("video"))
    ),
    Post(id="f", source="t", text="", published_at=AT),
    Post(id="g", source="t", text="星峽好喝", published_at=AT),
]


def read(posts: list[Post]) -> Readings:
    return understand(posts, listen(posts, MATCHER), knowledge.model())


READ = read(WRITTEN)


@pytest.mark.parametrize("at", range(len(WRITTEN)))
def test_a_batch_is_written_down_as_each_reading_is(at: int) -> None:
    assert next(iter(contract_rows(READ, [at]))) == contract_dict(READ.reading(at))


def test_rows_come_in_the_order_asked_for() -> None:
    assert [row["id"] for row in contract_rows(READ, [2, 0])] == ["c", "a"]


def test_what_few_posts_have_is_found_where_it_stands() -> None:
    rows = {row["id"]: row for row in contract_rows(READ, range(len(WRITTEN)))}

    assert [(one["kind"], one["field"]) for one in rows["b"]["pii"]] == [("email", "title"), ("phone", "text")]
    assert [one["field"] for one in rows["d"]["claims"]] == ["title"]
    assert rows["c"]["lang"] == "nan"  # as the source says
    assert rows["d"]["lang"] == "zh-Hant"  # told by the title where there is no text
    assert rows["e"]["evidence"] == ["photo", "video"]
    assert {"photo_evidence", "video_evidence"} <= set(rows["e"]["reasons"])
    assert [one["sentiment"] for one in rows["a"]["about"]] == [rows["a"]["sentiment"]["label"], "negative"]
    assert rows["g"]["about"][0]["sentiment"] == rows["g"]["sentiment"]["label"]


def test_a_figure_is_a_claim_in_a_rumour_only() -> None:
    category = READ.category.copy()
    category[:] = list(Category).index(Category.MISINFORMATION)
    doubted = replace(READ, category=category)

    for at in range(len(WRITTEN)):
        assert next(iter(contract_rows(doubted, [at]))) == contract_dict(doubted.reading(at))
    assert doubted.claims_of(2)[-1].text.endswith("離職")


def test_categories_are_listed_from_one_in_ten_on() -> None:
    likely = np.zeros((2, 14))
    likely[0, [3, 5, 7]] = 0.1, 0.7, 0.0999
    likely[1, [0, 13]] = 0.05, 0.95

    assert listed(likely, np.array([3, 0])) == [[3, 5], [0, 13]]
    found = replace(READ, categories=np.repeat(likely[:1], len(WRITTEN), axis=0), category=np.full(len(WRITTEN), 3))
    assert list(found.reading(0).categories.values()) == [0.1, 0.7]


def toned(*p: float) -> Readings:
    return replace(READ, sentiment=np.array([p] * len(WRITTEN), np.float64))


@pytest.mark.parametrize(
    ("p", "uncertain"),
    [
        ((0.5, 0.375, 0.125), False),
        ((0.499, 0.3, 0.201), True),  # no tone is likely
        ((0.5, 0.39, 0.11), True),  # two are nearly as likely
        ((0.11, 0.56, 0.33), False),
    ],
)
def test_a_doubtful_tone_is_said_to_be_uncertain(p: tuple[float, ...], uncertain: bool) -> None:
    found = toned(*p)

    assert found.uncertain.tolist() == [uncertain] * len(WRITTEN)
    assert found.reading(0).uncertain is uncertain


def test_a_reading_gives_the_figures_of_its_row() -> None:
    found = toned(0.1, 0.2, 0.7).reading(0)

    assert found.sentiment is Sentiment.POSITIVE
    assert found.sentiment_p == (0.1, 0.2, 0.7)
    assert found.score == pytest.approx(0.6)
    assert list(found.emotions) == list(Emotion)
    assert found.emotions[Emotion.JOY] == pytest.approx(READ.emotions[0, 6])
    assert found.copy_key == f"{int(READ.copy_keys[0]):016x}"
    assert found.why == ()


def test_negative_is_what_is_most_likely() -> None:
    assert toned(0.4, 0.3, 0.3).negative.all()
    assert not toned(0.3, 0.4, 0.3).negative.any()


def test_evidence_alone_is_not_serious() -> None:
    bits = [0, BIT["photo_evidence"] | BIT["document_evidence"], BIT["pests"], BIT["pests"] | BIT["video_evidence"]]

    found = replace(READ, reasons=np.array([*bits, 0, 0, 0], np.uint32))

    assert found.serious.tolist() == [False, False, True, True, False, False, False]


def test_a_defect_that_is_shown_is_evidence_and_no_reason_beside_it() -> None:
    found = replace(READ, reasons=np.full(len(WRITTEN), BIT["bodily_harm"] | BIT["serious_defect_evidence"], np.uint32))

    assert found.reasons_of(0) == ("bodily_harm", "serious_defect_evidence")
    assert found.serious.all()


def test_the_scores_that_are_explained_are_those_that_are_shown() -> None:
    found = READ.reading(0)
    outcome = READ.outcome_of(0)

    assert outcome == {
        "sentiment": pytest.approx(found.score),
        f"category:{found.category}": pytest.approx(found.categories[found.category]),
        "abuse": pytest.approx(found.abuse),
        "sensational": pytest.approx(found.sensational),
    }


def test_the_contract_gives_four_digits() -> None:
    row = contract_dict(replace(READ.reading(0), abuse=0.123456, confidence=0.65))

    assert (row["abuse"], row["confidence"]) == (0.1235, 0.65)
    assert row["copied"] == {"of": None, "similarity": None}
    assert "why" not in row


def test_a_copy_names_what_it_copies() -> None:
    row = contract_dict(replace(READ.reading(0), copy_of="x", copy_similarity=0.9))

    assert row["copied"] == {"of": "x", "similarity": 0.9}


def test_a_weight_stands_at_its_words_or_nowhere() -> None:
    span = Span("text", 1, 3)

    assert weight_dict(Weight("abuse", span, 0.5)) == {"head": "abuse", **place(span), "weight": 0.5}
    assert weight_dict(Weight("abuse", None, 0.5)) == {
        "head": "abuse", "field": None, "start": None, "end": None, "weight": 0.5,
    }  # fmt: skip
