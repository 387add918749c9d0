"""How is the demo played by people? The real demo as a process of its own, and somebody at a browser who signs in."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Browser, ConsoleMessage, Locator, expect

from tests.browser.conftest import DESKTOP

LOOKS = 200
ENDING = 20  # seconds that the demo has to put its work away


@dataclass(frozen=True, slots=True)
class Theatre:
    """A demo that runs: where it is, and the password that it told on the terminal."""

    address: str
    password: str


@contextmanager
def running_demo(home: Path) -> Iterator[Theatre]:
    """Run `firebreak demo` as anybody would until its crisis is there, and again, as fast as a watch, to work on it."""
    command = [sys.executable, "-m", "firebreak", "demo", "--port", "0"]
    subprocess.run([*command, "--until", "incident"], env=at_home(home), check=True, capture_output=True, timeout=240)
    child = subprocess.Popen([*command, "--pace", "1"], env=at_home(home), stdout=subprocess.PIPE, text=True)
    try:
        yield told_by(child)
    finally:
        child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=ENDING)
        child.kill()


def told_by(child: "subprocess.Popen[str]") -> Theatre:
    """Read on the terminal of a demo where it is and how one comes in."""
    assert child.stdout
    told = ""
    while "Firebreak  http" not in told:
        told += (line := child.stdout.readline())
        assert line, told
    return Theatre(re.findall(r"http://\S+:\d+", told)[0], re.findall(r"Sign in +\S+ +(\S+)", told)[0])


def at_home(home: Path) -> dict[str, str]:
    """Give an environment in which nothing of Firebreak is set but the demo's home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FIREBREAK", "DJANGO"))}
    return kept | {"FIREBREAK_DEMO_HOME": str(home), "PYTHONUNBUFFERED": "1"}


class Player:
    """Somebody who works at a desk: opens pages, fills fields by their labels, presses buttons by their names."""

    def __init__(self, browser: Browser, theatre: Theatre, email: str, size: tuple[int, int] = DESKTOP) -> None:
        width, height = size
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, timezone_id="Asia/Taipei", locale="zh-TW"
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self.note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(theatre.address)
        self.fill("電子郵件", email)
        self.fill("密碼", theatre.password)
        self.press("登入")
        self.brand = unquote(self.page.url)

    def note(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:  # a refusal is an answer, too
            self.complaints.append(f"{self.page.url} {said.text}")

    def opens(self, place: str) -> None:
        """Go to a page of the brand by its address, as by a bookmark or a link that somebody sent."""
        self.page.goto(self.brand + place, wait_until="load")

    def follows(self, link: str, within: str = "main") -> None:
        """Press a link, and wait until its page stands."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(within).get_by_role("link", name=link).first.click()

    def press(self, button: str, within: str | Locator = "body") -> None:
        """Press a button that brings a page, and wait until it stands."""
        place = self.page.locator(within) if isinstance(within, str) else within
        with self.page.expect_navigation(wait_until="load"):
            place.get_by_role("button", name=button, exact=True).first.click()

    def fill(self, label: str, words: str, within: str = "body") -> None:
        self.page.locator(within).get_by_label(label, exact=True).first.fill(words)

    def chooses(self, label: str, option: str, within: str = "body") -> None:
        self.page.locator(within).get_by_label(label, exact=True).first.select_option(label=option)

    def unfolds(self, name: str, within: str = "main") -> None:
        self.page.locator(within).locator("summary", has_text=name).first.click()

    def sees(self, words: str | re.Pattern[str], within: str = "main") -> None:
        expect(self.page.locator(within).first).to_contain_text(words)

    def looks_again_until(self, button: str, within: str) -> None:
        """Load the page again until a button is there, as somebody does who waits for a day to come."""
        place = self.page.locator(within).get_by_role("button", name=button, exact=True)
        for _ in range(LOOKS):
            if place.count():
                return
            self.page.reload(wait_until="load")
        raise AssertionError(f"{button} never came")

    def sees_nothing_of(self, words: str, within: str = "main") -> None:
        expect(self.page.locator(within).first).not_to_contain_text(words)

    def sets_the_clock_to(self, pace: str, *, or_already: str = "") -> None:
        """Let the demo's clock run at another pace, by the button in the header.

        Where it runs past the end of what was recorded, it may go on as a watch before the page stands.
        """
        self.page.locator(".demo-clock").click()
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=f"{pace} ·").click()
        expect(self.page.locator(".demo-clock")).to_have_text(re.compile(f"({pace}|{or_already or pace})$"))

    def waits_until(self, time: str) -> None:
        """Wait until the clock in the header shows a time that begins so."""
        expect(self.page.locator("[data-live-at]")).to_have_text(re.compile(time))
