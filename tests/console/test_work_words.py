"""What does a person read of a work: its step, its time left, and why it failed?"""

from datetime import datetime, timedelta

import pytest

from firebreak.console.work.hand import Hand
from firebreak.console.work.models import Work
from firebreak.console.work.saying import Told
from tests.cast import Cast
from tests.records import long_work


@pytest.fixture
def running(cast: Cast, at: datetime) -> Work:
    return long_work(cast.brand, cast.alice, at=at, state=Work.State.RUNNING, outcome={})


def test_its_pace_is_measured_and_the_time_left_told(running: Work, at: datetime) -> None:
    ticks = iter([0.0, 0.0, 10.0, 10.0])
    hand = Hand(running, ticks=lambda: next(ticks))

    hand.begin(2, total=100)
    hand.tell(20)

    told = Told(Work.objects.get(), at)
    assert told.work.left == timedelta(seconds=40)
    assert told.place == "2 / 3 · 約剩 40 秒"
    assert told.now == "寫入資料列：20／100"
    assert told.share == pytest.approx(100 * 1.2 / 3)


def test_until_it_is_measured_no_time_is_told(running: Work, at: datetime) -> None:
    Hand(running).begin(1)

    told = Told(Work.objects.get(), at)
    assert told.work.left is None
    assert told.place == "1 / 3 · 正在估算時間"


def test_one_that_was_begun_again_says_that_the_service_was_away(running: Work, at: datetime) -> None:
    running.died = 1

    assert "自動重新開始" in Told(running, at).again


def test_a_failure_is_told_with_what_to_do_also_where_nobody_foresaw_it(running: Work, at: datetime) -> None:
    running.state, running.error = Work.State.FAILED, "ValueError"

    what, then = Told(running, at).problem

    assert what.endswith("。")
    assert "代碼" in then
