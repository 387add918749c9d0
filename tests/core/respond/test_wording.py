"""Do a brand's own words stay words: places of facts, and nothing else that is read?"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind
from firebreak.core.respond.template import ENDS, LONE, Occasion, choose, render
from firebreak.core.respond.wording import LONGEST, PARTS, tried, worded, words_in
from firebreak.core.terms import Category, Severity

HOLDING = Occasion(Category.DELIVERY, Audience.PUBLIC, Channel.LINE, DraftKind.HOLDING, Severity.S2)
SHIPPED = choose(HOLDING, knowledge.templates())
WORDS = {"know": "我們知道大家在等貨。", "now": "原因是{{ cause }}。|原因還在查。", "next": "{{ next_update }}再說明。"}


def test_every_template_that_ships_is_the_same_when_it_is_worded_as_it_stands() -> None:
    levels, kinds = (Severity.S1, Severity.S3), (DraftKind.HOLDING, DraftKind.STATEMENT, DraftKind.PRESS)
    for category, audience, channel, kind, level, lang in product(
        Category, Audience, (Channel.LINE, Channel.PRESS, Channel.MAIL), kinds, levels, ("zh-Hant", "en")
    ):
        shipped = choose(Occasion(category, audience, channel, kind, level, lang), knowledge.templates())
        own = worded(shipped, words_in(shipped))
        assert [one.text for one in tried(own, brand="明泉")] == [one.text for one in tried(shipped, brand="明泉")]


def test_what_stands_behind_a_bar_is_said_while_its_fact_is_open() -> None:
    whole, early = tried(worded(SHIPPED, WORDS), brand="明泉")

    assert "封口機" in whole.text and "原因還在查。" not in whole.text
    assert "原因還在查。" in early.text and early.missing == ()


def test_words_that_wait_for_no_fact_are_shown_once() -> None:
    assert len(tried(worded(SHIPPED, WORDS | {"now": "原因是{{ cause }}。"}), brand="明泉")) == 1


@pytest.mark.parametrize("part", ["know", "now", "next"])
def test_a_part_that_every_text_has_cannot_be_left_out(part: str) -> None:
    with pytest.raises(BadInput) as refused:
        worded(SHIPPED, WORDS | {part: " \n "})
    assert refused.value.context == {"field": part, "problem": "part_missing"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("請看 {{ secret }}。", "unknown_place"),
        ("請看 {{ brand.owner }}。", "unknown_place"),
        ("{% load x %}", "unknown_place"),
        ("{{ cause|safe }}", "unknown_place"),  # the bar of another language cuts the place in two
        ("{# note #}", "unknown_place"),
        ("沒有事實。|之後再說。", "bar_misplaced"),
        ("原因是{{ cause }}。|在{{ place }}查。", "bar_misplaced"),
        ("原因是{{ cause }}。|還在查。|還在查。", "bar_misplaced"),
        ("原因是{{ cause }}。|", "bar_misplaced"),
        ("|還在查。", "bar_misplaced"),
        ("長" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_is_no_part_of_the_language_is_named_with_its_part(line: str, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        worded(SHIPPED, WORDS | {"opening": line})
    assert refused.value.context == {"field": "opening", "problem": problem}


PIECES = st.lists(st.sampled_from([*"{}%#|_. \n", "{{ ", " }}", "cause", "brand", "__class__", "{%", "%}", "字"]))


@given(said=PIECES.map("".join), value=PIECES.map("".join))
def test_words_are_refused_or_written_as_they_stand_and_a_value_is_never_read_again(said: str, value: str) -> None:
    try:
        made = worded(SHIPPED, WORDS | {"know": f"甲{said}"})
    except BadInput:
        return

    def text(said: str) -> str:
        return render(made, {"cause": said, "brand": said, "next_update": "今晚八點"}).text

    kept = value.strip(ENDS)
    assert text("丙").count("甲") == 1
    assert not LONE.search(text("丙"))
    assert not kept or text(value) == text("丙").replace("丙", kept)


def test_parts_that_are_left_empty_fall_away() -> None:
    assert set(words_in(worded(SHIPPED, WORDS))) == set(PARTS)
    assert render(worded(SHIPPED, WORDS), {}).text.startswith("我們知道大家在等貨。")
