"""Which words promise the people concerned that somebody gets in touch with them?"""

import pytest

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.outreach import contact_promised, rules
from firebreak.knowledge.load import load_yaml

PROMISES = (
    ("造成不便，我們會立即與您聯繫，提供換貨或退款。", "我們會立即與您聯繫"),
    ("專人將在兩小時內致電每一位購買的顧客。", "專人將在兩小時內致電每一位購買的顧客"),
    ("我們主動聯絡受影響的會員；詳情請撥 0800-000-123。", "我們主動聯絡受影響的會員"),
    ("造成不便，後續由專人與您聯繫，提供換貨或退款。", "後續由專人與您聯繫"),
    ("客服會逐一回電，請留意來電。", "客服會逐一回電"),
    ("我们会尽快联系您。", "我们会尽快联系您"),  # as on the other side of the strait
    ("We are sorry. We will contact every customer today.", "We will contact every customer today"),
)
NONE = (
    "請盡快聯絡我們，客服專線 0800-000-123。",  # asks people to call us
    "有任何問題，歡迎隨時致電客服。",
    "我們已主動聯繫當事人並道歉。",  # done already
    "我們會盡快聯繫衛生局送驗。",  # somebody else
    "為保護隱私，我們不會主動致電索取資料。",  # a warning of fraud
    "我們將設置專屬聯絡窗口，電話 0800-000-123。",  # names where people call us
    "我們會公布專人聯絡方式。",
    "我們正在查明原因，今晚 20:00 前會再說明。",
    "Please contact us; we will look into it.",
    "We will contact the authorities.",
)


@pytest.mark.parametrize(("text", "said"), PROMISES)
def test_r1_33_a_promise_to_get_in_touch_is_read(text: str, said: str) -> None:
    assert contact_promised(text, knowledge.outreach()) == said


@pytest.mark.parametrize("text", NONE)
def test_what_asks_denies_or_tells_promises_nothing(text: str) -> None:
    assert contact_promised(text, knowledge.outreach()) == ""


@pytest.mark.parametrize("wrong", [{"within": "soon"}, {"roles": "chef"}, {"promises": ["("]}, {"phase": "never"}])
def test_rules_that_are_not_understood_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        rules({**load_yaml("outreach"), **wrong})
