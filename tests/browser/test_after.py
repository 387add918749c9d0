"""Is a crisis proven and told to the public in a browser: a pack that verifies, and a page that needs no JavaScript?"""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from firebreak.console.respond.models import Incident
from firebreak.core.govern.pack import check_pack
from tests.browser.checks import CHECKS, LISTEN, LOOKS, Look
from tests.browser.conftest import Desk, Visitor
from tests.cast import Cast
from tests.console.test_progress_page import FIRST, SECOND
from tests.records import statement

SHOWN = ("desktop-dark-en-open", "phone-dark-zh-open")


@pytest.fixture
def told(stage: dict[str, Any], cast: Cast) -> Incident:
    """The stage's incident with two texts published on the website."""
    about: Incident = stage["incident"]
    for text in (FIRST, SECOND):
        when = about.opened_at
        statement(about, text, by=cast.bob, at=when, published_at=when, kind="statement", url="https://spring.example")
    return about


def test_a_pack_leaves_the_room_and_the_public_reads_what_was_published(told: Incident, cast: Cast, desk: Desk) -> None:
    room = reverse("incident", args=["spring", told.number])

    files = desk.seat(cast.alice).page(f"{room}?tab=files")
    with files.expect_download() as coming:
        files.get_by_role("button", name="下載").click()
    assert check_pack(coming.value.path().read_bytes()).whole

    public = desk.seat(cast.alice).page(f"{room}?tab=public")
    with public.expect_navigation(wait_until="load"):
        public.get_by_role("button", name="開放給所有人").click()
    link = public.get_by_role("link", name="P-2026-01")
    expect(link).to_be_visible()

    for look in (LOOKS[name] for name in SHOWN):
        reader = desk.seat(None, size=look.size, theme=look.theme, language=look.language)
        assert faults_of(reader, f"{link.get_attribute('href')}?lang={look.language}", look) == []
        member = desk.seat(cast.alice, size=look.size, theme=look.theme, language=look.language)
        for part in ("files", "public", "effect", "cost", "learn"):
            assert not (wrong := faults_of(member, f"{room}?tab={part}", look)), "\n".join([part, *wrong])


def faults_of(visitor: Visitor, path: str, look: Look) -> list[str]:
    """Ask of a page what is asked of all."""
    visitor.context.add_init_script(LISTEN)
    page = visitor.page(path)
    expect(page.locator("h1")).to_be_visible()
    return [f"{check.__name__}: {one}" for check in CHECKS for one in check(page, look)] + visitor.complaints
