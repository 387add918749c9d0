"""What does a test in a real browser stand on? The real service on loopback, Chromium, and a stocked brand."""

import gc
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from firebreak.console.govern.models import Person
from tests.cast import Cast
from tests.kept import cast_on_stage
from tests.service import running_service, session_of
from tools.suite import BARE, find_chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the driver's loop runs in the thread of the test
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
BROWSER = find_chromium(BARE)
PATIENCE = 30_000  # milliseconds that a page may take on a busy machine; what has come is never waited for
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = (1440, 900), (390, 844)
BLOCKED = "Service Worker registration blocked by Playwright"  # what seat() asks for


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(900))  # all pages in one look are one test
            # a browser that leaves a page drops files half sent; the server's thread closes them a little later
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


def pytest_unconfigure() -> None:
    """Let go what the last pages left half sent: after them there is no test that does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not BROWSER:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=BROWSER, args=ARGUMENTS, timeout=PATIENCE)
        gc.freeze()  # the service itself stays: what is let go after each test is looked for in the rest
        yield chromium
        chromium.close()


@pytest.fixture
def cast(transactional_db: None, at: datetime) -> Cast:
    """The cast in a database that the server's threads see too."""
    return cast_on_stage(at)


@pytest.fixture
def service(stage: dict[str, Any]) -> Iterator[str]:
    with running_service() as address:
        yield address
    gc.collect()  # what a page left behind half sent is let go here, not after the last test


@dataclass
class Visitor:
    """Somebody at a browser; what the console complains about is kept."""

    address: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def page(self, path: str) -> Page:
        """Open an address of the service in a new tab, and wait until it stands."""
        page = self.tab()
        page.goto(self.address + path, wait_until="load")
        return page

    def tab(self) -> Page:
        """Open an empty tab."""
        page = self.context.new_page()
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and BLOCKED not in message.text:
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")


class Desk:
    """Opens browsers for the people of the cast."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.contexts: list[BrowserContext] = []

    def seat(
        self,
        person: Person | None,
        *,
        size: tuple[int, int] = DESKTOP,
        theme: str = "light",
        language: str = "zh-hant",
        cards: bool = False,
    ) -> Visitor:
        """Give somebody a browser; only one that keeps cards has the worker, past which no test can bend an answer."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            timezone_id="Asia/Taipei",
            locale="zh-TW",
            service_workers="allow" if cards else "block",
        )
        cookies = {"firebreak_theme": theme, "firebreak_language": language}
        if person:
            cookies["firebreak_session"] = session_of(person)
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        return Visitor(self.address, context)


@pytest.fixture
def desk(browser: Browser, service: str) -> Iterator[Desk]:
    made = Desk(browser, service)
    yield made
    for context in made.contexts:
        context.close()
