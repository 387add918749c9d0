"""Which parts does lint hear in a draft? Whole drafts, and the same without the sentence that gives a part."""

import pytest

from firebreak import knowledge
from firebreak.core.respond.statement import Draft, DraftKind, Posture, lint

TONE = knowledge.tone()
STATEMENT, HOLDING, REPLY, LETTER = DraftKind.STATEMENT, DraftKind.HOLDING, DraftKind.REPLY, DraftKind.LETTER


def missing(text: str, kind: DraftKind = REPLY, **given: object) -> tuple[str, ...]:
    return lint(Draft(id="1", kind=kind, text=text, **given), TONE).missing  # type: ignore[arg-type]


# Each sentence gives the part that it stands beside, most without the usual word for it.
WHOLE: list[tuple[DraftKind, dict[str, str]]] = [
    (STATEMENT, {
        "acknowledgement": "這三天，腳踏車煞不住的照片在家長群裡傳，送孩子上學的人每一個路口都在提心吊膽。",
        "apology": "把關的人是我們，我們沒做到，在此低頭認錯。",
        "facts": "九月二日至九日出廠的 312 輛童車，後煞線夾沒有鎖緊，已由品保逐輛比對出廠紀錄確認。",
        "solution": "這 312 輛我們派車到府載回，換新車或全額退款由您選。",
        "prevention": "今後每輛車出廠前由兩人各試煞十次，紀錄掛在車把上。",
        "contact": "想問的事請打 04-2380-6611，八點到二十二點。",
    }),
    (REPLY, {
        "acknowledgement": "頂著太陽排一個半小時，輪到您剛好賣完，這口氣換誰都嚥不下。",
        "apology": "是我們沒算好數量，對不起。",
        "solution": "明天中午前我留兩份給您，不收錢。",
        "contact": "來的時候找櫃台的阿芳。",
    }),
    (REPLY, {
        "acknowledgement": "掛號等到九點半，孩子又發燒，您心裡的焦急我們聽得出來。",
        "apology": "叫號漏了您是我們的疏失。",
        "solution": "今天的掛號費不收，明早第一號留給您。",
        "contact": "請撥 02-27xx-xx55 找護理長。",
    }),
    (LETTER, {
        "acknowledgement": "各位家長：孩子們在雨裡等了五十分鐘的校車，有的回家就發燒，你們的心疼我們懂。",
        "apology": "這件事錯在學校，不在司機。",
        "solution": "當天自行接送的油資與看診費，憑收據由學校付。",
        "contact": "學務處 03-422-1188 轉 21，週五晚上七點在禮堂說明。",
    }),
    (LETTER, {
        "acknowledgement": "Dear Mrs Chu, you sat with your father for three hours. I can imagine how frightening that was.",
        "apology": "The mistake was ours and I am truly sorry.",
        "solution": "The test was repeated this morning free of charge and the doctor will see him at ten tomorrow.",
        "contact": "My direct line is 02-2871-4400.",
    }),
]  # fmt: skip
WITHOUT = [(kind, said, part) for kind, said in WHOLE for part in said if part != "facts"]
"""Not facts: of those nearly every sentence of a draft tells some."""


@pytest.mark.parametrize(("kind", "said"), WHOLE)
def test_a_draft_with_every_part_lacks_none(kind: DraftKind, said: dict[str, str]) -> None:
    assert missing(" ".join(said.values()), kind) == ()


@pytest.mark.parametrize(("kind", "said", "part"), WITHOUT)
def test_a_part_is_missed_when_its_sentence_is_gone(kind: DraftKind, said: dict[str, str], part: str) -> None:
    """R1.88; R1.40, R1.86, R1.89, R2.75 in part: that somebody is met, the remedy, the contact."""
    rest = " ".join(sentence for name, sentence in said.items() if name != part)

    assert part in missing(rest, kind)


NO_APOLOGY = ["造成不便，敬請見諒。", "本公司深表遺憾，並予以高度重視。", "謝謝您的體諒。"]


@pytest.mark.parametrize("said", NO_APOLOGY)
def test_what_asks_for_leniency_is_no_apology(said: str) -> None:
    assert "apology" in missing(said)


def test_a_number_hidden_for_print_is_a_contact() -> None:
    assert "contact" not in missing("請打 04-23xx-xxxx 找老闆。")


def test_the_hour_of_the_next_word_is_all_a_holding_statement_needs_to_offer() -> None:
    said = "捷運突然停在隧道裡，車上的人一定嚇到了。下午三點前我們會在官網說明第一次的結果。"

    assert missing(said, HOLDING) == ()


def test_a_denial_offers_its_proof() -> None:
    said = "有人說這是回收油，大家會擔心，我們懂。進貨單與檢驗報告附在文末。"

    assert "solution" not in missing(said, STATEMENT, posture=Posture.DENY)
