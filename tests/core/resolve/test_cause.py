"""R1.36–1.38, R2.78: is a cause found only when it is, and are actions and closed matters looked at again in time?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput
from firebreak.core.resolve.cause import WATCHED_FOR, Branch, cause_of, checks_after, is_found, watched_until

WHYS = ["機器漏水", "墊圈老化", "沒有人更換"]


@pytest.mark.parametrize(
    ("whys", "root", "branch", "found"),
    [
        (WHYS, "沒有更換週期", "process", True),
        (WHYS[:1], "沒有更換週期", "process", True),  # whoever knows after one why need not invent four
        ([], "沒有更換週期", "process", False),  # a cause without a way to it is a guess
        (WHYS, "  ", "process", False),
        (WHYS, "沒有更換週期", "", False),
    ],
)
def test_a_root_cause_takes_a_sentence_its_bone_and_a_why(whys: list[str], root: str, branch: str, found: bool) -> None:
    assert is_found(cause_of(whys, root, branch)) is found


@pytest.mark.parametrize(
    ("whys", "branch"), [(["一", "", "三"], "process"), (["為什麼"] * 6, "process"), (WHYS, "blame")]
)
def test_a_why_left_out_a_sixth_one_and_an_unknown_bone_are_refused(whys: list[str], branch: str) -> None:
    with pytest.raises(BadInput):
        cause_of(whys, "", branch)


def test_the_bones_are_the_five_of_the_issue() -> None:
    assert [one.value for one in Branch] == ["design", "process", "training", "supplier", "communication"]


def test_an_action_is_looked_at_again_after_30_60_and_90_days() -> None:
    assert checks_after(date(2026, 11, 20)) == (
        (30, date(2026, 12, 20)),
        (60, date(2027, 1, 19)),
        (90, date(2027, 2, 18)),
    )


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2090, 1, 1)))
def test_a_closed_matter_is_watched_for_one_of_three_times(closed: datetime) -> None:
    assert [watched_until(closed, days) - closed for days in WATCHED_FOR] == [
        timedelta(days=30),
        timedelta(days=90),
        timedelta(days=180),
    ]
    with pytest.raises(BadInput):
        watched_until(closed, 7)
