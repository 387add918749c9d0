"""Which pages are there to look at? The address of every page of the URL configuration that opens, with data on it."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab

from firebreak.console.govern.models import Assignment, Person
from firebreak.core.terms import Role
from tests.browser.conftest import Desk, Visitor
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


def visits(visitor: Visitor, paths: dict[str, str]) -> Iterator[tuple[str, Tab]]:
    """Open one page after the other, with its name, and close it again."""
    for name, path in paths.items():
        tab = visitor.page(path)
        yield name, tab
        tab.close()


def problems_of(page: Any, path: str) -> list[str]:
    """Give what axe finds on an open page."""
    result = Axe().run(page, options=RULES).response
    return [
        f"{path} {one['id']}: {node['target']} {node['failureSummary'][:160]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]
