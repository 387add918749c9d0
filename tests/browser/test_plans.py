"""Does a plan come to hand where it is needed: any step in two taps on a phone, all of it on one page of paper?"""

import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from firebreak.console.plans.models import PlanVersion
from firebreak.core.respond.playbook import Plan, Said
from firebreak.core.respond.revision import content_of
from firebreak.knowledge.playbooks import playbooks, write_plan
from tests.browser.conftest import PHONE, Desk
from tests.cast import Cast


def test_on_a_phone_any_step_is_two_taps_away(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """R2.44: any step."""
    page = desk.seat(cast.bob, size=PHONE).page(reverse("plans", args=["spring"]))

    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="食安：異物、變質、疑似食物中毒").click()
    last = page.locator("#step-review")
    last.locator("summary").click()

    expect(last).to_contain_text("不找戰犯，只改流程")
    expect(page.locator("#uses")).to_contain_text("正在使用")


def test_a_plan_prints_on_one_page(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """R2.44: the longest that ships, and three as long as fit: with how each is done, with what, in small type."""
    leak = playbooks()["leak"]
    for code, steps in (("full_plan", 8), ("long_plan", 20), ("longest_plan", 40)):
        keep(cast, longer(leak, code, steps))
    visitors = [desk.seat(cast.alice, language=language) for language in ("zh-hant", "en")]

    found: dict[str, list[tuple[str | None, int]]] = {}
    for visitor in visitors:
        page = visitor.page(reverse("plans", args=["spring"]))
        for code in ("leak", "full_plan", "long_plan", "longest_plan"):
            page.goto(visitor.address + reverse("plan_sheet", args=["spring", code]), wait_until="load")
            found[code] = [*found.get(code, []), (page.locator("main").get_attribute("class"), pages_of(page))]

    assert found == {
        "leak": [("sheet all", 1)] * 2,
        "full_plan": [("sheet all", 1)] * 2,
        "long_plan": [("sheet what", 1)] * 2,
        "longest_plan": [("sheet tight", 1)] * 2,
    }


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_three_steps_leave_as_a_pdf(cast: Cast, stage: dict[str, Any], desk: Desk, language: str) -> None:
    """R1.2: in both languages, with every step on the one page that is printed."""
    page = desk.seat(cast.alice, language=language).page(reverse("plan_sheet", args=["spring", "stop_bleeding"]))
    page.emulate_media(media="print")

    printed = page.pdf(prefer_css_page_size=True)

    plan = playbooks()["stop_bleeding"]
    assert printed.startswith(b"%PDF-") and pages_of(page) == 1
    assert page.locator("h1").inner_text() == plan.name.within(language)
    seen = [one.inner_text() for one in page.locator(".sheet-step b:visible").all()]
    assert [task.do.within(language) for task in plan.tasks if task.do.within(language) not in seen] == []


def pages_of(page: Page) -> int:
    """Count the sheets of paper that Chromium prints."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def longer(plan: Plan, code: str, steps: int) -> Plan:
    """Give a plan with so many steps of its own, each worded like the first."""
    first = plan.tasks[0]
    tasks = [
        replace(first, code=f"step_{number}", do=Said(f"{number} {first.do.zh}", f"{number} {first.do.en}"))
        for number in range(steps)
    ]
    return replace(plan, code=code, tasks=tuple(tasks))


def keep(cast: Cast, plan: Plan) -> None:
    text = write_plan(content_of(plan))
    digest = hashlib.sha256(text.encode()).hexdigest()
    said = {"reason": "更多步驟", "written_by": cast.alice, "written_at": cast.alice.last_login}
    PlanVersion.objects.create(brand=cast.brand, code=plan.code, number=1, text=text, digest=digest, **said)
