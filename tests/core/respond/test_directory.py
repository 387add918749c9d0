"""Is a directory read row by row, and is a number dialled as it is written? (R1.65)"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.respond.directory import KINDS, Entry, Wrong, dial, flaw_of, read_rows

TODAY = date(2026, 11, 20)
HEADINGS = {"類別": "kind", "名稱": "name", "電話": "phone", "上次確認": "checked_on", "kind": "kind"}
WORDS = {"檢驗單位": "lab"} | {code: code for code in KINDS}
HEAD = ("類別", "名稱", "電話", "上次確認", "備註")


def read(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> tuple[list[Entry], list[Wrong]]:
    return read_rows(enumerate((head, *rows), start=1), headings=HEADINGS, kinds=WORDS, today=TODAY)


def test_a_good_row_is_an_entry_and_a_column_that_nobody_knows_is_passed_over() -> None:
    found, wrong = read(("檢驗單位", " 中央檢驗 ", "02-2345-6789", "2026/8/1", "熟人"), ("", "", "", "", ""))

    assert found == [Entry("lab", "中央檢驗", phone="02-2345-6789", checked_on=date(2026, 8, 1))]
    assert not wrong


@pytest.mark.parametrize(
    ("row", "field", "problem"),
    [
        (("lab", "", "119", ""), "name", "missing"),
        (("銀行", "甲", "119", ""), "kind", "unknown"),  # none of the six
        (("lab", "甲", "請寄信", ""), "phone", "no_number"),
        (("lab", "甲" * 121, "119", ""), "name", "too_long"),
        (("lab", "甲", "119", "2026-11-21"), "checked_on", "not_yet"),
        (("lab", "甲", "119", "2026-02-30"), "checked_on", "no_day"),
        (("lab", "甲", "119", "上週"), "checked_on", "no_day"),
    ],
)
def test_a_bad_row_costs_only_itself_and_is_named_by_its_line(row: tuple[str, ...], field: str, problem: str) -> None:
    found, wrong = read(("lab", "乙", "1999", ""), row)

    assert [one.name for one in found] == ["乙"]
    assert wrong == [Wrong(3, field, problem)]


@pytest.mark.parametrize(
    ("field", "most"), [("name", 120), ("who", 120), ("phone", 60), ("hours", 120), ("purpose", 300)]
)
def test_each_field_holds_so_many_characters_and_no_more(field: str, most: int) -> None:
    entry = Entry("lab", "甲", phone="119")
    longest: dict[str, Any] = {field: "1" * most}
    longer: dict[str, Any] = {field: "1" * (most + 1)}

    assert flaw_of(replace(entry, **longest), today=TODAY) is None
    assert flaw_of(replace(entry, **longer), today=TODAY) == (field, "too_long")


def test_what_holds_no_number_dials_nothing() -> None:
    assert dial("請寄信") == ""


def test_a_table_without_a_needed_column_is_read_no_further() -> None:
    assert read(("lab", "甲"), head=("類別", "名稱")) == ([], [Wrong(1, "phone", "no_column")])


@given(st.text(max_size=40))
def test_what_is_dialled_holds_nothing_but_digits_one_plus_and_one_pause(phone: str) -> None:
    dialled = dial(phone)

    number, _pause, inner = dialled.partition(",")
    assert not dialled or number.removeprefix("+").isdecimal()
    assert not inner or inner.isdecimal()


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5))
def test_no_table_breaks_the_reading_and_what_is_read_is_whole(rows: list[list[str]]) -> None:
    found, _wrong = read_rows(enumerate((HEAD, *rows), start=1), headings=HEADINGS, kinds=WORDS, today=TODAY)

    assert all(flaw_of(one, today=TODAY) is None for one in found)
