"""Is every page of the console sound in a real browser: quiet console, strict policy, accessible, never too wide?"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from firebreak.console.govern.models import Assignment, Person
from firebreak.core.terms import Role
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.cast import Cast
from tests.console.walk import Page, pages, records_of

READABLE = [page for page in pages() if page.name not in ("stream", "changes")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def addresses(cast: Cast, stage: dict[str, Any], desk: Desk) -> dict[str, str]:
    """Give the address of every page that can be opened, with those before a brand is chosen."""
    records = records_of(cast, stage)
    visitor = desk.seat(cast.alice)
    found = {}
    for page in READABLE:
        path = url_of(page, cast, records)
        answer = visitor.context.request.get(visitor.address + path, max_redirects=0)
        if answer.status == 200 and answer.text().lstrip().lower().startswith("<!doctype html"):
            found[page.name] = path
    return found


def url_of(page: Page, cast: Cast, records: dict[str, Any]) -> str:
    return page.url(cast.brand.slug, records)


def administers(person: Person) -> None:
    """Let somebody do everything, so that every page shows all there is to press."""
    Assignment.objects.filter(person=person).update(role=Role.ADMIN.value)


def test_no_page_makes_the_console_complain_or_breaks_the_policy(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    visitor = desk.seat(cast.alice)

    for path in ("/sign-in/", *addresses(cast, stage, desk).values()):
        page = visitor.page(path)
        page.wait_for_timeout(300)
        page.close()

    assert visitor.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(
    theme: str, size: tuple[int, int], cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    administers(cast.alice)
    paths = addresses(cast, stage, desk)
    visitor = desk.seat(cast.alice, theme=theme, size=size)
    found: list[str] = []

    for path in paths.values():
        found += problems_of(visitor.page(path), path)
    found += problems_of(desk.seat(None, theme=theme, size=size).page("/sign-in/"), "/sign-in/")

    assert not found, "\n".join(found)


def problems_of(page: Any, path: str) -> list[str]:
    result = Axe().run(page, options=RULES).response
    page.close()
    return [
        f"{path} {one['id']}: {node['target']} {node['failureSummary'][:160]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_no_page_is_wider_than_a_phone(language: str, cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    administers(cast.alice)
    visitor = desk.seat(cast.alice, size=PHONE, language=language)
    too_wide = {}

    for path in ("/sign-in/", *addresses(cast, stage, desk).values()):
        page = visitor.page(path)
        if (beyond := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            too_wide[path] = beyond
        page.close()

    assert too_wide == {}
