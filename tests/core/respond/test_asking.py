"""May a public answer ask its reader for personal data, or who the author is? Never: it names the private way."""

from collections.abc import Iterator
from typing import Any

import pytest

from firebreak import knowledge
from firebreak.core.respond.statement import Draft, DraftKind, Finding, Level, lint
from firebreak.core.terms import Severity
from firebreak.knowledge.load import load_yaml

TONE = knowledge.tone()
ASKS = [
    "為了核對訂單，請提供您的身分證字號。",
    "請提供信用卡卡號，我們馬上刷退。",
    "方便給我們您的完整地址嗎？",
    "請留下電話，我們會打給您。",
    "您的手機是多少？",
    "請確認訂單內容，並提供您的電話。",  # the second thing of a sentence
    "麻煩告訴我們購買日期，並附上您的手機號碼。",
    "請您協助提供購買的門市、日期、時間，以及您的聯絡電話。",
    "請先檢查包裝，然後留下您的全名與電話。",
    "需要您的電話才能查詢。",
    "請將您的姓名、電話留在這裡。",  # the data first
    "請問您的電話？",
    "請私訊或在下方留言提供您的電話。",  # the private way beside the public one
    "看過製造商地址之後，請提供您的電話。",
    "Please provide your ID number so that we can check the order.",
    "Could you tell us your phone number and full address?",
    "Please post your card number below.",
]
ASKS_WHO = [
    "如果真的是員工，請具名。",
    "請告知您的部門與工號。",
    "您是哪個部門的？",
    "If you work here, please identify yourself.",
    "Which department are you in?",
]
ASKS_NOTHING = [
    "請私訊我們您的電話與訂單編號。",  # the private way
    "請撥 0800-123-456，我們在電話裡核對。",
    "退費請提供訂單編號與聯絡電話至 service@example.com。",
    "需要確認信用卡卡號末四碼，請登入後在退款頁面填寫。",
    "請確認包裝背面的製造商地址是否為台中廠。",  # nobody's own
    "請確認您的電話是否開機，我們稍後回電。",
    "請確認訂單編號，並私訊我們您的電話。",
    "請保留發票，客服電話是 0800-123-456。",
    "請到門市填寫姓名與電話。",
    "您留下的電話打不通，請私訊我們。",
    "若您已提供電話，請等候來電。",
    "請不要在留言裡提供您的身分證字號。",  # a warning
    "有人打電話請您提供卡號，請掛斷並撥 165。",
    "我們不會問您是誰。",  # refused
    "請告訴我們是哪一家門市、哪一天。",  # nobody's own
    "請告訴我們哪個部門讓您等了這麼久。",
    "請相關部門提供說明。",
    "員工若要在網路上談公司，請表明身分，這是我們的規定。",  # a rule for one's own staff, who must say who they are
    "Please message us privately with your phone number.",
    "Please do not post your phone number in the comments.",
    "You do not have to tell us who you are.",
    "Please tell us which store and on which day.",
]


def found(text: str, kind: DraftKind = DraftKind.REPLY, severity: Severity = Severity.S4) -> list[Finding]:
    result = lint(Draft(id="1", kind=kind, text=text, severity=severity), TONE)
    return [finding for finding in result.findings if finding.code == "pii_exposure"]


@pytest.mark.parametrize("text", ASKS + ASKS_WHO)
def test_a_public_answer_that_asks_for_personal_data_is_held_back_at_every_level(text: str) -> None:
    """R1.66: nobody is asked who wrote a review."""
    assert [finding.level for finding in found(text)] == [Level.BLOCK]


@pytest.mark.parametrize("text", ASKS_NOTHING)
def test_what_asks_for_nothing_personal_in_public_is_let_pass(text: str) -> None:
    assert not found(text)


def test_what_to_say_instead_names_the_private_way() -> None:
    assert "請私訊我們" in found(ASKS[0])[0].suggest
    assert "privately" in found(ASKS[-1])[0].suggest


def test_who_criticises_as_staff_is_offered_a_way_that_keeps_them_unnamed() -> None:
    """R1.66: the author stays unnamed."""
    assert "匿名" in found(ASKS_WHO[0])[0].suggest
    assert "without your name" in found(ASKS_WHO[-1])[0].suggest


def test_a_letter_to_one_reader_may_ask() -> None:
    assert not found(ASKS[0], kind=DraftKind.LETTER)


def words_in(value: Any) -> Iterator[str]:
    """Give every text of nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)


@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_no_line_of_the_shipped_texts_asks_who_the_author_is(lang: str) -> None:
    """R1.66: a template never asks to identify the author."""
    lines = list(words_in(load_yaml(f"templates/{lang}")))

    assert len(lines) > 50
    assert not [line for line in lines if found(line)]
