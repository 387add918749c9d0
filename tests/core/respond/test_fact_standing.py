"""Which values may differ and both be true: limits, later counts, what is taken back, other things of one kind?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare

BOTH_TRUE = [
    # a limit holds what lies within it
    ("店長於 10 分鐘內通報 119，救護車 8 分鐘抵達。", "店長不到十分鐘就打了 119。"),
    ("受影響會員逾三百人。", "受影響的會員共 342 人。"),
    ("送驗結果大約 20 天出爐。", "送驗結果 18 天出爐。"),
    ("停車場多收的差額為 20 至 60 元不等。", "您那筆多收了 40 元。"),
    ("凡於 5 月 1 日後購買者均可退貨。", "5 月 12 日買的當然可以退。"),
    ("積水於 16:20 退去。", "水在下午四點多就退了。"),
    # a count up to a later moment, and one that has grown
    ("截至 11 月 3 日中午 12 時，接獲不適通報 17 件。", "截至 11 月 5 日下午五點，累計不適通報 42 件。"),
    ("接獲客訴 17 件。", "客訴已增加至 42 件。"),
    # what a text takes back or denies
    ("原公告退費期限為 8 月 15 日，延長至 8 月 31 日止。", "退費可以辦到 8 月 31 日。"),
    ("稍早誤植為 1,200 戶，正確為 120 戶。", "這次停氣一共 120 戶。"),
    ("網傳三十人感染並非事實。", "確診的同事有 3 人。"),
    # one of many and all, one class and another, this run and that
    ("每車 43 人，共五輛接駁車。", "總共 200 位搭接駁車。"),
    ("園方將增派 12 名安全員。", "當天參加活動的 15 位小朋友都平安。"),
    ("末班車提前為 21:30。", "首班車早上六點不變。"),
    ("原有 1,900 戶停氣，已完成複查 1,640 戶。", "還剩兩百多戶沒人在家。"),
    ("加演場晚間 7:30 開演。", "加演場 6:30 開放入場。"),
    ("11 月 10 日起停駛。", "11 月 15 日恢復載客。"),
    # some of the batches, for one reader
    ("膨罐批次為 TN0915A 至 TN0915C、TN0916A。", "您手上 TN0915B 那罐也在回收裡面。"),
    ("請停用型號 QX-20 與 QX-25，序號開頭為 8J 者免費更換電池。", "QX-20、QX-25 的車主可以預約換電池了。"),
    # a harm that is told is no refusal, and what is not charged is no denial
    ("航班延誤，致 214 名旅客無法轉機。", "兩百一十四位客人沒趕上轉機。"),
    ("停電逾四小時之用戶，減免當月基本費。", "停電超過 4 小時，這個月的基本費就不跟您收。"),
    ("本館即日起終止聘用該名教練。", "那位教練我們不再聘了。"),
    ("動物表演將永久取消。", "以後不會再有動物表演。"),
    ("全面停工檢查，確認安全前不復工。", "沒檢查完不會開工，安全第一。"),
    ("贈品不得折換現金。", "贈品不能換成現金喔。"),
    ("點數效期自動延長，無須申請。", "點數不會過期，我們幫您延了。"),
    # a cause told in another depth
    ("App 因憑證到期無法登入。", "登不進去，憑證過期是我們沒盯好。"),
    # harm that is kept to a part, and help for all
    ("本次僅信義店受影響。", "全台每一間門市都可以退貨。"),
]
CLASH = [
    ("number", "受影響會員逾三百人。", "受影響的會員共 900 人。"),
    ("time", "系統維護至今日 18:00。", "維護要到今晚 11 點才結束。"),
    ("date", "退票收件到 9 月 30 日為止。", "退票受理截止日為 9 月 15 日。"),
    ("number", "The leak exposed about 4,000 customer records.", "這次外洩的客戶資料有四萬筆。"),
    ("number", "停車場多收共 1,102 筆。", "多收的總共 1,210 筆。"),
    ("date", "原訂起跑日 11 月 22 日不變。", "比賽改到十一月二十九日了。"),
    ("date", "纜車 11 月 10 日起停駛，15 日恢復。", "纜車十一月二十號才會開。"),
    ("batch", "回收口罩批號 MK2401、MK2402。", "這次口罩只有 MK2401 要收。"),
    ("promise", "建商提供 2 年保固。", "建商說保固只有半年。"),
    ("promise", "The hotel will stop using single-use plastics.", "一次性備品會照常提供，沒有停用的計畫。"),
    ("cause", "The delay was caused by a shortage of cabin crew.", "會延誤是因為飛機的起落架感測器故障。"),
    ("cause", "資料外流為合作廠商員工私自下載。", "這次是駭客從我們的後台漏洞打進來的。"),
    ("cause", "網站因流量過大無法結帳。", "網站塞車是有人用外掛程式灌爆我們。"),
    ("scope", "Only guests on the 8th floor were affected.", "整棟樓的房客都受到影響。"),
    ("remedy", "改票免手續費。", "改票要加收 600 元手續費。"),
    ("remedy", "受損車輛由本公司全額賠償維修費。", "車子的維修費我們只出一半。"),
    ("remedy", "課程可擇期補上。", "沒上到的課不會補。"),
    ("remedy", "門票可保留至下一場使用。", "門票逾期作廢，不能用在別場。"),
    ("remedy", "已付款訂單將自動退款，無須申請。", "要退款的請填表單申請，沒填就不會退。"),
    ("promise", "將全面停用一次性餐具。", "免洗餐具暫時還是照用。"),
    ("promise", "動物表演將永久取消。", "動物表演休息一陣子之後會再開演。"),
    ("scope", "僅影響 iPhone 用戶。", "手機不分廠牌都打不開。"),
    ("time", "自今日起暫停訪視兩週。", "這一個月先不開放探訪。"),
]


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


@pytest.mark.parametrize(("a", "b"), BOTH_TRUE)
def test_values_that_can_both_be_true_are_left_alone(a: str, b: str) -> None:
    assert fields(a, b) == set()
    assert fields(b, a) == set()


@pytest.mark.parametrize(("field", "a", "b"), CLASH)
def test_a_value_that_cannot_be_true_as_well_is_told(field: str, a: str, b: str) -> None:
    assert field in fields(a, b)
    assert field in fields(b, a)
