"""R1.78: what published words promise by when, and whether a later published word kept it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firebreak import knowledge
from firebreak.core.respond.pledge import Kept, Pledge, Said, due_of, next_update, pledges_of
from firebreak.core.respond.progress import progress_of

ELEVEN = datetime(2026, 11, 20, 11, tzinfo=ZoneInfo("Asia/Taipei"))  # a Friday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROMISE = "11 月 25 日前完成全部退費"


def texts(*said: tuple[timedelta, str]) -> list[Said]:
    return [Said(place, ELEVEN + after, progress_of(text)) for place, (after, text) in enumerate(said, start=1)]


def pledges(*said: tuple[timedelta, str], at: datetime) -> list[Pledge]:
    return pledges_of(texts(*said), knowledge.facts(), at=at)


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("今晚 20:00", ELEVEN + 9 * HOUR),
        ("20:00 前", ELEVEN + 9 * HOUR),  # without a day, the day on which it was said
        ("明晚八點", ELEVEN + DAY + 9 * HOUR),
        ("11/21（六）晚上 8 點", ELEVEN + DAY + 9 * HOUR),
        ("tomorrow 6 pm", ELEVEN + DAY + 7 * HOUR),
        (PROMISE, ELEVEN.replace(day=25, hour=23, minute=59)),  # a day without an hour, until its end
        ("1 月 3 日", datetime(2027, 1, 3, 23, 59, tzinfo=ELEVEN.tzinfo)),  # the next one there is
        ("今日 10:00", None),  # over when it was said: nothing that could be kept
        ("8 點", None),  # in the morning or in the evening?
        ("下週一", None),
        ("儘速", None),
        ("20:00 或 21:00", None),
    ],
)
def test_a_time_is_read_only_where_that_is_no_guess(line: str, due: datetime | None) -> None:
    assert due_of(line, said=ELEVEN, rules=knowledge.facts()) == due


@pytest.mark.parametrize(
    ("later", "hours", "state"),
    [
        (9 * HOUR, 10, Kept.KEPT),  # on the stroke
        (10 * HOUR, 11, Kept.LATE),
        (None, 9, Kept.OPEN),
        (None, 10, Kept.OVERDUE),
    ],
)
def test_the_next_text_keeps_the_promise_of_a_next_update(later: timedelta | None, hours: int, state: Kept) -> None:
    said = [(timedelta(), "我們在查。\n下次更新：今晚 20:00"), *([(later, "還在查。")] if later else [])]

    (found,) = pledges(*said, at=ELEVEN + hours * HOUR)

    assert found.state is state
    assert found.late_by == (HOUR if state is Kept.LATE else timedelta())


def test_a_promise_is_kept_by_a_later_text_that_repeats_it_and_by_no_other() -> None:
    first = (timedelta(), f"退費開始。\n我們的承諾：\n- {PROMISE}")
    between = (DAY, "還在退費。\n已經做到：\n- 換了包材")
    last = (2 * DAY, f"退費完了。\n已經做到：\n- {PROMISE}，共 37 件")

    open_one = pledges(first, between, at=ELEVEN + DAY)
    kept = pledges(first, between, last, at=ELEVEN + 2 * DAY)

    assert [(one.state, one.kept_in) for one in open_one] == [(Kept.OPEN, None)]
    assert [(one.state, one.kept_in) for one in kept] == [(Kept.KEPT, 3)]


def test_what_is_due_next_stands_first_and_what_is_over_after_it() -> None:
    first = (timedelta(), f"在查。\n下次更新：今晚 20:00\n我們的承諾：\n- {PROMISE}\n- 11 月 22 日前換完包材")
    found = pledges(first, at=ELEVEN + 12 * HOUR)

    assert [one.state for one in found] == [Kept.OPEN, Kept.OPEN, Kept.OVERDUE]
    assert [one.due.day for one in found] == [22, 25, 20]


def test_words_without_a_day_promise_nothing_with_a_date() -> None:
    assert pledges((timedelta(), "在查。\n我們的承諾：\n- 儘速退費"), at=ELEVEN) == []


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("我們正在查\n下次更新：今天 18:00", 18),
        ("我們正在查\n下次更新：今天 20:00\n下次更新：今天 18:00", 18),  # of two, the sooner one
        ("我們正在查\n下次更新：查明後", None),  # no time that can be read
        ("我們正在查", None),
        ("我們正在查\n下次更新：今天 09:00", None),  # it is over when it is said
    ],
)
def test_the_next_update_is_read_from_the_words_that_promise_it(text: str, hour: int | None) -> None:
    found = next_update(progress_of(text), said=ELEVEN, rules=knowledge.facts())

    assert found == (ELEVEN.replace(hour=hour) if hour else None)
