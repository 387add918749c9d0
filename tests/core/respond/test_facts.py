"""What does compare say of two texts? Each field in its spellings, what agrees, and what holds for any two texts."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import firebreak
from firebreak.core.errors import BadInput, BadRow
from firebreak.core.respond.facts import FIELDS, Conflict, Pair, compare, facts_of, pair_of, rules
from firebreak.core.respond.facts.numeral import value_of
from firebreak.core.text.fold import fold

FILES = ("facts", "fact_values", "fact_causes", "fact_frames", "fact_states")
KNOWLEDGE = Path(firebreak.__file__).parent / "knowledge"
DATA = {key: value for name in FILES for key, value in yaml.safe_load((KNOWLEDGE / f"{name}.yaml").read_text()).items()}
RULES = rules(DATA)


def conflicts(a: str, b: str) -> tuple[Conflict, ...]:
    return compare(Pair("1", a, b), RULES)


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in conflicts(a, b)}


NUMERALS = [
    ("3,200", 3200),
    ("3.2 萬", 32000),
    ("三萬二", 32000),  # the unit that speech leaves out
    ("三千五", 3500),
    ("兩百五", 250),
    ("一百零五", 105),
    ("二〇二六", 2026),  # digit by digit
    ("壹仟伍佰", 1500),  # as on a cheque
    ("一億二千萬", 120_000_000),
    ("十", 10),
    ("廿六", 26),
    ("5千4百", 5400),  # digits and their scale by turns
    ("3萬2,800", 32800),
    ("1億2,000萬", 120_000_000),
    ("one thousand one hundred and fifty", 1150),
    ("thirty-five", 35),
]


@pytest.mark.parametrize(("written", "value"), NUMERALS)
def test_a_numeral_has_one_value_however_it_is_written(written: str, value: int) -> None:
    assert value_of(fold(written)) == Decimal(value)


CLASHES = [
    ("number", "送醫的學生一共 27 人。", "有三十一名學生送醫。"),
    ("number", "會費折抵兩成。", "會費可折抵 30%。"),
    ("number", "擦傷乘客 21 名。", "擦傷的客人三十四個。"),  # the number after its noun
    ("number", "共有 11 位小朋友嘔吐。", "一位老師說，16 名幼兒嘔吐。"),  # "a teacher" is no count
    ("time", "下午2點至5點無法還車。", "中午十二點到下午三點還不了車。"),  # two ranges of hours
    ("date", "11 月 25 日起召回。", "從 11 月 28 日起開始收車。"),
    ("date", "10/18 至 10/22 購買者。", "10/18 至 10/20 購買者。"),
    ("promise", "泳池每月送驗一次。", "泳池水半年送驗一次。"),
    ("date", "11 月 3 日下架。", "11/5 下架。"),
    ("date", "民國 115 年 11 月 8 日發現。", "2026/11/09 發現。"),
    ("date", "我們明天說明。", "我們後天說明。"),
    ("date", "週五公布。", "2026 年 11 月 21 日公布。"),  # a Saturday
    ("time", "今晚八點說明。", "今晚 21:00 說明。"),
    ("time", "We will update at 8 pm.", "We will update at 6:30 pm."),
    ("batch", "批號 B2611-07。", "批號 B2611-09。"),
    ("batch", "批號 K1107、K1108。", "批號 K1107。"),  # where both name some, they must name the same
    ("phone", "請撥 0800-123-456。", "請撥 0800-123-465。"),
    ("money", "補償三千元。", "補償 3,500 元。"),
    ("scope", "全台所有門市都停售。", "只有台北的門市停售。"),
    ("scope", "外洩資料不包含信用卡。", "外洩資料包含信用卡。"),
    ("cause", "成因仍在調查中。", "原因是瓶蓋脫落。"),
    ("cause", "異味來自包裝油墨。", "異味是因為冷藏溫度不足。"),
    ("remedy", "退費不需發票。", "退費請攜帶發票。"),
    ("remedy", "憑商品全額退費。", "可換貨，恕不退費。"),
    ("promise", "每兩小時更新一次。", "每天更新一次。"),
    ("promise", "三天內退款。", "七天內退款。"),
    ("promise", "報告會全文公開。", "報告不會對外公開。"),
]
AGREE = [
    ("補償三千元。", "補償 NT$3,000。"),
    ("今晚八點公布。", "今天 20:00 公布。"),
    ("總額 3.2 萬元。", "總額 32,000 元。"),
    ("民國 115 年 11 月 20 日公布。", "2026-11-20 公布。"),
    ("11/20 公布。", "十一月二十日公布。"),
    ("打八折。", "折抵 20%。"),
    ("半價。", "五折。"),
    ("電話 (02) 2345-6789。", "+886-2-2345-6789"),
    ("批號 B2611-07。", "批號：b261107"),
    ("一天之內回覆。", "24 小時內回覆。"),
    ("中午 12 點公布。", "正午公布。"),
    ("週五公布報告。", "2026 年 11 月 20 日公布報告。"),
    ("約 8.4 萬人受影響。", "84,200 人受影響。"),  # rounded
    ("近百人受影響。", "97 人受影響。"),
    ("逾三百人受影響。", "342 人受影響。"),
    ("十個工作天內回覆。", "兩週內回覆。"),
    ("一個月內退款。", "30 天內退款。"),
    ("10/18 至 10/22 購買者可退。", "10/20 買的可以退。"),  # a day within
    ("批號 K1107、K1108、K1109。", "批號 K1107、K1108 等。"),
    ("第 3 批共 240 箱。", "第三批兩百四十箱。"),
    ("共 12 人送醫。", "7 人送甲醫院、3 人送乙醫院、2 人送丙醫院。"),  # a sum of three
    ("客服專線 02-8911-4400。", "座機 02-8911-4433 只接訂位。"),
    ("下午3點至5點停水。", "15:00 到 17:00 停水。"),
    ("專線每天 9:00 到 18:00。", "今晚 20:00 公布結果。"),  # two hours of two things
    ("11 月 3 日發生。", "退費到 12 月 31 日止。"),  # two days of two things
    ("媒體請洽 02-8780-1234。", "消費者請撥 0800-555-666。"),  # two lines
    ("共 12 間門市、27 位顧客。", "27 位顧客、12 間門市。"),
    ("原因是封口機溫度設定錯誤。", "是因為封口機的溫度設定錯了。"),
    ("我們很抱歉。", "批號 T0921 請停用，請撥 0800-121-345。"),  # said by one alone
]


@pytest.mark.parametrize(("field", "a", "b"), CLASHES)
def test_it_finds_the_field_that_clashes(field: str, a: str, b: str) -> None:
    """R1.31: another promise too."""
    assert fields(a, b) == {field}


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_it_leaves_alone_what_can_both_be_true(a: str, b: str) -> None:
    assert conflicts(a, b) == ()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2026 年 6 月 1 日至 31 日開放。", "週一起開放。"),  # a day that no June has
        ("2024 年至 31 日止。", "2024 年起。"),
        ("100億億億億多元", "200億億億億元"),
        ("、".join(f"{n} 位" for n in range(10, 2_000)), "、".join(f"{n} 位" for n in range(2_000, 4_000))),
    ],
)
def test_what_nobody_means_is_read_without_a_fault(a: str, b: str) -> None:
    assert isinstance(conflicts(a, b), tuple)


def test_it_gives_the_words_of_both() -> None:
    assert conflicts("補償三千元。", "補償 3,500 元。") == (Conflict("money", "三千元", "3,500 元"),)


BAD_ROWS = [({"a": "x"}, "b_missing"), ({"b": "x"}, "a_missing"), ({"a": "x", "b": "y", "id": True}, "id_unknown")]


@pytest.mark.parametrize(("row", "problem"), BAD_ROWS)
def test_a_bad_row_says_what_it_needs(row: dict[str, object], problem: str) -> None:
    with pytest.raises(BadRow) as caught:
        pair_of(row, line=3)

    assert caught.value.context["problem"] == problem
    assert caught.value.context["needs"]


def test_rules_that_cannot_be_read_are_named() -> None:
    with pytest.raises(BadInput):
        rules({**DATA, "facets": {"place": "("}})


PIECES = [
    "11",
    "月",
    "3",
    "日",
    "萬",
    "點",
    "半",
    "元",
    "批號",
    "A1",
    "-",
    ":",
    "，",
    "。",
    "每",
    "內",
    "0800-123-456",
    "不",
    "退費",
    "am",
    "%",
]
texts = st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(text=texts)
def test_every_fact_lies_in_its_text(text: str) -> None:
    for fact in facts_of(text, RULES):
        assert fact.field in FIELDS
        assert 0 <= fact.start < fact.end <= len(text)


@given(text=texts)
def test_a_text_never_contradicts_itself(text: str) -> None:
    assert conflicts(text, text) == ()


@given(a=texts, b=texts)
def test_which_text_comes_first_does_not_matter(a: str, b: str) -> None:
    assert fields(a, b) == fields(b, a)
