"""Does one key open a reply that is checked while it is written, in both languages and on a phone?"""

import re
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from firebreak.console.listen.models import Post
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
