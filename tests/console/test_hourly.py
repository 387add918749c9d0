"""Does a page of a big brand read what was counted when the hour began, and never make anybody wait for it? (R1.18)"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firebreak.console.alert.lead import LEAD
from firebreak.console.alert.learning import forget_learnt
from firebreak.console.assess import speaking
from firebreak.console.assess.hindsight import HINDSIGHT
from firebreak.console.assess.pairs import PAIRS
from firebreak.console.assess.weak import WEAK
from firebreak.console.govern.models import Brand
from firebreak.console.listen import hourly
from firebreak.console.listen.habit import DAY_OF_BUCKETS, PAST, counts, past_of
from firebreak.console.listen.hourly import Hourly, forget_hours, hour_of
from firebreak.console.listen.models import Rollup
from firebreak.run import hours
from firebreak.run.hours import COUNTS, count_hours
from tests.cast import Cast
from tests.console.test_lead import crisis
from tests.console.test_weak import climbing, flat
from tests.records import post

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def any_brand_is_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hourly, "SMALL", 0)


@pytest.fixture
def busy(cast: Cast, at: datetime) -> Brand:
    """A brand with a past, a word that rises and goes with criticism, and crises that were alerted on."""
    flat(cast.brand, at=at)
    climbing(cast.brand, "退款", at=at)
    for hours_after in (1, 2, 3, 4, 8):
        crisis(cast.brand, at=at, told_after=hours_after)
    for days in range(40):
        hear(cast.brand, at=at - days * DAY - 2 * HOUR)
    return cast.brand


def hear(brand: Brand, *, at: datetime, tone: str = "negative") -> None:
    said = {"source": "ptt", "sentiment": tone, "category": "other"}
    Rollup.objects.create(brand=brand, bucket=int(at.timestamp()) // 300 - 1, count=3, **said)


@contextmanager
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail as soon as posts are read to count something."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("counted while somebody waits")

    with monkeypatch.context() as patch:
        patch.setattr(speaking, "uttered", refuse)
        patch.setattr("firebreak.console.assess.hindsight.delays_of", refuse)
        patch.setattr("firebreak.console.alert.lead.delays_of", refuse)
        yield


def test_what_was_stored_is_what_would_be_counted(busy: Brand, at: datetime) -> None:
    count_hours(at=at)
    forget_hours()

    for one in COUNTS:
        shown, counted = one.shown(busy, at=at), one.count(busy, hour_of(at))
        assert shown is not None
        assert one.pack(shown.what) == one.pack(counted), one.name
        assert type(shown.what) is type(counted)
    assert WEAK.at(busy, at=at).found.rises
    assert PAIRS.at(busy, at=at) == PAIRS.count(busy, hour_of(at))
    assert LEAD.at(busy, at=at).told == 5
    assert HINDSIGHT.at(busy, at=at) == HINDSIGHT.count(busy, hour_of(at))


def test_pages_show_what_was_stored_and_count_nothing(
    client: Client, cast: Cast, busy: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_hours(at=at)
    forget_hours()
    client.force_login(cast.carol)

    with nothing_read(monkeypatch):
        weak, alerts = (client.get(reverse(page, args=[busy.slug])).content.decode() for page in PAGES)

    assert "退款" in weak
    assert "alert.lead_time 1" in alerts
    assert FIRST not in weak + alerts


PAGES = ("weak_signals", "alerts")
FIRST, OLDER = "正在第一次計算", "這個小時的還沒算好"


def test_before_it_was_ever_counted_a_page_says_so_and_makes_nobody_wait(
    client: Client, cast: Cast, busy: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.carol)

    with nothing_read(monkeypatch):
        weak, alerts = (client.get(reverse(page, args=[busy.slug])).content.decode() for page in PAGES)

    assert weak.count(FIRST) == 3
    assert FIRST in alerts


def test_what_is_of_an_earlier_hour_is_shown_with_its_time(
    client: Client, cast: Cast, busy: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_hours(at=at - HOUR)
    forget_hours()
    client.force_login(cast.carol)

    with nothing_read(monkeypatch):
        weak = client.get(reverse("weak_signals", args=[busy.slug])).content.decode()

    assert "退款" in weak
    assert weak.count(OLDER) == 3
    assert "10:00" in weak


def test_a_small_brand_is_counted_by_its_page_and_not_by_the_loop(
    busy: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hourly, "SMALL", 5_000)

    count_hours(at=at)
    shown = WEAK.shown(busy, at=at)

    assert not Hourly.objects.exists()
    assert shown is not None
    assert shown.hour == hour_of(at)


def test_a_figure_is_of_this_hour_whatever_is_stored(busy: Brand, at: datetime) -> None:
    count_hours(at=at - 3 * DAY)
    forget_hours()

    assert WEAK.at(busy, at=at) == WEAK.count(busy, hour_of(at))
    assert WEAK.at(busy, at=at) != WEAK.unpack(Hourly.objects.get(name=WEAK.name).value)


def test_what_was_asked_of_the_past_is_not_answered_by_what_was_counted_later(busy: Brand, at: datetime) -> None:
    count_hours(at=at)
    forget_hours()

    assert WEAK.at(busy, at=at - 3 * DAY) == WEAK.count(busy, hour_of(at - 3 * DAY))


def test_the_loop_counts_once_an_hour(busy: Brand, at: datetime) -> None:
    count_hours(at=at)
    with CaptureQueriesContext(connection) as again:
        count_hours(at=at + timedelta(minutes=20))
    count_hours(at=at + HOUR)

    assert len(again) == 3, "what is there, which brands, and whether the one without a row is small"
    assert set(Hourly.objects.filter(brand=busy).values_list("hour", flat=True)) == {hour_of(at + HOUR)}


def test_a_brand_that_fails_keeps_no_other_waiting(
    cast: Cast, busy: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    post(cast.others_brand, at=at)
    first = Brand.objects.order_by("pk").first()

    def refuse(brand: Brand, hour: datetime) -> Any:
        if brand == first:
            raise ValueError
        return brand.name

    broken = hourly.Count("broken", count=refuse, pack=lambda one: one, unpack=lambda one: one)
    monkeypatch.setattr(hours, "COUNTS", (broken,))

    count_hours(at=at)

    assert "could not be counted" in caplog.text
    assert Hourly.objects.exclude(brand=first).filter(name="broken").exists()


@pytest.mark.parametrize(
    ("days", "before"),
    [
        (57, timedelta()),  # what is usual now
        (56, 11 * HOUR),  # a day of the board begins at midnight
        (86, DAY),  # thirty days of it
        (7, 20 * DAY),
        (28, 50 * DAY),  # before anything was heard
    ],
)
def test_the_past_before_a_day_is_the_same_as_when_it_is_read_by_itself(
    busy: Brand, at: datetime, days: int, before: timedelta
) -> None:
    ends = hour_of(at) - before

    found = past_of(busy, ends=ends, days=days, at=at)

    assert found.tolist() == counts(busy, ends=ends, negative=False, days=days).tolist()


def test_a_past_that_was_stored_an_hour_ago_is_carried_on(
    busy: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_hours(at=at - HOUR)
    forget_hours()
    hear(busy, at=hour_of(at) - timedelta(minutes=10))
    whole = counts(busy, ends=hour_of(at), negative=False)

    with CaptureQueriesContext(connection) as asked:
        found = past_of(busy, ends=hour_of(at), days=56, at=at)

    assert found.tolist() == whole[-56 * DAY_OF_BUCKETS :].tolist()
    assert len(asked) == 3, "the row, and what the last hour brought"


def test_a_past_that_was_stored_longer_ago_is_counted_anew(busy: Brand, at: datetime) -> None:
    count_hours(at=at - 5 * HOUR)
    forget_hours()
    hear(busy, at=hour_of(at) - 8 * HOUR)

    assert PAST.latest(busy, at=at)
    assert (
        past_of(busy, ends=hour_of(at), days=2, at=at).tolist()
        == counts(busy, ends=hour_of(at), negative=False, days=2).tolist()
    )


def test_another_brand_is_not_told_of_it(cast: Cast, busy: Brand, at: datetime) -> None:
    count_hours(at=at)
    forget_hours()

    assert WEAK.at(cast.others_brand, at=at).found.looked == 0
    assert not np.any(past_of(cast.others_brand, ends=hour_of(at), days=56, at=at))


def test_a_past_that_came_in_from_a_file_is_counted_anew(busy: Brand, at: datetime) -> None:
    PAST.keep(busy, at=at)
    stale = past_of(busy, ends=hour_of(at), days=30, at=at)
    hear(busy, at=at - 3 * HOUR, tone="neutral")

    forget_learnt(busy, at=at)

    assert past_of(busy, ends=hour_of(at), days=30, at=at).sum() == stale.sum() + 3


def test_a_count_that_failed_is_not_tried_again_at_once(
    busy: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[datetime] = []

    def refuse(brand: Brand, hour: datetime) -> Any:
        tried.append(hour)
        raise ValueError

    broken = hourly.Count("broken", count=refuse, pack=lambda one: one, unpack=lambda one: one)
    monkeypatch.setattr(hours, "COUNTS", (broken,))

    for minutes in (0, 1, 9, 11):
        count_hours(at=at + timedelta(minutes=minutes))

    assert len(tried) == 2
