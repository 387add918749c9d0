"""Can sources, the own account and the log be used by hand, on a desk and on a phone, in both languages?"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Source
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.cast import Cast

PASSWORD, NEW = "quiet-spring-water-7", "louder-river-water-8"
SETTINGS = "/b/spring/settings/"
PLACES = pytest.mark.parametrize(
    ("size", "language"), [(DESKTOP, "zh-hant"), (PHONE, "en")], ids=["desk-zh-hant", "phone-en"]
)


def known(who: Person) -> Person:
    who.set_password(PASSWORD)
    who.save()
    return who


def word(language: str, chinese: str, english: str) -> str:
    return chinese if language == "zh-hant" else english


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


@PLACES
def test_a_feed_is_changed_paused_and_removed_and_its_mentions_stay(
    cast: Cast, stage: dict[str, Any], desk: Desk, size: tuple[int, int], language: str
) -> None:
    source = stage["source"]
    Source.objects.filter(pk=source.pk).update(must_honour_deletes=False)
    seat = desk.seat(known(cast.alice), size=size, language=language)
    page = seat.page(f"{SETTINGS}?source={source.pk}")

    page.locator("#source summary", has_text=word(language, "變更…", "Change…")).click()
    page.get_by_label(word(language, "名稱", "Name")).first.fill("市民新聞")
    press(page, word(language, "變更", "Change"))
    expect(page.locator("#source-title")).to_have_text("市民新聞")

    press(page, word(language, "暫停", "Pause"))
    expect(page.locator("#source .card-head")).to_contain_text(word(language, "已暫停", "Paused"))

    page.locator("#source summary", has_text=word(language, "移除…", "Remove…")).click()
    expect(page.locator("#source .ask-form:visible")).to_contain_text(
        word(language, "稽核紀錄仍留有這個來源", "The audit log keeps that it was there")
    )
    page.locator("#source input[name=confirm]").fill(PASSWORD)
    press(page, word(language, "移除", "Remove it"))
    expect(page.locator(".banner.told")).to_contain_text("市民新聞")
    assert seat.complaints == []


@PLACES
def test_the_log_is_narrowed_to_one_deed(
    cast: Cast, stage: dict[str, Any], desk: Desk, size: tuple[int, int], language: str
) -> None:
    page = desk.seat(cast.alice, size=size, language=language).page(f"{SETTINGS}?source={stage['source'].pk}")
    press(page, word(language, "暫停", "Pause"))
    page.goto(f"{desk.address}{SETTINGS}audit/")

    page.locator("select[name=what]").select_option("pause_source")
    press(page, word(language, "篩選", "Narrow"))

    rows = page.locator(".log tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Alice")
    expect(rows).to_contain_text("Town news")
    expect(page.locator(".chain")).to_contain_text("#1")


@PLACES
def test_somebody_finds_their_own_settings_and_changes_the_password(
    cast: Cast, desk: Desk, size: tuple[int, int], language: str
) -> None:
    seat = desk.seat(known(cast.carol), size=size, language=language)
    page = seat.page("/b/spring/")

    page.locator(".topbar summary.iconbtn").click()
    page.get_by_role("link", name=word(language, "個人設定", "My settings")).click()
    page.get_by_label("English").check()
    press(page, word(language, "儲存", "Keep"))
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.get_by_label("Your password until now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    press(page, "Change my password")
    expect(page.locator(".banner.told")).to_contain_text("Everywhere else you are signed out")
    cast.carol.refresh_from_db()
    assert cast.carol.check_password(NEW)
    assert seat.complaints == []
