"""Which days do offices in Taiwan work? The calendar that comes with the product, and the algebra of counting days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.respond.clock import span
from firebreak.core.respond.workdays import Workdays, day_of

CALENDAR = knowledge.workdays()
FEW = st.integers(0, 40)
days = st.dates(date(2024, 1, 1), date(2027, 9, 1))
calendars = st.builds(Workdays, rest=st.frozensets(days, max_size=30), work=st.frozensets(days, max_size=10)) | st.just(
    CALENDAR
)


@given(days, FEW, FEW, calendars)
def test_days_in_two_goes_are_the_days_in_one(day: date, one: int, other: int, calendar: Workdays) -> None:
    assert calendar.after(calendar.after(day, one), other) == calendar.after(day, one + other)


@given(days, days, FEW, calendars)
def test_who_starts_later_never_ends_sooner(day: date, other: date, count: int, calendar: Workdays) -> None:
    early, late = sorted((day, other))

    assert calendar.after(early, count) <= calendar.after(late, count)


@given(days, st.integers(1, 40), calendars)
def test_the_last_day_is_worked_and_as_many_are_worked_on_the_way(day: date, count: int, calendar: Workdays) -> None:
    last = calendar.after(day, count)

    assert calendar.works(last)
    way = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
    assert sum(calendar.works(one) for one in way) == count


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 9, 1)).map(lambda at: at.replace(tzinfo=UTC)), FEW)
def test_a_span_of_working_days_keeps_the_hour_and_counts_the_days_of_taipei(at: datetime, count: int) -> None:
    due = span(f"{count + 1}wd").after(at, CALENDAR)

    assert due.time() == at.time()
    assert day_of(due) == CALENDAR.after(day_of(at), count + 1)


def test_a_night_in_london_is_already_the_next_day_in_taipei() -> None:
    friday_evening = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # Saturday 02:00 in Taipei

    assert day_of(span("1wd").after(friday_evening)) == date(2026, 11, 23)


def test_new_year_of_2026_is_skipped_whole() -> None:
    friday = date(2026, 2, 13)

    assert CALENDAR.after(friday, 1) == date(2026, 2, 23)


def test_a_saturday_that_makes_up_for_a_bridge_is_worked() -> None:
    assert CALENDAR.after(date(2025, 2, 7), 1) == date(2025, 2, 8)


def test_a_holiday_in_the_week_is_no_working_day() -> None:
    assert CALENDAR.after(date(2026, 9, 24), 1) == date(2026, 9, 29)  # 中秋 on Friday, 教師節 on Monday


def test_it_says_of_which_years_it_knows_the_holidays() -> None:
    assert CALENDAR.knows(date(2024, 1, 1), date(2027, 12, 31))
    assert not CALENDAR.knows(date(2027, 12, 30), date(2028, 1, 4))
    assert not CALENDAR.knows(date(2023, 12, 29), date(2024, 1, 4))
    assert not Workdays().knows(date(2026, 1, 1), date(2026, 1, 2))
