"""Is the main task of each page of work done by hand, at a desk and on a phone, in either language?

What is asked of a form is filled in as its fields ask for it; that it was done is read in what it left behind.
The brief, settings and first run have journeys of their own beside this one; the press of a public page is not played.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from firebreak.console.formats import local
from firebreak.console.govern.models import Entry
from firebreak.console.respond.speak.records import StatementVersion
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.browser.visits import administers
from tests.cast import Cast

HAN = re.compile(r"[\u4e00-\u9fff]")
WORDS = "淨水器漏水，請先關進水閥"
PASSWORD = "quiet-spring-water-7"
ASKED = "input:not([type=hidden],[type=checkbox],[type=radio],[type=file]), textarea, select"


def tasks(cast: Cast, stage: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Give each page, the end of the address to which its main form is sent, and what is chosen in it on purpose."""
    room, post, text = "incidents/1/", stage["post"].pk, stage["statement"].pk
    yield f"mentions/{post}/", "/correct/", {"category": "delivery"}
    yield f"mentions/{post}/", "/capture/", {}
    yield f"mentions/{post}/reply/", "/reply/save/", {}
    yield "stories/2/", "/open/", {}
    yield "alerts/", "/acknowledge/", {}
    yield "alerts/duty/", "/duty/put/", {"person": str(cast.bob.pk)}
    yield "alerts/duty/hand-overs/", "/hand-overs/write/", {}
    yield "alerts/resources/", "/check/", {}
    yield "staff/", "/act/", {}
    yield "incidents/", "/incidents/open/", {}
    yield room, "/1/assign/", {}
    yield room, "/1/log/", {}
    yield f"{room}?tab=plan", "/plan/stop_schedule/", {}
    yield f"{room}?tab=law", "/1/law/", {}
    yield f"{room}?tab=statements", "/1/texts/", {"channel": "line"}
    yield f"{room}facts/batch/", "/facts/batch/write/", {"value": "B2611-08"}
    yield f"incidents/texts/{text}/", f"/texts/{text}/save/", {"text": WORDS}
    yield f"{room}?tab=learn", "/cause/", {"root": "墊圈沒有定期更換"}
    yield f"{room}?tab=cost", "/1/cost/", {}
    yield f"{room}?tab=duty", "/1/parts/", {}
    yield "cases/?open=1", "/cases/open/", {"name": "林小姐"}
    yield "cases/1/", "/cases/1/act/", {}
    yield "media/?log=1", "/media/log/", {"outlet": "朝聞新報"}
    yield "media/1/", "/media/1/act/", {}
    yield "plans/leaking/", "/plans/leaking/sign/", {}
    yield "../../desk/", "/hold/", {}


def traces() -> list[int]:
    """Count what an act leaves behind: its line in the audit log, and a version where it only wrote a draft."""
    return [Entry.objects.count(), StatementVersion.objects.count()]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_main_task_of_every_page_is_done_by_hand(
    language: str, size: tuple[int, int], cast: Cast, stage: dict[str, Any], desk: Desk, at: datetime
) -> None:
    administers(cast.alice)
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    visitor = desk.seat(cast.alice, size=size, language=language)
    page = visitor.tab()
    wrong = []

    for place, where, chosen in tasks(cast, stage):
        page.goto(f"{visitor.address}/b/spring/{place}", wait_until="load")
        before = traces()
        try:
            button = send(page, where, chosen, at=at)
            words = button.replace(cast.brand.organisation.name, "")
            assert bool(HAN.search(words)) == (language == "zh-hant"), button
            assert traces() != before, page.locator("[role=alert]").all_inner_texts()
        except (AssertionError, Error) as problem:
            wrong.append(f"{place} {where}: {problem}"[:600])

    assert not wrong, "\n\n".join(wrong)
    assert visitor.complaints == []


def send(page: Page, where: str, chosen: dict[str, str], *, at: datetime) -> str:
    """Fill in what a form asks for, press its button, and give the words that stand on it."""
    form = page.locator(f"form[method=post][action$='{where}'], form[method=post][action*='{where}?']").first
    button = form.locator("button[type=submit], button:not([type])").first
    unfold(form)
    for name, said in chosen.items():
        put(form.locator(f"[name$={name}]").first, said)
    for field in form.locator(ASKED).all():
        fill(field, at=at)
    expect(button).to_be_visible(timeout=10_000)
    words = button.inner_text()
    with page.expect_response(lambda answer: answer.request.method == "POST" and where in answer.url):
        button.click()
    page.wait_for_load_state("load")
    return words


def unfold(form: Locator) -> None:
    for around in form.locator("xpath=ancestor::details[not(@open)]").all():
        around.locator("> summary").click()


def put(field: Locator, said: str) -> None:
    if field.evaluate("(one) => one.localName") == "select":
        field.select_option(said)
    else:
        field.fill(said)


def fill(field: Locator, *, at: datetime) -> None:
    """Give a field that must not be empty what it asks for."""
    if not field.is_visible() or field.input_value() or not field.evaluate("(one) => one.required"):
        return
    soon = local(at + timedelta(hours=1))
    kind = field.get_attribute("type") or field.evaluate("(one) => one.localName")
    if kind == "select":
        field.select_option(index=1)
        return
    said = {"password": PASSWORD, "date": f"{soon:%Y-%m-%d}", "datetime-local": f"{soon:%Y-%m-%dT%H:%M}"}
    said |= {"email": "somebody@spring.example", "url": "https://spring.example/1", "number": "1"}
    field.fill(said.get(kind, WORDS))
