"""R2.54: does a shop assistant report on a phone without an account, and see that somebody took it up?"""

from datetime import datetime

from playwright.sync_api import expect

from firebreak.console.staff.models import Report, StaffLink
from tests.browser.conftest import PHONE, Desk
from tests.browser.visits import problems_of
from tests.cast import Cast


def test_what_somebody_saw_is_sent_taken_up_and_looked_up(cast: Cast, at: datetime, desk: Desk) -> None:
    link = StaffLink.objects.create(brand=cast.brand, token="t" * 32, made_at=at, made_by=cast.alice)
    reporter, alice = desk.seat(None, size=PHONE), desk.seat(cast.alice)
    form = reporter.page(f"/s/{link.token}/")
    form.locator("[name=what]").fill("冰箱門關不緊，裡面的牛奶變溫了")
    form.locator("[name=place]").fill("信義店")
    form.locator("[name=hurt][value=nobody]").check()
    assert problems_of(form, "staff_form") == []

    form.get_by_role("button", name="送出通報").click()
    expect(form.locator(".seen-code")).to_be_visible()
    page = alice.page("/b/spring/staff/")
    page.get_by_role("button", name="接手").last.click()
    expect(page.locator("h1")).to_contain_text("R-0002")
    form.reload()

    expect(form.locator("[aria-current=step]")).to_contain_text("有人正在處理。")
    assert Report.objects.order_by("pk").last() == Report.objects.get(taken_by=cast.alice)
    assert reporter.complaints == alice.complaints == []
