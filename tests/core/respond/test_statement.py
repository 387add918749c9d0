"""What does lint say of a draft? Each code and part, what only looks like a fault, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput, BadRow
from firebreak.core.respond.statement import (
    Draft,
    DraftKind,
    Level,
    LintResult,
    Posture,
    contract_dict,
    draft_of,
    lint,
    rules,
)
from firebreak.core.terms import Severity
from firebreak.knowledge.rules import tone_data

DATA = tone_data()
TONE = rules(DATA)
GOOD = (
    "陳小姐您好，等了快一個小時才上菜，換成是我也會很不高興，真的對不起。那天廚房少排了一個人，是我們班表沒抓好。"
    "這餐的費用已經刷退，請私訊我們聯絡方式，店長想親自跟您道歉。"
)
PROOF = "檢驗報告編號 TW-88213 公開在官網。"


def read(text: str, **given: object) -> LintResult:
    return lint(Draft(id="1", **{"kind": DraftKind.REPLY, "text": text, **given}), TONE)  # type: ignore[arg-type]


def codes(text: str, **given: object) -> set[str]:
    return {finding.code for finding in read(text, **given).findings}


FAULTS = [
    ("official_tone", "造成您的不便，敬請見諒。"),  # the phrase of every office
    ("official_tone", "The matter is handled in accordance with company policy."),
    ("blame_shifting", "這是物流公司的問題。"),  # somebody else
    ("blame_shifting", "這次純屬個案。"),  # a single case
    ("blame_shifting", "您沒有依照說明書操作。"),  # the customer
    ("blame_shifting", "It was the courier's fault."),
    ("arguing", "事實並非如您所說。"),
    ("arguing", "網路上說的不是真的。"),  # a denial without proof
    ("arguing", "You should check your facts."),
    ("mockery", "奧客就是這樣。"),
    ("mockery", "建議您自己開一間店。"),  # a rule of grammar, no word of the lexicon
    ("mockery", "Get a life."),
    ("cold", "抱歉，只是小事而已。"),
    ("cold", "退費 300 元。"),  # not one warm word to one person
    ("evasion", "我們會儘快處理。"),
    ("evasion", "We will look into it in due course."),
    ("conditional_apology", "如果讓您感到不舒服，我們很抱歉。"),
    ("conditional_apology", "We apologise if you were offended."),
    ("threat", "本公司保留法律追訴權。"),
    ("threat", "You will hear from our lawyers."),
    ("pii_exposure", "您的電話 0912-558-771 沒有接通。"),
    ("pii_exposure", "陳建宏先生，您的病歷上寫了過敏。"),  # a full name with something private
    ("overpromise", "我們保證絕對不會再發生。"),
    ("overpromise", "This is 100% safe."),
    ("unverified_cause", "初步研判是原料袋的封口造成。"),
    ("unverified_cause", "It was probably caused by the charger."),
    ("undisclosed_promotion", "請用個人帳號留五星，不要提到是員工。"),
    ("undisclosed_promotion", "Change your review to five stars and we'll send a voucher."),
    ("boilerplate", "感謝您的寶貴意見，我們會持續改進，祝您順心。"),
]
NO_FAULTS = [
    ("official_tone", "讓您等了一小時，是我們沒排好班。"),  # the thing itself
    ("blame_shifting", "這不是個案。"),  # negated
    ("blame_shifting", "這是廠商的疏失，但責任在我們。"),  # owned in the same breath
    ("blame_shifting", "經第三方單位負責檢驗。"),  # a third party may test
    ("arguing", f"影片內容與事實不符。{PROOF}"),  # a denial with proof
    ("arguing", "您並沒有做錯什麼。"),  # clears the customer
    ("mockery", "您留言說「被當成奧客」，我們很難過。"),  # a customer's insult, quoted
    ("mockery", "我們的店員稱一位媽媽「奧客」，非常不應該。"),  # told of, to apologise
    ("evasion", "我們會儘快處理，今晚八點前回覆您。"),  # with a time
    ("conditional_apology", "如果孩子覺得不舒服，請馬上就醫，費用我們負擔，對不起。"),  # advice, no condition
    ("threat", "冒用我們名義的詐騙集團，我們已經提告。"),  # criminals, not critics
    ("threat", "我們不打算提告。"),  # negated
    ("pii_exposure", "請撥客服專線 0912-000-345。"),  # the organisation's own phone
    ("pii_exposure", "請寫信到 ask@example.org。"),
    ("overpromise", "我們不能保證不再延誤。"),
    ("unverified_cause", "成因還在查，我們不想猜是不是供應商造成的。"),
    ("undisclosed_promotion", "我們不會請您改評價。"),
]


@pytest.mark.parametrize(("code", "text"), FAULTS)
def test_it_finds_a_fault(code: str, text: str) -> None:
    """R1.82, R1.83, R1.84, R1.87, R1.30, R1.85, R1.90, R2.73, each in part: each fault is found."""
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), NO_FAULTS)
def test_it_lets_pass_what_only_looks_like_a_fault(code: str, text: str) -> None:
    """R1.89 in part: with a time it is no evasion."""
    assert code not in codes(text)


def test_a_good_reply_is_let_pass() -> None:
    assert read(GOOD).ok


@pytest.mark.parametrize("code", sorted(TONE.rules))
def test_every_code_says_why_and_how_to_say_it_instead_in_both_languages(code: str) -> None:
    """R1.83; R1.82, R1.84 in part: each fault comes with a hint how to say it."""
    rule = TONE.rules[code]

    assert all(len(words[lang]) > 15 for words in (rule.why, rule.suggest) for lang in ("zh-Hant", "en"))


def test_a_finding_speaks_the_language_of_the_draft() -> None:
    assert read("Get a life.").findings[0].why.isascii()
    assert not read("Get a life.", lang="zh-Hant").findings[0].why.isascii()


WITHOUT = [
    ("acknowledgement", "抱歉。退費 300 元，請打 02-2345-0000。"),
    ("apology", "我們知道您等了很久。退費 300 元，請打 02-2345-0000。"),
    ("solution", "抱歉讓您等了很久，請打 02-2345-0000。"),
    ("contact", "抱歉讓您等了很久，清潔費我們全額負擔。"),
]


@pytest.mark.parametrize(("part", "text"), WITHOUT)
def test_it_names_the_one_part_that_is_missing(part: str, text: str) -> None:
    """R1.29, R1.40, R2.72, R2.75, each in part: what is missing is named."""
    assert read(text).missing == (part,)


def test_an_apology_needs_no_word_for_it() -> None:
    assert "apology" not in read("這件事是我們做錯了。").missing


def test_an_apology_in_other_peoples_mouth_is_none() -> None:
    assert "apology" in read("有人留言說「他們應該很抱歉」，我們看到了。").missing


def test_an_apology_refused_is_none() -> None:
    assert "apology" in read("我們不會道歉。").missing


def test_a_denial_needs_no_apology() -> None:
    assert "apology" not in read("我們了解大家擔心。", posture=Posture.DENY).missing


def test_a_reply_that_settles_the_matter_needs_no_contact() -> None:
    assert "contact" not in read("抱歉讓您久等，餐費已經退回您的帳戶。").missing


def test_the_next_update_stands_for_the_solution_of_a_holding_statement() -> None:
    said = "我們看到大家反映了，今晚八點前更新。"

    assert read(said, kind=DraftKind.HOLDING).missing == ()
    assert "solution" in read(said).missing


LEVELS = [
    ("奧客", "mockery", Severity.S4, Posture.REBUILD, Level.BLOCK),  # always
    ("這是個案。", "blame_shifting", Severity.S2, Posture.REBUILD, Level.BLOCK),  # grave
    ("這是個案。", "blame_shifting", Severity.S3, Posture.REBUILD, Level.WARN),  # not grave
    ("若讓您不舒服，我們抱歉。", "conditional_apology", Severity.S1, Posture.REBUILD, Level.BLOCK),
    ("若讓您不舒服，我們抱歉。", "conditional_apology", Severity.S1, Posture.DIMINISH, Level.WARN),  # only in rebuild
    ("我們會儘快處理。", "evasion", Severity.S1, Posture.REBUILD, Level.WARN),  # never blocks
    ("嗯。", "missing_apology", Severity.S2, Posture.REBUILD, Level.BLOCK),
    ("嗯。", "missing_apology", Severity.S3, Posture.REBUILD, Level.WARN),
]


@pytest.mark.parametrize(("text", "code", "severity", "posture", "level"), LEVELS)
def test_the_level_is_that_of_the_table(
    text: str, code: str, severity: Severity, posture: Posture, level: Level
) -> None:
    """R1.85, R2.72 in part: mockery blocks at every level, a missing apology at S1 and S2."""
    found = read(text, severity=severity, posture=posture).findings

    assert {finding.level for finding in found if finding.code == code} == {level}


def test_a_form_letter_with_another_name_is_an_echo() -> None:
    said = "李小姐您好，很抱歉這次的住宿沒有讓您滿意，已為您申請退款，請私訊我們。"
    before = said.replace("李小姐", "張先生")

    assert "boilerplate" in codes(said, recent=(before,))
    assert "boilerplate" not in codes(said, recent=(GOOD,))


def test_a_fact_that_is_not_confirmed_may_not_be_stated() -> None:
    waiting = ("瓶蓋墊片脫落造成異物",)

    assert "unverified_cause" in codes("異物就是瓶蓋墊片脫落。", unconfirmed=waiting)
    assert "unverified_cause" not in codes("是不是瓶蓋墊片脫落，還在查證。", unconfirmed=waiting)


def test_a_letter_may_tell_its_reader_the_readers_own_order() -> None:
    """R1.90 in part: an order number is found in words to the public."""
    said = "您的訂單 TW20261103558 今天寄出。"

    assert "pii_exposure" in codes(said)
    assert "pii_exposure" not in codes(said, kind=DraftKind.LETTER)


BAD_ROWS = [
    ({"kind": "reply"}, "text_missing"),
    ({"kind": "reply", "text": " "}, "text_missing"),
    ({"kind": "tweet", "text": "a"}, "kind_unknown"),
    ({"text": "a"}, "kind_unknown"),
    ({"kind": "reply", "text": "a", "severity": "S9"}, "severity_unknown"),
    ({"kind": "reply", "text": "a", "posture": 3}, "posture_unknown"),
    ({"kind": "reply", "text": "a", "recent": "b"}, "recent_unknown"),
    ({"kind": "reply", "text": "a", "id": [1]}, "id_unknown"),
]


@pytest.mark.parametrize(("row", "problem"), BAD_ROWS)
def test_a_bad_row_says_what_it_needs(row: dict[str, object], problem: str) -> None:
    with pytest.raises(BadRow) as caught:
        draft_of(row, line=7)

    assert caught.value.context["problem"] == problem
    assert caught.value.context["line"] == 7
    assert caught.value.context["needs"]


def test_rules_that_cannot_be_read_are_named() -> None:
    with pytest.raises(BadInput):
        rules({**DATA, "slots": {}})


PIECES = [
    "您",
    "奧客",
    "「",
    "」",
    "如果",
    "抱歉",
    "，",
    "。",
    "0912-345-678",
    "我們",
    "sorry",
    " you",
    "!",
    "\n",
    "保證",
    "不",
]
texts = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


@given(text=texts, kind=st.sampled_from(DraftKind), severity=st.sampled_from(Severity))
def test_any_text_is_read_and_every_place_lies_in_it(text: str, kind: DraftKind, severity: Severity) -> None:
    result = read(text, kind=kind, severity=severity)

    for finding in result.findings:
        if finding.start is None or finding.end is None:
            assert finding.code.startswith("missing_")
        else:
            assert 0 <= finding.start < finding.end <= len(text)
            assert finding.text == text[finding.start : finding.end]
    assert result.missing == tuple(one.code.removeprefix("missing_") for one in result.findings if one.start is None)


@given(first=texts, second=texts)
def test_what_was_read_before_changes_nothing(first: str, second: str) -> None:
    alone = contract_dict(read(second))
    read(first)

    assert contract_dict(read(second)) == alone
