"""Which pages are there to look at? The address of every page of the URL configuration that opens, with data on it."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page as Tab

from firebreak.console.govern.models import Assignment, Person
from firebreak.console.respond.tabs import OVERVIEW, TABS
from firebreak.core.terms import Role
from tests.browser.conftest import Desk, Visitor
from tests.cast import Cast
from tests.console.walk import Page, pages, records_of

READABLE = [page for page in pages() if page.name not in ("stream", "changes")]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # all that passed, with its markup, would take longer to carry over than to find
    "preload": False,
}
BROKEN = """async (rules) => (await axe.run(rules)).violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary.slice(0, 160)}`))"""
OPENING: list[str] = []


def addresses(cast: Cast, stage: dict[str, Any], desk: Desk) -> dict[str, str]:
    """Give the address of every page that can be opened; which they are is asked once, for no look changes it."""
    records = records_of(cast, stage)
    paths = {page.name: url_of(page, cast, records) for page in READABLE}
    if not OPENING:
        visitor = desk.seat(cast.alice)
        OPENING[:] = [name for name, path in paths.items() if is_page(visitor, path)]
    return {name: paths[name] for name in OPENING}


def parts_of_room(path: str) -> dict[str, str]:
    """Give the address of every part of an incident's room beside the one that opens first."""
    return {f"incident, {tab.name}": f"{path}?tab={tab.name}" for tab in TABS if tab is not OVERVIEW}


def is_page(visitor: Visitor, path: str) -> bool:
    answer = visitor.context.request.get(visitor.address + path, max_redirects=0)
    assert answer.status < 500, f"{path} {answer.status}"
    is_file = answer.headers.get("content-disposition", "").startswith("attachment")
    return answer.status == 200 and not is_file and answer.text().lstrip().lower().startswith("<!doctype html")


def url_of(page: Page, cast: Cast, records: dict[str, Any]) -> str:
    return page.url(cast.brand.slug, records)


def administers(person: Person) -> None:
    """Let somebody do everything, so that every page shows all there is to press."""
    Assignment.objects.filter(person=person).update(role=Role.ADMIN.value)


def visits(visitor: Visitor, paths: dict[str, str]) -> Iterator[tuple[str, Tab]]:
    """Open one page after the other in one tab, with its name; none of them may answer with a fault."""
    tab = visitor.tab()
    for name, path in paths.items():
        tab.emulate_media(reduced_motion="no-preference")
        answer = tab.goto(visitor.address + path, wait_until="load")
        assert answer is not None
        assert answer.ok, f"{name} {answer.status}"
        yield name, tab
    tab.close()


def problems_of(page: Any, path: str) -> list[str]:
    """Give what axe finds on an open page."""
    page.evaluate(AXE_SCRIPT)
    return [f"{path} {one}" for one in page.evaluate(BROKEN, RULES)]
