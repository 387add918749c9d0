"""What does the vote find that no pattern holds? Faults in fresh words, the innocent sentences beside them, and limits."""

from dataclasses import replace

import pytest

from firebreak import knowledge
from firebreak.core.errors import UnreadableFile
from firebreak.core.respond.statement import Draft, DraftKind, lint
from firebreak.knowledge import rules as shipped

TONE = knowledge.tone()
FAULTS = [
    ("conditional_apology", "要是有哪位旅客真的因此睡過站，本公司願意說聲抱歉。"),
    ("conditional_apology", "Should any diner have taken the wording amiss, we are sorry for that impression."),
    ("unverified_cause", "鑑定要等下個月，不過一定是住戶自己把瓦斯管踢鬆的。"),
    ("unverified_cause", "The engineers have not opened the pump yet, but clearly the tenant overloaded it."),
    ("undisclosed_promotion", "退房前留五顆星並截圖給櫃檯，就送您一盒鳳梨酥，評論裡別提。"),
    ("undisclosed_promotion", "While you wait for the refund, why not upgrade to our Gold plan, now 30% off?"),
    ("pii_exposure", "檢舉的是住三樓的周小姐，在郵局上班，去年離婚。"),
    ("pii_exposure", "Guest Mr. Kao from room 512 has diabetes and complained twice last year."),
    ("overpromise", "從今以後，這條線一分鐘都不會誤點，我拿招牌發誓。"),
    ("official_tone", "本會將秉持初衷，落實各項精進作為，以符社會期待。"),
    ("mockery", "也感謝幾位沙發上的地質專家撥空開示。"),
    ("mockery", "至於靠著罵人衝人氣的朋友，辛苦了，我們繼續煮飯。"),
    ("blame_shifting", "一般來說，會起疹子多半是自己清潔沒有做好。"),
    ("cold", "既然錢都拿回去了，就別再放在心上。"),
    ("undisclosed_promotion", "另有幾位領車馬費的媽媽會以一般家長的口吻在群組說明。"),
    ("overpromise", "跟著我們走到最後，每個孩子一定都考得上。"),
    ("arguing", "嚴格來說這不叫停水，叫作計畫性維護。"),
    ("threat", "建議影片先撤下來，等我們律師動作就不是我能決定的了。"),
]
GOOD = [
    ("conditional_apology", "我們讓您在車上坐過了站，又多等四十分鐘，對不起。"),
    ("conditional_apology", "If you still have the receipt, please send it to us and we will pay the doctor."),
    ("unverified_cause", "瓦斯從哪裡漏的還在鑑定，我們不猜，結果週五公布。"),
    ("unverified_cause", "調閱紀錄後確認，是我們的人倒車撞斷了水管。"),
    ("undisclosed_promotion", "您付的一千二已經刷退，評論留著就好，我們不會請您改。"),
    ("undisclosed_promotion", "Your fare has been refunded to your card and breakfast is on us."),
    ("pii_exposure", "有任何問題找我，店長小敏，0966-000-415，晚上九點前都接。"),
    ("pii_exposure", "受影響的是訂單編號 TW-0417001 到 TW-0417388，共三百八十八筆。"),
    ("overpromise", "我們不敢說零失誤，能做到的是出錯一小時內打給您。"),
    ("official_tone", "是我們排錯班，讓您白跑一趟，對不起。"),
    ("blame_shifting", "工班是本公司發包的，責任就在我們。"),
]
PLAIN_FACTS = [
    "受影響的是批號 A2311 的鮮奶 946 毫升。",
    "這批飲料 11 月 20 日起停售。",
    "客服專線 0800-123-456，每天 09:00 到 21:00。",
    "11 月 22 日 14:00 起，全台 312 家門市停止販售草莓布丁。",
    "只有批號 A2311 受影響，其他批號正常販售。",
    "退費到 12 月 31 日止。",
    "Batch A2311 is affected.",
    "Sales of batch A2311 stopped on 20 November.",
    "The hotline 0800-123-456 is open from 9 am to 9 pm every day.",
]
WHOLE = (
    "我們看到大家的擔心，也很抱歉讓大家不安。批號 A2311 的鮮奶已全數下架，正在送驗。已購買的顧客可到門市全額退費，"
    "從今天起每批出貨前都會檢驗。有問題請撥 0800-123-456。今晚八點前再更新。"
)


def codes(text: str, **given: object) -> set[str]:
    draft = Draft(id="1", **{"kind": DraftKind.STATEMENT, "text": text, **given})  # type: ignore[arg-type]
    return {finding.code for finding in lint(draft, TONE).findings}


@pytest.mark.parametrize(("code", "text"), FAULTS)
def test_a_fault_in_fresh_words_is_found(code: str, text: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), GOOD)
def test_what_only_looks_like_it_is_left_alone(code: str, text: str) -> None:
    assert code not in codes(text)


@pytest.mark.parametrize("kind", [DraftKind.STATEMENT, DraftKind.HOLDING])
@pytest.mark.parametrize("text", PLAIN_FACTS)
def test_a_plain_fact_by_itself_breaks_no_code(text: str, kind: DraftKind) -> None:
    assert not {code for code in codes(text, kind=kind) if not code.startswith("missing_")}


@pytest.mark.parametrize("text", PLAIN_FACTS)
def test_a_plain_fact_as_an_answer_to_one_person_is_cold_at_most(text: str) -> None:
    """No pattern speaks against it but the rule that one who complained is met with one warm word."""
    assert {code for code in codes(text, kind=DraftKind.REPLY) if not code.startswith("missing_")} <= {"cold"}


def test_a_pattern_and_the_votes_together_mark_the_only_sentence_of_a_draft() -> None:
    assert "blame_shifting" in codes("這是物流公司的問題。")


@pytest.mark.parametrize("thanks", ["謝謝大家。", "謝謝大家", "再次感謝各位的體諒。", "感謝您的耐心。", "謝謝。"])
def test_thanks_and_no_word_more_mock_nobody(thanks: str) -> None:
    assert not codes(WHOLE + thanks)


def test_thanks_with_a_sting_still_mock() -> None:
    assert "mockery" in codes(WHOLE + "也感謝幾位沙發上的地質專家撥空開示。")


def test_a_cause_is_a_guess_while_the_cause_is_open() -> None:
    said = "充氣城堡翻覆，就是地釘打得不夠深造成的。"

    assert "unverified_cause" in codes(said, unconfirmed=("翻覆原因鑑定中",))
    assert "unverified_cause" not in codes("翻覆的原因還在鑑定。", unconfirmed=("翻覆原因鑑定中",))


def test_a_letter_may_tell_its_reader_what_is_the_readers_own() -> None:
    said = "周小姐您好，您三月做的手術，病歷我們已經調出來看過。"

    assert "pii_exposure" in codes(said)
    assert "pii_exposure" not in codes(said, kind=DraftKind.LETTER)


def test_somebody_elses_words_are_not_voted_on() -> None:
    said = "網友留言寫道：「要是有哪位旅客真的因此睡過站，本公司願意說聲抱歉。」"

    assert "conditional_apology" not in codes(said)


def test_without_a_voter_the_rules_decide_alone() -> None:
    text = FAULTS[0][1]
    alone = replace(TONE, voter=None)

    found = lint(Draft(id="1", kind=DraftKind.STATEMENT, text="如果讓您不舒服，我們很抱歉。" + text), alone).findings
    assert next(one.text for one in found if one.code == "conditional_apology").startswith("如果")


def test_weights_that_cannot_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile):
        shipped.stored_voter("models/missing.npz", {})
