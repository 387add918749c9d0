from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Post, Watch, WatchKind
from firebreak.core.text.batch import FIELDS, Heard
from firebreak.core.text.fold import fold

BRAND = Watch("松瀑", WatchKind.BRAND, any=("松瀑", "松瀑食品", "Pine Fall"), none=("老松瀑布", "徵才"))
NEAR = Watch("鮮奶茶", WatchKind.PRODUCT, query='(松瀑 NEAR/4 奶茶) OR "松瀑鮮奶茶"')
SAFETY = Watch("食安", WatchKind.CONTROVERSY, query="松瀑 AND (食物中毒 OR 拉肚子) NOT 澄清")
MATCHER = Matcher([BRAND, NEAR, SAFETY])


def post(text: str, title: str = "") -> Post:
    return Post(id="", source="t", text=text, title=title, published_at=datetime(2026, 1, 1, tzinfo=UTC))


def names(heard: Heard, place: int = 0) -> set[str]:
    return {heard.watches[heard.watch[hit]].name for hit in heard.of_post(place)}


def words(heard: Heard, posts: list[Post]) -> list[str]:
    return [
        (posts[one].title, posts[one].text)[field][start:end]
        for one, field, start, end in zip(heard.post, heard.field, heard.start, heard.end, strict=True)
    ]


VARIANTS = [
    "松瀑的茶",  # as listed
    "松瀑食品",
    "pine fall 很好喝",  # lower case
    "PINE FALL 很好喝",  # upper case
    "ＰＩＮＥ　ＦＡＬＬ",  # full width
    "Ｐｉｎｅ Ｆａｌｌ!",
    "去pine fall買",  # between Han
    "松 瀑 出事了",  # spelled with spaces
    "松*瀑又來",  # with a sign in between
    "松\u200b瀑又來",  # with a zero-width space in between
]


@pytest.mark.parametrize("text", VARIANTS)
def test_ten_ways_to_write_a_brand_are_all_heard(text: str) -> None:
    """R1.20: 10 variants all match; R1.45: a brand class."""
    assert "松瀑" in names(listen([post(text)], MATCHER))


@pytest.mark.parametrize(
    ("term", "text"), [("台灣好茶", "臺灣好茶"), ("台灣好茶", "台湾好茶"), ("国语", "國語日報"), ("鬱金", "郁金香")]
)
def test_either_script_hears_the_other(term: str, text: str) -> None:
    """R1.20: 簡繁."""
    matcher = Matcher([Watch("w", WatchKind.BRAND, any=(term,))])

    assert listen([post(text)], matcher).matched.tolist() == [True]


@pytest.mark.parametrize(
    "text",
    ["老松瀑布一日遊", "松瀑徵才", "青松 瀑布", "pine falls", "spine fall", "松林與瀑布"],
)
def test_what_only_looks_alike_is_not_heard(text: str) -> None:
    """R1.20: exclusions work; words keep their edges."""
    assert listen([post(text)], MATCHER).matched.tolist() == [False]


def test_an_excluded_phrase_takes_away_its_place_only() -> None:
    posts = [post("老松瀑布旁邊的松瀑食品過期")]

    heard = listen(posts, MATCHER)

    assert words(heard, posts) == ["松瀑食品"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("松瀑的奶茶", {"松瀑", "鮮奶茶"}),
        ("奶茶在松瀑", {"松瀑", "鮮奶茶"}),  # either order
        ("松瀑真的有夠難喝的奶茶", {"松瀑"}),  # too far apart
        ("松瀑讓我拉肚子", {"松瀑", "食安"}),
        ("松瀑澄清沒有人拉肚子", {"松瀑"}),  # NOT
        ("拉肚子", set()),
    ],
)
def test_queries_say_what_they_mean(text: str, expected: set[str]) -> None:
    """R1.45: product and controversy classes."""
    assert names(listen([post(text)], MATCHER)) == expected


def test_near_does_not_reach_from_the_title_into_the_text() -> None:
    assert names(listen([post("奶茶", title="松瀑")], MATCHER)) == {"松瀑"}


def test_a_query_may_find_its_words_in_different_fields() -> None:
    assert "食安" in names(listen([post("拉肚子", title="松瀑")], MATCHER))


def test_the_longest_name_at_a_place_is_told() -> None:
    heard = listen([post("松瀑食品")], Matcher([BRAND]))

    assert [heard.terms[term] for term in heard.term] == ["松瀑食品"]


def test_a_star_takes_any_ending() -> None:
    matcher = Matcher([Watch("w", WatchKind.CONTROVERSY, query="refund*")])

    assert listen([post("no refunds here"), post("prerefund")], matcher).matched.tolist() == [True, False]


def test_a_firehose_without_watches_is_silence() -> None:
    heard = listen([post("松瀑")], Matcher([]))

    assert not heard.matched.any()
    assert len(heard.post) == 0


@given(st.text(max_size=20), st.sampled_from(["松瀑", "松瀑食品", "ＰＩＮＥ fall"]), st.text(max_size=20))
def test_offsets_point_at_the_words_as_published(before: str, name: str, after: str) -> None:
    posts = [post(f"{before} {name} {after}", title=f"{name}{after[:3]}")]

    heard = listen(posts, Matcher([Watch("w", WatchKind.BRAND, any=(name,))]))

    found = [fold(word) for word in words(heard, posts)]
    assert set(heard.field.tolist()) <= {0, 1} == set(range(len(FIELDS)))
    assert fold(name) in found or any(fold(name)[0] in word for word in found)


@settings(deadline=None)
@given(
    st.lists(st.text(st.one_of(st.characters(), st.sampled_from("松瀑食品奶茶拉肚子澄清 *")), max_size=40), max_size=6)
)
def test_a_batch_hears_what_each_post_alone_holds(texts: list[str]) -> None:
    together = listen([post(text) for text in texts], MATCHER)

    alone = [listen([post(text)], MATCHER) for text in texts]

    assert together.matched.tolist() == [bool(one.matched[0]) for one in alone]
    assert together.start.tolist() == [start for one in alone for start in one.start.tolist()]


@settings(deadline=None)
@given(st.permutations([0, 1, 2, 3]))
def test_the_order_of_posts_does_not_matter(order: list[int]) -> None:
    texts = ["松瀑的奶茶", "拉肚子", "pine fall", "松瀑讓我拉肚子"]

    heard = listen([post(texts[place]) for place in order], MATCHER)

    assert [names(heard, at) for at in range(4)] == [names(listen([post(texts[place])], MATCHER)) for place in order]
