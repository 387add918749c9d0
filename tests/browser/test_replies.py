"""Does one key open a reply that is checked while it is written, in both languages and on a phone?"""

import re
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from firebreak.console.listen.models import Post
from firebreak.console.respond.replies import Reply
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.cast import Cast
from tests.records import post

RUDE = "你們這些奧客不要再造謠"


@pytest.fixture
def one(cast: Cast, stage: dict[str, Any], at: datetime) -> Post:
    return post(cast.brand, at=at)


@pytest.mark.parametrize(
    ("language", "size", "flaw"), [("zh-hant", DESKTOP, "嘲諷貶低"), ("en", PHONE, "Mocks or belittles")]
)
def test_r_opens_a_reply_and_what_would_hurt_is_told_while_it_is_written(
    language: str, size: tuple[int, int], flaw: str, cast: Cast, one: Post, desk: Desk
) -> None:
    visitor = desk.seat(cast.bob, size=size, language=language)
    page = visitor.page(reverse("mention", args=["spring", one.pk]) + "?view=all")

    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/reply/$"))
    page.locator("#id_text").fill(f"您好😀，{RUDE}。")

    expect(page.locator("#tone .chip.bad").first).to_be_visible()
    expect(page.locator("#tone")).to_contain_text(flaw)
    page.locator("#tone [data-mark]").first.click()
    marked = "(field => field.value.slice(field.selectionStart, field.selectionEnd))"
    assert page.locator("#id_text").evaluate(marked) in RUDE  # the face before it is one letter of two units
    assert visitor.complaints == []


def test_words_that_nobody_has_kept_are_published_as_they_stand_and_outlive_a_change_of_the_voice(
    cast: Cast, one: Post, desk: Desk
) -> None:
    visitor = desk.seat(cast.alice)
    page = visitor.page(reverse("reply_to_mention", args=["spring", one.pk]))
    words, link = page.locator("#id_text"), "https://forum.example/p/1#reply"
    words.fill("抱歉，這是第一版")
    with page.expect_navigation(wait_until="load"):
        page.locator("#reply-form [type=submit]").click()
    words.fill("抱歉，這是最後一版")

    page.locator("#id_manner").fill("說「我們」。")
    page.locator("form[action$='/voice/'] [type=submit]").click()
    expect(page.get_by_text("新草稿會套用")).to_be_visible()
    expect(words).to_have_value("抱歉，這是最後一版")
    page.locator("#id_url").fill(link)
    page.keyboard.press("Enter")

    expect(page.locator("#h-before")).to_be_visible()
    kept = Reply.objects.get(post=one)
    assert (kept.text, kept.url, kept.published_by) == ("抱歉，這是最後一版", link, cast.alice)
    assert visitor.complaints == []
