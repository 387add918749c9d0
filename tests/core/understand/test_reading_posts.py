from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Category, Emotion, Media, Post, Reading, Sentiment, Watch, WatchKind
from firebreak.core.understand import Readings, contract_dict, understand

OURS = Watch("松瀑", WatchKind.BRAND, any=("松瀑",))
THEIRS = Watch("星峽", WatchKind.COMPETITOR, any=("星峽",))
MATCHER = Matcher([OURS, THEIRS])


def post(text: str, *media: str, title: str = "", rating: float | None = None, id: str = "p") -> Post:
    shown = tuple(Media(type=one) for one in media)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Post(id=id, source="dcard", text=text, title=title, published_at=at, media=shown, rating=rating)


def read(posts: Sequence[Post], matcher: Matcher = MATCHER) -> Readings:
    return understand(posts, listen(posts, matcher), knowledge.model())


def one(text: str, *media: str, explain: bool = False, rating: float | None = None) -> Reading:
    return read([post(text, *media, rating=rating)]).reading(0, explain=explain)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("松瀑的店員超親切，餐點也好吃，推薦大家來", Sentiment.POSITIVE),
        ("松瀑的東西難吃又貴，店員態度超差，再也不會來了", Sentiment.NEGATIVE),
        ("請問松瀑台南店週日有營業嗎", Sentiment.NEUTRAL),
    ],
)
def test_it_tells_good_from_bad_from_neither(text: str, tone: Sentiment) -> None:
    """R1.46 in part: three tones; the figures stand in docs/models/reading.md."""
    assert one(text).sentiment is tone


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("松瀑便當吃完全家上吐下瀉，半夜送急診", Category.PRODUCT_SAFETY),
        ("松瀑會員資料外洩，詐騙集團打來唸得出我的訂單跟身分證字號", Category.PRIVACY_LEAK),
        ("在松瀑訂的東西等了三個禮拜還沒出貨，物流也查不到包裹", Category.DELIVERY),
        ("請問松瀑有賣無糖的嗎", Category.QUESTION),
        ("聽說松瀑快倒了，有人知道是真的嗎", Category.MISINFORMATION),
    ],
)
def test_it_tells_what_a_post_is_about(text: str, category: Category) -> None:
    """R1.21 in part: the classes that decide which playbook opens."""
    assert one(text).category is category


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("松瀑便當吃完全家上吐下瀉，半夜送急診住院", "bodily_harm"),
        ("喝松瀑的奶茶喝到一隻蟑螂，超噁心", "pests"),
        ("松瀑的行動電源充電到一半起火，整個房間都是煙", "danger"),
        ("松瀑會員個資外洩，駭客公布百萬筆客戶資料", "privacy_leak"),
        ("松瀑的女更衣室裝針孔偷拍，已經報警", "hidden_camera"),
        ("松瀑標示不實 衛生局開罰300萬並勒令下架", "regulator_finding"),
    ],
)
def test_what_cannot_wait_is_urgent_for_a_named_reason(text: str, reason: str) -> None:
    """R1.25 in part: a person must look now, whatever the volume."""
    found = one(text)

    assert found.urgent
    assert reason in found.reasons


def test_a_photo_proves_a_defect_but_not_praise() -> None:
    """R1.25: photo evidence counts with a complaint only."""
    assert one("松瀑的鍋子用一次就裂開，割傷我媽的手", "image").evidence == ("photo",)
    assert "photo_evidence" in one("松瀑的鍋子用一次就裂開，割傷我媽的手，縫了五針", "image").reasons
    assert one("松瀑的餐點真的好好吃，大推，謝謝店員", "image").evidence == ()


def test_negation_takes_a_reason_away() -> None:
    assert "bodily_harm" not in one("松瀑吃了沒有拉肚子啦，放心").reasons


def test_stars_bend_the_tone() -> None:
    text = "松瀑就這樣"

    assert one(text, rating=1).score < one(text).score < one(text, rating=5).score


def test_a_rival_has_a_tone_of_its_own() -> None:
    about = {each.watch: each for each in one("松瀑超好喝，推薦。星峽難喝死了又貴，態度很差，再也不買").about}

    assert about["星峽"].sentiment is Sentiment.NEGATIVE
    assert about["星峽"].kind is WatchKind.COMPETITOR


def test_a_name_says_nothing_about_itself() -> None:
    """The same words about two brands are read the same: the model never learns names."""
    named = Matcher([Watch("w", WatchKind.BRAND, any=("心安食品", "爛透商行"))])

    good, bad = read([post("心安食品的便當普通"), post("爛透商行的便當普通")], named).sentiment

    assert np.allclose(good, bad)


def test_weights_add_up_to_the_score_of_their_head() -> None:
    """R1.71 in part: reasons are shown; the weights of --explain add up to the score of their head."""
    found = one("松瀑的東西難吃又貴，店員態度超差", explain=True)

    sums = {
        head: sum(each.weight for each in found.why if each.head == head) for head in {each.head for each in found.why}
    }
    assert sums["sentiment"] == pytest.approx(found.score, abs=1e-4)
    assert sums[f"category:{found.category}"] == pytest.approx(found.categories[found.category], abs=1e-4)
    assert sums["abuse"] == pytest.approx(found.abuse, abs=1e-4)


def test_words_of_letters_are_named_whole() -> None:
    text = (
        "松瀑's staff were rude, the refund didn't arrive for weeks and nobody answers. Terrible service, 爛透了 avoid"
    )

    spans = [(each.span.start, each.span.end) for each in one(text, explain=True).why if each.span]

    letters = {place for place, char in enumerate(text) if char.isascii() and char.isalnum()}
    cuts = {edge for span in spans for edge in span if {edge - 1, edge} <= letters}
    assert spans
    assert cuts == set()


def test_claims_point_at_the_sentence_as_published() -> None:
    """R2.67 in part: a claim is pointed at, and begins as one that nobody has checked."""
    text = "松瀑今天有開。聽說松瀑用過期牛奶做優格！好可怕"

    claim = one(text).claims[0]

    assert text[claim.span.start : claim.span.end] == claim.text == "聽說松瀑用過期牛奶做優格！"
    assert claim.status == "unverified"


def test_the_contract_form_has_every_key() -> None:
    keys = contract_dict(one("松瀑難吃", explain=True)).keys()

    assert keys == {
        "id", "lang", "about", "sentiment", "emotions", "intensity", "sensational", "category", "categories", "evidence",
        "urgent", "reasons", "pii", "abuse", "claims", "confidence", "uncertain", "copy_key", "copied", "why",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lang"),
    [("這個壞掉了", "zh-Hant"), ("这个坏掉了", "zh-Hans"), ("It broke", "en"), ("壊れてしまった", "ja"), ("…", "und")],
)
def test_it_tells_the_script(text: str, lang: str) -> None:
    assert one(text).lang == lang


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.text(st.one_of(st.characters(), st.sampled_from("松瀑星峽難吃好吃拉肚子，。！？沒 ")), max_size=60),
        max_size=5,
    )
)
def test_any_text_is_read_alike_alone_and_in_a_batch(texts: list[str]) -> None:
    posts = [post(text, id=str(at)) for at, text in enumerate(texts)]

    together = read(posts)

    for place, each in enumerate(posts):
        alone = read([each])
        assert np.allclose(together.sentiment[place], alone.sentiment[0], atol=1e-4)
        assert together.copy_keys[place] == alone.copy_keys[0]
        assert (together.prints.signatures[place] == alone.prints.signatures[0]).all()
        assert together.category[place] == alone.category[0]
        check(together.reading(place, explain=True), each)


def check(reading: Reading, post: Post) -> None:
    """Every figure lies in its range and every place in its field."""
    assert sum(reading.sentiment_p) == pytest.approx(1, abs=1e-4)
    assert set(reading.emotions) == set(Emotion)
    figures = [
        *reading.emotions.values(),
        *reading.categories.values(),
        reading.abuse,
        reading.intensity,
        reading.sensational,
    ]
    assert all(0 <= figure <= 1 for figure in figures)
    spans = [each.span for each in (*reading.about, *reading.pii, *reading.claims)]
    spans += [each.span for each in reading.why if each.span]
    for span in spans:
        assert 0 <= span.start < span.end <= len(post.title if span.field == "title" else post.text)


def test_the_same_batch_twice_gives_the_same_readings() -> None:
    posts = [post("松瀑難吃"), post("松瀑好吃"), post("")]

    assert [read(posts).reading(at) for at in range(3)] == [read(posts).reading(at) for at in range(3)]


def test_an_empty_batch_is_read_as_nothing() -> None:
    assert len(read([])) == 0
