"""Which states of one thing cannot both be so, and what does one text deny that the other says?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare

CLASHES = [
    # a thing at opposed poles of an axis
    ("promise", "臨床試驗暫停收案。", "收案沒有停,照常進行。"),
    ("promise", "全數門市收銀程式將在月底前更新。", "收銀程式維持現行版本。"),
    ("promise", "說明會由總經理親自出席。", "說明會由副總代表,總經理不到場。"),
    ("promise", "回收進度每週五更新。", "回收進度等全案結束才會一次對外說明。"),
    ("remedy", "看護費由院方負擔。", "看護費請家屬自己出。"),
    ("remedy", "本日攤租全額減免。", "今天的租金還是要繳。"),
    ("scope", "海盜船因使用同款零件,也一併停駛。", "只停雲霄飛車,海盜船照常開。"),
    ("scope", "回收對象不含外銷品。", "外銷品也一起回收。"),
    # what one denies and the other says
    ("promise", "公司將登報說明。", "不會登報。"),
    ("remedy", "收到手冊的人可憑手冊免費洗牙一次。", "補償是免掛號費,不含洗牙。"),
    ("remedy", "本公司將為會員投保個資防護險。", "公司不提供保險。"),
    # by whom: a supplier's fault is not the staff's, whatever else is shared
    ("cause", "外洩起因於員工帳號遭盜用。", "外洩是因為合作廠商的帳號被盜用。"),
    # nobody hurt is a count of people hurt
    ("number", "火警無人受傷。", "火警有兩位住戶受傷送醫。"),
]
AGREE = [
    ("A 棟電梯不受影響。", "B 棟電梯停用。"),  # two of a kind
    ("旋轉木馬停止運轉。", "其他設施照常開放。"),  # the rest
    ("餐廳今天不開。", "受影響的是餐廳。"),
    ("沒有行李條的另案處理。", "請旅客保留行李條。"),  # by the way, of a thing
    ("本公司未授權任何平台代售。", "我們沒有給別的平台賣。"),  # both deny
    ("系統已於凌晨 2 點恢復。", "半夜兩點就好了。"),
    ("兩起事故,一起有人骨折,另一起無人受傷。", "有一位車友骨折。"),
    ("營業時間早上十一點到晚上九點。", "七點半還有人在店裡。"),
]


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


@pytest.mark.parametrize(("field", "a", "b"), CLASHES)
def test_one_thing_in_opposed_states_clashes_whichever_text_comes_first(field: str, a: str, b: str) -> None:
    assert fields(a, b) == {field}
    assert fields(b, a) == {field}


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_two_things_and_two_denials_do_not_clash(a: str, b: str) -> None:
    assert fields(a, b) == set()
    assert fields(b, a) == set()


def test_a_conflict_of_states_quotes_the_clause_of_each_text() -> None:
    found = compare(Pair("1", "先致歉。公司將登報說明。", "不會登報,謝謝。"), knowledge.facts())

    assert [(one.a, one.b) for one in found] == [("公司將登報說明", "不會登報")]
