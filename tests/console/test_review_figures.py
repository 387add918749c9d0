"""R2.79: the review of an incident opens with its figures. R1.63: among them how often the brand was told in time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.models import Forecast, Story
from firebreak.console.govern.models import Person
from firebreak.console.learn.figures import Figures
from firebreak.console.listen.models import BUCKET_SECONDS, Post, Rollup
from firebreak.console.respond.models import Incident, Moment
from tests.cast import Cast
from tests.console.test_effect import posts
from tests.records import incident, story

SignIn = Callable[[Person], Client]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def began(at: datetime) -> datetime:
    return (at - 10 * DAY).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def told(cast: Cast, began: datetime) -> Story:
    made = story(cast.brand, at=began, posts=1)
    posts(made, begins=began, ends=began + 10 * HOUR, every=10 * MINUTE)
    return made


@pytest.fixture
def closed(cast: Cast, told: Story, began: datetime) -> Incident:
    """An S2 of ten days ago that is over."""
    made = incident(cast.brand, at=began, about=told, owner=cast.alice, phase="closed")
    say(made, "owner", began + 4 * MINUTE)
    say(made, "outward", began + 2 * HOUR)
    return made


def say(about: Incident, kind: str, at: datetime, **facts: str) -> None:
    Moment.objects.create(incident=about, at=at, kind=kind, facts=facts, key=f"{kind}{at.isoformat()}")


def heard(closed: Incident, since: datetime, hours: int, *, posts: int, negative: int) -> None:
    """Put so many posts and negative ones into each hour."""
    usual = {"brand": closed.brand, "source": "ptt", "category": "other"}
    for hour in range(hours):
        bucket = int((since + hour * HOUR).timestamp()) // BUCKET_SECONDS
        Rollup.objects.create(bucket=bucket, sentiment="neutral", count=posts - negative, **usual)
        Rollup.objects.create(bucket=bucket, sentiment="negative", count=negative, **usual)


def forecast(told: Story, *, at: datetime, middle: float) -> None:
    ahead = {"peak_ahead": 0.5, "reproduction": 1.0, "model": "1", "seen": 12}
    soon = {"next_low": 1.0, "next_middle": 2.0, "next_high": 3.0}
    bands = {"final_low": middle / 2, "final_middle": middle, "final_high": middle * 2}
    Forecast.objects.create(story=told, at=at, **bands, **soon, **ahead)


def figure(seat: Seat, closed: Incident, code: str) -> Metric:
    found = {one.code: one for one in Figures(seat, closed).all}
    return found[code]


def test_it_says_after_how_long_somebody_took_it_on_and_spoke(seat: Seat, closed: Incident) -> None:
    assert figure(seat, closed, "ack").value == "4 分"
    assert figure(seat, closed, "holding").value == "2 小時"
    assert not figure(seat, closed, "holding").bad  # four hours at S2


def test_a_word_that_came_too_late_is_red(seat: Seat, closed: Incident, began: datetime) -> None:
    closed.moments.filter(kind="outward").update(at=began + 5 * HOUR)

    late = figure(seat, closed, "holding")

    assert (late.value, late.bad, late.note) == ("5 小時", True, "時限 4 小時")


@pytest.mark.parametrize(("words", "share", "bad"), [(19, "95%", False), (18, "94%", True), (0, "0%", True)])
def test_below_95_percent_of_words_in_time_the_share_is_red(
    words: int, share: str, bad: bool, seat: Seat, closed: Incident, began: datetime
) -> None:
    for number in range(words):
        say(closed, "told_brand", began + (number + 1) * HOUR)
    say(closed, "breach", began + (words + 5) * HOUR, clock="told_brand")

    found = figure(seat, closed, "told_brand")

    assert (found.value, found.bad) == (share, bad)
    assert f"準時 {words} 次，錯過 1 次" in found.inputs


def test_the_mood_is_as_usual_from_the_first_day_that_is_no_more_negative_than_the_weeks_before(
    seat: Seat, closed: Incident, began: datetime
) -> None:
    heard(closed, began - 4 * DAY, 96, posts=5, negative=1)
    heard(closed, began, 30, posts=50, negative=45)
    heard(closed, began + 30 * HOUR, 30, posts=10, negative=1)

    found = figure(seat, closed, "mood")

    assert (found.value, found.bad) == ("1 日 6 時", False)
    assert "480 則貼文中有 96 則負面" in found.inputs


def test_as_long_as_people_complain_more_than_usual_the_mood_is_not_back(
    seat: Seat, closed: Incident, began: datetime
) -> None:
    heard(closed, began - 4 * DAY, 96, posts=5, negative=1)
    heard(closed, began, 240, posts=10, negative=5)

    assert (figure(seat, closed, "mood").value, figure(seat, closed, "mood").bad) == ("—", True)


def test_without_a_quiet_time_before_nothing_is_called_usual(seat: Seat, closed: Incident, began: datetime) -> None:
    heard(closed, began, 30, posts=50, negative=45)

    found = figure(seat, closed, "mood")

    assert (found.value, found.note) == ("—", "前 28 天不到 30 則貼文")


def test_reach_is_held_against_the_last_forecast_before_the_first_word(
    seat: Seat, closed: Incident, told: Story, began: datetime
) -> None:
    Post.objects.filter(place__story=told).update(followers=100, author_id="one")
    count = Post.objects.filter(place__story=told).count()
    forecast(told, at=began + HOUR, middle=10_000.0)
    forecast(told, at=began + 3 * HOUR, middle=20.0)  # after the word: no measure of it

    found = figure(seat, closed, "reach")

    each = 100 / count
    assert found.value == f"−{(10_000 - count) * each / 10_000:.1f} 萬" and not found.bad
    assert f"實際 {count} 則，預測 10,000 則" in found.note


def test_within_the_range_of_the_forecast_no_difference_is_claimed(
    seat: Seat, closed: Incident, told: Story, began: datetime
) -> None:
    forecast(told, at=began + HOUR, middle=float(Post.objects.filter(place__story=told).count() + 10))

    assert figure(seat, closed, "reach").note == "在預測範圍內，看不出差別"


def test_more_than_was_forecast_is_red(seat: Seat, closed: Incident, told: Story, began: datetime) -> None:
    forecast(told, at=began + HOUR, middle=10.0)

    assert figure(seat, closed, "reach").bad


def test_before_its_week_is_over_the_reach_is_not_known(
    seat: Seat, closed: Incident, told: Story, began: datetime
) -> None:
    forecast(told, at=began + HOUR, middle=10.0)
    Story.objects.filter(pk=told.pk).update(first_post_at=seat.at - 2 * DAY)

    assert figure(seat, Incident.objects.get(pk=closed.pk), "reach").note == "第一則貼文滿一週後才知道"


def test_the_review_shows_them_once_the_incident_is_watched_or_closed(
    closed: Incident, cast: Cast, signed_in: SignIn
) -> None:
    room = reverse("incident", args=[closed.brand.slug, closed.number])
    client = signed_in(cast.carol)

    over = client.get(room, {"tab": "learn"}).content.decode()
    Incident.objects.filter(pk=closed.pk).update(phase="respond")
    running = client.get(room, {"tab": "learn"}).content.decode()

    for said in ("處理成效", "有人接手", "首次對外發聲", "準時回報品牌", "情緒回到平常", "觸及與預測的差距"):
        assert said in over
    assert "處理成效" not in running
