"""Is criticism never taken away, whoever asks for what reason, and harm only with evidence and a second person?"""

from random import Random

import pytest

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.moderation import (
    CONFIRMS,
    SHOWN,
    Ground,
    Refusal,
    Removal,
    Request,
    decide,
    rules,
    signs_of,
)
from firebreak.core.terms import Role
from firebreak.knowledge.load import load_yaml

SCAM = Request("hide", "scam", asked_by=1, complains=False, signs=frozenset({Ground.SCAM}), evidence="9f2c")


def refused(request: Request, *, by: int = 2, role: Role = Role.BRAND_PR) -> Refusal | None:
    return decide(request, confirmed_by=by, role=role).refused


def changed(**fields: object) -> Request:
    given = {name: getattr(SCAM, name) for name in SCAM.__slots__} | fields
    return Request(**given)


def test_a_scam_is_hidden_with_evidence_by_two() -> None:
    assert decide(SCAM, confirmed_by=2, role=Role.BRAND_PR).allowed


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (changed(act="delete"), Refusal.NO_SUCH_ACT),  # nothing is ever deleted
        (changed(ground="negative"), Refusal.NO_SUCH_GROUND),  # being negative is no reason
        (changed(ground="defamation"), Refusal.NO_SUCH_GROUND),  # nor is being unfair
        (changed(signs=frozenset()), Refusal.CRITICISM),  # a reason that the words do not show
        (changed(complains=True), Refusal.CRITICISM),  # a complaint called a scam
        (changed(evidence=""), Refusal.NO_EVIDENCE),
    ],
)
def test_a_refusal_says_why(request_: Request, why: Refusal) -> None:
    assert refused(request_) is why


def test_nobody_confirms_their_own_request() -> None:
    assert refused(SCAM, by=1) is Refusal.OWN_REQUEST


def test_only_who_answers_for_it_confirms() -> None:
    assert {role for role in Role if refused(SCAM, role=role) is None} == CONFIRMS


def test_personal_data_in_a_complaint_may_be_hidden() -> None:
    doxxed = changed(ground="personal_data", complains=True, signs=frozenset({Ground.PERSONAL_DATA}))

    assert refused(doxxed) is None


def test_it_says_how_many_copies_no_hiding_reaches() -> None:
    assert decide(SCAM, confirmed_by=2, role=Role.LEGAL, copies=["a", "b", "c"]).copies == 3


def test_ten_thousand_calls_never_remove_a_criticism() -> None:
    rng, harmless = Random(7), [ground for ground in Ground if ground not in SHOWN]
    acts = [*Removal, "delete", "remove", "HIDE", ""]
    grounds = [*Ground, "negative", "unfair", "criticism", "ugly", ""]
    for _ in range(10_000):
        asked = Request(
            rng.choice(acts),
            rng.choice(grounds),
            asked_by=rng.randrange(3),
            complains=True,
            signs=frozenset(rng.sample(harmless, rng.randrange(len(harmless) + 1))),
            evidence=rng.choice(["", "9f2c"]),
        )

        assert not decide(asked, confirmed_by=rng.randrange(3), role=rng.choice([*Role])).allowed


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("小額貸款當日撥款，加賴 abc123", Ground.SPAM),
        ("Best casino bonus, use promo code X9 at https://x.example", Ground.SPAM),
        ("恭喜中獎，請先匯款手續費 500 元", Ground.SCAM),
        ("飆股老師帶你保證獲利，私訊我", Ground.SCAM),
        ("店長電話 0912-345-678 大家去打", Ground.PERSONAL_DATA),
        ("等我，我會殺了你們店長", Ground.THREAT),
        ("I will kill you", Ground.THREAT),
        ("女店員偷拍影片流出，連結在下面", Ground.SEXUAL_IMAGE),
        ("收購人頭帳戶，一本三萬", Ground.ILLEGAL),
    ],
)
def test_words_show_their_ground_themselves(text: str, ground: Ground) -> None:
    assert ground in signs_of(text, repeated=0, rules=knowledge.moderation())


@pytest.mark.parametrize(
    "text",
    [
        "根本是詐騙集團，騙錢的公司",  # to call it a scam is criticism
        "中獎活動根本假的，叫我匯款才發現不對",  # a victim tells; it complains, so that scam falls to criticism besides
        "我要告死你們，等著收存證信函",  # the law
        "我會去爆料，讓記者來殺價你們的黑心",
        "我要炸雞你們店卻說賣完",
        "炸雞店的服務爛到爆，難吃到想死",
        "客服專線 02-2345-6789 打不通",  # the shop's own number
        "氣到想殺人，等了兩小時",
        "偷拍事件你們店到底處理了沒",
        "這杯喝起來像大麻，賣什麼東西",
        "貸款買的機器三天就壞",
        "Worst service ever, I will never come back",
        "我要殺你們的價，太貴",
    ],
)
def test_criticism_shows_no_ground_however_angry(text: str) -> None:
    shown = signs_of(text, repeated=0, rules=knowledge.moderation())

    asked = [changed(act=act, ground=ground, signs=shown, complains=True) for act in Removal for ground in Ground]
    assert {refused(one) for one in asked} == {Refusal.CRITICISM}


def test_the_same_words_by_one_writer_again_and_again_are_a_flood() -> None:
    found = [signs_of("路過", repeated=number, rules=knowledge.moderation()) for number in (4, 5)]

    assert found == [frozenset(), frozenset({Ground.FLOOD})]


@pytest.mark.parametrize("wrong", [{"signs": {"ugly": ["x"]}}, {"signs": {"spam": ["("]}}, {"flood": "many"}])
def test_rules_that_cannot_be_read_are_named(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        rules({**load_yaml("moderation"), **wrong})
