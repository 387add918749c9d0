"""Which words does a reader see: known cues, claims that can be checked, the script, and the names it must not see?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Post, Watch, WatchKind
from firebreak.core.text.batch import fold_posts
from firebreak.core.text.fold import fold
from firebreak.core.understand.claims import claims
from firebreak.core.understand.cues import Group, Lexicon, Pair, groups_of
from firebreak.core.understand.lang import language, languages
from firebreak.core.understand.mask import mask_names

AT = datetime(2026, 1, 1, tzinfo=UTC)
LEXICON = Lexicon(
    groups=[
        Group("sick", ("頭暈", "拉肚子"), negatable=True),
        Group("food", ("便當", "rat")),
        Group("body", ("頭暈", "肚子")),
    ],
    pairs=[Pair("sick_of_food", "sick", "food", within=3)],
    negators=("沒有",),
)


def post(text: str, title: str = "") -> Post:
    return Post(id="", source="t", text=text, title=title, published_at=AT)


def shown(text: str, title: str = "") -> set[str]:
    folded = fold_posts([post("便當"), post(text, title)])
    flags = LEXICON.find(folded, folded.text).flags[1]
    return {name for name, flag in zip(LEXICON.columns, flags, strict=True) if flag}


def test_every_group_every_turned_group_and_every_pair_has_a_column() -> None:
    assert LEXICON.columns == ("sick", "food", "body", "not_sick", "sick_of_food")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天很好", set()),
        ("頭暈", {"sick", "body"}),  # a word of two groups
        ("沒有頭暈", {"not_sick", "body"}),  # only what can be turned is turned
        ("沒有再頭暈", {"not_sick", "body"}),  # one character may stand between
        ("沒有再也頭暈", {"sick", "body"}),  # two may not
        ("拉肚子", {"sick", "body"}),  # one word inside another
        ("便當頭暈", {"food", "sick", "body", "sick_of_food"}),  # side by side
        ("便當讓我就頭暈", {"food", "sick", "body", "sick_of_food"}),  # three characters apart
        ("便當讓我們就頭暈", {"food", "sick", "body"}),  # four
        ("頭暈都怪那便當", {"food", "sick", "body", "sick_of_food"}),  # either order
        ("頭暈都怪那個便當", {"food", "sick", "body"}),
        ("便當沒有頭暈", {"food", "not_sick", "body"}),  # what is denied makes no pair
        ("便當、頭暈、頭暈", {"food", "sick", "body", "sick_of_food"}),
        ("rat", {"food"}),
        ("a rat!", {"food"}),
        ("RAT", {"food"}),
        ("rate", set()),  # a Latin word has edges
        ("brat", set()),
        ("喝到rat了", {"food"}),
        ("zrat", set()),
        ("rata", set()),
    ],
)
def test_it_finds_cues(text: str, expected: set[str]) -> None:
    assert shown(text) == expected


def test_a_latin_word_with_which_a_batch_begins_is_found() -> None:
    folded = fold_posts([post("", title="rat")])

    assert LEXICON.find(folded, folded.text).flags[0, LEXICON.place["food"]] == 1


def test_a_pair_does_not_reach_from_the_title_into_the_text() -> None:
    assert shown("頭暈", title="便當") == {"food", "sick", "body"}


def test_every_hit_knows_its_place() -> None:
    folded = fold_posts([post("沒有頭暈", title="便當")])

    hits = LEXICON.find(folded, folded.text)

    assert [LEXICON.groups[one].name for one in hits.group] == ["food", "sick", "body"]
    assert [folded.text[a:b] for a, b in zip(hits.start, hits.end, strict=True)] == [
        fold("便當"),
        fold("頭暈"),
        fold("頭暈"),
    ]
    assert hits.slot.tolist() == [0, 1, 1]
    assert hits.negated.tolist() == [False, True, False]


def test_a_lexicon_without_words_finds_nothing() -> None:
    folded = fold_posts([post("頭暈")])

    assert Lexicon([], [], []).find(folded, folded.text).flags.shape == (1, 0)


def test_groups_are_read_from_a_knowledge_file() -> None:
    found = groups_of({"sick": {"terms": ["頭暈"], "negatable": True}, "food": {"terms": "便當"}})

    assert found == [Group("sick", ("頭暈",), negatable=True), Group("food", ("便當",))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("今天有開。聽說松瀑用過期牛奶！好可怕", ["聽說松瀑用過期牛奶！"]),
        ("  聽說他們倒閉 \n好", ["聽說他們倒閉"]),  # six characters, without the space around them
        ("聽說要倒閉", []),  # five say too little
        ("聽說松瀑倒閉了嗎", []),  # who asks does not claim
        ("聽說松瀑倒閉了嗎。衛生局檢出大腸桿菌", ["衛生局檢出大腸桿菌"]),
        ("松瀑有三百名員工走了", []),  # a figure alone is no claim …
        ("今天買了松瀑的麵包", []),
        ("聽說第一件事。" * 7, ["聽說第一件事。"] * 5),  # five are enough
    ],
)
def test_it_points_at_claims(text: str, found: list[str]) -> None:
    assert [one.text for one in claims(text, fold(text))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("松瀑有三百名員工走了", ["松瀑有三百名員工走了"]),  # … but in a rumour it is
        ("松瀑賣了 20 年的舊油", ["松瀑賣了 20 年的舊油"]),
        ("聽說松瀑倒閉了嗎", ["聽說松瀑倒閉了嗎"]),  # and so is a question
        ("真的太可怕了吧", []),
    ],
)
def test_in_a_rumour_less_is_a_claim(text: str, found: list[str]) -> None:
    assert [one.text for one in claims(text, fold(text), doubted=True)] == found


def test_a_claim_knows_its_field_and_place() -> None:
    title = "快訊！ 聽說他們倒閉"

    span = claims(title, fold(title), field="title")[0].span

    assert (span.field, title[span.start : span.end]) == ("title", "聽說他們倒閉")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("鮮奶", "zh-Hant"),
        ("鲜奶", "zh-Hans"),
        ("鮮鲜", "zh-Hant"),  # as many of either
        ("鮮鲜变", "zh-Hans"),
        ("大小", "zh-Hant"),  # the same in both
        ("坏", "zh-Hans"),
        ("变質", "zh-Hant"),  # one of each
        ("变质壞", "zh-Hans"),  # two to one
        ("の", "ja"),
        ("茶の", "zh-Hant"),  # Taiwanese shops like の
        ("茶のお", "ja"),
        ("茶茶茶茶茶のお", "zh-Hant"),
        ("한국", "ko"),
        ("한茶", "zh-Hant"),
        ("한국茶", "ko"),
        ("ok", "en"),
        ("a 1", "und"),
        ("😡", "und"),
        ("ab" * 200 + "鮮", "en"),  # the beginning is enough
        ("ab" * 199 + "a鮮", "zh-Hant"),
    ],
)
def test_the_script_tells_the_language(text: str, lang: str) -> None:
    assert language(text) == lang
    assert languages([text, text]) == [lang, lang]


MIXED = st.text(st.sampled_from("鮮奶壞掉了鲜变质坏台湾臺灣里后裡後这個个のはひテスト한국어Ab 1!\0𠮷"), max_size=30)


@given(st.lists(MIXED, max_size=8), st.integers(0, 420))
def test_a_batch_of_texts_has_the_languages_of_each_alone(texts: list[str], padding: int) -> None:
    long = ["!" * padding + text for text in texts]  # what stands behind the part looked at counts for nothing
    assert languages(texts + long) == [language(text) for text in texts + long]


def test_a_model_sees_signs_in_place_of_names() -> None:
    watches = [
        Watch("ours", WatchKind.BRAND, any=("松瀑",)),
        Watch("theirs", WatchKind.COMPETITOR, any=("星峽",)),
        Watch("matter", WatchKind.CONTROVERSY, any=("倒閉",)),
        Watch("asked", WatchKind.PRODUCT, query="紅茶 AND 綠茶"),
    ]
    posts = [post("好喝"), post("比星峽好，紅茶綠茶都好，不會倒閉", title="松瀑")]

    masked = mask_names(listen(posts, Matcher(watches)))

    assert masked.field(1, "title") == "\ue000\ue000"
    assert masked.field(1, "text") == fold("比\ue001\ue001好，紅茶綠茶都好，不會倒閉")
    assert masked.field(0, "text") == "好喝"


def test_without_a_name_nothing_is_hidden() -> None:
    heard = listen([post("紅茶綠茶")], Matcher([Watch("asked", WatchKind.PRODUCT, query="紅茶 AND 綠茶")]))

    assert mask_names(heard) is heard.folded
