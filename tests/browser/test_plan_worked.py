"""Do brand and agency work through the steps of one incident, at a desk and on a phone?"""

from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from firebreak.console.govern.services import beat
from firebreak.console.respond.models import Incident
from tests.browser.conftest import PHONE, Desk
from tests.browser.visits import administers
from tests.cast import Cast


def test_two_houses_work_through_one_plan(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """R1.58: brand and agency in one room; R1.49 in part: over the same steps."""
    about: Incident = stage["incident"]
    room = reverse("incident", args=["spring", about.number])

    bob = desk.seat(cast.bob, size=PHONE).page(room)
    with bob.expect_navigation(wait_until="load"):
        bob.locator(".tabs").get_by_role("link", name="任務").click()
    with bob.expect_navigation(wait_until="load"):
        bob.get_by_role("button", name="完成：停掉排程貼文、廣告與自動回覆").click()
    expect(bob.locator("#step-stop_schedule")).to_contain_text("Bob 完成")

    alice = desk.seat(cast.alice).page(f"{room}?tab=plan")
    expect(alice.locator("#step-stop_schedule")).to_contain_text("Bob 完成")
    step = alice.locator("#step-one_voice")
    step.get_by_text("略過", exact=True).first.click()
    step.get_by_label("理由").fill("門市今天公休")
    with alice.expect_navigation(wait_until="load"):
        step.get_by_role("button", name="略過").click()

    expect(step).to_contain_text("Alice 略過")
    expect(step).to_contain_text("門市今天公休")
    assert list(about.moments.filter(kind__startswith="step_").values_list("kind", flat=True)) == [
        "step_done",
        "step_skipped",
    ]


def test_of_many_late_steps_the_first_one_stands_out(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    administers(cast.alice)  # nobody is left who would answer for most of them
    about: Incident = stage["incident"]
    page = desk.seat(cast.alice).page(f"{reverse('incident', args=['spring', about.number])}?tab=plan")
    grounds = page.locator(".plan-step.late").evaluate_all(
        "(steps) => steps.map((step) => getComputedStyle(step).backgroundColor)"
    )

    first, *others = grounds

    assert len(others) > 1
    assert set(others) == {"rgba(0, 0, 0, 0)"}
    assert first not in others


def test_the_steps_on_paper_come_without_what_is_pressed(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    page = desk.seat(cast.alice).page(f"{reverse('incident', args=['spring', stage['incident'].number])}?tab=plan")

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="任務")).to_be_visible()
    expect(page.locator(".tabs").first).to_be_hidden()
    expect(page.get_by_role("heading", name="再套用一份計畫")).to_be_hidden()


def test_words_that_are_not_sent_yet_outlive_the_news(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    about: Incident = stage["incident"]
    page = desk.seat(cast.bob).page(reverse("incident", args=["spring", about.number]))
    words = page.locator("#id_text")
    words.fill("已致電三位")
    page.locator("h1").click()  # the field is left, and nothing is sent

    with page.expect_response(lambda answer: "tab=overview" in answer.url):
        Incident.objects.filter(pk=about.pk).update(severity="S4")
        beat(cast.brand, "incidents")
    expect(page.locator(".room-head .sev")).not_to_contain_text("S4")
    expect(words).to_have_value("已致電三位")

    words.fill("")
    page.locator("h1").click()
    expect(page.locator(".room-head .sev")).to_contain_text("S4")
