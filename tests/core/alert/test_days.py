"""R2.36 part: does the calendar know which sensitive days lie ahead?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.alert.days import EVE, NOTICE, ahead, read_days
from firebreak.core.errors import BadInput

DAY = timedelta(days=1)


def days(*on: str) -> list[dict[str, object]]:
    return [{"code": one, "day": one, "kind": "memory", "name": {"zh": one, "en": one}} for one in on]


@pytest.mark.parametrize(
    ("day", "first", "last", "found"),
    [
        ("02-28", date(2027, 2, 21), date(2027, 2, 28), [date(2027, 2, 28)]),  # seven days before, and on the day
        ("02-28", date(2027, 3, 1), date(2028, 2, 27), []),
        ("01-02", date(2026, 12, 28), date(2027, 1, 4), [date(2027, 1, 2)]),  # across the year
        ("2026-11-28", date(2027, 11, 21), date(2027, 11, 30), []),  # of one year only
        ("02-29", date(2027, 2, 20), date(2027, 3, 2), [date(2027, 2, 28)]),  # no leap year
        ("02-29", date(2028, 2, 20), date(2028, 3, 2), [date(2028, 2, 29)]),
    ],
)
def test_a_day_lies_ahead_when_it_comes(day: str, first: date, last: date, found: list[date]) -> None:
    known = read_days({"days": days(day)})

    assert [on for on, _one in ahead(known, first=first, last=last)] == found


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_within_a_year_each_yearly_day_comes_and_the_next_one_is_first(today: date) -> None:
    yearly = [one for one in knowledge.sensitive_days() if one.year is None]

    found = ahead(yearly, first=today, last=today + 365 * DAY)

    assert [on for on, _one in found] == sorted(on for on, _one in found)
    assert {one.code for _on, one in found} == {one.code for one in yearly}


def test_a_day_is_told_of_a_week_before_and_on_its_eve_a_text_needs_a_reason() -> None:
    assert (NOTICE, EVE) == (7 * DAY, DAY)


@pytest.mark.parametrize("day", ["02-30", "13-01", "2027-02-29", "today", ""])
def test_a_day_that_there_is_not_is_refused(day: str) -> None:
    with pytest.raises(BadInput):
        read_days({"days": days(day)})


def test_every_known_day_has_a_name_in_both_languages_and_a_code_of_its_own() -> None:
    known = knowledge.sensitive_days()

    assert len({one.code for one in known}) == len(known) >= 15
    assert all(one.name["zh"] and one.name["en"] for one in known)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_no_day_stands_there_twice_not_even_on_its_own_day(today: date) -> None:
    found = ahead(knowledge.sensitive_days(), first=today, last=today + 366 * DAY)

    assert len({one.code for _on, one in found}) == len(found)
