"""Is somebody who complained in public looked after to the end, by a key at the desk and by hand on a phone?"""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from firebreak.console.cases.models import Case
from tests.browser.conftest import PHONE, Desk
from tests.cast import Cast


def send(page: Page, name: str) -> None:
    """Press a button that brings the page again, and wait until it stands."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name, exact=True).click()


def test_from_a_mention_to_the_persons_own_word(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    bob = desk.seat(cast.bob)
    at_desk = bob.page(reverse("mention", args=["spring", stage["post"].pk]))
    with at_desk.expect_navigation(wait_until="load"):
        at_desk.keyboard.press("p")
    expect(at_desk.get_by_text("還沒有依據")).to_be_visible()
    at_desk.get_by_text("記下依據…").click()
    at_desk.get_by_label("私訊").check()
    at_desk.get_by_label("在哪裡可以查到").fill("私訊 11:31")
    send(at_desk, "記下")

    phone = desk.seat(cast.alice, size=PHONE).page(at_desk.url.removeprefix(bob.address))
    phone.get_by_label("方式", exact=True).select_option("message")
    phone.get_by_label("說了什麼").fill("已道歉並說明更換濾心")
    send(phone, "記下聯絡")
    expect(phone.get_by_text("已道歉並說明更換濾心")).to_be_visible()
    expect(phone.get_by_text("處理中")).to_be_visible()
    send(phone, "結案")

    expect(phone.get_by_text("已確認滿意").first).to_be_visible()
    made = Case.objects.get(told__post=stage["post"])
    assert (made.answer, made.incident) == ("satisfied", stage["incident"])
    assert bob.complaints == []
