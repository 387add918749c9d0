"""Can somebody who comes in the morning see what to do first, read what changed, sign it off, and take what waits?"""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from firebreak.console.alert.models import Alert
from firebreak.console.govern.services import beat
from firebreak.console.home.models import Brief
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.cast import Cast
from tests.records import post

WORDS = {
    "zh-hant": {"brief": "早報", "sign": "簽閱", "signed": "Alice 已簽閱", "board": "現況", "room": "進入危機室"},
    "en": {
        "brief": "Morning brief",
        "sign": "Sign off",
        "signed": "signed off by Alice",
        "board": "Situation board",
        "room": "Enter the incident room",
    },
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_somebody_reads_the_brief_signs_it_off_and_goes_to_what_presses(
    language: str, size: tuple[int, int], cast: Cast, desk: Desk
) -> None:
    words, visitor = WORDS[language], desk.seat(cast.alice, size=size, language=language)
    page = visitor.page("/b/spring/")

    page.locator("main").get_by_role("link", name=words["brief"]).click()
    page.get_by_role("button", name=words["sign"]).click()
    expect(page.locator("main")).to_contain_text(words["signed"])
    page.locator("main").get_by_role("link", name=words["board"]).click()
    page.get_by_role("link", name=words["room"]).click()

    expect(page).to_have_url(desk.address + "/b/spring/incidents/1/")
    assert Brief.objects.get().signed_by == cast.alice
    assert visitor.complaints == []


def test_a_waiting_alert_is_taken_from_the_board_of_a_phone(cast: Cast, desk: Desk, at: datetime) -> None:
    page = desk.seat(cast.alice, size=PHONE).page("/b/spring/")
    waiting = Alert.objects.filter(brand=cast.brand).unanswered(at=at).count()

    button = page.locator("#waiting").get_by_role("button").first
    box = button.bounding_box()
    button.click()
    page.wait_for_url("**/alerts/")

    assert box is not None
    assert box["height"] >= 44
    assert Alert.objects.filter(brand=cast.brand).unanswered(at=at).count() == waiting - 1


def test_how_a_number_is_worked_out_stays_open_while_the_number_moves(cast: Cast, desk: Desk, at: datetime) -> None:
    page = desk.seat(cast.alice).page("/b/spring/")
    page.locator("#health").get_by_text("怎麼算的").click()
    page.evaluate("document.getElementById('health').dataset.old = '1'")

    post(cast.brand, at=at)
    beat(cast.brand, "alerts")

    expect(page.locator("#health:not([data-old])")).to_be_visible()
    expect(page.locator(".health-parts")).to_be_visible()


def test_a_board_whose_line_is_cut_says_when_its_data_stopped(cast: Cast, desk: Desk) -> None:
    visitor = desk.seat(cast.alice)
    page = visitor.context.new_page()
    page.route(re.compile(r"/(stream|changes)(\?|$)"), lambda route: route.abort())
    page.clock.install()
    page.goto(desk.address + "/b/spring/")

    page.clock.run_for(8_000)
    expect(page.locator("[data-live]")).not_to_have_class(re.compile("stale"))
    page.clock.run_for(9_000)
    expect(page.locator("[data-live]")).to_contain_text("連線中斷，資料停在 11:34:")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(page.locator("[data-live]")).to_be_visible()


def test_the_brief_on_paper_is_the_brief_alone(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/briefs/")

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="昨晚聲量")).to_be_visible()
    expect(page.get_by_role("heading", name="寄送")).to_be_hidden()
    expect(page.get_by_role("heading", name="歷次早報")).to_be_hidden()
