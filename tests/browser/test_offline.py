"""Is the most urgent card there without a network, of whoever is signed in, and gone once they have signed out?"""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect
from whitenoise.middleware import WhiteNoiseMiddleware

from firebreak.console.govern.models import Person
from firebreak.console.home import views, worker
from firebreak.console.respond.models import Incident
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE, Desk, Visitor
from tests.cast import Cast
from tests.service import session_of

BOARD = "/b/spring/"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) found.push([name, new URL(one.url).pathname]);
  return found;
}"""
IS_KEPT = "async () => { for (const name of await caches.keys()) if (await (await caches.open(name)).match('/b/spring/card/', { ignoreVary: true })) return true; return false; }"
SEND = """() => {
  const form = document.querySelector("[name=phone]").form;
  return fetch(form.action, { method: "POST", body: new FormData(form) }).then(() => "sent", () => "failed");
}"""
OLD = """async () => {
  for (const name of await caches.keys())
    await (await caches.open(name)).put("/b/other/card/", new Response("old", { headers: { Date: "Fri, 02 Jan 2026 00:00:00 GMT" } }));
}"""
YOUNG_OF_OTHER = """async () => {
  for (const name of await caches.keys())
    await (await caches.open(name)).put("/b/other/card/", new Response("young", { headers: { Date: new Date().toUTCString() } }));
}"""
AGED = """async () => {
  const past = new Date(Date.now() - 120000).toUTCString(); // so that it is asked for again
  for (const name of await caches.keys())
    await (await caches.open(name)).put("/b/spring/card/", new Response("old", { headers: { Date: past } }));
}"""
WORDS = {"zh-hant": ("資料至", "撥號", "重試"), "en": ("data as of", "Call", "Try again")}
LOOKS = [(size, language) for size in (DESKTOP, PHONE) for language in WORDS]


def comes_true(page: Page, asked: str) -> None:
    """Wait until a question that takes its time is answered with yes."""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(asked):
        assert time.monotonic() < until, page.evaluate(KEPT)
        page.wait_for_timeout(50)


@pytest.fixture
def away(desk: Desk) -> Iterator[list[Visitor]]:
    """Whoever is put here has a network again afterwards."""
    gone: list[Visitor] = []
    yield gone
    for visitor in gone:
        visitor.context.set_offline(False)


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser waits half a second for a page, and not the eight that it waits by the program as it is."""
    program = worker.FILE.read_text(encoding="utf-8")
    assert "const PATIENCE = 8000;" in program
    copy = tmp_path / "worker.js"
    copy.write_text(program.replace("PATIENCE = 8000", "PATIENCE = 500"), encoding="utf-8")
    monkeypatch.setattr(worker, "FILE", copy)


@pytest.fixture
def asleep(service: str) -> Iterator[Event]:
    """Whatever waits for this goes on when the test is over."""
    waking = Event()
    yield waking
    waking.set()


def with_card(
    desk: Desk, person: Person, *, size: tuple[int, int] = DESKTOP, language: str = "zh-hant"
) -> tuple[Visitor, Page]:
    """Open the board, and wait until the browser keeps the card."""
    visitor = desk.seat(person, size=size, language=language, cards=True)
    page = visitor.page(BOARD)
    comes_true(page, IS_KEPT)
    return visitor, page


@pytest.mark.parametrize(("size", "language"), LOOKS)
def test_without_a_network_the_card_is_read_and_colleagues_are_called(
    cast: Cast, desk: Desk, away: list[Visitor], size: tuple[int, int], language: str
) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(phone="+886 2 2345 6789")
    visitor, page = with_card(desk, cast.alice, size=size, language=language)
    away.append(visitor)
    as_of, call, again = WORDS[language]
    incident = Incident.objects.get()

    visitor.context.set_offline(True)
    page.goto(visitor.address + BOARD + "mentions/")

    expect(page.locator("body.kept")).to_contain_text(as_of)
    expect(page.locator(".desk-first")).to_contain_text(incident.code)
    assert incident.name not in page.content()
    assert page.get_by_role("link", name=call).get_attribute("href") == "tel:+886223456789"
    assert page.locator("form, button, script").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.desk-first')).borderTopStyle") == "solid"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    visitor.context.set_offline(False)
    page.get_by_role("link", name=again).click()
    expect(page.locator("#urgent")).to_be_visible()


def test_where_a_page_does_not_come_in_time_the_card_does(
    cast: Cast, desk: Desk, impatient: None, asleep: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, page = with_card(desk, cast.alice)
    board, serve = views.Board, WhiteNoiseMiddleware.serve

    def slow(*given: Any) -> Any:
        asleep.wait(60)
        return board(*given)

    def hanging(file: Any, request: Any) -> Any:
        if request.path.endswith(".css"):
            asleep.wait(60)
        return serve(file, request)

    monkeypatch.setattr(WhiteNoiseMiddleware, "serve", staticmethod(hanging))
    monkeypatch.setattr(views, "Board", slow)
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")  # the looks are kept with the card alone
    page.goto(visitor.address + BOARD)

    expect(page.locator("body.kept .desk-first")).to_be_visible()
    assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length)")
    assert not asleep.is_set()  # neither the page nor its looks have come


def test_a_card_that_is_too_old_goes_also_where_its_brand_is_not_opened_again(cast: Cast, desk: Desk) -> None:
    _visitor, page = with_card(desk, cast.alice)
    page.evaluate(OLD)

    page.evaluate(
        f"navigator.serviceWorker.controller.postMessage({{ card: '/b/spring/card/', person: '{cast.alice.pk}' }})"
    )

    comes_true(page, "async () => !(await caches.match('/b/other/card/'))")
    assert page.evaluate(IS_KEPT)


def test_the_card_of_a_brand_that_may_not_be_entered_any_more_goes_with_the_next(cast: Cast, desk: Desk) -> None:
    """However young it is: another brand's page that is open is enough."""
    _visitor, page = with_card(desk, cast.alice)
    page.evaluate(YOUNG_OF_OTHER)
    page.evaluate(AGED)

    page.evaluate(
        f"navigator.serviceWorker.controller.postMessage({{ card: '/b/spring/card/', person: '{cast.alice.pk}' }})"
    )

    comes_true(page, "async () => !(await caches.match('/b/other/card/'))")
    assert page.evaluate(IS_KEPT)


def test_nothing_is_kept_but_cards_and_their_looks(cast: Cast, desk: Desk) -> None:
    _visitor, page = with_card(desk, cast.alice)
    page.goto(page.url + "mentions/")

    found = page.evaluate(KEPT)

    assert {name for name, _path in found} == {f"firebreak-card-{cast.alice.pk}"}
    assert [path for _name, path in found if not path.endswith(".css")] == ["/b/spring/card/"]


def test_what_is_sent_without_a_network_fails_and_is_not_sent_later(
    cast: Cast, desk: Desk, away: list[Visitor]
) -> None:
    visitor, page = with_card(desk, cast.alice)
    away.append(visitor)
    page.goto(visitor.address + BOARD + "settings/me/")
    page.locator("[name=phone]").fill("0212345678")

    visitor.context.set_offline(True)
    assert page.evaluate(SEND) == "failed"
    visitor.context.set_offline(False)
    page.wait_for_timeout(1500)
    assert not Person.objects.get(pk=cast.alice.pk).phone

    assert page.evaluate(SEND) == "sent"
    assert Person.objects.get(pk=cast.alice.pk).phone  # what was sent would have been taken


def test_signing_out_empties_it(cast: Cast, desk: Desk, away: list[Visitor]) -> None:
    visitor, page = with_card(desk, cast.alice)
    away.append(visitor)

    page.evaluate("document.querySelector('form[action=\"/sign-out/\"]').requestSubmit()")
    page.wait_for_url("**/sign-in/**")

    comes_true(page, "async () => (await caches.keys()).length === 0")
    visitor.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(visitor.address + BOARD)


def test_who_uses_the_browser_next_finds_nothing_of_the_one_before(cast: Cast, desk: Desk) -> None:
    visitor, page = with_card(desk, cast.alice)

    visitor.context.add_cookies([{"name": "firebreak_session", "value": session_of(cast.bob), "url": visitor.address}])
    page.goto(visitor.address + BOARD)

    comes_true(page, f"async () => String(await caches.keys()) === 'firebreak-card-{cast.bob.pk}'")


def test_who_may_no_longer_enter_keeps_no_card(cast: Cast, desk: Desk) -> None:
    _visitor, page = with_card(desk, cast.alice)
    page.evaluate(
        "async () => { for (const name of await caches.keys()) await (await caches.open(name)).delete('/b/spring/card/', { ignoreVary: true }); }"
    )
    cast.alice.assignments.all().delete()

    page.evaluate(
        f"navigator.serviceWorker.controller.postMessage({{ card: '/b/spring/card/', person: '{cast.alice.pk}' }})"
    )

    comes_true(page, "async () => (await caches.keys()).length === 0")
