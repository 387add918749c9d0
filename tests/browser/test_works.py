"""Can a person ask for a long list, leave, be told, and fetch it, or call it off?"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from firebreak.console import clock
from firebreak.console.export import listing, views
from firebreak.console.work.hand import Hand
from firebreak.console.work.models import Work
from firebreak.console.work.services import claim_work
from firebreak.run.works import do_one
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.browser.visits import problems_of
from tests.cast import Cast
from tests.records import long_work, post

EXPORT = "/b/spring/mentions/export/?view=all"
WORDS = {
    "zh-hant": {"ask": "在背景寫入", "fetch": "下載", "cancel": "取消", "off": "已取消", "go": "前往查看"},
    "en": {"ask": "Have it written", "fetch": "Download", "cancel": "Cancel", "off": "Called off", "go": "Go there"},
}
LOOKS = [(size, language) for size in (DESKTOP, PHONE) for language in WORDS]


@pytest.fixture(autouse=True)
def long_from_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listing, views):
        monkeypatch.setattr(module, "LONG", 2)


def begin(page: Page, words: dict[str, str]) -> Work:
    """Ask for the list in the browser, and take the work in hand as the loop does."""
    page.get_by_role("button", name=words["ask"]).click()
    expect(page.locator(".work.waiting")).to_be_visible()
    work = claim_work(kind="export", real=clock.real_now())
    assert work
    Hand(work).begin(2, total=1000)
    return work


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_somebody_asks_leaves_is_told_and_fetches(
    cast: Cast, desk: Desk, at: datetime, size: tuple[int, int], language: str
) -> None:
    for n in range(3):
        post(cast.brand, at=at - timedelta(minutes=n), text=f"漏水 {n}")
    words, visitor = WORDS[language], desk.seat(cast.alice, size=size, language=language)
    page = visitor.page(EXPORT)
    work = begin(page, words)
    expect(page.locator(".work.running")).to_contain_text("2 / 3")
    page.goto(visitor.address + "/b/spring/stories/")
    expect(page.locator("#works-sign .dot.busy")).to_be_visible()

    assert do_one(work)

    expect(page.locator("#works-sign .dot.info")).to_have_text("1")
    page.locator(".toast").get_by_role("link", name=words["go"]).click()
    expect(page.locator(".work.done")).to_be_visible()
    assert not problems_of(page, "works")
    with page.expect_download() as coming:
        page.get_by_role("button", name=words["fetch"]).click()
    assert "漏水 2" in Path(coming.value.path()).read_text(encoding="utf-8-sig")
    expect(page.locator("#works-sign")).to_be_hidden()
    expect(page.get_by_role("button", name=words["fetch"])).to_be_enabled()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visitor.complaints == []


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_somebody_sees_how_far_it_is_and_calls_it_off(
    cast: Cast, desk: Desk, at: datetime, size: tuple[int, int], language: str
) -> None:
    for n in range(3):
        post(cast.brand, at=at - timedelta(minutes=n))
    words, visitor = WORDS[language], desk.seat(cast.alice, size=size, language=language)
    page = visitor.page(EXPORT)
    work = begin(page, words)
    Work.objects.filter(pk=work.pk).update(done=600, pace=10.0)
    expect(page.locator(".work.running .num")).to_contain_text("40")
    assert not problems_of(page, "works")

    page.get_by_role("button", name=words["cancel"], exact=True).click()

    expect(page.locator(".work.cancelled")).to_contain_text(words["off"])
    assert not do_one(work)
    assert visitor.complaints == []


def test_a_password_that_is_being_written_stays_while_another_file_comes(cast: Cast, desk: Desk, at: datetime) -> None:
    secret = {"list": "mentions", "how": "csv", "reason": "legal"}
    done = long_work(cast.brand, cast.alice, at=at, asked=secret)
    for n in range(3):
        post(cast.brand, at=at - timedelta(minutes=n))
    visitor = desk.seat(cast.alice)
    work = begin(visitor.page(EXPORT), WORDS["zh-hant"])
    page = visitor.page("/b/spring/long-work/")
    page.locator(f"#confirm-{done.pk}").fill("half a pass")
    page.locator("h1").click()  # the field is left, and not yet sent

    Work.objects.filter(pk=work.pk).update(done=600, pace=10.0)
    expect(page.locator(".work.running .num")).to_contain_text("40")
    assert do_one(work)
    expect(page.locator(f"#work-{work.pk}.done")).to_be_visible()

    assert page.locator(f"#confirm-{done.pk}").input_value() == "half a pass"
    expect(page.locator("[hx-trigger='every 1s']")).to_have_count(0)
    assert visitor.complaints == []
