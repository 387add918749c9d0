"""Values that stand near one another and speak of different things are no clash; the same sentences with one changed are."""

import pytest

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


AGREE = (
    ("共 4 萬 8 千瓶,請勿飲用。", "四萬八千瓶都不要喝。"),
    ("驗出混入比例 12%。", "混到一成多。"),
    ("11/11 標錯價的筆電共 2,045 筆訂單。", "雙十一標錯價的筆電,大概 11 月底開始出貨。"),
    ("11/22 通報衛生局。", "11/21 發現異常,次日就通報衛生局。"),
    ("今晚 22:00 恢復。", "看見影音 21:30:直播中斷,預計 22:00 恢復。"),
    ("我們 11 月 22 日發出第一次聲明。", "11/23 更新:送驗樣本增加為 12 件。"),
    ("客服服務時間 09:00–18:00。", "門市營業時間 11:00–22:00。"),
    ("中午 12:00 開賣之後系統當機。", "中午十二點一開賣就當機。"),
    ("申訴請打 02-2345-8800。", "申訴請打 2345-8800。"),
    ("已售出 512 組。", "賣出去 512 組,我們會一組一組聯絡。"),
    ("補發 186 萬元。", "補發 186 萬,每人都有。"),
    ("誤刪的是 3 天內的資料。", "被刪掉的是最近三天的檔案。"),
    ("憑發票或訂位紀錄可全額退費。", "有訂位電話就好,不用發票,餐費全退。"),
    ("1 號車廂冷氣故障。", "第一節車廂沒冷氣。"),
    ("全校停課一天。", "停課一天,五年級也一樣。"),
    ("全票 500 元退 500 元,包廂費全數免收。", "包廂費都不收,全票 500 元退 500 元。"),
    ("3 號步道封閉;1 號、2 號步道開放。", "3 號步道不能走了,請改走 1 號。"),
    ("型號 TS-310 才有問題,TS-320 沒有。", "TS-320 不受影響,要送修的是 TS-310。"),
    ("10:42 調查中:部分主機無法連線,原因待查。", "當時還不知道原因,13:20 確認原因是交換器韌體當機。"),
)
CLASH = (
    ("number", "共 4 萬 8 千瓶,請勿飲用。", "四萬六千瓶都不要喝。"),
    ("number", "驗出混入比例 12%。", "混到三成多。"),
    ("date", "11/11 標錯價的筆電。", "雙十二標錯價的筆電。"),
    ("date", "11/23 通報衛生局。", "11/21 發現異常,次日就通報衛生局。"),
    ("time", "直播預計 23:00 恢復。", "看見影音 21:30:直播中斷,預計 22:00 恢復。"),
    ("time", "客服服務時間 09:00–18:00。", "客服服務時間 09:00–21:00。"),
    ("phone", "申訴請打 02-2345-8800。", "申訴請打 2345-8890。"),
    ("money", "補發 186 萬元。", "補發 168 萬。"),
    ("scope", "屏東市、潮州鎮、東港鎮斷訊。", "屏東市、潮州鎮斷訊,東港鎮不受影響。"),
    ("scope", "外洩內容未涉及卡號、交易紀錄。", "這次外洩的內容包含姓名,以及過去六個月的交易紀錄。"),
    ("batch", "濾心批次 2605 與 2606,出水可能發黑。", "只有批次 2605 會這樣,批次 2606 的沒問題,不用換。"),
)


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_what_talks_of_different_things_or_says_the_same_is_no_clash(a: str, b: str) -> None:
    assert fields(a, b) == set()
    assert fields(b, a) == set()


@pytest.mark.parametrize(("field", "a", "b"), CLASH)
def test_one_value_changed_is_found(field: str, a: str, b: str) -> None:
    assert field in fields(a, b)
    assert field in fields(b, a)
