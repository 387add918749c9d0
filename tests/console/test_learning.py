"""Does every page say that the usual is being learnt, as long as no day was heard?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.home.period import period_of
from firebreak.console.home.volume import Volume
from firebreak.console.listen.habit import counts, forget_habits, is_learnt
from firebreak.console.listen.models import Source, Watch
from tests.cast import Cast
from tests.records import MINUTE, alert, feed, post, story

SignedIn = Callable[[Person], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def young(seat: Seat) -> Source:
    """A feed that was added two hours ago, and still showed posts of the days before."""
    Watch.objects.create(brand=seat.brand, name="明泉", kind="brand", any=["明泉"])
    for days in range(5):
        post(seat.brand, at=seat.at - timedelta(days=days, minutes=1))
    return feed(seat.brand, at=seat.at, created_at=seat.at - 2 * HOUR)


def test_what_a_feed_still_shows_of_before_is_no_past(young: Source, seat: Seat) -> None:
    past = counts(seat.brand, ends=seat.at, negative=False)

    assert 23 <= len(past) <= 25
    assert not is_learnt(seat.brand, at=seat.at)
    assert not Volume(seat.brand, period_of("24h"), seat.at).has_band


def test_a_day_later_it_is_learnt(young: Source, seat: Seat) -> None:
    Source.objects.update(created_at=seat.at - 49 * HOUR)

    assert is_learnt(seat.brand, at=seat.at)
    assert Volume(seat.brand, period_of("24h"), seat.at).has_band


def test_what_a_file_brings_is_a_past(young: Source, seat: Seat) -> None:
    Source.objects.create(brand=seat.brand, key="upload", name="匯入", kind="upload", created_at=seat.at)
    forget_habits()

    assert is_learnt(seat.brand, at=seat.at)


def test_every_page_says_so(young: Source, cast: Cast, seat: Seat, signed_in: SignedIn) -> None:
    found = story(seat.brand, at=seat.at)
    alert(seat.brand, at=seat.at - MINUTE, about=found, expected=1.5, high=4, observed=9)
    carol, at_home = signed_in(cast.carol), [seat.brand.slug]

    board, told, alerts = (
        carol.get(reverse(name, args=at_home + more)).content.decode()
        for name, more in (("board", []), ("story", [found.number]), ("alerts", []))
    )

    assert "學習中：24 小時裡已聽了 2 小時" in board
    assert "預期範圍</span>" not in board
    assert "品牌平時的聲量還在學習" in told
    assert "學習中" in told
    assert "平時的量還在學習" in alerts
    assert "預期 1.5" not in alerts
