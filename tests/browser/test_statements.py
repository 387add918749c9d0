"""Is a crisis answered by two houses: drafted, set right by the facts, approved by the other one, and published in time?"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from firebreak.console.access import take_seat
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import Room
from firebreak.console.respond.speak.approving import approve_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.sheet import settle_fact
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.terms import Role
from tests.browser.conftest import PHONE, Desk
from tests.cast import Cast, one_of_each_role

RIGHT = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先停用批號 B2611-07。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"


def test_the_agency_drafts_the_brand_approves_and_the_clock_stops(
    cast: Cast, stage: dict[str, Any], at: datetime, desk: Desk
) -> None:
    about: Incident = stage["incident"]
    legal = one_of_each_role(cast.brand)[Role.LEGAL]
    bobs = take_seat(cast.bob, "spring", at=at)
    settle_fact(seat=bobs, incident=about, key=Key.BATCH, status=Status.CONFIRMED, version=0)

    bob = desk.seat(cast.bob)
    page = bob.page(reverse("incident", args=["spring", about.number]) + "?tab=statements")
    page.get_by_text("新增文稿").click()
    page.locator("#id_channel").select_option("line")
    page.locator("#id_kind").select_option("holding")
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="開始寫").click()
    page.locator("#id_text").fill(RIGHT.replace("B2611-07", "B2611-01"))
    expect(page.locator("#judged")).to_contain_text("與事實卡衝突")
    page.locator("#id_text").fill(RIGHT)
    expect(page.locator("#judged")).to_contain_text("通過")
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="送審").click()

    alice = desk.seat(cast.alice, size=PHONE)
    queue = alice.page(reverse("approvals", args=["spring"]))
    with queue.expect_navigation(wait_until="load"):
        queue.get_by_role("button", name="核准").click()
    expect(queue.locator("#queue")).to_contain_text("沒有等你處理的")
    text = Statement.objects.get(channel="line")
    approve_statement(seat=take_seat(legal, "spring", at=at), statement=text, version=text.version)

    page.reload()
    page.locator("#id_url").fill("https://line.example/spring/1")
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="標記為已發布").click()

    expect(page.locator("#way")).to_contain_text("SHA-256")
    room = Room(bobs, Incident.objects.get(pk=about.pk))
    assert room.inner is not None
    assert (room.silence, room.inner.met, room.inner.state) == (None, text_time(), "met")
    assert (bob.complaints, alice.complaints) == ([], [])


def text_time() -> datetime | None:
    return Statement.objects.get(channel="line").published_at
