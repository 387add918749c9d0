"""Do shares, sums with 萬 and 千, weekdays and limits agree in every writing, and is silence never a conflict?"""

from collections.abc import Callable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare

DIGITS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
SHARES: list[Callable[[int], str]] = [
    lambda tenth: f"{tenth * 10}%",
    lambda tenth: f"{tenth * 10} percent",
    lambda tenth: f"百分之{DIGITS[tenth]}十",
    lambda tenth: f"{DIGITS[tenth]}成",
    lambda tenth: f"{tenth} 成",
]
THOUSANDS: list[Callable[[int], str]] = [
    lambda value: f"{value * 1000:,} 元",
    lambda value: f"NT${value * 1000}",
    lambda value: f"{value / 10:.1f} 萬元",
    lambda value: f"{value // 10}萬{value % 10}千元" if value % 10 else f"{value // 10}萬元",
    lambda value: f"{DIGITS[value // 10]}萬{DIGITS[value % 10]}" + "元" if value % 10 else f"{DIGITS[value // 10]}萬塊",
]
AT_LEAST: list[Callable[[int], str]] = [
    lambda value: f"逾 {value} 件",
    lambda value: f"超過{value}件",
    lambda value: f"至少 {value} 件",
    lambda value: f"{value} 多件",
    lambda value: f"不只{value}件",
]
AT_MOST: list[Callable[[int], str]] = [
    lambda value: f"不到 {value} 件",
    lambda value: f"近{value}件",
    lambda value: f"未滿{value}件",
    lambda value: f"fewer than {value} cases",
]
SILENT = ["我們很抱歉，會把檢查結果說清楚。", "謝謝您告訴我們，請先停用。", "We are sorry and will keep you posted."]
STATED = [
    "受影響會員共 8,420 位。", "6 月 3 日晚間八點發生。", "批號 LK-3307。", "專線 02-2555-0187。", "每戶補償 3,000 元。",
    "三個工作天內退款。", "停電兩個半小時。",
]  # fmt: skip
few = settings(max_examples=30)


def fields(a: str, b: str) -> set[str]:
    found = {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}
    assert found == {conflict.field for conflict in compare(Pair("1", b, a), knowledge.facts())}
    return found


@few
@given(tenth=st.integers(1, 9), other=st.integers(1, 9), data=st.data())
def test_a_share_is_one_in_every_form_and_another_is_told(tenth: int, other: int, data: st.DataObject) -> None:
    one, form = data.draw(st.sampled_from(SHARES)), data.draw(st.sampled_from(SHARES))

    assert fields(f"退還票價的{one(tenth)}。", f"票價退{form(other)}。") == (set() if tenth == other else {"number"})


@few
@given(value=st.integers(10, 99), other=st.integers(10, 99), data=st.data())
def test_a_sum_with_its_scale_is_one_in_every_form(value: int, other: int, data: st.DataObject) -> None:
    one, form = data.draw(st.sampled_from(THOUSANDS)), data.draw(st.sampled_from(THOUSANDS))

    assert fields(f"每戶補償{one(value)}。", f"補償{form(other)}給每戶。") == (set() if value == other else {"money"})


@few
@given(day=st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_a_weekday_agrees_with_its_date_and_with_no_other(day: date) -> None:
    written = f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日"

    assert fields(f"{written}重新開放。", f"星期{WEEKDAYS[day.weekday()]}重新開放。") == set()
    assert fields(f"{written}重新開放。", f"禮拜{WEEKDAYS[day.weekday() - 1]}重新開放。") == {"date"}


@few
@given(hundreds=st.integers(2, 9), more=st.integers(1, 60), data=st.data())
def test_a_limit_holds_what_lies_just_within_it_and_nothing_far_off(
    hundreds: int, more: int, data: st.DataObject
) -> None:
    value = hundreds * 100
    least, most = data.draw(st.sampled_from(AT_LEAST)), data.draw(st.sampled_from(AT_MOST))

    assert fields(f"接獲客訴{least(value)}。", f"客訴共 {value + more} 件。") == set()
    assert fields(f"接獲客訴 {most(value)}。", f"客訴共 {value - more} 件。") == set()
    assert fields(f"接獲客訴{least(value)}。", f"客訴共 {value * 2} 件。") == {"number"}


@few
@given(said=st.sampled_from(STATED), silent=st.sampled_from(SILENT))
def test_a_text_that_is_silent_contradicts_none(said: str, silent: str) -> None:
    assert fields(said, silent) == set()
