"""R2.92: is a source visited more often by one click, for some hours, and never more often than its owner bears?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.connect.contract import Page
from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.closer import HOURS, closer_of, every_now, visit_all_closer, visit_as_before, visit_closer
from firebreak.console.listen.models import Source
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.core.terms import Role
from firebreak.run import collect
from tests.cast import Cast
from tests.console.test_pairs import heard
from tests.records import MINUTE, feed

Sign = Callable[[Person], Client]
EVERY = timedelta(minutes=15)


@pytest.fixture
def source(seat: Seat) -> Source:
    """A feed that is visited every quarter of an hour, half a minute ago for the last time."""
    return slow(seat, "Town news")


def slow(seat: Seat, name: str, **fields: Any) -> Source:
    usual = {"every_seconds": 900, "next_at": seat.at - MINUTE / 2 + EVERY, "failures": 0, "last_error": ""}
    return feed(seat.brand, at=seat.at, name=name, **usual | fields)


def now(source: Source) -> Source:
    source.refresh_from_db()
    return source


def test_it_is_visited_each_minute_for_six_hours_and_then_as_before(seat: Seat, source: Source) -> None:
    visit_closer(seat=seat, source=source)

    assert now(source).next_at == seat.at + MINUTE / 2
    assert source.every_seconds == 900
    spans = [every_now(source, at=seat.at + after) for after in (timedelta(), HOURS - MINUTE, HOURS)]
    assert spans == [MINUTE, MINUTE, EVERY]


def test_the_loop_comes_again_after_a_minute_and_when_it_is_over_after_the_usual_time(
    seat: Seat, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing:
        def fetch(self, config: dict[str, Any], cursor: dict[str, Any]) -> Page:
            return Page(posts=(), cursor={})

    monkeypatch.setattr(collect, "connector", lambda _kind: Nothing())
    visit_closer(seat=seat, source=source)

    first, late = seat.at + MINUTE / 2, seat.at + HOURS
    collect.visit_due(at=first)
    assert now(source).next_at == first + MINUTE
    collect.visit_due(at=late)
    assert now(source).next_at == late + EVERY


def test_a_pause_that_the_source_asked_for_holds(seat: Seat, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy:
        def fetch(self, config: dict[str, Any], cursor: dict[str, Any]) -> Page:
            return Page(posts=(), cursor={}, wait_seconds=1800)

    monkeypatch.setattr(collect, "connector", lambda _kind: Busy())
    visit_closer(seat=seat, source=source)
    first = seat.at + MINUTE / 2

    collect.visit_due(at=first)
    visit_closer(seat=seat, source=source)

    assert now(source).next_at == first + timedelta(minutes=30)


def test_one_that_fails_is_left_in_peace_as_long_as_before(seat: Seat) -> None:
    later = seat.at + timedelta(minutes=40)
    source = slow(seat, "Down", failures=2, next_at=later)

    visit_closer(seat=seat, source=source)

    assert now(source).next_at == later


@pytest.mark.parametrize(
    "fields",
    [
        {"every_seconds": 60},
        {"every_seconds": 20},
        {"paused": True},
        {"next_at": None},
        {"kind": "webhook", "next_at": None},
    ],
)
def test_one_that_is_not_visited_or_often_enough_already_is_refused(seat: Seat, fields: dict[str, Any]) -> None:
    source = slow(seat, "Other", **fields)

    with pytest.raises(BadInput) as refused:
        visit_closer(seat=seat, source=source)

    assert refused.value.context["problem"] == "no_closer"
    assert now(source).closer_until is None
    assert every_now(source, at=seat.at) == timedelta(seconds=source.every_seconds)


@pytest.mark.parametrize("fields", [{"paused": True}, {"next_at": None}])
def test_one_that_nobody_visits_meanwhile_is_not_said_to_be_visited_more_often(
    seat: Seat, source: Source, fields: dict[str, Any]
) -> None:
    visit_closer(seat=seat, source=source)
    assert (closer_of([now(source)], at=seat.at).count, closer_of([source], at=seat.at).every) == (1, MINUTE)

    Source.objects.filter(pk=source.pk).update(**fields)

    said = closer_of([now(source)], at=seat.at)
    assert (said.count, said.until, said.every, said.can_begin) == (0, None, EVERY, False)


def test_it_is_ended_before_its_time_and_each_step_is_logged(seat: Seat, source: Source) -> None:
    visit_closer(seat=seat, source=source)
    visit_as_before(seat=seat, source=source)
    visit_as_before(seat=seat, source=source)

    assert every_now(now(source), at=seat.at) == EVERY
    rows = Entry.objects.filter(subject=f"source:{source.pk}").order_by("number")
    assert [(row.action, row.detail) for row in rows] == [
        (
            "visit_closer",
            {"was": {"every_seconds": 900}, "now": {"every_seconds": 60}, "ends": (seat.at + HOURS).isoformat()},
        ),
        ("visit_as_before", {"every_seconds": 900}),
    ]


def test_one_click_beside_the_words_takes_every_source_that_can_and_says_until_when(
    seat: Seat, source: Source, client: Client, cast: Cast
) -> None:
    heard(seat, word="退款", bad=15, good=45)
    slow(seat, "Other town")
    slow(seat, "Quick", every_seconds=60)
    theirs = slow(Seat(cast.others_brand, cast.mallory, seat.role, seat.at), "Theirs")
    client.force_login(cast.alice)

    before = client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()
    page = client.post(reverse("visit_closer", args=[seat.brand.slug]), follow=True).content.decode()

    assert "讓來源在 6 小時內更常收取" in before
    assert "2 個來源在 6 小時內更常收取" in page
    assert "2 個來源更常收取到" in page
    assert "讓來源在" not in page
    assert list(Source.objects.filter(closer_until__isnull=False).values_list("name", flat=True)) == [
        "Other town",
        "Town news",
    ]
    assert now(theirs).closer_until is None


def test_where_nothing_can_be_visited_more_often_it_is_said(seat: Seat, client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)

    page = client.post(reverse("visit_closer", args=[seat.brand.slug]), follow=True).content.decode()

    assert "沒有可以更常收取的來源" in page
    assert not Entry.objects.filter(action="visit_closer").exists()


def test_the_page_of_the_source_shows_it_and_ends_it(seat: Seat, source: Source, client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    address = reverse("change_source", args=[seat.brand.slug, source.pk])

    page = client.post(address, {"do": "closer"}, follow=True).content.decode()
    assert "每 1 分" in page
    assert "更常收取到" in page
    assert 'value="as_before"' in page

    page = client.post(address, {"do": "as_before"}, follow=True).content.decode()
    assert "每 15 分" in page
    assert "更常收取到" not in page
    assert 'value="closer"' in page


def test_who_only_watches_may_not_and_sees_no_button(seat: Seat, source: Source, client: Client, cast: Cast) -> None:
    client.force_login(cast.carol)
    address = reverse("visit_closer", args=[seat.brand.slug])

    assert address not in client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()
    assert client.post(address).status_code == 403
    assert now(source).closer_until is None


def test_another_house_finds_nothing_there(seat: Seat, source: Source, client: Client, cast: Cast) -> None:
    client.force_login(cast.mallory)

    assert client.post(reverse("visit_closer", args=[seat.brand.slug])).status_code == 404
    assert now(source).closer_until is None


def test_all_are_told_of_at_once_when_asked_by_a_service(seat: Seat, source: Source) -> None:
    assert visit_all_closer(seat=seat) == 1
    assert now(source).closer_until == seat.at + HOURS


@pytest.mark.parametrize("act", [visit_closer, visit_as_before])
def test_it_takes_who_may_configure(seat: Seat, source: Source, cast: Cast, act: Callable[..., None]) -> None:
    with pytest.raises(NotAllowed):
        act(seat=replace(seat, person=cast.carol, role=Role.VIEWER), source=source)
