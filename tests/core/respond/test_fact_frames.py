"""Which slots of two texts hold what cannot stand together: what is given, who sees to it, which batch is safe?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare

CLASHES = [
    # what somebody gets: each text has its own, or one leaves no room for more
    ("remedy", "凡持有受影響機種者,我們將派員到府更換整組水箱。", "舊機請寄回,收到後依購買價格把錢匯還給您。"),
    ("remedy", "未上的堂數會按比例退到原信用卡。", "剩餘的堂數已轉成其他分館可用的點數。"),
    ("remedy", "弄丟的戒指會依原設計重新打造一只。", "戒指若不見,一律按當日金價折算現金賠付。"),
    ("remedy", "票款退回原信用卡。", "票款於現場領現金退還。"),
    ("remedy", "沒有發票也可以換。", "換貨請出示發票。"),
    ("remedy", "除換回正確藥品之外,另致贈每位慰問金。", "僅更換正確藥品。"),
    ("remedy", "無論是否拆封均可退款。", "未拆封的才能退款。"),
    # who looks, who is told, what becomes of things and people
    ("promise", "園方將請外部機構做完整檢查。", "後續檢查由園內技師自行完成。"),
    ("promise", "檢查紀錄會公布在官網。", "檢查紀錄留存備查。"),
    ("promise", "恆溫閥全部換新。", "恆溫閥沿用。"),
    ("promise", "日後每張處方由兩位藥師覆核。", "日後處方由同一位藥師核對。"),
    ("promise", "收回的飲料全數銷毀。", "收回的飲料重新貼標後出清。"),
    ("promise", "庫溫今後由感應器自動記錄。", "庫溫今後由值班人員手寫紙本登記。"),
    ("promise", "廁所清潔委外辦理。", "廁所清潔自行負責。"),
    ("promise", "餐廳下週一恢復營業。", "餐廳恢復營業的日子另行公告。"),
    ("promise", "櫃檯將增派人手。", "櫃檯以現有人力因應。"),
    ("promise", "廚房開放家長參觀。", "廚房不開放參觀。"),
    ("promise", "雞蛋改向其他供應商採購。", "雞蛋仍由原供應商供應。"),
    ("promise", "這款飲料月底恢復販售。", "這款飲料不再販售。"),
    ("promise", "店長已請辭。", "店長留任。"),
    ("promise", "對散布者將提告。", "對散布者不予追究。"),
    # a batch that one calls affected and the other safe or gives instead
    ("batch", "召回料號 BH-77;料號 BH-79 不需更換。", "貴愛車裝用 BH-79 油管,屬召回品項。"),
    ("batch", "含 FP1108 批次的禮盒有發霉疑慮。", "門市會主動改配 FP1108。"),
    ("batch", "尾碼「T5」者生產線不同,可正常食用。", "請勿食用尾碼 T5 的產品。"),
    # a cause ends with its clause, and is told before 主因 or after 追查為
    ("cause", "濾網堵塞,是這次中斷的主因。", "中斷的原因已經確定,硬碟毀損。"),
    ("cause", "禮盒發霉,追查為封口溫度偏低。", "禮盒發霉是因為用了過期的餡料。"),
]
AGREE = [
    ("可選擇退貨還款,或換一床新被。", "想換一條的,請直接受理。"),  # one says less
    ("退費憑發票或付款紀錄。", "沒有發票,有付款紀錄也可以退費。"),
    ("昨天的麵包都丟了重做。", "不滿意可以退費。"),  # what is done with one's own
    ("檢查紀錄會公布在官網,原件留存備查。", "檢查紀錄公布在官網。"),
    ("封存 C0911、C0912。", "封存的是 C0911、C0912,另有 C0910 已驗過合格。"),
    ("安全座椅型號 CS-300 請下架。", "請下架安全座椅,型號是 CS-300,其他型號不必。"),
    ("外洩的是姓名、電話。", "Names and phone numbers were exposed."),
]


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


@pytest.mark.parametrize(("field", "a", "b"), CLASHES)
def test_slots_that_cannot_stand_together_clash_whichever_text_comes_first(field: str, a: str, b: str) -> None:
    assert fields(a, b) == {field}
    assert fields(b, a) == {field}


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_less_other_words_and_another_thing_are_no_clash(a: str, b: str) -> None:
    assert fields(a, b) == set()
    assert fields(b, a) == set()


def test_a_clause_that_clashes_in_reach_is_not_told_again_as_a_refusal() -> None:
    assert fields("除信義店外,其餘門市均正常供餐。", "現在每一間店都沒辦法供餐。") == {"scope"}
