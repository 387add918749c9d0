"""Do the checks of the plan for a statement hold by their own words, with the rules and votes that ship?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.statement import Draft, DraftKind, Finding, Level, lint
from firebreak.core.terms import Severity

TONE = knowledge.tone()
MET = "昨天在台中門市喝到異物的朋友，這一定讓您很害怕。"
SORRY = "我們鄭重道歉。"
KNOWN = "11 月 20 日早上 8 點，台中門市賣出的 1,240 瓶紅茶有瓶蓋碎片。"
REMEDY = "請到任一門市全額退費，不需發票，醫藥費由我們負擔。"
NEVER_AGAIN = "今天起每一批出廠前都由第二組人員開瓶檢查，並每週公布結果。"
CONTACT = "請打 0800-000-147，今晚 20:00 我們再更新。"
ALL = (MET, SORRY, KNOWN, REMEDY, NEVER_AGAIN, CONTACT)


def findings(text: str, severity: Severity = Severity.S2) -> tuple[Finding, ...]:
    return lint(Draft(id="1", kind=DraftKind.STATEMENT, text=text, severity=severity), TONE).findings


def blocking(*parts: str, severity: Severity = Severity.S2) -> set[str]:
    return {one.code for one in findings("".join(parts), severity) if one.level is Level.BLOCK}


@pytest.mark.parametrize(
    ("vague", "code"),
    [
        ("造成的原因可能是供應商的問題。", "unverified_cause"),
        ("這似乎是使用方式造成的。", "unverified_cause"),
        ("我們似乎有些地方沒有做好。", "evasion"),
        ("可能會有一些影響，我們會視情況處理。", "evasion"),
        ("若造成您的不便，敬請見諒。", "conditional_apology"),
        ("這可能是您使用不當。", "blame_shifting"),
    ],
)
def test_vague_words_and_blame_are_marked_by_their_own_codes(vague: str, code: str) -> None:
    """R2.73: 可能, 似乎 and 若造成不便."""
    assert code in {one.code for one in findings(vague)}


def test_a_statement_with_all_its_parts_is_not_blocked() -> None:
    assert blocking(*ALL) == set()


@pytest.mark.parametrize("severity", [Severity.S1, Severity.S2])
@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ({SORRY}, "missing_apology"),
        ({MET, KNOWN}, "missing_facts"),
        ({NEVER_AGAIN}, "missing_prevention"),
    ],
)
def test_a_statement_without_one_of_three_parts_is_blocked(severity: Severity, gone: set[str], code: str) -> None:
    """R2.75 in part: apology, what happened and prevention, or it does not go out."""
    assert code in blocking(*(part for part in ALL if part not in gone), severity=severity)


@pytest.mark.parametrize("severity", [Severity.S1, Severity.S2])
@pytest.mark.parametrize(
    "cold",
    [
        "本公司已將該批產品下架。退費請洽 0800-000-147。",
        "11 月 20 日售出之 1,240 瓶已回收，送驗中，20:00 公布結果。",
        "The batch has been withdrawn. Refunds: 0800-000-147.",
    ],
)
def test_a_statement_that_meets_nobody_is_blocked(cold: str, severity: Severity) -> None:
    """R1.29 in part: neither the harm nor the feeling is named."""
    assert "missing_acknowledgement" in blocking(cold, severity=severity)
