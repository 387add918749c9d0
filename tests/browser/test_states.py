"""Does a page say what state it is in: loading, a piece that failed, a line that is lost, and how to go on?"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Desk
from tests.cast import Cast

STREAM, CHANGES = re.compile(r"/b/spring/stream"), re.compile(r"/b/spring/changes")


@pytest.fixture
def board(cast: Cast, desk: Desk) -> Iterator[Page]:
    """The board of somebody whose stream is cut, with a clock that the test moves."""
    visitor = desk.seat(cast.alice)
    visitor.context.route(STREAM, lambda route: route.abort())
    page = visitor.context.new_page()
    page.clock.install()
    with page.expect_event("requestfailed", lambda request: bool(STREAM.search(request.url))):
        page.goto(desk.address + "/b/spring/alerts/", wait_until="load")
    page.clock.run_for(500)
    yield page
    page.close()


def test_without_a_stream_the_page_asks_every_ten_seconds(board: Page) -> None:
    with board.expect_request(CHANGES):
        board.clock.run_for(11_000)

    expect(board.locator("[data-live]")).not_to_have_class(re.compile("stale"))


def test_a_lost_line_says_since_when_and_can_be_tried_now(board: Page) -> None:
    board.context.route(CHANGES, lambda route: route.abort())
    board.clock.run_for(20_000)

    expect(board.locator("[data-live]")).to_contain_text(re.compile(r"連線中斷，資料停在 \d\d:\d\d:\d\d"))

    board.context.unroute(CHANGES)
    board.locator("[data-live]").get_by_role("button", name="立即更新").click()
    expect(board.locator("[data-live]")).not_to_have_class(re.compile("stale"))


def test_a_piece_that_fails_says_so_in_its_place_and_is_tried_again(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/alerts/")
    failing = re.compile(r"/b/spring/alerts/$")

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route(failing, fail)
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live:alerts'))")
    told = page.locator("#alerts > .trouble")
    expect(told).to_contain_text("這一塊沒有更新到")
    expect(told).to_contain_text("E-503")
    expect(page.locator("#h-open")).to_be_visible()

    page.unroute(failing)
    told.get_by_role("button", name="重試").click()
    expect(told).to_have_count(0)


def test_a_slow_pane_shows_its_bones_only_after_a_glance(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/mentions/?view=all")
    bones = "getComputedStyle(document.querySelector('[data-pane]'), '::after').visibility"
    page.evaluate("document.querySelector('[data-pane]').setAttribute('aria-busy', 'true')")

    assert page.evaluate(f"new Promise((told) => setTimeout(() => told({bones}), 100))") == "hidden"
    assert page.evaluate(f"new Promise((told) => setTimeout(() => told({bones}), 400))") == "visible"


def test_n_leads_to_the_words_that_are_to_be_logged(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/incidents/1/?tab=timeline")

    page.keyboard.press("n")

    expect(page).to_have_url(re.compile("#id_text"))
    expect(page.locator("#id_text")).to_be_focused()
