"""Does somebody new come from an empty installation to one that listens, and write a watch, by hand alone?"""

import gc
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from firebreak.console.home.setup.opening import invite_first
from firebreak.console.listen.models import Source, Watch
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.browser.visits import problems_of
from tests.cast import Cast
from tests.service import running_service

LOOKS = pytest.mark.parametrize(
    ("language", "size"), [("zh-hant", DESKTOP), ("en", PHONE)], ids=["zh-hant-desktop", "en-phone"]
)
POSTS = "山腳茶行排隊好長\n去山腳茶園走走\n谷口茶比較好喝"


@pytest.fixture
def empty(browser: Browser, transactional_db: None, at: datetime) -> Iterator[Desk]:
    """The service on an empty database."""
    with running_service() as address:
        made = Desk(browser, address)
        yield made
        for context in made.contexts:
            context.close()
    gc.collect()


def add(page: Page, field: str, *words: str) -> None:
    """Write words into a field of chips, each with Enter."""
    entry = page.locator(f"#id_{field} + .toks input")
    for word in words:
        entry.fill(word)
        entry.press("Enter")


@LOOKS
def test_the_four_steps_leave_a_system_that_listens(language: str, size: tuple[int, int], empty: Desk) -> None:
    """R2.6 (part): the first run ends with a monitor that listens; a first course comes with training."""
    visitor = empty.seat(None, language=language, size=size)
    page = visitor.page(f"/start/{invite_first()}/")
    for name, value in (("house", "山腳茶業"), ("name", "王小明"), ("email", "ming@example.org")):
        page.locator(f"[name={name}]").fill(value)
    for name in ("password", "again"):
        page.locator(f"[name={name}]").fill("quiet-spring-water-7")
    page.locator("main button.primary").click()

    page.locator("[name=title]").fill("山腳茶行")
    add(page, "brand", "山腳茶行", "山腳茶")
    add(page, "none", "山腳茶園")
    page.locator("#pasted").fill(POSTS)
    expect(page.locator("#trial mark.not")).to_have_text("山腳茶園")
    expect(page.locator(".hitrow.taken mark")).to_have_text("山腳茶行")
    page.locator("main button.primary").click()

    page.locator("[name=feed-url]").fill("https://forum.example/rss")
    page.locator("[name=feed-name]").fill("茶友論壇")
    page.locator("button[value=feed]").click()
    expect(page.locator("#heard")).to_contain_text("茶友論壇")
    page.locator("main a.primary").click()

    expect(page.locator(".calls li").first).to_contain_text("王小明")
    page.locator("main a.primary").click()
    expect(page).to_have_url(re.compile("/b/[^/]+/$"))
    assert [one.any for one in Watch.objects.filter(name="山腳茶行")] == [["山腳茶業", "山腳茶行", "山腳茶"]]
    assert Source.objects.filter(name="茶友論壇", next_at__isnull=False).exists()
    assert visitor.complaints == []


@LOOKS
def test_the_steps_can_be_used_by_everybody(language: str, size: tuple[int, int], empty: Desk) -> None:
    page = empty.seat(None, language=language, size=size, theme="dark").page(f"/start/{invite_first()}/")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert problems_of(page, "/start/") == []


@LOOKS
def test_a_watch_is_tried_and_put_right_while_it_is_written(
    language: str, size: tuple[int, int], cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    visitor = desk.seat(cast.alice, language=language, size=size)
    page = visitor.page(f"/b/spring/settings/watches/?watch={stage['watch'].pk}")
    expect(page.locator(".hitrow.taken").first).to_be_visible()

    page.locator(".seg label", has=page.locator("[value=query]")).click()
    page.locator("#id_query").fill("明泉 and (漏水 OR 爆管")
    expect(page.locator(".query .er")).to_have_text("(")
    page.locator(".diag button").first.click()
    expect(page.locator(".query .er")).to_have_text("and")
    page.locator(".diag button").first.click()

    expect(page.locator("#id_query")).to_have_value("明泉 AND (漏水 OR 爆管)")
    expect(page.locator(".query .er")).to_have_count(0)
    expect(page.locator("[data-unsaved]")).to_be_visible()
    page.locator(".card-foot button[value=save]").click()
    expect(page.locator(".told")).to_be_visible()
    stage["watch"].refresh_from_db()
    assert (stage["watch"].query, stage["watch"].any) == ("明泉 AND (漏水 OR 爆管)", ["明泉"])
    assert visitor.complaints == []


def test_noise_is_marked_and_the_word_that_keeps_it_out_is_taken_over(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/settings/watches/?watch=new")
    add(page, "words", "明泉")
    page.locator(".seg label", has=page.locator("[value=pasted]")).click()
    page.locator("#pasted").fill("明泉瑜珈的老師很好\n去明泉瑜珈上課\n明泉漏水")
    for marked in ("1", "2"):
        rows = page.locator(".hitrow.taken", has_text="瑜珈")
        rows.first.locator("input").check()
        expect(page.locator(".kpi .v").nth(1)).to_have_text(marked)

    page.locator(".diag.warn button").click()

    expect(page.locator("#id_none + .toks .chip")).to_contain_text("明泉瑜珈")
    expect(page.locator(".hitrow.left mark.not").first).to_have_text("明泉瑜珈")
    expect(page.locator(".hitrow.taken")).to_have_count(1)


def test_a_word_is_not_taken_while_an_input_method_composes(cast: Cast, desk: Desk) -> None:
    page = desk.seat(cast.alice).page("/b/spring/settings/watches/?watch=new")
    entry = page.locator("#id_words + .toks input")
    entry.fill("明")

    entry.evaluate(
        "e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    expect(page.locator("#id_words + .toks .chip")).to_have_count(0)

    entry.press("Enter")
    expect(page.locator("#id_words + .toks .chip")).to_have_count(1)


def test_on_a_phone_the_watch_that_is_open_is_in_sight(cast: Cast, desk: Desk) -> None:
    rows = [Watch.objects.create(brand=cast.brand, name=f"第 {n} 組", kind="product", any=["漏水"]) for n in range(6)]
    page = desk.seat(cast.alice, size=PHONE).page(f"/b/spring/settings/watches/?watch={rows[-1].pk}")

    place = page.locator(".watch-picks [aria-current]").bounding_box()

    assert place is not None
    assert 0 <= place["x"] <= PHONE[0] - place["width"]
