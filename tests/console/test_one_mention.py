"""Does the page of one mention show whose word stands, what copies changed, who did what, and cover it in time?"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.handling import assign, close
from firebreak.console.listen.models import Post
from tests.cast import Cast
from tests.records import incident, post, story
from tests.told import page_of_one, told

SignIn = Callable[[Person], Client]
PHONE = "0912-345-678"
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BY_HAND = "人工</span>"


@pytest.fixture
def one(cast: Cast, at: datetime) -> Post:
    (found,) = told(cast, at, f"明泉漏水，請打 {PHONE} 給我", author={"id": "wang88", "name": "王小明的貓"})
    return found


def lift(client: Client, one: Post) -> None:
    client.post(reverse("unmask_post", args=["spring", one.pk]), {"reason": "contact"})


def test_five_minutes_after_a_reason_the_mask_is_back(cast: Cast, one: Post, signed_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as real:
        client = signed_in(cast.alice)
        lift(client, one)
        shown = page_of_one(client, cast, one)
        real.shift(timedelta(minutes=4, seconds=59))
        still = page_of_one(client, cast, one)
        real.shift(timedelta(seconds=1))
        after = page_of_one(client, cast, one)

    assert PHONE in shown
    assert 'data-covered="300"' in shown
    assert PHONE in still
    assert 'data-covered="1"' in still
    assert PHONE not in after
    assert "王小明的貓" not in after


def test_the_mask_can_be_put_back_before(cast: Cast, one: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    lift(client, one)

    client.post(reverse("mask_post", args=["spring", one.pk]))

    assert PHONE not in page_of_one(client, cast, one)


def test_no_browser_keeps_what_stood_behind_the_mask(cast: Cast, one: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    lift(client, one)

    assert client.get(reverse("mention", args=["spring", one.pk])).headers["Cache-Control"] == "no-store"


def test_the_list_that_opens_on_a_lifted_mention_is_not_kept_either(cast: Cast, one: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    lift(client, one)

    answer = client.get(reverse("mentions", args=["spring"]), {"view": "all"})

    assert PHONE in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_mask_lifted_for_one_mention_and_one_person_stays_on_for_others(
    cast: Cast, at: datetime, one: Post, signed_in: SignIn
) -> None:
    other = post(cast.brand, at=at, text=f"明泉 {PHONE}", detail={"pii": [{"field": "text", "start": 3, "end": 15}]})
    client = signed_in(cast.alice)
    lift(client, one)

    assert PHONE not in page_of_one(client, cast, other)
    stranger = Client()
    stranger.force_login(cast.bob)
    assert PHONE not in page_of_one(stranger, cast, one)


def test_a_persons_word_is_marked_and_its_machine_score_is_gone(cast: Cast, one: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    before = page_of_one(client, cast, one)

    client.post(
        reverse("correct_reading", args=["spring", one.pk]),
        {"sentiment": "positive", "category": "praise", "urgent": "false"},
    )

    after = page_of_one(client, cast, one)
    assert BY_HAND not in before
    assert BY_HAND in after
    assert re.search(r"人工改為.*正面", after)
    assert "Alice" in after


def test_copies_show_the_words_that_were_changed(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    text = "明泉的桶裝水喝到一片透明硬片，批號 B2611-07，大家先不要喝，有人知道是什麼嗎"
    second, first = told(cast, at, text.replace("B2611-07", "B2611-01"), text)
    client = signed_in(cast.carol)
    assert {first.reading.copy_of_id, second.reading.copy_of_id} & {first.pk, second.pk}

    for one in (first, second):
        assert re.search(r"<del>B2611-0[17]</del>\s*<ins>B2611-0[17]</ins>", page_of_one(client, cast, one))


def test_changed_words_are_masked_like_all_others(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    text = f"明泉的客服電話打三天都沒人接，氣死，地板全部泡爛了，找住戶王先生 {PHONE} 聯絡"
    posts = told(cast, at, text.replace("王先生", "李先生"), text)

    for one in posts:
        page = page_of_one(signed_in(cast.alice), cast, one)
        assert re.search(r"<del>[王李]</del>\s*<ins>[王李]</ins>", page), "the change stands right beside the number"
        assert PHONE not in page


def test_the_history_says_who_did_what(cast: Cast, one: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    lift(client, one)
    client.post(reverse("confirm_reading", args=["spring", one.pk]))

    page = page_of_one(client, cast, one)

    history = page[page.index('id="h-history"') :]
    assert "查看個資：聯絡當事人" in history
    assert "確認" in history
    assert Entry.objects.filter(subject=f"post:{one.pk}").count() == 2


def test_who_looked_is_told_only_to_those_who_read_the_audit_log(cast: Cast, one: Post, signed_in: SignIn) -> None:
    lift(signed_in(cast.alice), one)

    page = page_of_one(signed_in(cast.carol), cast, one)

    assert "查看個資" not in page[page.index('id="h-history"') :]


def test_a_level_set_by_hand_is_marked_beside_the_mention_too(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    about = story(cast.brand, at=at)
    opened = incident(cast.brand, at=at, about=about)
    client = signed_in(cast.alice)
    client.post(
        reverse("set_severity", args=["spring", opened.number]),
        {"to": "S1", "reason": "有人受傷", "version": opened.version},
    )

    page = page_of_one(client, cast, about.places.order_by("post")[0].post)

    assert "為什麼是 S1" in page
    assert BY_HAND in page[page.index('id="h-why"') :]


def test_who_holds_and_who_closed_a_mention_stands_in_its_history(
    cast: Cast, at: datetime, one: Post, signed_in: SignIn
) -> None:
    seat = take_seat(cast.alice, "spring", at=at)
    given = assign(seat=seat, seen={one.pk: 0}, holder=cast.bob)
    assert given.deed is not None
    close(seat=seat, seen={one.pk: given.deed.pk})

    page = page_of_one(signed_in(cast.carol), cast, one)

    history = page[page.index('id="h-history"') :]
    assert re.search(r"曾負責這則提及<small>Bob", history)
    assert re.search(r"結案<small>Alice", history)
