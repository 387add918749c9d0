"""Is every page sound in a real browser, in every look: policy, axe, languages, charts, motion, width, thumbs, keys?"""

from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from firebreak.console.assess.models import Story
from firebreak.console.listen.models import Post
from firebreak.console.staff.models import StaffLink
from tests.browser.checks import CHECKS, CONTROLS, LISTEN, LOOKS, Look
from tests.browser.conftest import Desk
from tests.browser.visits import addresses, administers, parts_of_room, visits
from tests.cast import Cast

TABBABLE = """(controls) => {
      const all = [...document.querySelectorAll(controls)].filter((place) =>
        place.checkVisibility({ visibilityProperty: true }) && !place.disabled && !place.closest("dialog:not([open])"));
      all.forEach((place, at) => { place.dataset.seen = at; });
      return all.length;
    }"""
TRACE = """() => {
      window.trace = [];
      document.addEventListener("keyup", () => {
        const place = document.activeElement;
        const around = [place, place.closest("label") ?? place, place.parentElement].map((one) => getComputedStyle(one));
        const seen = around.some((one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== "none");
        const box = place.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const covered = !(top && (place.contains(top) || top.contains(place) || top.closest("label")?.contains(place)));
        window.trace.push({ at: place.dataset.seen, seen, covered, what: place.outerHTML.slice(0, 110) });
      }, true);
    }"""
FAULTY = """(foreign) => {
      document.querySelector("main").insertAdjacentHTML("afterbegin", `<div class="fig faulty" role="img">.</div>
        <div class="faulty">${foreign}</div><img class="faulty" alt="" src="https://elsewhere.example/faulty.png">
        <button class="faulty"></button><details><summary>.</summary><p class="faulty">Pale</p></details>`);
      const [, wide, , small, pale] = document.querySelectorAll(".faulty");
      Object.assign(wide.style, { width: "9999px", transition: "color 3s" });
      Object.assign(small.style, { height: "20px", minHeight: "0", padding: "0" });
      Object.assign(pale.style, { color: "#222", background: "#111" });
    }"""
LEFT = """(reached) => [...document.querySelectorAll("[data-seen]")].filter((place) =>
      !reached.includes(place.dataset.seen) && place.tabIndex >= 0 && place.checkVisibility() &&
      !(place.type === "radio" && !place.checked)).map((place) => place.outerHTML.slice(0, 110))"""


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_every_page_holds_what_is_asked_of_all(look: Look, cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """The parts of a room are opened in English alone, whose words are longer: once wide and dark, once narrow and light."""
    tell_in_another_language(stage, look)
    administers(cast.alice)
    visitor = desk.seat(cast.alice, size=look.size, theme=look.theme, language=look.language)
    door = desk.seat(None, size=look.size, theme=look.theme, language=look.language)
    for one in (visitor, door):
        one.context.add_init_script(LISTEN)
    wrong: list[str] = []

    inside = addresses(cast, stage, desk)
    inside |= parts_of_room(inside["incident"]) if look.language == "en" else {}
    for who, paths in ((visitor, inside), (door, at_the_door(cast, stage))):
        for name, page in visits(who, paths):
            wrong += [f"{name} {check.__name__}: {one}" for check in CHECKS for one in check(page, look)]

    assert not wrong, "\n".join(wrong)
    assert visitor.complaints == door.complaints == []


def at_the_door(cast: Cast, stage: dict[str, Any]) -> dict[str, str]:
    """Give the pages that need no account."""
    link, _made = StaffLink.objects.get_or_create(
        brand=cast.brand, token="t" * 32, made_at=stage["staff_report"].received_at, made_by=cast.alice
    )
    receipt = f"/r/{stage['staff_report'].receipt}/"
    return {"sign_in": "/sign-in/", "staff_form": f"/s/{link.token}/", "staff_receipt": receipt, "staff_lookup": "/r/"}


def test_each_fault_is_found_by_its_check(cast: Cast, desk: Desk) -> None:
    """What every page is asked can be answered with no."""
    look = LOOKS["phone-dark-zh-open"]
    visitor = desk.seat(cast.alice, size=look.size, theme=look.theme)
    visitor.context.add_init_script(LISTEN)
    page = visitor.page("/b/spring/settings/me/")
    page.evaluate(FAULTY, look.foreign[0])

    found = {check.__name__: " ".join(check(page, look)) for check in CHECKS}

    assert [name for name, said in found.items() if "faulty" not in said and " beyond" not in said] == []
    assert "color-contrast" in found["passes_axe"]
    assert "button-name" in found["passes_axe"]


def tell_in_another_language(stage: dict[str, Any], look: Look) -> None:
    text, _tag = look.foreign
    Post.objects.filter(place__story=stage["story"]).update(text=text, title="")
    Story.objects.filter(pk=stage["story"].pk).update(title=text)


def test_the_page_itself_names_its_language(cast: Cast, desk: Desk) -> None:
    expect(desk.seat(cast.alice).page("/b/spring/").locator("html")).to_have_attribute("lang", "zh-Hant-TW")
    expect(desk.seat(cast.alice, language="en").page("/b/spring/").locator("html")).to_have_attribute("lang", "en")


def test_every_control_is_reached_by_tab_and_is_seen_when_it_is(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """A list that J and K walk over gives Tab one row, radio buttons one of their group; all else comes in turn."""
    administers(cast.alice)

    wrong = [
        f"{name} {one}"
        for name, page in visits(desk.seat(cast.alice), addresses(cast, stage, desk))
        for one in lost_to_tab(page)
    ]

    assert not wrong, "\n".join(wrong)


def lost_to_tab(page: Tab) -> list[str]:
    total = page.evaluate(TABBABLE, CONTROLS)
    page.evaluate(TRACE)
    for presses in range(1, 3 * total + 11):  # a field of date and time takes several steps
        page.keyboard.press("Tab")
        if presses % 10 == 0 and is_round(page.evaluate("window.trace")):
            break
    trace = page.evaluate("window.trace")
    controls = [here for here in trace if here["at"] is not None]
    wrong = [
        f"{'covered' if here['covered'] else 'no ring'}: {here['what']}"
        for here in controls
        if not here["seen"] or here["covered"]
    ]
    return wrong + [f"not reached: {what}" for what in page.evaluate(LEFT, [here["at"] for here in controls])]


def is_round(trace: list[dict[str, Any]]) -> bool:
    """Tell whether Tab has come back to the first control after others."""
    reached = [here["at"] for here in trace if here["at"] is not None]
    left = [place for place, at in enumerate(reached) if at != reached[0]]
    return bool(left) and reached[0] in reached[left[0] :]
