"""Which words of two texts cannot both be true: of reach, cause, remedy and promise? And which only sound so?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare

CLASHES = [
    # reach: a part here, the whole of the kind there
    ("scope", "本次停用僅限二樓閱覽室，其他樓層照常。", "整棟圖書館都要停用。"),
    ("scope", "Only the red trike is affected.", "Every colour of the trike is affected."),
    ("scope", "外洩的只有外籍旅客的資料。", "不只是外國客人，本國旅客的資料也一樣外洩。"),
    ("scope", "受影響的只有刷卡客戶，現金付款者無須處理。", "不論刷卡或付現，每一筆客戶的帳都多收了。"),
    # cause: two that differ, one that is ruled out there, and one that is still open
    ("cause", "停水起因於浮球卡死。", "停水其實是我們忘了繳水費。"),
    ("cause", "網站癱瘓係遭受駭客攻擊。", "網站掛掉跟駭客無關，是工程師改設定改錯。"),
    ("cause", "湯品變質的原因還不清楚。", "湯會壞，是冰箱跳電一整晚。"),
    # remedy: offered here, refused there, by a verb that is known or by the words alone
    ("remedy", "蛋糕壓壞的訂單，我們重新做一個送到府上。", "壓壞的蛋糕沒有辦法重做。"),
    ("remedy", "住客可免費延住一晚。", "我們沒有提供延住。"),
    ("remedy", "We will refund your deposit.", "訂金恕不退還。"),
    # promise: announced here, ruled out there, halted here and going on there
    ("promise", "今後各廚房將加裝攝影機。", "廚房裝鏡頭這件事，主管討論後決定不做。"),
    ("promise", "我們承諾終止與該直播主的合作。", "我們決定繼續跟他合作。"),
    ("promise", "未來司機每日出車前都要酒測。", "出車前酒測我們評估後不實施。"),
    # how long it lasted is a time, and what a sum lacks is its currency
    ("time", "影廳停擺約四十五分鐘。", "在三廳坐了將近三個鐘頭。"),
    ("money", "每張門票退款 1,600 元。", "一張退一千四。"),
    ("time", "渡輪延後開航約一刻鐘。", "船整整晚了兩個小時才開。"),
    ("time", "門市停業三天。", "門市停業兩週。"),
    ("batch", "機身編號 KT-0091 以前的要換電池。", "編號 KT-0191 以前的都要換。"),
    ("phone", "請撥 03-425-7718。", "專線是零三，四二五，七七八一。"),
]
AGREE = [
    ("僅信義店暫停供餐，其餘門市正常。", "除了信義店以外，其他店都有供餐。"),
    ("全台門市同步下架。", "全國各分店都已下架。"),
    ("颱風造成屋頂損壞，並非施工品質問題。", "屋頂是颱風吹壞的，跟當初施工沒有關係。"),
    ("因冰櫃跳電而融化的蛋糕會重做。", "今天沒辦法外送，因為師傅排滿了。"),  # a reason for refusing is no cause
    ("退費請於 9 月底前辦理，逾期恕不受理。", "要退費的九月三十日以前來辦，過期就沒辦法了。"),
    ("退貨免運費，不需附發票。", "發票沒了也可以退，不用付運費。"),  # what one need not do is no refusal
    ("遺失行李以實際購買價格賠償。", "行李不見的，照您買的價錢賠。"),
    ("新系統將於下週上線，舊系統同步停用。", "下禮拜換新系統，舊的就關掉不用了。"),
    ("遊艇上共有 15 人，含三名船員。", "十二位旅客和三位船員都上岸了。"),  # a sum of its parts
    ("賣給餐酒館的小麥啤酒共兩打。", "我們賣給您的那 24 瓶小麥啤酒請先別開。"),
    ("被重複扣款的訂單共 940 筆。", "重複扣款的訂單有九百多筆。"),
    ("批號 GR26-A 至 GR26-C。", "批號 GR26-A、GR26-B、GR26-C。"),
    ("包裹破損是物流的問題，並非我們包裝造成。", "包裹破損是物流的問題，並非我們包裝造成。"),
    ("渡輪晚了 15 分鐘開。", "船晚開一刻鐘。"),
    ("檢舉請撥稽核專線 07-556-3100。", "工地噪音請鄰居打 07-556-3108。"),  # two lines of two kinds
]


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


@pytest.mark.parametrize(("field", "a", "b"), CLASHES)
def test_it_finds_the_field_that_clashes_whichever_text_comes_first(field: str, a: str, b: str) -> None:
    assert fields(a, b) == {field}
    assert fields(b, a) == {field}


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_it_leaves_alone_what_only_sounds_like_a_clash(a: str, b: str) -> None:
    assert fields(a, b) == set()


def test_a_clash_of_words_names_the_clause_of_either_text() -> None:
    one, other = "很抱歉。住客可免費延住一晚。", "您好，我們沒有提供延住，請見諒。"

    (found,) = compare(Pair("1", one, other), knowledge.facts())

    assert (found.a, found.b) == ("住客可免費延住一晚", "我們沒有提供延住")
