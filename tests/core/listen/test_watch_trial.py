"""Does a trial say rightly what a draft takes, leaves, takes by mistake and misses, and why?"""

from datetime import UTC, datetime

import pytest

from firebreak.core.errors import BadWatch
from firebreak.core.listen.trial import Tried, Verdict, phrases_to_exclude, try_watches, widened
from firebreak.core.terms import Post, Watch, WatchKind

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
BRAND = Watch("松瀑", WatchKind.BRAND, any=("松瀑",), none=("松瀑布",))
NEAR = Watch("奶茶", WatchKind.PRODUCT, query="松瀑 NEAR/4 奶茶")


def posts(*texts: str) -> list[Post]:
    return [Post(str(place), "ptt", text, AT) for place, text in enumerate(texts)]


def verdicts(tried: list[Tried]) -> list[tuple[str, str]]:
    return [(one.verdict.value, one.why) for one in tried]


def words(post: Post, tried: Tried) -> list[str]:
    return [post.text[span.start : span.end] for span in (*tried.hits, *tried.struck)]


def test_r1_20_it_says_what_is_taken_and_what_an_unwanted_word_keeps_out() -> None:
    """R1.20 (part)."""
    said = posts("松瀑的奶茶", "去看松瀑布", "今天天氣好")

    tried = try_watches(said, [BRAND])

    assert verdicts(tried) == [("taken", "heard"), ("left", "excluded"), ("left", "absent")]
    assert [words(*pair) for pair in zip(said, tried, strict=True)] == [["松瀑"], ["松瀑布"], []]


def test_words_too_far_apart_are_a_near_miss_and_it_says_how_far() -> None:
    said = posts("松瀑家的奶茶", "松瀑這個月換了新包裝之後我覺得奶茶變淡了", "奶茶" + "好" * 60 + "松瀑")

    tried = try_watches(said, [NEAR])

    assert verdicts(tried) == [("taken", "heard"), ("missed", "too_far"), ("left", "absent")]
    assert tried[1].within == 16
    assert words(said[1], tried[1]) == ["松瀑", "奶茶"]


def test_what_was_heard_so_far_and_would_be_no_more_is_missed() -> None:
    tried = try_watches(posts("松瀑門市"), [NEAR], standing=[BRAND])

    assert verdicts(tried) == [("missed", "was_heard")]


def test_what_is_excluded_on_purpose_is_not_missed_though_it_was_heard() -> None:
    before = Watch("松瀑", WatchKind.BRAND, any=("松瀑",))

    assert verdicts(try_watches(posts("去看松瀑布"), [BRAND], standing=[before])) == [("left", "excluded")]


def test_a_persons_word_counts() -> None:
    said = posts("松瀑瑜珈早課", "他們家的奶茶", "松瀑門市")

    tried = try_watches(said, [BRAND], noise={0}, wanted={1})

    assert [one.verdict for one in tried] == [Verdict.NOISE, Verdict.MISSED, Verdict.TAKEN]


def test_who_says_that_a_near_miss_need_not_be_taken_has_it_left() -> None:
    tried = try_watches(posts("松瀑這個月換了新包裝之後我覺得奶茶變淡了"), [NEAR], noise={0})

    assert verdicts(tried) == [("left", "too_far")]


def test_it_says_what_another_watch_takes_anyway() -> None:
    tried = try_watches(posts("松瀑奶茶", "奶茶"), [NEAR], others=[BRAND])

    assert [one.also for one in tried] == [True, False]


def test_several_watches_are_tried_as_one() -> None:
    tried = try_watches(posts("松瀑門市", "松果奶茶"), [BRAND, Watch("x", WatchKind.PRODUCT, any=("奶茶",))])

    assert [one.verdict for one in tried] == [Verdict.TAKEN, Verdict.TAKEN]


def test_nothing_to_try_on_is_no_mistake() -> None:
    assert try_watches([], [NEAR]) == []


def test_a_draft_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadWatch):
        try_watches(posts("松瀑"), [Watch("x", WatchKind.BRAND, query="松瀑 AND")])


@pytest.mark.parametrize(
    ("query", "wide"),
    [
        ("松瀑 NEAR/4 奶茶", "松瀑 NEAR/12 奶茶"),
        ("松瀑 NEAR 奶茶", "松瀑 NEAR/12 奶茶"),  # 10 where no number stands
        ("(松瀑 NEAR/40 奶茶) OR (茶 NEAR/2 奶)", "(松瀑 NEAR/40 奶茶) OR (茶 NEAR/12 奶)"),
        ("松瀑 OR 奶茶", "松瀑 OR 奶茶"),
    ],
)
def test_near_is_widened_and_never_narrowed(query: str, wide: str) -> None:
    assert widened(query, 12) == wide


def test_the_word_that_noise_has_in_common_is_proposed() -> None:
    said = posts("週末去松瀑瑜珈上早課", "松瀑瑜珈老師很好", "松瀑門市排隊", "松瀑的瑜珈墊贈品")
    tried = try_watches(said, [BRAND], noise={0, 1})

    assert phrases_to_exclude(said, tried)[0] == ("松瀑瑜珈", 2)


def test_one_noisy_post_proposes_no_word_that_it_alone_could_begin() -> None:
    said = posts("去松瀑", "松瀑門市")

    assert phrases_to_exclude(said, try_watches(said, [BRAND], noise={0})) == []


def test_no_word_is_proposed_that_would_lose_a_wanted_post() -> None:
    said = posts("松瀑瑜珈", "松瀑瑜珈聯名奶茶")
    tried = try_watches(said, [BRAND], noise={0})

    assert phrases_to_exclude(said, tried) == []


def test_a_word_that_ends_the_post_is_proposed() -> None:
    said = posts("週末去松瀑瑜珈", "報名松瀑瑜珈", "松瀑門市")

    assert phrases_to_exclude(said, try_watches(said, [BRAND], noise={0, 1})) == [("松瀑瑜珈", 2)]


def test_of_one_noisy_post_the_word_two_characters_longer_is_proposed() -> None:
    said = posts("松瀑瑜珈課程", "松瀑門市")

    assert phrases_to_exclude(said, try_watches(said, [BRAND], noise={0})) == [("松瀑瑜珈", 1)]
