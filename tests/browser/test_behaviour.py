"""Do pages help the hand without getting in its way? Driven in headless Chromium under the real content policy."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.template.loader import render_to_string
from django.urls import path
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from firebreak.console import charts, sheets, shell
from firebreak.console.faults import explain_error
from firebreak.core.errors import Conflict

AT = datetime(2026, 11, 20, 3, 34, 8, tzinfo=UTC)
SENT: list[str] = []
PIECE = """
{% extends "base.html" %}
{% block main %}
  <div class="page">
    <h1>Bench</h1>
    {% countdown due say="First reply" %}
    {{ figure }}
    <div data-list>
      <div data-item tabindex="0" id="one"><input type="checkbox" aria-label="one"><a href="#opened" data-main>one</a></div>
      <div data-item tabindex="-1" id="two"><input type="checkbox" aria-label="two"><a href="#second" data-main>two</a></div>
    </div>
    <button class="btn" type="button" data-key="e" data-open="#sure">Publish</button>
    <dialog class="dialog" id="sure"><button type="button" data-close autofocus>Cancel</button></dialog>
    <a href="#inbox" data-go="m">Mentions</a>
    <form method="post" action="/sent/">{% csrf_token %}<button type="submit" id="send">Send</button></form>
  </div>
{% endblock %}
"""


def bench(request: HttpRequest) -> HttpResponse:
    frame = SimpleNamespace(
        at=AT,
        speed=60.0,
        theme="light",
        themes=shell.THEMES,
        html_lang="en",
        other_languages=[],
        person=SimpleNamespace(name="Alice", shortcuts="quiet" not in request.GET),
        urls={"mentions": "/"},
        counts={"alerts": 0},
    )
    line = charts.Line("mentions", [1, 2, 30, 4])
    figure = charts.line_chart(charts.Figure("Four hours", ["08", "09", "10", "11"], [line]))
    due = AT.replace(hour=4, minute=34)
    page = engines["django"].from_string(PIECE)
    return HttpResponse(page.render({"shell": frame, "figure": figure, "due": due}, request))


def sent(request: HttpRequest) -> HttpResponse:
    SENT.append(request.method or "")
    return HttpResponse(status=204)


def refused(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        render_to_string("parts/problem.html", {"error": explain_error(Conflict())}, request), status=409
    )


def kept(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({})


URLS = (
    path("", bench, name="bench"),
    path("sent/", sent),
    path("refused/", refused),
    path("style-<slug:digest>.css", sheets.style, name="style"),
    path("theme/", kept, name="set_theme"),
    path("language/", kept, name="set_language"),
    path("pace/", kept, name="set_pace"),
    path("out/", kept, name="sign_out"),
)


def is_wrong(line: ConsoleMessage) -> bool:
    """Tell a fault from the browser's note that an answer had the status 409, which one test asks for."""
    return line.type == "error" and "status of 409" not in line.text and "Response Status Error" not in line.text


@pytest.fixture
def page(settings: object, live_server: object, browser: Browser) -> Iterator[Page]:
    """Open the bench; a page that breaks its own content policy or raises fails the test."""
    settings.ROOT_URLCONF = URLS  # type: ignore[attr-defined]
    wrong: list[str] = []
    opened = browser.new_page(locale="zh-TW")  # in a context of its own, which closes with it
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if is_wrong(line) else None)
    opened.goto(str(live_server))
    opened.wait_for_timeout(200)
    yield opened
    opened.close()
    assert wrong == []


def test_a_countdown_runs_at_the_speed_of_the_demo(page: Page) -> None:
    """It begins at 59:52; a minute and a half of the demo go by in a second and a half."""
    expect(page.locator("[data-due]")).to_have_text(re.compile(r"00:(5[0-7]:\d\d|58:[0-2]\d)"))


def test_the_theme_changes_at_once_and_the_button_offers_the_other(page: Page) -> None:
    page.click("form.hide-m[data-theme-form] button")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("form.hide-m[data-theme-form] button")).to_have_attribute("value", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 16, 21)"


def test_rows_are_walked_marked_and_opened_by_keys(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Enter")

    expect(page.locator("#two")).to_be_focused()
    expect(page.locator("#two input")).to_be_checked()
    page.wait_for_url("**#second")


def test_keys_go_to_pages_and_keep_silent_while_somebody_writes(page: Page) -> None:
    page.focus("[data-search]")
    page.keyboard.type("gme?")
    assert page.input_value("[data-search]") == "gme?"
    assert "#" not in page.url

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**#inbox")


def test_composing_a_character_presses_nothing(page: Page) -> None:
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'e', bubbles: true, isComposing: true}))"
    )

    assert not page.is_visible("#sure")


def test_a_person_can_switch_single_keys_off(page: Page) -> None:
    page.goto(page.url + "?quiet")
    page.keyboard.press("e")
    assert not page.is_visible("#sure")

    page.keyboard.press("Control+k")
    expect(page.locator("[name=q]:focus")).to_have_count(1)


def test_a_question_begins_at_cancel_and_escape_is_no(page: Page) -> None:
    page.keyboard.press("e")
    expect(page.locator("button:focus")).to_have_text("Cancel")

    page.keyboard.press("Escape")
    expect(page.locator("#sure")).to_be_hidden()


def test_a_form_is_sent_once_however_often_it_is_pressed(page: Page) -> None:
    SENT.clear()

    with page.expect_response("**/sent/"):
        page.evaluate("for (const _ of [1, 2, 3]) document.querySelector('#send').click()")
    page.wait_for_timeout(400)  # a second one would come now

    assert SENT == ["POST"]


def test_pointing_at_a_figure_reads_the_row_of_its_table(page: Page) -> None:
    page.locator(".fig-p").first.hover(position={"x": 2, "y": 40})
    expect(page.locator(".readout")).to_contain_text("08")

    page.hover("h1")
    expect(page.locator(".readout")).to_have_count(0)


def test_what_was_done_can_be_taken_back_for_a_while(page: Page) -> None:
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: {text: 'Closed', undo: '/sent/'}}))"
    )
    assert "Closed" in str(page.text_content("[data-toasts]"))

    SENT.clear()
    with page.expect_response("**/sent/"):
        page.keyboard.press("z")

    expect(page.locator("[data-toasts]")).to_have_text("")
    assert SENT == ["POST"]


def test_a_refused_change_says_what_happened_and_what_to_do(page: Page) -> None:
    page.evaluate("window.htmx.ajax('POST', '/refused/', {swap: 'none'})")
    page.wait_for_selector(".toast")

    assert "有人先改了這一筆" in str(page.text_content(".toast"))
    page.evaluate("document.querySelector('.toast').remove()")


def test_menus_close_on_escape_and_give_the_focus_back(page: Page) -> None:
    page.click(".topbar .menu summary")
    assert page.is_visible(".topbar .menu-list")

    page.keyboard.press("Escape")
    assert not page.is_visible(".topbar .menu-list")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
