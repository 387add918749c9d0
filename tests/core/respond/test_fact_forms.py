"""Is every standard form of a value read as that value, and is another value always told? Written at random."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare

DIGITS, CHEQUE = "〇一二三四五六七八九", "零壹貳參肆伍陸柒捌玖"
WIDE = str.maketrans("0123456789,-:/", "０１２３４５６７８９，－：／")
WEEKDAYS = "一二三四五六日"


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


def below_ten_thousand(value: int, digits: str, units: str) -> str:
    said, gap = "", False
    for power, unit in zip((1000, 100, 10, 1), units, strict=True):
        digit = value // power % 10
        gap = gap or (digit == 0 and bool(said))
        if digit:
            said += (digits[0].replace("〇", "零") if gap else "") + digits[digit] + unit
            gap = False
    return said


def in_han(value: int, digits: str = DIGITS, units: str = "千百十 ") -> str:
    """Write a number below 100,000,000 as one reads it out."""
    high, low = divmod(value, 10_000)
    rest = below_ten_thousand(low, digits, units)
    if not high:
        return rest.replace(" ", "")
    gap = digits[0].replace("〇", "零") if low and low < 1000 else ""
    return f"{below_ten_thousand(high, digits, units)}萬{gap}{rest}".replace(" ", "")


def on_a_cheque(value: int) -> str:
    return in_han(value, CHEQUE, "仟佰拾 ")


NUMERALS: list[Callable[[int], str]] = [str, "{:,}".format, in_han, lambda value: f"{value:,}".translate(WIDE)]
SUMS: list[Callable[[int], str]] = [
    *(lambda value, write=write: f"{write(value)} 元" for write in NUMERALS),
    lambda value: f"NT${value:,}",
    lambda value: f"新臺幣{on_a_cheque(value)}元整",
    lambda value: f"{value}塊",
]
DAYS: list[Callable[[date], str]] = [
    lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    lambda day: f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日",
    lambda day: f"{in_han(day.month)}月{in_han(day.day)}日",
    lambda day: f"{day.month}/{day.day}({WEEKDAYS[day.weekday()]})",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"{day.day} {day:%b} {day.year}",
]
HALVES = {"凌晨": range(1, 6), "上午": range(6, 12), "下午": range(13, 18), "晚上": range(18, 24)}
PHONES: list[Callable[[str], str]] = [
    lambda tail: f"02-{tail[:4]}-{tail[4:]}",
    lambda tail: f"(02) {tail[:4]}-{tail[4:]}",
    lambda tail: f"02{tail}",
    lambda tail: f"+886-2-{tail[:4]}-{tail[4:]}",
    lambda tail: f"02 {tail[:4]} {tail[4:]}".translate(WIDE),
]
MOBILES: list[Callable[[str], str]] = [
    lambda tail: f"09{tail[:2]}-{tail[2:5]}-{tail[5:]}",
    lambda tail: f"09{tail}",
    lambda tail: f"+886 9{tail[:2]} {tail[2:5]} {tail[5:]}",
]
BATCHES: list[Callable[[str], str]] = [
    lambda code: f"批號 {code}",
    lambda code: f"批號：{code.lower()}",
    lambda code: f"lot {code}",
    lambda code: f"批號是 {code.replace('-', '')} 的商品",
]


def at_hour(hour: int, minute: int) -> list[str]:
    """Write an hour of the day as a clock shows it, as one says it, and in English."""
    name, half = next((name, hour) for name, hours in HALVES.items() if hour in hours)
    spoken = in_han(half - 12 if half > 12 else half)
    english = f"{hour % 12 or 12}:{minute:02} {'p' if hour >= 12 else 'a'}.m."
    return [
        f"{hour:02}:{minute:02}",
        f"{hour}：{minute:02}",
        f"{name} {half - 12 if half > 12 else half} 點 {minute} 分" if minute else f"{name}{spoken}點",
        f"{name}{spoken}點半" if minute == 30 else f"{hour} 時 {minute} 分",
        english,
    ]


few = settings(max_examples=40)
values = st.integers(11, 99_999_999)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
hours = st.tuples(
    st.sampled_from([hour for each in HALVES.values() for hour in each]), st.sampled_from(range(0, 60, 5))
)
tails = st.text("23456789", min_size=8, max_size=8)
codes = st.from_regex(r"\A[A-Z]{1,3}-?[0-9]{4,6}\Z")


@few
@given(value=values, one=st.sampled_from(SUMS), other=st.sampled_from(SUMS))
def test_a_sum_is_one_in_every_form(value: int, one: Callable[[int], str], other: Callable[[int], str]) -> None:
    assert fields(f"每戶補償{one(value)}。", f"補償{other(value)}給每戶。") == set()


@few
@given(value=values, change=values, one=st.sampled_from(SUMS), other=st.sampled_from(SUMS))
def test_another_sum_is_always_told(
    value: int, change: int, one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    """R1.31: another number, in every form."""
    assume(value != change)

    assert fields(f"每戶補償{one(value)}。", f"補償{other(change)}給每戶。") == {"money"}


@few
@given(value=values, change=values, one=st.sampled_from(NUMERALS), other=st.sampled_from(NUMERALS))
def test_a_count_is_one_in_every_form_and_another_is_told(
    value: int, change: int, one: Callable[[int], str], other: Callable[[int], str]
) -> None:
    assume(value != change)

    assert fields(f"共有 {one(value)} 位會員受影響。", f"受影響的會員是{other(value)}人。") == set()
    assert fields(f"共有 {one(value)} 位會員受影響。", f"受影響的會員是{other(change)}人。") == {"number"}


@few
@given(day=days, one=st.sampled_from(DAYS), other=st.sampled_from(DAYS))
def test_a_day_is_one_in_every_form(day: date, one: Callable[[date], str], other: Callable[[date], str]) -> None:
    assert fields(f"{one(day)}起停售。", f"我們從{other(day)}起停售。") == set()


@few
@given(day=days, later=st.integers(1, 300), one=st.sampled_from(DAYS), other=st.sampled_from(DAYS))
def test_another_day_is_always_told(
    day: date, later: int, one: Callable[[date], str], other: Callable[[date], str]
) -> None:
    """R1.31: another date, in every form."""
    assert fields(f"{one(day)}起停售。", f"我們從{other(day + timedelta(days=later))}起停售。") == {"date"}


@few
@given(hour=hours, data=st.data())
def test_an_hour_is_one_in_every_form(hour: tuple[int, int], data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(at_hour(*hour))), data.draw(st.sampled_from(at_hour(*hour)))

    assert fields(f"{one}說明。", f"我們{other}說明。") == set()


@few
@given(hour=hours, change=hours, data=st.data())
def test_another_hour_is_always_told(hour: tuple[int, int], change: tuple[int, int], data: st.DataObject) -> None:
    assume(hour != change)
    one, other = data.draw(st.sampled_from(at_hour(*hour)[:3])), data.draw(st.sampled_from(at_hour(*change)[:3]))

    assert fields(f"{one}說明。", f"我們{other}說明。") == {"time"}


@pytest.mark.parametrize(("forms", "size"), [(PHONES, 8), (MOBILES, 8)])
@few
@given(tail=tails, change=tails, data=st.data())
def test_a_phone_is_one_in_every_form_and_another_is_told(
    forms: list[Callable[[str], str]], size: int, tail: str, change: str, data: st.DataObject
) -> None:
    assume(tail != change)
    one, other = data.draw(st.sampled_from(forms)), data.draw(st.sampled_from(forms))

    assert fields(f"請撥 {one(tail[:size])}。", f"客服電話是 {other(tail[:size])}。") == set()
    assert fields(f"請撥 {one(tail[:size])}。", f"客服電話是 {other(change[:size])}。") == {"phone"}


@few
@given(code=codes, change=codes, one=st.sampled_from(BATCHES), other=st.sampled_from(BATCHES))
def test_a_batch_is_one_in_every_form_and_another_is_told(
    code: str, change: str, one: Callable[[str], str], other: Callable[[str], str]
) -> None:
    assume(code.replace("-", "") != change.replace("-", ""))

    assert fields(f"回收{one(code)}。", f"請退回{other(code)}。") == set()
    assert fields(f"回收{one(code)}。", f"請退回{other(change)}。") == {"batch"}
