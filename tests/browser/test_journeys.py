"""Does it work under a person's hand: coming in, seeing things change, changing things?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from firebreak.console.alert.models import Route
from firebreak.console.govern.services import beat
from tests.browser.conftest import PHONE, Desk
from tests.cast import Cast
from tests.records import incident, post

PASSWORD = "quiet-spring-water-7"


def test_somebody_signs_in_and_stands_before_the_board(cast: Cast, desk: Desk) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    page = desk.seat(None).page("/b/spring/settings/")

    page.get_by_label("電子郵件").fill(cast.alice.email)
    page.get_by_label("密碼").fill("not-this-one")
    page.get_by_role("button", name="登入").click()
    expect(page.locator("#password-problem")).to_contain_text("4 次")

    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    expect(page).to_have_url(desk.address + "/b/spring/settings/")


def test_the_board_changes_without_being_loaded_again(cast: Cast, desk: Desk, at: datetime) -> None:
    page = desk.seat(cast.carol).page("/b/spring/")
    page.evaluate("window.sameDocument = true")
    expect(page.locator("#incidents .incident")).to_have_count(1)

    incident(cast.brand, at=at, severity="S1", title="全新的一件")
    beat(cast.brand, "incidents")

    expect(page.locator("#incidents .incident")).to_have_count(2)
    expect(page.locator("#urgent")).to_contain_text("INC-0002")
    expect(page.locator("[data-count=incidents]").first).to_have_text("2")
    assert page.evaluate("window.sameDocument") is True


def test_the_volume_follows_the_posts(cast: Cast, desk: Desk, at: datetime) -> None:
    page = desk.seat(cast.alice).page("/b/spring/?range=6h")
    before = page.locator("#volume .kpi .v").first.inner_text()

    for _ in range(5):
        post(cast.brand, at=at - timedelta(minutes=1))
    beat(cast.brand, "posts")

    expect(page.locator("#volume .kpi .v").first).not_to_have_text(before)


def test_the_range_is_chosen_without_javascript_too(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/")

    page.get_by_role("button", name="7 天").click()

    expect(page).to_have_url(desk.address + "/b/spring/?range=7d")
    expect(page.get_by_role("button", name="7 天")).to_have_attribute("aria-pressed", "true")


def test_a_route_is_changed_on_the_screen(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/settings/routes/")

    cell = page.locator("form", has=page.locator("input[value=S2]")).filter(has=page.locator("input[value=viewer]"))
    cell.locator("select").select_option("30")
    cell.get_by_role("button").click()

    expect(page.locator(".told")).to_be_visible()
    assert Route.objects.get(brand=cast.brand, severity="S2", role="viewer").after_seconds == 1800


def test_looks_change_at_once_and_stay(cast: Cast, desk: Desk) -> None:
    visitor = desk.seat(cast.alice)
    page = visitor.page("/b/spring/")

    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="切換深淺色").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(visitor.page("/b/spring/").locator("html")).to_have_attribute("data-theme", "dark")


def test_on_a_phone_the_most_urgent_card_and_its_button_are_seen_first(cast: Cast, desk: Desk) -> None:
    """R2.44 (part): on the phone what is to be done first is seen first."""
    page = desk.seat(cast.alice, size=PHONE).page("/b/spring/")

    button = page.locator("#urgent .btn").bounding_box()

    assert button is not None
    assert button["y"] + button["height"] < 844 - 64
    assert button["height"] >= 40


def test_on_a_phone_the_tab_that_is_open_is_in_sight_and_the_minutes_can_be_read(cast: Cast, desk: Desk) -> None:
    visitor = desk.seat(cast.alice, size=PHONE)

    tab = visitor.page("/b/spring/settings/audit/").locator(".subtabs [aria-current]").bounding_box()
    select = visitor.page("/b/spring/settings/routes/").locator("select[name=after]").first.bounding_box()

    assert tab is not None
    assert select is not None
    assert 0 <= tab["x"] <= PHONE[0] - tab["width"]
    assert select["width"] >= 80


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_on_a_phone_a_part_of_the_room_begins_above_the_fold_and_the_others_stay_in_reach(
    language: str, cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    page = desk.seat(cast.alice, size=PHONE, language=language).page("/b/spring/incidents/1/")
    assert page.locator(".next-step .btn").first.evaluate("(one) => one.getBoundingClientRect().bottom") < 844 - 60

    page.goto(desk.address + "/b/spring/incidents/1/?tab=plan")
    assert page.locator("main .card").first.evaluate("(one) => one.getBoundingClientRect().top") < 844 / 2
    page.mouse.wheel(0, 2000)
    page.wait_for_function("() => scrollY > 1000")
    page.locator(".tabs a[href='?tab=duty']").click()

    page.wait_for_url("**/incidents/1/?tab=duty")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=1)


def test_what_is_fetched_anew_leaves_the_row_of_tabs_where_it_was_pushed(
    cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    page = desk.seat(cast.alice, size=PHONE).page("/b/spring/incidents/1/?tab=timeline")
    tabs = page.locator(".room-head .tabs")
    tabs.evaluate("(row) => { row.scrollLeft = 222; row.isOld = true; }")

    beat(cast.brand, "incidents")

    page.wait_for_function("() => !document.querySelector('.room-head .tabs').isOld")
    page.wait_for_function("() => document.querySelector('.room-head .tabs').scrollLeft === 222")


def test_at_a_desk_no_tab_lies_beyond_the_edge(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    for place in ("incidents/1/", "mentions/", "settings/"):
        row = desk.seat(cast.alice, language="en").page(f"/b/spring/{place}").locator(".tabs").first
        assert row.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0


def test_what_pulls_to_negative_wears_the_negative_tone(cast: Cast, desk: Desk, at: datetime) -> None:
    post(cast.brand, at=at, text="明泉的客服電話打三天都沒人接，氣死")
    page = desk.seat(cast.alice).page("/b/spring/mentions/?view=all")

    weights = page.locator(".why details").first.locator(".reason.fine b").all()

    assert weights
    for one in weights:
        expected = "t-neg" if one.inner_text().startswith("−") else "t-pos"
        assert one.get_attribute("class") == expected
