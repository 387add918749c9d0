"""How fast are posts heard and read, on one core? `python bench/read_speed.py` prints rates beside plain Python.

The posts are made from a fixed seed: 120 characters, one in ten names a watched brand. The baseline does the same work
the obvious way: a loop over terms, and a dictionary of n-gram weights.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import process_time

from firebreak import knowledge
from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Post, Watch, WatchKind
from firebreak.core.understand import understand

POSTS, LENGTH, NAMED = 4_000, 120, 0.1
HEADS = 27
SAID = """
今天 中午 去 門市 買 奶茶 排隊 等了 很久 店員 態度 普通 味道 還可以 但是 價格 有點
貴 朋友 說 之前 比較 好喝 結果 拿到 的 時候 發現 杯子 漏 出來 客服 電話 打 不通
真的 傻眼 推薦 大家 可以 試試 旁邊 那家 便當 雞腿 好吃 份量 夠 下次 還會 再來 物流
包裹 延遲 三天 退款 流程 麻煩 請問 有人 知道 怎麼 處理 嗎 謝謝 公司 公告 說明 不清楚
照片 附上 收據 明細 會員 點數 沒有 入帳
"""
WORDS = SAID.split()
TERMS = [f"{a}{b}" for a in "松瀑星峽海岬雲棲晨光" for b in "食品銀行電信航空牧場"][:50]


def made_posts() -> list[Post]:
    rng = random.Random(11)
    return [post_of(rng, place) for place in range(POSTS)]


def post_of(rng: random.Random, place: int) -> Post:
    text = rng.choice(TERMS) if rng.random() < NAMED else ""
    while len(text) < LENGTH:
        text += rng.choice(WORDS) + ("，" if rng.random() < 0.15 else "")
    return Post(id=str(place), source="made", text=text[:LENGTH], published_at=datetime(2026, 1, 1, tzinfo=UTC))


def plain_listen(posts: Sequence[Post]) -> int:
    """Fold with the standard library and look for every term in every post."""
    terms = [unicodedata.normalize("NFKC", term).casefold() for term in TERMS]
    found = 0
    for post in posts:
        text = unicodedata.normalize("NFKC", post.text).casefold()
        found += sum(len(re.findall(term, text)) for term in terms)
    return found


def plain_read(posts: Sequence[Post]) -> float:
    """Add up a dictionary's weights for every n-gram and head."""
    weights: dict[str, list[float]] = {}
    total = 0.0
    for post in posts:
        text = post.text.casefold()
        sums = [0.0] * HEADS
        for size in range(1, 5):
            for at in range(len(text) - size + 1):
                row = weights.setdefault(text[at : at + size], [0.01] * HEADS)
                sums = [have + more for have, more in zip(sums, row, strict=True)]
        total += sums[0]
    return total


def rate(work: Callable[[], object], count: int, *, best_of: int = 3) -> float:
    """Give posts per second of processor time, the best of a few runs."""
    times = []
    for _ in range(best_of):
        start = process_time()
        work()
        times.append(process_time() - start)
    return count / min(times)


def main() -> None:
    posts = made_posts()
    matcher = Matcher([Watch(term, WatchKind.BRAND, any=(term,)) for term in TERMS])
    model = knowledge.model()
    heard = listen(posts, matcher)
    read = understand(posts, heard, model)
    few = posts[:200]
    plain_heard = rate(lambda: plain_listen(few), len(few), best_of=1)
    plain_scored = rate(lambda: plain_read(few), len(few), best_of=1)
    rows = [
        ("listen", rate(lambda: listen(posts, matcher), POSTS), plain_heard),
        ("understand", rate(lambda: understand(posts, heard, model), POSTS), plain_scored),
    ]
    print(f"{POSTS} posts of {LENGTH} characters, {heard.matched.mean():.0%} heard, one core")
    for name, ours, plain in rows:
        print(f"{name:12s} {ours:9,.0f} posts/s   plain Python {plain:8,.0f} posts/s   {ours / plain:6.1f}×")
    second = knowledge.second()
    if second:
        few_heard = listen(few, Matcher([Watch("all", WatchKind.CONTROVERSY, any=tuple(WORDS))]))
        again = rate(lambda: understand(few, few_heard, model, second), len(few))
        print(f"{'both readers':12s} {again:9,.0f} posts/s   of processor time, every post held by a watch")
    single = rate(lambda: [read.reading(at) for at in range(1000)], 1000)
    print(f"{'reading':12s} {single:9,.0f} posts/s   built one by one")


if __name__ == "__main__":
    main()
