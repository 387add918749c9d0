"""Which duty of the law is due when? What the statutes give, and that nobody can buy time by what they say later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.statute import (
    LegalClock,
    Limit,
    Saying,
    Standing,
    Sure,
    Unit,
    Word,
    begun_by,
    legal_clocks,
    limit,
    months_after,
    overdue,
    statutes,
)
from firebreak.core.respond.workdays import TAIPEI
from firebreak.core.terms import Category
from firebreak.knowledge.playbooks import laws

ALL = tuple(knowledge.statutes().values())
CALENDAR = knowledge.workdays()
KNEW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # a Friday, 14:30 in Taipei
H = timedelta(hours=1)

moments = st.integers(0, 24 * 90).map(lambda hours: KNEW + hours * H)
limits = st.builds(Limit, st.sampled_from(Unit), st.integers(1, 60))
sayings = st.lists(st.builds(Saying, st.sampled_from([one.code for one in ALL]), st.sampled_from(Word), moments))


def clocks(category: Category, *said: Saying) -> dict[str, LegalClock]:
    return {one.statute.code: one for one in legal_clocks(category, said, ALL, CALENDAR)}


def due_of(code: str, start: datetime = KNEW) -> datetime:
    found = clocks(Category.OTHER, Saying(code, Word.APPLIES, start))[code].deadline
    assert found is not None
    return found.due


@given(moments, moments, limits)
def test_what_starts_later_is_never_due_sooner(one: datetime, other: datetime, of: Limit) -> None:
    early, late = sorted((one, other))

    assert of.due(early, CALENDAR) <= of.due(late, CALENDAR)


@given(moments, limits)
def test_nothing_is_due_before_it_starts(start: datetime, of: Limit) -> None:
    assert of.due(start, CALENDAR) >= start


@given(sayings, sayings, st.sampled_from(Category))
def test_nothing_that_is_said_later_gives_more_time(first: list[Saying], later: list[Saying], of: Category) -> None:
    before, after = clocks(of, *first), clocks(of, *first, *later)

    for code, clock in before.items():
        now = after[code].deadline
        assert clock.deadline is None or (now is not None and now.due <= clock.deadline.due)


@given(sayings, st.sampled_from(Category), moments)
def test_nothing_that_is_ruled_out_or_done_is_overdue(said: list[Saying], of: Category, at: datetime) -> None:
    found = legal_clocks(of, said, ALL, CALENDAR)

    late = {one.name for one in overdue(found, at)}
    assert all(one.standing is Standing.RUNNING for one in found if one.statute.name in late)


@pytest.mark.parametrize(
    ("code", "due"),
    [
        ("leak_report", KNEW + 72 * H),  # to the hour, over the weekend too
        ("listed_clarify", KNEW + 2 * H),
        ("goods_accident", datetime(2026, 11, 25, 23, 59, 59, tzinfo=TAIPEI)),  # Monday, Tuesday, Wednesday
        ("complaint", datetime(2026, 12, 5, 23, 59, 59, tzinfo=TAIPEI)),  # the first day is not counted
        ("goods_order", datetime(2027, 1, 19, 23, 59, 59, tzinfo=TAIPEI)),
        ("criminal_complaint", datetime(2027, 5, 20, 23, 59, 59, tzinfo=TAIPEI)),
        ("food_stop", KNEW),  # at once
    ],
)
def test_each_law_gives_its_own_time(code: str, due: datetime) -> None:
    assert due_of(code) == due


def test_working_days_skip_the_long_holidays() -> None:
    friday_before_new_year = datetime(2026, 2, 13, 1, tzinfo=UTC)

    assert due_of("goods_accident", friday_before_new_year).date() == date(2026, 2, 25)


def test_it_says_when_the_holidays_of_the_time_are_not_known() -> None:
    said = Saying("goods_accident", Word.APPLIES, datetime(2027, 12, 30, tzinfo=UTC))

    assert not clocks(Category.OTHER, said)["goods_accident"].sure_days
    assert clocks(Category.OTHER, Saying("leak_report", Word.APPLIES, said.when))["leak_report"].sure_days


def test_a_category_suggests_its_duties_and_a_person_says_whether_they_apply() -> None:
    found = clocks(Category.PRODUCT_SAFETY)

    assert {code: one.standing for code, one in found.items()} == dict.fromkeys(
        ("food_stop", "goods_recall", "goods_order", "complaint", "goods_accident", "listed_clarify"), Standing.ASKED
    )


def test_a_leak_starts_its_clocks_by_itself() -> None:
    """LAW-1b, LAW-1d."""
    assert [one.code for one in begun_by(Category.PRIVACY_LEAK, ALL)] == ["leak_report", "leak_notice"]
    assert begun_by(Category.SERVICE, ALL) == []


def test_what_was_ruled_out_and_comes_back_has_lost_no_time() -> None:
    found = clocks(
        Category.OTHER,
        Saying("leak_report", Word.APPLIES, KNEW),
        Saying("leak_report", Word.NOT, KNEW + H),
        Saying("leak_report", Word.APPLIES, KNEW + 40 * H),
    )["leak_report"]

    assert found.standing is Standing.RUNNING
    assert found.deadline is not None and found.deadline.due == KNEW + 72 * H


def test_what_was_taken_for_met_and_was_not_runs_on_from_its_start() -> None:
    said = [
        Saying("leak_report", Word.APPLIES, KNEW),
        Saying("leak_report", Word.DONE, KNEW + H),
        Saying("leak_report", Word.UNDONE, KNEW + 40 * H),
    ]
    open_again, met = clocks(Category.OTHER, *said), clocks(Category.OTHER, *said, replace(said[1], when=KNEW + 50 * H))

    deadline = open_again["leak_report"].deadline
    assert deadline is not None and (deadline.due, deadline.met) == (KNEW + 72 * H, None)
    assert [one.name for one in overdue(open_again.values(), KNEW + 73 * H)] == ["law:leak_report"]
    assert met["leak_report"].deadline == replace(deadline, met=KNEW + 50 * H)


def test_a_category_that_begins_its_clocks_later_takes_nothing_back_that_is_met() -> None:
    found = clocks(
        Category.OTHER,
        Saying("leak_report", Word.APPLIES, KNEW),
        Saying("leak_report", Word.DONE, KNEW + H),
        Saying("leak_report", Word.APPLIES, KNEW),
    )["leak_report"]

    assert found.standing is Standing.DONE


def test_what_is_due_at_once_sounds_no_alarm_of_a_missed_moment() -> None:
    found = legal_clocks(Category.OTHER, [Saying("food_stop", Word.APPLIES, KNEW)], ALL, CALENDAR)

    assert found[0].at_once and overdue(found, KNEW + 100 * H) == []


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_every_duty_names_a_law_a_source_and_the_day_of_its_data() -> None:
    for one in ALL:
        assert one.law in laws()
        assert one.source.startswith("https://")
        assert date(2024, 1, 1) <= one.as_of
        assert one.note is not None or one.sure is Sure.READ
        assert one.duty.zh and one.duty.en and one.begins.zh and one.begins.en


@pytest.mark.parametrize("text", ["", "0h", "3", "2 h", "1y", "1000h"])
def test_it_refuses_a_limit_that_it_cannot_read(text: str) -> None:
    with pytest.raises(BadInput):
        limit(text)


@pytest.mark.parametrize("rows", [None, [{}], [{"code": "a"}]])
def test_it_refuses_a_table_that_it_cannot_use(rows: object) -> None:
    with pytest.raises(BadInput):
        statutes({"clocks": rows})


def test_it_refuses_two_duties_of_one_name() -> None:
    row = {
        "code": "recall", "law": "LAW-1", "duty": {"zh": "召回", "en": "Recall"}, "begins": {"zh": "得知", "en": "known"},
        "limit": "72h", "categories": "", "starts": "fact", "source": "https://law.moj.gov.tw/", "as_of": "2026-01-01",
        "sure": "read",
    }  # fmt: skip

    assert [one.code for one in statutes({"clocks": [row, row | {"code": "notice"}]})] == ["recall", "notice"]
    with pytest.raises(BadInput) as refused:
        statutes({"clocks": [row, row]})
    assert refused.value.context["detail"] == "twice"
