"""Do two people at two desks see each other's hand, and does the command bar go by keys alone?"""

import re
import time
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from firebreak.console.govern.services import beat
from firebreak.console.listen.search import Indexed, index_tokens
from firebreak.console.listen.tokens import stored
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.browser.visits import problems_of
from tests.cast import Cast
from tests.records import incident

SOON = 6000  # milliseconds until the other sees it; two seconds are promised, of a machine that does nothing else


def first(page: Page) -> Any:
    return page.locator(".desk-first")


@pytest.mark.parametrize(
    ("language", "takes", "others"), [("zh-hant", "認領", "Alice 在處理"), ("en", "Take it on", "Alice deals with it")]
)
def test_a_hold_and_its_end_are_seen_by_the_other_at_once(
    language: str, takes: str, others: str, cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    mine = desk.seat(cast.alice, language=language)
    theirs = desk.seat(cast.bob, language=language)
    here, there = mine.page("/desk/"), theirs.page("/desk/")
    there.wait_for_timeout(500)

    first(here).get_by_role("button", name=takes).click()
    expect(first(there)).to_contain_text(others, timeout=SOON)
    expect(first(there).get_by_role("button")).to_have_count(0)

    first(here).locator("button[value=let_go]").click()
    expect(first(there).get_by_role("button", name=takes)).to_be_visible(timeout=SOON)
    assert mine.complaints == theirs.complaints == []


def test_the_second_hand_is_told_who_was_first(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    late = desk.seat(cast.bob)
    late.context.route(re.compile(r"/desk/(stream|changes)"), lambda route: route.abort())  # hears of nothing
    page = late.page("/desk/")
    other = desk.seat(cast.alice).page("/desk/")
    first(other).get_by_role("button", name="認領").click()
    expect(first(other).locator("button[value=let_go]")).to_be_visible()

    first(page).get_by_role("button", name="認領").click()

    expect(first(page)).to_contain_text("Alice 在處理")
    expect(page.get_by_role("status").filter(has_text="Alice 先認領了")).to_be_visible()


def test_what_comes_in_waits_until_it_is_asked_for(cast: Cast, stage: dict[str, Any], at: datetime, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/desk/")
    was = first(page).get_attribute("id")
    page.wait_for_timeout(500)

    fresh = incident(cast.brand, at=at, severity="S1", title="新的大事")
    beat(cast.brand, "incidents")
    expect(page.locator(".newbar")).to_contain_text("有 1 件新的待辦，其中有 S1")
    assert first(page).get_attribute("id") == was

    page.keyboard.press(".")
    expect(first(page)).to_have_attribute("id", f"incident-{fresh.pk}")


def test_keys_take_the_row_on_that_they_stand_at(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/desk/")
    row = page.locator(".matter").first

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("i")

    expect(row).to_contain_text("你在處理")
    expect(page.locator(f"#{row.get_attribute('id')} :focus, #{row.get_attribute('id')}:focus")).to_have_count(1)


def test_on_a_phone_the_next_act_lies_under_the_thumb(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice, size=PHONE).page("/desk/")
    button = first(page).get_by_role("button", name="認領")

    for _step in ("as it opens", "at the end of the list"):
        place = button.bounding_box()
        assert place is not None
        assert place["y"] > PHONE[1] * 2 / 3
        assert place["y"] + place["height"] <= PHONE[1] - 60
        assert min(place["width"], place["height"]) >= 44
        page.evaluate("scrollTo(0, document.body.scrollHeight)")

    button.click()
    expect(first(page).get_by_role("link", name="進入危機室")).to_be_visible()


def test_the_desk_fits_one_sheet_of_paper(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/desk/")

    printed = page.pdf(prefer_css_page_size=True)

    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1


def opened(desk: Desk, cast: Cast, *, path: str = "/b/spring/alerts/", size: tuple[int, int] = DESKTOP) -> Page:
    page = desk.seat(cast.alice, size=size).page(path)
    page.keyboard.press("Control+k")
    page.wait_for_selector("[role=option]")
    return page


def chosen(page: Page) -> str:
    return str(
        page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).innerText")
    )


def test_the_command_bar_goes_by_keys_alone(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = opened(desk, cast)

    page.keyboard.type("話題")
    expect(page.locator("[role=option] mark").first).to_have_text("話題")
    while "ST-" not in chosen(page) and "匯出話題" not in chosen(page):
        page.keyboard.press("ArrowDown")
    was = chosen(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == was

    page.keyboard.press("Enter")
    page.wait_for_url("**/stories/**")


def test_the_command_bar_goes_to_a_record_by_its_number(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = opened(desk, cast)

    page.keyboard.type("#1")
    expect(page.locator("#palette-found [role=option]").first).to_contain_text("INC-0001 ")
    page.keyboard.press("Enter")

    page.wait_for_url("**/incidents/1/")


def test_enter_does_nothing_while_a_character_is_composed(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = opened(desk, cast)

    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: true}))"
    )
    page.wait_for_timeout(300)

    assert page.is_visible("[data-palette]")
    assert page.url.endswith("/alerts/")


def test_what_was_typed_blindly_changes_nothing(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """Enter right after the last letter: the first line still stands for what was there before."""
    page = opened(desk, cast)
    page.route("**/palette/?q=*", lambda route: (time.sleep(0.3), route.continue_())[1])

    page.keyboard.type("> 接手警報")
    page.keyboard.press("Enter")
    page.wait_for_timeout(900)

    assert page.is_visible("[data-palette]")
    stage["alert"].refresh_from_db()
    assert stage["alert"].acknowledged_at is None


def test_an_act_is_done_from_the_command_bar(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = opened(desk, cast)

    page.keyboard.type("接手警報 漏水")
    expect(page.locator("[data-asked='接手警報 漏水'] [role=option] mark").first).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")

    stage["alert"].refresh_from_db()
    assert stage["alert"].acknowledged_by == cast.alice


def test_a_mention_is_found_from_the_command_bar(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    one = stage["post"]
    open_to_all, private = Indexed(one.pk, one.title, one.text, ()).grams()
    index_tokens([(one.pk, stored(open_to_all))], [(one.pk, stored(private))])
    page = opened(desk, cast)

    page.keyboard.type("地板")
    option = page.locator("[role=group][aria-label=提及] [role=option]").first
    expect(option.locator("mark").first).to_have_text("地板")
    option.click()

    page.wait_for_url(f"**/mentions/{one.pk}/")


def test_escape_closes_the_command_bar_and_gives_the_focus_back(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/alerts/")
    page.focus("a.skip")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")

    expect(page.locator("[data-palette]")).to_be_hidden()
    expect(page.locator("a.skip")).to_be_focused()


def test_pressing_the_box_on_top_opens_the_command_bar(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    for path in ("/b/spring/alerts/", "/desk/"):
        page = desk.seat(cast.alice, size=PHONE).page(path)
        page.click("[data-palette-open]")
        expect(page.locator("#palette-found [role=option]").first).to_be_visible()


def test_g_and_w_go_to_the_desk(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/alerts/")

    page.keyboard.press("g")
    page.keyboard.press("w")

    page.wait_for_url("**/desk/")


def test_a_file_comes_and_the_page_is_free_for_the_next(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    visitor = desk.seat(cast.alice)
    page = visitor.page("/b/spring/stories/")
    page.get_by_role("link", name="匯出").click()
    button = page.get_by_role("button", name="下載")

    for kind in ("csv", "xlsx"):
        page.check(f"[value={kind}]")
        with page.expect_download() as coming:
            button.click()
        assert coming.value.suggested_filename == f"stories-spring-20261120-1134.{kind}"
        expect(button).to_be_enabled()

    assert visitor.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_the_desk_in_the_command_bar_and_before_a_file(
    theme: str, size: tuple[int, int], cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    visitor = desk.seat(cast.alice, theme=theme, size=size)
    page = visitor.page("/desk/")
    found = problems_of(page, "/desk/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("[role=option]")
    found += problems_of(page, "command bar")
    found += problems_of(visitor.page("/b/spring/mentions/export/?view=all"), "export")

    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
