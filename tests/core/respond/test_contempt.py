"""Is contempt for a group kept out of every draft, by one list that whoever writes the content policy can add to?"""

from typing import Any

import pytest

from firebreak import knowledge
from firebreak.core.respond.statement import Draft, DraftKind, Level, ToneRules, lint, rules
from firebreak.knowledge.rules import tone_data

TONE = knowledge.tone()
SORRY = "真的很抱歉，餐費今天退給您，"


def blocked(text: str, tone: ToneRules = TONE) -> list[str]:
    """Give the words that block a draft as mockery."""
    draft = Draft(id="1", kind=DraftKind.REPLY, text=text)
    return [one.text for one in lint(draft, tone).findings if one.code == "mockery" and one.level is Level.BLOCK]


CONTEMPT = [
    f"{SORRY}但這種客人就是番仔。",  # a name
    f"{SORRY}外勞就是比較髒。",  # what they are said to be like
    f"{SORRY}女生就是愛大驚小怪。",
    f"{SORRY}殘障人士不要來。",  # kept out
    f"{SORRY}本店謝絕移工入場。",
    "We are sorry, but we do not serve retards.",
    "We are sorry. Immigrants are always noisy.",
]
FAIR = [
    "同仁昨天說「外勞就是髒」，是我們的錯，真的對不起。",  # somebody's words
    "我們不該說女生就是愛大驚小怪，真的對不起。",  # taken back
    "移工宿舍今天消毒，身障廁所暫停使用，真的抱歉。",  # a group, and no harm
    "歡迎身障者入場，麻煩您走東側入口。",
    "殘障人士麻煩您填寫這份表單。",
    "Disabled guests are welcome at the east entrance.",
]


@pytest.mark.parametrize("text", CONTEMPT)
def test_contempt_for_a_group_blocks_a_draft(text: str) -> None:
    """R2.51 in part: what offends or discriminates."""
    assert blocked(text)


@pytest.mark.parametrize("text", FAIR)
def test_a_group_may_be_spoken_of_and_contempt_taken_back(text: str) -> None:
    assert not blocked(text)


def with_term(name: str, term: str) -> ToneRules:
    data: dict[str, Any] = {**tone_data()}
    data["slots"] = data["slots"] | {name: f"{data['slots'][name]}|{term}"}
    return rules(data, TONE.voter)


@pytest.mark.parametrize(
    ("name", "term", "text"),
    [
        ("slur", "土包子", f"{SORRY}但這位土包子不懂。"),
        ("group", "素食者", f"{SORRY}素食者就是比較難搞。"),
        ("group", "帶狗的人", f"{SORRY}本店謝絕帶狗的人入場。"),
    ],
)
def test_a_term_that_the_policy_gains_is_found_by_lint_at_once(name: str, term: str, text: str) -> None:
    """R2.51 in part: the terms of the policy are those that lint reads by, with why and what to say instead."""
    was, now = blocked(text), blocked(text, with_term(name, term))

    assert not any(term in said for said in was)
    assert any(term in said for said in now)
    assert all(TONE.rules["mockery"].why[lang] and TONE.rules["mockery"].suggest[lang] for lang in ("zh-Hant", "en"))
