"""What do the tests of stories write? Posts in plain words, and the batches and stories made of them."""

import zlib
from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from firebreak.core.assess.book import WIDTH, WORDS
from firebreak.core.assess.story import Batch, Book, StoryRules, empty_book, place
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
        row = Counter(zlib.crc32(gram.encode()) % WORDS for gram in grams(text, 2))
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
