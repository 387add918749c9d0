"""Is evidence one key away, and does personal data go from a screen that nobody touches?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from firebreak.console.listen import lifting
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.models import Post
from tests.browser.conftest import PHONE, Desk
from tests.cast import Cast
from tests.records import post

PASSWORD = "quiet-spring-water-7"
NUMBER = "0912-345-678"


@pytest.fixture
def one(cast: Cast, stage: dict[str, Any], at: datetime) -> Post:
    text = f"明泉漏水，請打 {NUMBER} 給我"
    start = text.index(NUMBER)
    hidden = [{"kind": "phone", "field": "text", "start": start, "end": start + len(NUMBER)}]
    return post(cast.brand, at=at, text=text, detail={"pii": hidden})


def address(one: Post) -> str:
    return reverse("mention", args=["spring", one.pk]) + "?view=all"


def test_one_key_captures_the_mention_that_is_open(cast: Cast, one: Post, desk: Desk) -> None:
    visitor = desk.seat(cast.alice)
    page = visitor.page(address(one))

    page.keyboard.press("c")

    expect(page.locator(".told")).to_contain_text("EV-0002")
    expect(page.locator("#captures .digest")).to_have_text(Capture.objects.get(post=one).sha256)
    assert visitor.complaints == []


def test_a_capture_is_downloaded_and_the_button_works_again(cast: Cast, one: Post, desk: Desk) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    page = desk.seat(cast.alice).page(address(one))
    page.keyboard.press("c")
    expect(page.locator(".told")).to_be_visible()
    page.locator("#captures .card-head a").click()

    for _again in range(2):
        page.locator("details.ask summary").first.click()
        field = page.locator("details.ask[open] input[type=password]")
        expect(field).to_have_value("")
        field.fill(PASSWORD)
        with page.expect_download() as taken:
            page.get_by_role("button", name="下載").click()
        assert taken.value.suggested_filename == "EV-0002.zip"
        page.keyboard.press("Escape")


def test_personal_data_goes_from_the_screen_when_its_time_is_over(
    cast: Cast, one: Post, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifting, "LIFTED_FOR", timedelta(seconds=8))
    page = desk.seat(cast.alice, size=PHONE).page(address(one))
    page.locator("summary", has_text="已遮蔽").click()
    page.get_by_role("button", name="顯示 5 分鐘").click()

    expect(page.locator(".post")).to_contain_text(NUMBER)
    expect(page.locator(".post")).not_to_contain_text(NUMBER, timeout=30_000)


def test_no_snapshot_of_unmasked_words_stays_behind_and_back_asks_the_server_again(
    cast: Cast, one: Post, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.seat(cast.alice).page(address(one))
    page.locator("#mention summary", has_text="已遮蔽").click()
    page.get_by_role("button", name="顯示 5 分鐘").click()
    expect(page.locator("#mention")).to_contain_text(NUMBER)

    page.locator(f"[data-item]:not(#m-{one.pk}) a[data-main]").first.click()
    expect(page.locator("#mention")).not_to_contain_text(NUMBER)
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    monkeypatch.setattr(lifting, "KEY", "over")  # the server lifts the mask no longer
    page.go_back()

    expect(page.locator("#mention")).to_contain_text("明泉漏水，請打")
    expect(page.locator("#mention")).not_to_contain_text(NUMBER)
    assert NUMBER not in kept


def test_on_a_phone_the_acts_stay_within_reach_of_the_thumb(cast: Cast, one: Post, desk: Desk) -> None:
    page = desk.seat(cast.alice, size=PHONE).page(address(one))
    page.mouse.wheel(0, 600)

    bar = page.locator(".actbar").bounding_box()

    assert bar is not None
    assert PHONE[1] * 0.6 < bar["y"]
    assert bar["y"] + bar["height"] <= PHONE[1] - 56
    for button in page.locator(".actbar .btn:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


@pytest.mark.parametrize(("language", "merged"), [("zh-hant", "已將 1 則併入 ST-0001"), ("en", "moved into ST-0001")])
def test_on_a_phone_a_mention_is_merged_by_the_thumb_in_two_moves(
    language: str, merged: str, cast: Cast, one: Post, desk: Desk
) -> None:
    page = desk.seat(cast.alice, size=PHONE, language=language).page(address(one))

    page.locator(".actbar .into summary").click()
    page.locator(".actbar .into button", has_text="ST-0001").click()

    expect(page.locator(".toast")).to_contain_text(merged)


def test_on_a_phone_a_correction_is_confirmed_where_it_was_made(cast: Cast, one: Post, desk: Desk) -> None:
    page = desk.seat(cast.alice, size=PHONE).page(address(one))

    page.locator("#classification select[name=category]").select_option("delivery")
    page.locator("#classification button[type=submit]").click()

    expect(page.locator(".told")).to_contain_text("已記下")
    expect(page.locator(".told")).to_be_in_viewport(ratio=1)
    page.wait_for_function(
        "() => scrollY > 0 && ['#told', '#classification']"
        ".map((one) => document.querySelector(one).getBoundingClientRect())"
        ".reduce((told, card) => told.bottom <= card.top && card.top < innerHeight / 2)"
    )
