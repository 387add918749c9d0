"""Which posts tell the same story? A storm is gathered, chatter is not, and the same posts give the same stories."""

import zlib
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from firebreak.core.assess.book import LONGEST, WIDTH
from firebreak.core.assess.gather import pulling
from firebreak.core.assess.story import Batch, Book, StoryRules, apart, empty_book, from_bytes, merge, place, without
from firebreak.core.errors import BadInput
from firebreak.core.terms import Category

HOUR = 3600.0
BEGAN = 1_763_000_000.0
ORDER = list(Category)


@dataclass(frozen=True)
class Said:
    """A post as the tests write it: hours after the beginning, text, category, tone."""

    hour: float
    text: str
    category: Category = Category.OTHER
    negative: bool = False
    urgent: bool = False
    foreign: bool = False


def grams(text: str, length: int) -> list[str]:
    plain = "".join(one for one in text if one.isalnum())
    return [plain[start : start + length] for start in range(max(len(plain) - length + 1, 1))] if plain else []


def features(texts: list[str]) -> csr_array:
    rows = []
    for text in texts:
        row = Counter(zlib.crc32(gram.encode()) % WIDTH for gram in grams(text, 2))
        length = sum(count**2 for count in row.values()) ** 0.5
        rows.append({place: count / length for place, count in row.items()})
    indptr = np.cumsum([0, *map(len, rows)])
    places = np.array([place for row in rows for place in row], np.int32)
    return csr_array(
        (np.array([value for row in rows for value in row.values()], np.float32), places, indptr), (len(texts), WIDTH)
    )


FACTORS = np.random.default_rng(7).integers(1, 2**32, 64, dtype=np.uint64) | np.uint64(1)


def signature(text: str) -> np.ndarray:
    if not grams(text, 3):
        return np.full(64, 0xFFFFFFFF, np.uint32)
    hashes = np.array([zlib.crc32(gram.encode()) for gram in set(grams(text, 3))], np.uint64)
    mixed = (hashes[:, None] * FACTORS) & np.uint64(0xFFFFFFFF)
    return (
        ((mixed ^ (mixed >> np.uint64(15))) * np.uint64(0x9E3779B1) & np.uint64(0xFFFFFFFF))
        .min(axis=0)
        .astype(np.uint32)
    )


def batch(posts: list[Said], *, first: int = 0, parents: list[int] | None = None) -> Batch:
    texts = [post.text for post in posts]
    return Batch(
        refs=np.arange(first, first + len(posts)),
        features=features(texts),
        signatures=np.array([signature(text) for text in texts], np.uint32).reshape(len(posts), 64),
        copies=np.array([zlib.crc32(text.encode()) for text in texts], np.uint64),
        published=np.array([BEGAN + post.hour * HOUR for post in posts]),
        category=np.array([ORDER.index(post.category) for post in posts], np.int32),
        negative=np.array([post.negative for post in posts], bool),
        urgent=np.array([post.urgent for post in posts], bool),
        news=np.zeros(len(posts), bool),
        foreign=np.array([post.foreign for post in posts], bool),
        parents=None if parents is None else np.array(parents),
    )


def stories_of(posts: list[Said], *, cut: int = 1000, rules: StoryRules | None = None) -> tuple[Book, list[int]]:
    """Place posts in batches of `cut` and follow seeds and merges as a caller does."""
    book, where = empty_book(), np.zeros(0, np.int64)
    for start in range(0, len(posts), cut):
        book, found = place(book, batch(posts[start : start + cut], first=start), rules or StoryRules())
        for seed, story, ref in found.woken:
            assert where[ref] == seed
            where[ref] = story
        for gone, into in found.merged:
            where[where == gone] = into
        where = np.concatenate([where, found.cluster])
    return book, where.tolist()


SAFETY, SERVICE, LEAK = Category.PRODUCT_SAFETY, Category.SERVICE, Category.PRIVACY_LEAK

MOULD = [
    "山嵐麵包咬下去一股霉味,翻過來整片都是綠色的",
    "剛買的山嵐吐司發霉了,有效期限還有三天欸",
    "山嵐吐司長黴菌,我小孩已經吃半片了怎麼辦",
    "店員說發霉可以換一條,問題是山嵐整架都發霉",
    "吃了山嵐發霉的吐司肚子痛到掛急診",
    "綠色黴菌的照片在這,山嵐你們自己看",
    "同一天買的山嵐吐司也有霉點,不只我一個",
    "山嵐吐司霉味事件,衛生局說要去查工廠",
    "發霉的吐司還在賣,山嵐品管在睡覺嗎",
    "我家山嵐吐司切開裡面是綠的,太可怕",
    "山嵐客服對發霉吐司的回覆是請保留發票,傻眼",
    "黴菌吐司吃下肚會怎樣,有沒有醫生可以說一下",
]
RUDE = [
    "山嵐信義店的店員翻白眼,問價錢愛理不理",
    "結帳時店員用丟的把零錢給我,山嵐服務好差",
    "信義店的店員態度還是一樣差,翻白眼給誰看",
    "山嵐店員邊滑手機邊結帳,態度真的很差",
]
JOY = [
    "山嵐的肉桂捲今天也好好吃",
    "早上配山嵐的可頌,心情很好",
    "山嵐草莓季開跑,排了半小時值得",
    "推薦山嵐的鹽可頌,外酥內軟",
    "下雨天就是要買山嵐的紅豆麵包",
    "山嵐聯名馬克杯好可愛,收集第三個",
    "同事團購山嵐的蛋塔,一下就搶光",
    "山嵐新出的芋泥蛋糕不會太甜,長輩也愛",
    "終於吃到山嵐的檸檬塔,酸得剛好",
    "山嵐櫃姐幫我多放了兩個試吃,謝謝她",
]


def joy(days: int) -> list[Said]:
    return [
        Said(24 * day + 2 * place, f"{text},第{day * 17 + place}天打卡", Category.PRAISE)
        for day in range(days)
        for place, text in enumerate(JOY)
    ]


def storm(hour: float, texts: list[str], category: Category = SAFETY) -> list[Said]:
    return [Said(hour + 0.1 * place, text, category, negative=True) for place, text in enumerate(texts)]


def test_a_storm_told_in_many_ways_is_one_story() -> None:
    posts = joy(3) + storm(72, MOULD)

    _, where = stories_of(posts)

    told = Counter(where[-len(MOULD) :])
    assert max(told.values()) >= 9
    assert max(told, key=lambda key: told[key]) > 0


def test_another_complaint_is_another_story() -> None:
    posts = joy(2) + sorted(storm(48, MOULD) + storm(48.05, RUDE, SERVICE), key=lambda post: post.hour)

    _, where = stories_of(posts)

    mould = Counter(key for key, post in zip(where, posts, strict=True) if post.category is SAFETY).most_common(1)[0][0]
    rude = [key for key, post in zip(where, posts, strict=True) if post.category is SERVICE]
    assert mould not in rude


def test_praise_does_not_swell_into_one_story() -> None:
    quiet = [Said(place, text, Category.PRAISE) for place, text in enumerate(JOY)]

    book, where = stories_of(quiet)

    assert all(key < 0 for key in where)
    assert len(set(where)) == len(JOY)
    assert book.latent.all()


def test_a_storm_leaves_praise_outside() -> None:
    posts = sorted(joy(4) + storm(72, MOULD), key=lambda post: post.hour)

    _, where = stories_of(posts)

    mould = Counter(key for key, post in zip(where, posts, strict=True) if post.category is SAFETY).most_common(1)[0][0]
    assert sum(key == mould for key, post in zip(where, posts, strict=True) if post.category is Category.PRAISE) == 0


def test_a_complaint_has_a_story_at_once_and_a_remark_only_with_a_second() -> None:
    book, first = place(empty_book(), batch([Said(0, JOY[0]), Said(0, MOULD[0], SAFETY, negative=True)]))
    assert first.story.tolist() == [-1, 1]
    assert first.cluster.tolist() == [-2, 1]

    book, second = place(book, batch([Said(1, JOY[0] + "呀")], first=2))

    assert second.story.tolist() == [2]
    assert second.woken == ((-2, 2, 0),)
    assert second.fresh == second.touched == (2,)
    assert not book.latent.any()


def test_an_urgent_post_has_a_story_at_once_whatever_it_is_about() -> None:
    _, found = place(empty_book(), batch([Said(0, JOY[0], urgent=True)]))

    assert found.story.tolist() == [1]


def test_a_copy_joins_whatever_the_tone() -> None:
    text = "【緊急轉發】家裡有山嵐吐司的先不要吃,批號十一月十五日以後的請直接丟掉,轉給有小孩的親友"
    _, where = stories_of(
        [*joy(1), Said(30, text), Said(30.1, text + "🙏"), Said(300, "轉:" + text, Category.QUESTION)]
    )

    assert len(set(where[-3:])) == 1
    assert where[-1] > 0


def test_a_short_cry_is_near_to_nothing() -> None:
    posts = [Said(place / 10, "山嵐" if place % 2 else "推", Category.PRAISE) for place in range(30)]

    _, where = stories_of(joy(2) + [replace(post, hour=48 + post.hour) for post in posts])

    assert max(Counter(where[-30:]).values()) <= 30  # copies of each other at most, never of anything said
    assert not set(where[-30:]) & set(where[:-30])


def test_an_answer_belongs_where_its_parent_is() -> None:
    book, first = place(empty_book(), batch([Said(0, MOULD[0], SAFETY, negative=True), Said(0, JOY[0])]))
    parents = [int(key) for key in first.cluster] + [999, -1]

    book, second = place(
        book,
        batch([Said(1, "同意樓上"), Said(1, "真的嗎"), Said(1, "路過"), Said(1, "第二樓")], first=2, parents=parents),
    )

    assert second.cluster[0] == 1
    assert second.woken == ((-2, 2, 1),)
    assert second.cluster[1] == 2
    assert (second.cluster[2:] < 0).all()


def test_what_speaks_of_competitors_only_is_no_story_here() -> None:
    _, found = place(empty_book(), batch([Said(0, MOULD[0], SAFETY, negative=True, foreign=True)]))

    assert found.cluster.tolist() == [-1]
    assert not found.fresh


def test_a_story_left_alone_is_not_taken_up_again() -> None:
    rules = StoryRules()
    late, soon = rules.window_hours + 1, rules.window_hours - 1

    _, apart_in_time = stories_of(
        [Said(0, MOULD[0], SAFETY, negative=True), Said(late, MOULD[0][:-4], SAFETY, negative=True)]
    )
    _, near_in_time = stories_of(
        [Said(0, RUDE[0], SERVICE, negative=True), Said(soon, RUDE[2], SERVICE, negative=True)]
    )
    _, far_in_time = stories_of([Said(0, RUDE[0], SERVICE, negative=True), Said(late, RUDE[2], SERVICE, negative=True)])

    assert apart_in_time[0] == apart_in_time[1]  # a near copy comes back for longer
    assert near_in_time[0] == near_in_time[1]
    assert far_in_time[0] != far_in_time[1]


def test_a_late_post_joins_the_story_of_its_time() -> None:
    posts = storm(48, MOULD)
    late = replace(posts.pop(5), hour=47.0)

    _, where = stories_of([*posts, late])

    assert where[-1] == Counter(where).most_common(1)[0][0]


def test_the_same_batches_give_the_same_stories() -> None:
    posts = joy(3) + storm(60, MOULD) + storm(61, RUDE, SERVICE)

    one, two = (stories_of(posts, cut=7) for _ in range(2))

    assert one[1] == two[1]
    assert one[0].to_bytes() == two[0].to_bytes()


@pytest.mark.parametrize("cut", [1, 3, 10])
def test_another_cut_gives_nearly_the_same(cut: int) -> None:
    posts = sorted(joy(4) + storm(72, MOULD) + storm(72, RUDE, SERVICE), key=lambda post: post.hour)
    whole, parts = stories_of(posts)[1], stories_of(posts, cut=cut)[1]

    same = [(whole[a] == whole[b]) == (parts[a] == parts[b]) for a in range(len(posts)) for b in range(a)]
    assert np.mean(same) > 0.97


def test_a_book_that_was_written_and_read_goes_on_in_the_same_way() -> None:
    posts = joy(3) + storm(60, MOULD)
    book, _ = stories_of(posts[:-6], cut=5)
    reread = from_bytes(book.to_bytes())

    (kept, here), (fresh, there) = (place(one, batch(posts[-6:], first=100)) for one in (book, reread))

    assert here.cluster.tolist() == there.cluster.tolist()
    assert kept.to_bytes() == fresh.to_bytes()
    assert reread.to_bytes() == book.to_bytes()


def test_nothing_is_an_empty_book_and_rubbish_is_refused() -> None:
    assert len(from_bytes(b"")) == 0
    assert len(from_bytes(empty_book().to_bytes())) == 0
    for rubbish in (b"rubbish", b"{}\nx", b'{"format": 99}\n', empty_book().to_bytes()[:-3]):
        with pytest.raises(BadInput):
            from_bytes(rubbish)


def test_stories_that_become_one_are_merged_into_the_older() -> None:
    rules = StoryRules(grave=0.95, complaint=0.95, other_kind=0.95, most_pull=1.0, merge=0.02)

    book, found = place(empty_book(), batch(storm(0, [MOULD[1], MOULD[8]])), rules)

    assert found.story.tolist() == [1, 1]
    assert found.fresh == (1,)
    assert not found.merged  # the caller never knew the other

    book, _first = place(empty_book(), batch(storm(0, [MOULD[1]])), rules)
    book, _second = place(book, batch(storm(0, [RUDE[0]], SERVICE), first=1), rules)
    book, third = place(book, batch(storm(0, [MOULD[1] + RUDE[0]]), first=2), replace(rules, grave=0.3))
    assert third.story.tolist() == [1]
    assert third.merged == ((2, 1),)
    assert book.keys.tolist() == [1]


def test_a_person_may_merge_two_stories() -> None:
    book, where = stories_of(storm(0, MOULD[:1]) + storm(1, RUDE[:1], SERVICE))

    merged = merge(book, where[1], where[0])

    assert merged.keys.tolist() == [where[0]]
    assert merged.sizes.tolist() == [2]
    assert (merged.first[0], merged.last[0]) == (BEGAN, BEGAN + HOUR)
    _, found = place(merged, batch([Said(2, RUDE[0] + "啊", SERVICE, negative=True)], first=2))
    assert found.story.tolist() == [where[0]]


def test_unknown_or_equal_stories_cannot_be_merged() -> None:
    book, where = stories_of(storm(0, MOULD[:1]))

    for gone, into in ((99, where[0]), (where[0], 99), (where[0], where[0])):
        with pytest.raises(BadInput):
            merge(book, gone, into)


def test_an_erased_post_leaves_nothing_behind() -> None:
    posts = [*storm(0, MOULD[:1]), Said(0.5, MOULD[0] + "0912", SAFETY, negative=True)]
    both, where = stories_of(posts)
    assert where == [1, 1]

    left = without(both, 1, batch(posts[1:], first=1))

    assert left.sizes.tolist() == [1]
    assert not np.isin(left.copies, batch(posts[1:]).copies).any()
    alone, _ = stories_of(posts[:1])
    rest = np.abs(left.vectors.toarray() - alone.vectors.toarray())
    assert rest.max() < 0.01


def test_a_story_without_posts_leaves_the_book() -> None:
    posts = storm(0, MOULD[:1])
    book, _ = stories_of(posts)

    assert len(without(book, 1, batch(posts))) == 0


def test_a_person_may_take_a_story_apart() -> None:
    posts = [*storm(0, [MOULD[0], MOULD[0] + "!"]), *storm(1, RUDE[:1], SERVICE)]
    book = merge(stories_of(posts)[0], 2, 1)

    book = without(book, 1, batch(posts[2:], first=2))
    book, number = apart(book, batch(posts[2:], first=2))

    assert sorted(book.keys.tolist()) == [1, number]
    assert sorted(book.sizes.tolist()) == [1, 2]
    _, found = place(book, batch([Said(1, RUDE[0] + "啊", SERVICE, negative=True)], first=3))
    assert found.story.tolist() == [number]
    with pytest.raises(BadInput):
        apart(book, batch([]))


def test_the_book_forgets_the_oldest_and_says_so() -> None:
    rules = StoryRules(stories=2, seeds=1)
    posts = [Said(hour, text, category, negative=True) for hour, (text, category) in enumerate(
        [(MOULD[0], SAFETY), ("山嵐會員資料外流,收到詐騙電話", LEAK), (RUDE[0], SERVICE)])]  # fmt: skip

    book, found = place(empty_book(), batch([*posts, Said(4, JOY[0]), Said(5, JOY[1])]), rules)

    assert found.retired == (1,)
    assert sorted(book.keys.tolist()) == [-3, 2, 3]


def test_a_vector_keeps_its_heaviest_features_only() -> None:
    book, _ = stories_of(storm(0, [text + str(place) * 9 for place, text in enumerate(MOULD * 4)]))

    assert np.diff(book.vectors.indptr).max() <= LONGEST


said = st.builds(
    Said,
    hour=st.floats(0, 400),
    text=st.sampled_from([*MOULD, *RUDE, *JOY, "", "推", "山嵐"]),
    category=st.sampled_from(Category),
    negative=st.booleans(),
    urgent=st.booleans(),
    foreign=st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(said, max_size=40), st.integers(1, 41))
def test_every_post_is_somewhere_and_the_book_agrees(posts: list[Said], cut: int) -> None:
    rules = StoryRules(window_hours=1000, seed_hours=1000, copy_hours=1000)

    book, where = stories_of(posts, cut=cut, rules=rules)

    assert all((key == -1) is post.foreign for key, post in zip(where, posts, strict=True))
    assert Counter(key for key in where if key != -1) == dict(zip(book.keys.tolist(), book.sizes.tolist(), strict=True))
    loud = [key for key, post in zip(where, posts, strict=True) if post.urgent and not post.foreign]
    assert all(key > 0 for key in loud)


def test_no_posts_change_nothing() -> None:
    book, _ = stories_of(storm(0, MOULD))

    after, found = place(book, batch([]))

    assert after is book
    assert (len(found.cluster), found.touched) == (0, ())


def test_a_storm_pulls_in_and_many_small_fires_do_not() -> None:
    rules = StoryRules()
    storm_alone, fires, cold = np.array([30.0, 0.0]), np.full(10, 3.0), np.array([30.0])

    assert pulling(storm_alone, np.zeros(2), rules).tolist() == [rules.most_pull, 1.0]
    assert pulling(fires, np.zeros(10), rules).max() < 1.3
    assert pulling(cold, np.array([48 * HOUR]), rules)[0] < 1.01


def test_without_the_pull_a_storm_falls_apart() -> None:
    kinds = [SAFETY, SERVICE, Category.COMPLIANCE, Category.PRICE_REFUND]
    told = storm(72, MOULD)
    posts = joy(3) + [replace(post, category=kinds[place % 4]) for place, post in enumerate(told)]

    pulled, loose = (Counter(stories_of(posts, rules=StoryRules(pull=pull))[1][-len(MOULD) :]) for pull in (1.5, 0.0))

    assert max(pulled.values()) > max(loose.values())


def test_praise_of_the_same_thing_stays_out_of_its_storm() -> None:
    liked = Said(73.5, "山嵐吐司烤過塗奶油,一條吐司三天就吃完", Category.PRAISE)

    _, where = stories_of([*joy(3), *storm(72, MOULD), liked])

    assert where[-1] < 0


def test_a_post_without_a_word_has_a_place_of_its_own() -> None:
    _, where = stories_of([*storm(0, MOULD), Said(2, "", SAFETY, negative=True), Said(2, "", SAFETY, negative=True)])

    assert where[-1] != where[-2]
    assert not set(where[-2:]) & set(where[:-2])
