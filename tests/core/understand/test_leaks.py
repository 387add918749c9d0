"""Is it told that somebody's data got out, or are data only spoken of?"""

from datetime import UTC, datetime

import pytest

from firebreak import knowledge
from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Post, Watch, WatchKind
from firebreak.core.understand import understand
from firebreak.core.understand.cited import holding

OURS = Matcher([Watch("松瀑", WatchKind.BRAND, any=("松瀑",))])


def tells_of_a_leak(text: str) -> bool:
    post = Post(id="p", source="dcard", text=text, published_at=datetime(2026, 1, 1, tzinfo=UTC))
    made = understand([post], listen([post], OURS), knowledge.model())
    return len(holding(made.scores, made.model.lexicon, made.model.reasons["privacy_leak"])) > 0


@pytest.mark.parametrize(
    "text",
    [
        "松瀑的會員資料外洩了，公告寫得很小聲",
        "點開松瀑的帳單，跳出來的是別人的姓名跟地址",
        "松瀑把客戶名單賣給推銷的",
        "詐騙打來唸得出我的訂單編號，只有松瀑知道",
        "松瀑寄錯帳單，裡面是鄰居的",
        "Songpu got hacked and my address is all over the dark web",
    ],
)
def test_data_that_got_out_were_seen_or_sold_are_a_leak(text: str) -> None:
    assert tells_of_a_leak(text)


@pytest.mark.parametrize(
    "text",
    [
        "等了二十六分鐘，我留了電話跟訂單編號，松瀑說三天內回",
        "松瀑要我傳身分證正反面才能退款，好麻煩",
        "我直接打去松瀑經銷的手機，對方叫我們下午三點前不要講話",
        "松瀑的會員日販售限定口味，排隊排到隔壁街",
        "松瀑的個資聲明寫得很清楚，保存期限也有",
        "松瀑換了簽收單，說是避免個資外洩",
        "松瀑送來別人的餐點，打電話也沒人接",
    ],
)
def test_data_that_are_asked_for_or_given_are_none(text: str) -> None:
    assert not tells_of_a_leak(text)
