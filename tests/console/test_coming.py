"""Does a manager see what the next seven days bring, how sure that is, and when nobody can tell?"""

from datetime import date, datetime, timedelta

import orjson
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.cli import DONE, main
from firebreak.console.access import Seat
from firebreak.console.assess.coming import Coming, coming, kind_of
from firebreak.console.govern.models import Brand
from firebreak.console.listen import hourly
from firebreak.console.listen.habit import DAY_OF_BUCKETS
from firebreak.console.listen.models import Rollup
from firebreak.run.hours import count_hours

DAY = timedelta(days=1)


def heard(brand: Brand, *, at: datetime, days: int, posts: int = 40, negative: int = 10) -> None:
    """Let so much be said each day, the first of which began so many days ago."""
    hour = int(at.replace(minute=0, second=0, microsecond=0).timestamp()) // 300
    rows = [
        Rollup(brand=brand, bucket=hour - 1 - day * DAY_OF_BUCKETS - back, source="ptt", category="other", **said)
        for day in range(days)
        for back in (0, DAY_OF_BUCKETS - 1)
        for said in (
            {"sentiment": "negative", "count": negative // 2},
            {"sentiment": "neutral", "count": (posts - negative) // 2},
        )
    ]
    Rollup.objects.bulk_create(rows)


def page_of(seat: Seat, client: Client) -> str:
    client.force_login(seat.person)
    return client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()


def found(seat: Seat) -> Coming:
    week = coming(seat.brand, at=seat.at)
    assert week is not None
    return week


def test_posts_and_share_of_seven_days_are_told_with_their_bands(seat: Seat) -> None:
    heard(seat.brand, at=seat.at, days=28)

    days = found(seat).days

    assert len(days) == 7
    assert [round(one.day.posts.expected) for one in days] == [40] * 7
    assert all(one.day.posts.low < 40 < one.day.posts.high for one in days)
    assert all(one.day.share.low < 0.25 < one.day.share.high for one in days)


def test_the_page_draws_both_with_their_tables_and_says_what_they_mean(seat: Seat, client: Client) -> None:
    heard(seat.brand, at=seat.at, days=28)
    week = found(seat)

    page = page_of(seat, client)

    assert week.said in page
    assert week.said.startswith("接下來 24 小時預期有 ")
    assert all(page.count(f'<th scope="row">{one.label}</th>') == 2 for one in week.days)
    assert week.formula in page
    assert week.inputs.startswith("聽了 28 天，1,120 則提及，其中負面 280 則")


@pytest.mark.parametrize("days", [0, 3, 13])
def test_before_fourteen_days_were_heard_it_says_so(seat: Seat, client: Client, days: int) -> None:
    heard(seat.brand, at=seat.at, days=days)

    page = page_of(seat, client)

    assert f"還無從得知：需要聽滿 14 天，目前聽了 {days} 天。" in page
    assert "則／天" not in page


def test_the_days_ahead_begin_at_the_hour_up_to_which_was_counted(seat: Seat) -> None:
    heard(seat.brand, at=seat.at, days=20)
    week = found(seat)

    assert week.days[0].begins == seat.at.replace(minute=0, second=0, microsecond=0)
    assert week.days[6].begins - week.days[0].begins == 6 * DAY
    assert week.labels[-7:] == [one.label for one in week.days]


def test_a_big_brand_is_told_of_once_it_was_counted_and_nobody_waits(
    seat: Seat, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard(seat.brand, at=seat.at, days=20)
    seat.brand.posts.all().delete()
    monkeypatch.setattr("firebreak.console.listen.hourly.is_small", lambda _brand: False)
    monkeypatch.setattr("firebreak.run.hours.is_small", lambda _brand: False)

    before = coming(seat.brand, at=seat.at)
    count_hours(at=seat.at)
    hourly.forget_hours()

    assert before is None
    assert len(found(seat).days) == 7


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 24), 1),  # a Tuesday as any other
        (date(2026, 11, 28), 5),
        (date(2026, 12, 25), 6),  # a Friday on which people rest
        (date(2025, 2, 8), 4),  # a Saturday that makes up for a bridge
    ],
)
def test_a_holiday_goes_as_a_sunday_and_a_saturday_of_work_as_a_friday(day: date, kind: int) -> None:
    assert kind_of(day) == kind


def test_it_is_said_in_english_too(seat: Seat) -> None:
    heard(seat.brand, at=seat.at, days=20)

    with translation.override("en"):
        week = found(seat)
        assert week.said.startswith("Of the next 24 hours ")
        assert "Each day begins" not in week.said
        assert week.days[0].label[-3:] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}


def test_the_board_leads_to_it(seat: Seat, client: Client) -> None:
    client.force_login(seat.person)

    board = client.get(reverse("board", args=[seat.brand.slug])).content.decode()

    assert f"{reverse('weak_signals', args=[seat.brand.slug])}#week" in board


@pytest.mark.parametrize("name", ["ahead.posts", "ahead.share"])
def test_the_figure_is_printed_as_the_page_shows_it(seat: Seat, capsys: pytest.CaptureFixture[str], name: str) -> None:
    heard(seat.brand, at=seat.at, days=28)
    with translation.override("en"):
        first = found(seat).days[0]
        shown, label = first.posts if name == "ahead.posts" else first.share, first.label

    assert main(["metric", name, "--brand", seat.brand.slug, "--at", seat.at.isoformat()]) == DONE

    printed = orjson.loads(capsys.readouterr().out)
    assert printed["value"] == shown
    assert printed["version"] == f"{name} 1"
    assert label in printed["inputs"]
