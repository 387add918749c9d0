"""What do the heads make of a post? A model of two words, small enough to work out by hand."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Category, Emotion, Post, Sentiment, Watch, WatchKind
from firebreak.core.text.batch import Heard, fold_posts
from firebreak.core.text.grams import NOTHING, grams
from firebreak.core.understand.cues import Group, Lexicon
from firebreak.core.understand.feeling import emotions, intensity
from firebreak.core.understand.model import (
    ABUSE,
    CATEGORIES,
    COMPLAINTS,
    EMOTIONS,
    HEADS,
    SENSATIONAL,
    SENTIMENT,
    TONE,
    URGENT,
    Model,
    unpack,
)  # fmt: skip
from firebreak.core.understand.score import Scores, score, sigmoid, softmax
from firebreak.core.understand.signs import SIGNS
from firebreak.core.understand.tone import clause, sentiments, tone_at
from firebreak.core.understand.topic import primary
from firebreak.core.understand.why import runs, why

AT = datetime(2026, 1, 1, tzinfo=UTC)
WATCHES = [Watch("ours", WatchKind.BRAND, any=("松瀑",)), Watch("theirs", WatchKind.COMPETITOR, any=("星峽",))]
LEXICON = Lexicon([Group("loud", ("超",)), Group("soft", ("有點",), negatable=True)], [], ("不",))
COLUMNS = (*LEXICON.columns, *SIGNS)


def post(text: str, *, rating: float | None = None, title: str = "") -> Post:
    return Post(id="", source="t", text=text, title=title, published_at=AT, rating=rating)


def column(char: str) -> int:
    return int(grams(fold_posts([post(char)])).columns[1, 0])


def model(good: float = 0.0, bad: float = 0.0, *, cue: float = 0.0, bias: float = 0.0) -> Model:
    """Fit by hand: 佳 speaks for positive, 差 for negative, 超 for abuse; `bias` is that of abuse."""
    weights = np.zeros((NOTHING + 1, len(HEADS)), np.float32)
    for head in (SENTIMENT, TONE):
        weights[column("佳"), head.start + 2], weights[column("差"), head.start] = good, bad
    cues = np.zeros((len(COLUMNS), len(HEADS)), np.float32)
    cues[COLUMNS.index("loud"), ABUSE] = cue
    heads = np.zeros(len(HEADS), np.float32)
    heads[ABUSE] = bias
    return Model("m", LEXICON, weights, cues, heads, np.ones(1 << 14, np.float32), {})


def scored(one: Post, fitted: Model) -> tuple[Scores, Heard]:
    heard = listen([post("前一篇佳"), one], Matcher(WATCHES))
    return score([post("前一篇佳"), one], heard, fitted), heard


def test_a_logit_is_grams_by_their_number_and_cues_and_bias() -> None:
    found, _ = scored(post("佳超"), model(good=2.0, cue=0.5, bias=0.25))

    assert found.logits[1, 2] == pytest.approx(2.0 / math.sqrt(3 + 8))  # 佳, 超 and 佳超
    assert found.logits[1, ABUSE] == pytest.approx(0.75)
    assert not found.logits[1, [0, 1, URGENT, SENSATIONAL]].any()


def test_who_is_not_named_is_read_by_the_tone_of_the_words() -> None:
    fitted = model(good=2.0)
    fitted.weights[column("佳"), TONE.start + 2] = 0.5

    named, unnamed = (scored(post(text), fitted)[0].logits[1, 2] for text in ("松瀑佳", "這家佳"))

    assert named > 2 * unnamed > 0


def test_heads_stand_in_the_order_of_the_words() -> None:
    assert [HEADS[SENTIMENT], HEADS[EMOTIONS], HEADS[CATEGORIES]] == [
        tuple(f"sentiment:{one}" for one in Sentiment),
        tuple(f"emotion:{one}" for one in Emotion),
        tuple(f"category:{one}" for one in Category),
    ]
    assert (HEADS[URGENT], HEADS[ABUSE], HEADS[SENSATIONAL]) == ("urgent", "abuse", "sensational")
    assert len(COMPLAINTS) == 11


def test_a_model_that_does_not_fit_its_lexicon_is_refused() -> None:
    whole = model()

    for wrong in ({"weights": whole.weights[1:]}, {"cue_weights": whole.cue_weights[: len(LEXICON.columns) - 1]}):
        with pytest.raises(ValueError, match="do not fit"):
            replace(whole, **wrong)
    assert replace(whole, cue_weights=whole.cue_weights[: len(LEXICON.columns)])


def test_stored_weights_are_signed_roots() -> None:
    values = np.zeros((2, len(HEADS)), np.int8)
    values[0, 0], values[1, 1] = 127, -64

    found = unpack(np.array([3, NOTHING]), values, np.full(len(HEADS), 2.0, np.float32))

    assert found.shape == (NOTHING + 1, len(HEADS))
    assert found[3, 0] == 2.0
    assert found[NOTHING, 1] == pytest.approx(-2 * (64 / 127) ** 2)
    assert np.count_nonzero(found) == 2


def test_log_odds_become_probabilities() -> None:
    assert sigmoid(np.array([0.0, math.log(3), -100], np.float32)) == pytest.approx([0.5, 0.75, 9.3576e-14], rel=1e-3)
    assert softmax(np.array([[0, math.log(3)], [1000, 1000]], np.float32)) == pytest.approx(
        np.array([[0.25, 0.75], [0.5, 0.5]])
    )


@pytest.mark.parametrize(("rating", "lean"), [(None, 0), (3, 0), (5, 1.8), (1, -1.8), (4, 0.9), (0, 0), (6, 0), (9, 0)])
def test_each_star_beyond_three_leans_the_tone(rating: float | None, lean: float) -> None:
    found = sentiments([post("", rating=rating)], np.zeros((1, len(HEADS)), np.float32), hurt=np.zeros(1, np.bool_))[0]

    assert math.log(found[2] / found[0]) == pytest.approx(lean, abs=1e-5)


def test_no_posts_have_no_tone() -> None:
    assert sentiments([], np.zeros((0, len(HEADS)), np.float32), hurt=np.zeros(0, np.bool_)).shape == (0, 3)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("甲乙,丙丁。戊", 3, "丙丁"),
        ("甲乙,丙丁。戊", 4, "丙丁"),
        ("甲乙,丙丁。戊", 0, "甲乙"),
        ("甲乙,丙丁。戊", 6, "戊"),
        ("甲乙", 1, "甲乙"),
    ],
)
def test_a_clause_ends_at_its_marks(text: str, place: int, said: str) -> None:
    low, high = clause(text, place, 0, len(text))

    assert text[low:high] == said


def test_a_clause_stays_within_its_field() -> None:
    assert clause("甲乙丙丁", 2, 1, 3) == (1, 3)


def tone_of_rival(text: str, fitted: Model, title: str = "") -> Sentiment:
    found, heard = scored(post(text, title=title), fitted)
    hit = next(at for at in heard.of_post(1) if heard.watches[heard.watch[at]].name == "theirs")
    return tone_at(found, fitted, heard, hit, overall=Sentiment.NEUTRAL)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("松瀑差，星峽佳", Sentiment.POSITIVE),
        ("松瀑佳，星峽差", Sentiment.NEGATIVE),
        ("松瀑佳，星峽，差", Sentiment.NEUTRAL),  # its own clause says nothing
        ("星峽佳", Sentiment.NEUTRAL),  # ours is not named: as the whole post
    ],
)
def test_a_rival_is_read_in_its_own_clause(text: str, tone: Sentiment) -> None:
    assert tone_of_rival(text, model(good=3, bad=3)) is tone


@pytest.mark.parametrize(("lean", "tone"), [(0.36, Sentiment.POSITIVE), (0.34, Sentiment.NEUTRAL)])
def test_a_clause_is_decided_from_a_margin_on(lean: float, tone: Sentiment) -> None:
    weight = lean * math.sqrt(3 * 4 + 8)  # three characters, four lengths of grams each

    assert tone_of_rival("松瀑，星峽佳", model(good=weight)) is tone
    assert tone_of_rival("松瀑", model(good=weight), title="星峽佳") is tone


@pytest.mark.parametrize(
    ("likely", "expected"),
    [
        ({Category.SERVICE: 0.5, Category.PRODUCT_SAFETY: 0.2}, Category.PRODUCT_SAFETY),  # just as likely as asked
        ({Category.SERVICE: 0.5, Category.PRODUCT_SAFETY: 0.19}, Category.SERVICE),
        ({Category.PRAISE: 0.5, Category.PRODUCT_SAFETY: 0.4}, Category.PRAISE),  # praise gives way to nothing
        ({Category.SERVICE: 0.5, Category.PRAISE: 0.4}, Category.SERVICE),
    ],
)
def test_the_gravest_that_is_likely_is_primary(likely: dict[Category, float], expected: Category) -> None:
    row = np.array([[likely.get(one, 0.0) for one in Category]])

    assert list(Category)[primary(row, gravest_from=0.4)[0]] is expected


def test_no_posts_are_about_nothing() -> None:
    assert primary(np.zeros((0, 14)), gravest_from=0.4).tolist() == []


def test_joy_and_hurt_do_not_go_with_the_opposite_tone() -> None:
    found = emotions(np.zeros((1, len(HEADS)), np.float32), np.array([[0.7, 0.1, 0.2]], np.float32))[0]

    felt = dict(zip(Emotion, found.tolist(), strict=True))
    assert felt.pop(Emotion.JOY) == pytest.approx(0.5 * 0.3)
    assert list(felt.values()) == pytest.approx([0.5 * 0.8] * 6)


def strength(text: str, *, anger: float = 0.0, joy: float = 0.0) -> float:
    fitted = model()
    found, _ = scored(post(text), fitted)
    felt = np.zeros((2, 7), np.float32)
    felt[1, list(Emotion).index(Emotion.ANGER)], felt[1, list(Emotion).index(Emotion.JOY)] = anger, joy
    tone = np.array([[0, 1, 0], [0.9, 0, 0.1]], np.float32)
    return float(intensity(found, fitted, felt, tone)[1])


@pytest.mark.parametrize(
    ("text", "anger", "expected"),
    [
        ("壞", 0.0, 0.8 * 0.35),  # charged, and no more
        ("壞", 0.5, 0.8 * (0.35 + 0.4 * 0.5)),  # aroused
        ("超壞", 0.0, 0.8 * (0.35 + 0.25 * 0.5)),  # loud
        ("壞！", 0.0, 0.8 * (0.35 + 0.25 * 0.3)),
        ("壞！！！", 0.0, 0.8 * (0.35 + 0.25 * 0.5)),
        ("超壞！！！", 1.0, 0.8),  # as loud as can be
        ("有點壞", 0.0, 0.8 * 0.35 * 0.7),  # softened
    ],
)
def test_feeling_is_charge_arousal_and_loudness(text: str, anger: float, expected: float) -> None:
    """R1.9 in part: how strong a feeling is, from nothing to as loud as can be."""
    assert strength(text, anger=anger) == pytest.approx(expected, rel=1e-5)


def test_joy_does_not_arouse() -> None:
    assert strength("壞", joy=1.0) == strength("壞")


def test_neighbours_that_pull_the_same_way_are_one_run() -> None:
    found = runs(np.array([0.5, 0.25, 0, 0, -1, 1], np.float32))

    assert found == [(0, 2, 0.75), (4, 5, -1.0), (5, 6, 1.0)]
    assert runs(np.array([0, 1], np.float32)) == [(1, 2, 1.0)]


def told(text: str, fitted: Model, outcome: dict[str, float], *, title: str = "") -> list[tuple[str, str, float]]:
    found, _ = scored(post(text, title=title), fitted)
    fields = {"text": text, "title": title}
    return [
        (one.head, fields[one.span.field][one.span.start : one.span.end] if one.span else "", one.weight)
        for one in why(found, fitted, 1, outcome=outcome)
    ]


def test_a_phrase_is_told_with_its_share_and_the_rest_without_a_place() -> None:
    fitted = model(good=1.0)
    share = round(1 / math.sqrt(3 + 8), 6)

    assert told("乙佳", fitted, {"sentiment": 0.5}) == [
        ("sentiment", "乙佳", pytest.approx(share)),
        ("sentiment", "", pytest.approx(0.5 - share)),
    ]
    assert told("", fitted, {"sentiment": 0.5}, title="乙佳")[0] == ("sentiment", "乙佳", pytest.approx(share))


def test_what_speaks_against_has_a_negative_share() -> None:
    assert told("差", model(bad=1.0), {"sentiment": -1 / 3}) == [("sentiment", "差", pytest.approx(-1 / 3, abs=1e-6))]


def test_a_cue_shares_its_weight_among_its_characters_once() -> None:
    assert told("超，超", model(cue=0.5), {"abuse": 0.5}) == [("abuse", "超", pytest.approx(0.5))]


def test_no_word_is_told_for_a_head_that_none_moved() -> None:
    assert told("乙", model(), {"abuse": 0.1}) == [("abuse", "", 0.1)]
    assert told("乙", model(), {"abuse": 0.0}) == [("abuse", "", 0.0)]


def test_words_never_say_more_than_the_whole_scale() -> None:
    assert told("佳", model(good=30.0), {"sentiment": 1.0})[0] == ("sentiment", "佳", pytest.approx(2.0))


def test_what_hardly_weighs_is_not_named() -> None:
    assert [word for _, word, _ in told("差，佳", model(good=1.0, bad=0.021), {"sentiment": 0})] == ["佳", "差", ""]
    assert [word for _, word, _ in told("差，佳", model(good=1.0, bad=0.0195), {"sentiment": 0})] == ["佳", ""]


def test_twelve_words_are_enough() -> None:
    assert len(told("佳，" * 13, model(good=1.0), {"sentiment": 0})) == 13
