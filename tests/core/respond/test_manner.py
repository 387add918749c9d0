"""How does lint tell how a draft treats people? What the shipped voter marks, and what only looks like it."""

import pytest

from firebreak import knowledge
from firebreak.core.respond.statement import Draft, DraftKind, Finding, lint

TONE = knowledge.tone()
MET = "讓您白跑一趟，真的很抱歉，餐費今天退給您。"
BEGUN = "We are sorry that you waited for an hour. "


def found(text: str) -> dict[str, Finding]:
    draft = Draft(id="1", kind=DraftKind.REPLY, text=text)
    return {finding.code: finding for finding in lint(draft, TONE).findings}


HARM = [
    ("mockery", MET, "八百字寫一顆荷包蛋，文筆這麼好，不去投稿可惜了。"),  # praise that is not meant
    ("mockery", MET, "看得出來您平常滿閒的，多交幾個朋友吧。"),  # the life of the other
    ("mockery", BEGUN, "Perhaps reading a menu is not for everyone."),
    ("arguing", MET, "不過您說等了兩小時並不正確，紀錄上是一小時四十分。"),  # minutes
    ("arguing", MET, "同一天有三百位客人吃過，只有您說不舒服。"),  # others had no trouble
    ("arguing", BEGUN, "For the record, our log shows fifty-one minutes, so your account is exaggerated."),
    ("blame_shifting", MET, "湯會灑出來是外送平台的騎士趕時間，跟我們餐廳沒有關係。"),  # somebody else
    ("blame_shifting", MET, "是您自己沒有看清楚說明才會燙到。"),  # the customer
    ("blame_shifting", BEGUN, "Had you read the sign at the entrance, this would not have happened."),
    ("threat", MET, "那篇貼文今晚十二點前不刪，我們就法院見。"),  # court
    ("threat", MET, "您在哪裡上班我們都知道，請想清楚再留言。"),  # no law, only power
    ("threat", BEGUN, "Take the video down by noon or our lawyers will call your employer."),
    ("cold", MET, "學員一名骨折送醫，課程照常進行，器材損失另計。"),  # harm among the figures
    ("mockery", MET, "感謝大師賜教，這篇食評我們已經裱框供在廁所。"),  # honour that is none
    ("mockery", BEGUN, "How brave of you to survive a whole night without a minibar."),  # grandeur for something small
    (
        "blame_shifting",
        MET,
        "板子是設計師選的，我們只是照單子把它送到。",
    ),  # a hand that is not ours, without a word of blame
]
HARMLESS = [
    ("mockery", "您寫了八百字，每一點我們都讀了，逐項回覆在下面。"),  # a long letter, valued
    ("arguing", "您說等了五十分鐘，紀錄是五十三分鐘，比您說的還久。"),  # the record bears the guest out
    ("blame_shifting", "司機是外包的，但您是跟我們買票，所以由我們負責。"),  # named, and answered for
    ("threat", "如果要申訴，消保專線是 1950，我們會配合調查。"),  # the reader's own right
    ("threat", "冒用我們名義的詐騙集團，我們已經報案。"),  # criminals, not critics
    ("cold", "孩子骨折了還要擔心課業，我們很心疼，醫藥費由我們負擔。"),  # harm, met
    ("mockery", "Please leave your review up; it is true, and others should know."),
    ("mockery", "您寫的那一頁我們印出來貼在廚房，每天上工前先唸一遍。"),  # honour that is meant
    ("blame_shifting", "板子是設計師選的，可是送到您家之前該由我們驗，是我們沒驗。"),
]


@pytest.mark.parametrize(("code", "before", "said"), HARM)
def test_it_marks_the_sentence_that_treats_somebody_badly(code: str, before: str, said: str) -> None:
    """R1.83: the very sentence is marked."""
    assert found(before + said)[code].text == said or found(before + said)[code].text in said


@pytest.mark.parametrize(("code", "said"), HARMLESS)
def test_it_lets_pass_what_only_looks_like_it(code: str, said: str) -> None:
    assert code not in found(MET + said)


def test_a_pattern_that_the_votes_speak_against_is_no_finding() -> None:
    assert "threat" not in found("Dear Mrs Banerjee, we are sorry that you waited for an hour.")


def test_an_answer_in_few_words_is_cold_only_beside_a_cold_sentence() -> None:
    assert "cold" not in found("阿公騎了三趟車，我想到就覺得羞。明天九點我把新的送到府上，裝好再走。")
    assert "cold" in found("骨折一事已記錄，逾期恕不受理，收據正本寄回。")


RECORD = (
    "您好，抱歉，11月3日湯屋旅客一名昏倒送醫，水溫紀錄44度，已調降。住宿費退回原卡。"
    "醫療單據請寄 guest@ridge.example，電話 03-xxx-xxxx。"
)
MET_THERE = (
    "一個人在湯屋昏過去，醒來躺在地上，那種害怕我們不敢想，真的對不起。水溫高了三度，已經調回來。"
    "住宿費全退，看診的單據寄 guest@ridge.example，我們付；不舒服就打 03-xxx-xxxx，夜裡也有人接。"
)


def test_a_draft_is_cold_by_what_it_leaves_out_though_each_of_its_sentences_is_in_order() -> None:
    assert "cold" in found(RECORD)
    assert "cold" not in found(MET_THERE)


@pytest.mark.parametrize(
    ("code", "said"),
    [("mockery", "奧客不要再造謠。"), ("threat", "本店保留法律追訴權。"), ("blame_shifting", "這次純屬個案。")],
)
def test_outright_words_need_no_vote(code: str, said: str) -> None:
    assert code in found(MET + said)
