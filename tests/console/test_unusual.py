"""Does an alert on a whole brand say in words what is unusual, how rare that is and since when, and show its posts?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.alert.how import how_of
from firebreak.console.alert.page import SHOWN
from firebreak.console.govern.models import Person
from firebreak.console.sentences import reason_sentence
from firebreak.core.terms import Signal
from tests.cast import Cast
from tests.records import alert, post, quiet_days

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
FIGURES: dict[str, Any] = {"observed": 40, "expected": 6.2, "low": 1, "high": 14}


@pytest.fixture
def shown(cast: Cast, at: datetime, signed_in: SignIn) -> Callable[[Signal], str]:
    """Give the page of alerts with one of this signal, which rests on seven posts."""
    quiet_days(cast.brand, at=at, days=3)

    def page(signal: Signal) -> str:
        posts = [post(cast.brand, at=at - minutes * MINUTE, text=f"第 {minutes} 則") for minutes in range(7, 0, -1)]
        reasons = [
            {"code": signal.value, "points": 0, "facts": {"posts": 40, "usual": 6.2, "minutes": 4320}},
            {"code": "how_unusual", "points": 0, "facts": {"once_in_hours": 26280, "for_minutes": 200}},
        ]
        keys = [one.pk for one in posts]
        alert(cast.brand, at=at - MINUTE, signal=signal.value, reasons=reasons, evidence=keys, **FIGURES)
        return signed_in(cast.carol).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    return page


@pytest.mark.parametrize(
    ("signal", "title"),
    [
        (Signal.SLOW_CLIMB, "連日聲量高於平時"),
        (Signal.NEGATIVE_SHARE, "負面比例高於平時"),
        (Signal.DROP, "聲量遠低於平時"),
        (Signal.NEGATIVE_VOLUME, "負面聲量超過常態"),
    ],
)
def test_each_signal_is_named_for_what_it_is(shown: Callable[[Signal], str], signal: Signal, title: str) -> None:
    assert title in shown(signal)


def test_it_says_how_rare_it_is_and_since_when(shown: Callable[[Signal], str]) -> None:
    page = shown(Signal.SLOW_CLIMB)

    assert "3 日 0 時內累積 40 則" in page
    assert "約 3 年才會有一次；已持續 3 小時 20 分" in page


def test_it_shows_the_first_posts_that_it_rests_on(shown: Callable[[Signal], str], cast: Cast) -> None:
    page = shown(Signal.NEGATIVE_VOLUME)

    first, last = (cast.brand.posts.order_by("published_at")[place] for place in (0, SHOWN))
    assert reverse("mention", args=[cast.brand.slug, first.pk]) in page
    assert reverse("mention", args=[cast.brand.slug, last.pk]) not in page
    assert "第 7 則" in page


def test_of_a_drop_the_lower_end_of_the_usual_is_told(shown: Callable[[Signal], str]) -> None:
    assert "平時至少 1 則" in shown(Signal.DROP)


@pytest.mark.parametrize("signal", [one for one in Signal if one not in (Signal.HARD_RULE, Signal.STORY_GROWTH)])
def test_every_rule_is_said_without_a_gap(cast: Cast, at: datetime, signal: Signal) -> None:
    how = how_of(alert(cast.brand, at=at, signal=signal.value, **FIGURES))

    assert len(how.rule) > 30
    assert "%(" not in how.rule + how.inputs
    assert how.version.startswith(f"alert.{signal.value} ")


def test_only_a_burst_is_said_to_reach_high_risk_by_its_tone(cast: Cast, at: datetime) -> None:
    burst, climb, drop = (
        how_of(alert(cast.brand, at=at, signal=one.value, **FIGURES)).rule
        for one in (Signal.NEGATIVE_VOLUME, Signal.SLOW_CLIMB, Signal.DROP)
    )

    assert "S2" in burst
    assert "S2" not in climb + drop
    assert "S3" not in drop


@pytest.mark.parametrize(
    ("hours", "said"),
    [(30, "1 天"), (24 * 45, "45 天"), (24 * 90, "3 個月"), (24 * 365 * 7, "7 年"), (1e9, "1,000 年以上")],
)
def test_how_rarely_it_happens_is_said_in_the_unit_that_fits(hours: float, said: str) -> None:
    with translation.override("zh-hant"):
        assert f"約 {said}才會有一次" in reason_sentence("how_unusual", {"once_in_hours": hours, "for_minutes": 5})
