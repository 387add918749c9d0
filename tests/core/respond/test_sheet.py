"""Is a text held against the fact sheet line by line: the same, something else, or nothing of it?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.sheet import Cell, Key, Line, Sheet, Stand, Status, between, hold, read_text, sheet_of

LINES = (
    Line(Key.BATCH, "B2611-07", Status.CONFIRMED),
    Line(Key.TIME, "11/20 08:12", Status.CONFIRMED),
    Line(Key.PLACE, "民生門市", Status.CONFIRMED),
    Line(Key.CAUSE, "包材碎片", Status.CHECKING),
    Line(Key.REMEDY, "全額退費，不需發票", Status.CONFIRMED),
    Line(Key.CONTACT, "0800-000-147", Status.CONFIRMED),
    Line(Key.NEXT_UPDATE, "今晚 20:00", Status.UNVERIFIED),
)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return sheet_of(LINES, knowledge.facts())


def cells(sheet: Sheet, text: str) -> dict[Key, Cell]:
    return {cell.key: cell for cell in hold(sheet, read_text(text, knowledge.facts()))}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Key.BATCH, "請停止飲用批號 B2611-07 的產品。"),
        (Key.TIME, "我們在 11 月 20 日上午 8 點 12 分接到第一則通報，事情發生後立刻停售。"),  # another form of the hour
        (Key.PLACE, "事情發生在民生門市。"),
        (Key.REMEDY, "任一門市都可以全額退費，免附發票。"),  # other words for the same
        (Key.CONTACT, "請撥 0800 000 147。"),
        (Key.NEXT_UPDATE, "今晚八點前公布初步結果。"),  # 今晚八點 is 20:00
    ],
)
def test_a_line_is_known_in_whatever_form_it_is_said(sheet: Sheet, key: Key, text: str) -> None:
    assert cells(sheet, text)[key].stand is Stand.SAME


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        (Key.BATCH, "請停止飲用批號 B2611-01 的產品。", "B2611-01"),
        (Key.REMEDY, "退費需附發票。", "需附發票"),
        (Key.CONTACT, "客服專線 0800-000-148。", "0800-000-148"),
        (Key.NEXT_UPDATE, "下次更新 21:00。", "21:00"),
    ],
)
def test_what_contradicts_a_line_is_shown_with_its_place(sheet: Sheet, key: Key, text: str, said: str) -> None:
    found = cells(sheet, text)[key]

    assert (found.stand, found.said) == (Stand.CLASH, said)
    assert text[found.start : found.end] == said


def test_a_line_of_which_a_text_says_nothing_is_no_conflict(sheet: Sheet) -> None:
    found = cells(sheet, "我們知道大家擔心，正在查明。")

    assert {cell.stand for cell in found.values()} == {Stand.SILENT}


def test_only_the_line_that_differs_clashes(sheet: Sheet) -> None:
    found = cells(sheet, "批號 B2611-07 可全額退費，不需發票，請撥 0800-000-148，今晚 20:00 更新說明。")

    assert [key for key, one in found.items() if one.stand is Stand.CLASH] == [Key.CONTACT]


def test_what_was_refuted_may_not_be_said() -> None:
    rules = knowledge.facts()
    sheet = sheet_of([Line(Key.CAUSE, "運送時碰撞", Status.REFUTED)], rules)

    assert [one.stand for one in hold(sheet, read_text("原因是運送時碰撞。", rules))] == [Stand.CLASH]
    assert [one.stand for one in hold(sheet, read_text("原因還在查。", rules))] == [Stand.SILENT]


@pytest.mark.parametrize(
    "text",
    [
        "原因並非運送時碰撞。",
        "網傳「運送時碰撞」的說法不實。",
        "原因不是運送時碰撞，而是包材碎片。",
    ],
)
def test_what_was_refuted_may_be_denied(text: str) -> None:
    rules = knowledge.facts()
    sheet = sheet_of([Line(Key.CAUSE, "運送時碰撞", Status.REFUTED)], rules)

    assert [one.stand for one in hold(sheet, read_text(text, rules))] == [Stand.SAME]


def test_what_was_refuted_may_be_denied_in_english() -> None:
    rules = knowledge.facts()
    sheet = sheet_of([Line(Key.CAUSE, "a collision in transport", Status.REFUTED)], rules)

    found = [hold(sheet, read_text(text, rules))[0].stand for text in (
        "It was not a collision in transport.", "That a collision in transport caused it is untrue.",
        "It was not only a collision in transport.", "It was a collision in transport, not sabotage.",
    )]  # fmt: skip

    assert found == [Stand.SAME, Stand.SAME, Stand.CLASH, Stand.CLASH]


@pytest.mark.parametrize(
    "text",
    [
        "原因是運送時碰撞，並非人為疏失。",
        "原因不是人為疏失而是運送時碰撞。",
        "運送時碰撞並非意外。",
        "難道不是運送時碰撞嗎？",
    ],
)
def test_a_denial_of_something_else_does_not_excuse_it(text: str) -> None:
    rules = knowledge.facts()
    sheet = sheet_of([Line(Key.CAUSE, "運送時碰撞", Status.REFUTED)], rules)

    assert [one.stand for one in hold(sheet, read_text(text, rules))] == [Stand.CLASH]


def test_a_refuted_line_that_denies_something_itself_is_a_clash_when_it_is_told() -> None:
    rules = knowledge.facts()
    sheet = sheet_of([Line(Key.CAUSE, "濾芯沒有定期更換", Status.REFUTED)], rules)

    assert [one.stand for one in hold(sheet, read_text("原因是濾芯沒有定期更換。", rules))] == [Stand.CLASH]


def test_two_texts_contradict_each_other_beyond_the_sheet(sheet: Sheet) -> None:
    rules = knowledge.facts()
    paid = ("已退款 300 元給顧客。", "已退款 500 元給顧客。")

    assert [(one.field, one.a, one.b) for one in between(sheet, *(read_text(one, rules) for one in paid))] == [
        ("money", "300 元", "500 元")
    ]
    assert (
        between(sheet, *(read_text(one, rules) for one in ("批號 B2611-07", "批號 B2611-01"))) == ()
    )  # the sheet says which is right


def test_a_line_without_a_value_is_not_held_against_anybody() -> None:
    rules = knowledge.facts()

    assert hold(sheet_of([Line(Key.BATCH, "  ")], rules), read_text("批號 B2611-01", rules)) == ()
